"""The error report as one HTML file: no script, nothing loaded, everything that comes from a text escaped."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from kg.errors import OutputError
from kg.evaluate.report import LAYERS, Item, Passage, Report, Score
from kg.evaluate.runs import Change, Comparison

__all__ = ["to_html", "write_html"]

_STYLE = Path(__file__).with_name("page.css")
_LISTED = ("entities", "relations", "observations", "proposals")  # values are fields of observations
_OPEN_UP_TO = 12  # items; a longer group is closed at first


def write_html(report: Report, path: Path, *, comparison: Comparison | None = None) -> None:
    """Write the error report.

    Raises:
        OutputError: The file cannot be written.
    """
    try:
        path.write_text(to_html(report, comparison=comparison), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def to_html(report: Report, *, comparison: Comparison | None = None) -> str:
    """Lay a comparison out as a page: scores, what changed since another run, and each error in its sentence.

    Args:
        report: The comparison with the annotations.
        comparison: What changed since another run.
    """
    style = _STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    body = [
        *_head(report, comparison),
        *_score_table(report, comparison),
        *_document_table(report),
        *(_change_sections(comparison) if comparison else ()),
        *(line for layer in _LISTED for line in _layer_section(report, layer)),
    ]
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Errors of {len(report.documents)} documents</title>",
            f"<style>{style}</style>\n</head>\n<body>",
            *body,
            "</body>\n</html>\n",
        ]
    )


def _head(report: Report, comparison: Comparison | None) -> Iterator[str]:
    errors = sum(item.layer in _LISTED for item in report.errors)
    yield "<header><h1>What was read, held against the annotations</h1>"
    yield f"<p>{len(report.documents)} documents, {errors} errors</p>"
    places = [("scores", "scores"), ("documents", "documents")]
    places += [("changes", "changes")] if comparison else []
    places += [(layer, layer) for layer in _LISTED]
    links = " ".join(f'<a href="#{place}">{name}</a>' for place, name in places)
    yield f"<nav>{links}</nav>"
    yield (
        '<p class="key"><mark class="missed">missed</mark> annotated and not found '
        '<mark class="extra">extra</mark> found and not annotated '
        '<mark class="differs">differs</mark> found, but not all of it agrees</p></header>'
    )


def _score_table(report: Report, comparison: Comparison | None) -> Iterator[str]:
    before = {score.layer: score for score in comparison.before.scores} if comparison else {}
    further = "<th>F1 before<th>change" if comparison else ""
    head = f"<tr><th>layer<th>precision<th>recall<th>F1{further}<th>annotated<th>found<th>right"
    scores = report.scores
    yield '<section id="scores"><h2>Scores</h2>'
    yield f'<table class="scores">{head}'
    yield from (_score_row(score, before if comparison else None) for score in scores if score.layer in LAYERS)
    yield "</table>"
    for layer, title in (("entities", "by class"), ("relations", "by predicate"), ("observations", "by field")):
        rows = [score for score in scores if score.layer.startswith(f"{layer}:") and score.layer not in LAYERS]
        yield f'<details><summary>{layer} {title}</summary><table class="scores">{head}'
        yield from (_score_row(score, before if comparison else None) for score in rows)
        yield "</table></details>"
    yield "</section>"


def _score_row(score: Score, before: dict[str, Score] | None) -> str:
    change = ""
    if before is not None:
        old = before.get(score.layer)
        delta = score.f1 - old.f1 if old else 0.0
        kind = "better" if delta > 0 else "worse" if delta < 0 else "same"
        change = f'<td>{f"{old.f1:.3f}" if old else "–"}<td class="{kind}">{delta:+.3f}'
    return (
        f"<tr><th>{escape(score.layer)}<td>{score.precision:.3f}<td>{score.recall:.3f}<td><b>{score.f1:.3f}</b>"
        f"{change}<td>{score.gold}<td>{score.found}<td>{score.right}"
    )


def _document_table(report: Report) -> Iterator[str]:
    yield '<section id="documents"><h2>F1 by document</h2><table class="scores">'
    yield "<tr><th>document" + "".join(f"<th>{layer}" for layer in LAYERS)
    for document in report.documents:
        own = report.of(document)
        scores = [own.score(layer) for layer in LAYERS]
        cells = "".join(f"<td>{score.f1:.3f}" if score.gold or score.found else "<td>–" for score in scores)
        yield f"<tr><th>{escape(document)}{cells}"
    yield "</table></section>"


def _change_sections(comparison: Comparison) -> Iterator[str]:
    yield '<section id="changes"><h2>Changes since the other run</h2>'
    left_out = [*comparison.only_before, *comparison.only_now]
    if left_out:
        yield f"<p>Only in one of the runs, left out: {escape(', '.join(left_out))}</p>"
    for better, title in ((False, "became wrong"), (True, "became right")):
        changes = [change for change in comparison.changes if change.better is better]
        yield f"<details{' open' if changes else ''}><summary>{title} <b>{len(changes)}</b></summary>"
        for layer in _LISTED:
            yield from _change_list(layer, [change for change in changes if change.item.layer == layer])
        yield "</details>"
    yield "</section>"


def _change_list(layer: str, changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        yield f"<h3>{layer} {len(changes)}</h3><ul>"
        yield from (_card(change.item, change.what, "better" if change.better else "worse") for change in changes)
        yield "</ul>"


def _layer_section(report: Report, layer: str) -> Iterator[str]:
    groups: dict[str, list[tuple[Item, Item | None]]] = {}
    for item, found in _cards(report, layer):
        groups.setdefault(_heading(item), []).append((item, found))
    yield f'<section id="{layer}"><h2>{layer} <small>{sum(map(len, groups.values()))} errors</small></h2>'
    for heading, cards in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        opened = " open" if len(cards) <= _OPEN_UP_TO else ""
        yield f"<details{opened}><summary>{escape(heading)} <b>{len(cards)}</b></summary><ul>"
        yield from (
            _pair_card(item, found) if found else _card(item, item.status, item.status) for item, found in cards
        )
        yield "</ul></details>"
    yield "</section>"


def _heading(item: Item) -> str:
    """Group by class and predicate; observations by what is wrong with them."""
    if item.layer != "observations":
        return item.group
    return ", ".join(difference.field for difference in item.differs) or item.status


def _cards(report: Report, layer: str) -> Iterator[tuple[Item, Item | None]]:
    """Give each error once: a missed item together with the extra one that was found in its place."""
    errors = [item for item in report.errors if item.layer == layer]
    extras: dict[tuple[str, str, str], list[Item]] = {}
    for item in errors:
        if item.status == "extra" and item.counterpart:
            extras.setdefault((item.document, item.text, item.counterpart), []).append(item)
    for item in errors:
        if item.status == "missed":
            twins = extras.get((item.document, item.counterpart, item.text))
            yield item, twins.pop(0) if twins else None
        elif not item.counterpart:
            yield item, None


def _card(item: Item, label: str, kind: str) -> str:
    rule = f" · rule <code>{escape(item.rule)}</code>" if item.rule else ""
    return (
        f'<li class="{kind}"><p><span class="tag">{escape(label)}</span> <b lang="zh">{escape(item.text)}</b></p>'
        f"{_sentence(item.passage, kind)}"
        f'<p class="origin">{escape(item.document)} · {escape(item.group)}{rule}</p></li>'
    )


def _pair_card(item: Item, found: Item) -> str:
    rows = "".join(
        f"<tr><th>{escape(each.field)}<td>{escape(each.expected) or '–'}<td>{escape(each.found) or '–'}"
        for each in item.differs
    )
    rule = f" · rule <code>{escape(found.rule)}</code>" if found.rule else ""
    own = _sentence(found.passage, "extra") if found.passage.text != item.passage.text else ""
    return (
        f'<li class="differs"><p><span class="tag">differs</span> <b lang="zh">{escape(item.text)}</b></p>'
        f'<p class="found">found: <span lang="zh">{escape(found.text)}</span></p>'
        f'<table class="fields" lang="zh"><tr><th>field<th>annotated<th>found{rows}</table>'
        f"{_sentence(item.passage, 'differs')}{own}"
        f'<p class="origin">{escape(item.document)} · {escape(item.group)}{rule}</p></li>'
    )


def _sentence(passage: Passage, kind: str) -> str:
    if not passage.text:
        return ""
    return f'<p class="sentence" lang="zh">{"".join(_marked(passage, kind))}</p>'


def _marked(passage: Passage, kind: str) -> Iterable[str]:
    before = 0
    for span in passage.marked:
        yield escape(passage.text[before : span.start])
        yield f'<mark class="{kind}">{escape(passage.text[span.start : span.end])}</mark>'
        before = span.end
    yield escape(passage.text[before:])
