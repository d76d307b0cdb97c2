"""The ontology as a page for people, in Chinese and English, made from ``zhkg.ttl``; needs no network and no script."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import OutputError
from kg.export.vocabularies import ALL_PREFIXES
from kg.knowledge.files import shared
from kg.knowledge.ontology import KG

__all__ = ["to_page", "write_page"]

_SECTIONS = (
    ("classes", "类", "Classes", ("owl:Class",)),
    ("relations", "从文本读出的关系", "Relations read in texts", ("kg:Relation",)),
    ("object-properties", "其他对象属性", "Other object properties", ("owl:ObjectProperty",)),
    ("datatype-properties", "其他数据属性", "Other datatype properties", ("owl:DatatypeProperty",)),
    ("annotations", "注释属性", "Annotation properties", ("owl:AnnotationProperty",)),
    ("individuals", "个体", "Individuals", ("owl:NamedIndividual",)),
)
_ROWS = (
    ("rdfs:subClassOf", "上位类", "above it"),
    ("rdfs:subPropertyOf", "上位属性", "above it"),
    ("schema:domainIncludes", "主语", "subject"),
    ("rdfs:domain", "定义域", "domain"),
    ("schema:rangeIncludes", "宾语", "object"),
    ("rdfs:range", "值域", "range"),
    ("owl:inverseOf", "逆属性", "inverse"),
    ("skos:closeMatch", "相近", "close to"),
    ("dcterms:isReplacedBy", "改用", "replaced by"),
)
_TAGS = {
    "owl:TransitiveProperty": "传递 transitive",
    "owl:SymmetricProperty": "对称 symmetric",
    "kg:WithinClass": "同类 within a class",
    "kg:Plannable": "计划亦写入 holds for plans",
    "qb:DimensionProperty": "维度 dimension",
    "qb:MeasureProperty": "度量 measure",
    "qb:AttributeProperty": "属性 attribute",
}

Values = Mapping[str, Sequence[NamedNode | Literal]]


def to_page() -> str:
    """Give the page as HTML."""
    terms = _read()
    ontology = terms[KG.rstrip("#")]
    left = {iri: values for iri, values in terms.items() if iri.startswith(KG)}
    contents, sections = [], []
    for anchor, zh, en, kinds in _SECTIONS:
        found = {iri: left.pop(iri) for iri in list(left) if set(kinds) & set(_names(left[iri], "rdf:type"))}
        links = "".join(f'<li><a href="#{iri.removeprefix(KG)}">{_titles(found[iri])}</a></li>' for iri in found)
        contents.append(f'<h3><a href="#{anchor}">{zh} {en}</a></h3><ul>{links}</ul>')
        articles = "\n".join(_article(iri, values) for iri, values in found.items())
        sections.append(f'<h2 id="{anchor}">{zh} <span class="en">{en}</span></h2>\n{articles}')
    sections.append(_others(terms))
    page = Template((Path(__file__).parent / "ontology_page.html").read_text(encoding="utf-8"))
    return page.substitute(
        title=_titles(ontology),
        description="<br>".join(escape(text) for text in _both(ontology, "dcterms:description")),
        namespace=KG,
        version=escape(_names(ontology, "owl:versionIRI")[0]),
        license=escape(_names(ontology, "dcterms:license")[0]),
        contents="\n".join(contents),
        sections="\n".join(sections),
    )


def write_page(path: Path) -> None:
    """Write the page.

    Raises:
        OutputError: The file cannot be written.
    """
    try:
        path.write_text(to_page(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def _read() -> dict[str, dict[str, list[NamedNode | Literal]]]:
    """Read the values of each term by property, in the order of the file."""
    terms: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for quad in parse(path=str(shared("ontology") / "zhkg.ttl"), format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            terms.setdefault(quad.subject.value, {}).setdefault(_short(quad.predicate.value), []).append(quad.object)
    return terms


def _short(iri: str) -> str:
    for prefix, space in ALL_PREFIXES.items():
        if iri.startswith(space) and iri != space:
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri


def _names(values: Values, predicate: str) -> list[str]:
    return [_short(value.value) for value in values.get(predicate, ())]


def _both(values: Values, predicate: str) -> list[str]:
    texts = {value.language: value.value for value in values.get(predicate, ()) if isinstance(value, Literal)}
    return [texts[language] for language in ("zh", "en") if language in texts]


def _titles(values: Values) -> str:
    return escape(" ".join(_both(values, "rdfs:label")))


def _article(iri: str, values: Values) -> str:
    name = iri.removeprefix(KG)
    deprecated = any(value.value == "true" for value in values.get("owl:deprecated", ()))
    colour = "".join(
        f'<span class="swatch" style="background:{escape(v)}"></span>' for v in _names(values, "kg:colour")
    )
    definitions = "".join(
        f'<p class="{"zh" if not index else "en"}">{escape(text)}</p>'
        for index, text in enumerate(_both(values, "skos:definition"))
    )
    tags = [_TAGS[kind] for kind in _names(values, "rdf:type") if kind in _TAGS]
    tags += ["已废弃 deprecated"] if deprecated else []
    marks = " ".join(f'<span class="tag">{tag}</span>' for tag in tags)
    rows = "".join(_row(values, *row) for row in _ROWS)
    return (
        f'<article id="{escape(name)}"{" class=deprecated" if deprecated else ""}>'
        f"<h3>{colour}{_titles(values)} <code>kg:{escape(name)}</code></h3>{definitions}"
        f"{f'<p>{marks}</p>' if marks else ''}{f'<dl>{rows}</dl>' if rows else ''}</article>"
    )


def _row(values: Values, predicate: str, zh: str, en: str) -> str:
    if not (names := _names(values, predicate)):
        return ""
    return f"<dt>{zh} {en}</dt><dd>{', '.join(map(_link, names))}</dd>"


def _link(name: str) -> str:
    if name.startswith("kg:"):
        return f'<a href="#{escape(name.removeprefix("kg:"))}"><code>{escape(name)}</code></a>'
    prefix, _, local = name.partition(":")
    space = ALL_PREFIXES.get(prefix)
    return f'<a href="{escape(space + local)}"><code>{escape(name)}</code></a>' if space else escape(name)


def _others(terms: Mapping[str, Values]) -> str:
    """List the terms of other vocabularies that graphs use."""
    declared: Iterable[str] = (_short(iri) for iri, values in terms.items() if "rdfs:isDefinedBy" in values)
    rows = "".join(f"<li>{_link(name)}</li>" for name in declared)
    return f'<h2 id="others">用到的其他词汇 <span class="en">Terms of other vocabularies</span></h2>\n<ul>{rows}</ul>'
