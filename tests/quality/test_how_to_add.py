"""What the README says one has to touch to add something is all one has to touch."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

TEXT = "2024年，大理市举办三月好物节。第三届好物展销会搬进了古城会客厅。\n"
ADDED = {  # file -> what is put behind what stands there
    # a city's own name
    "data/lexicon/regions/dali.tsv": "name\ttype\taliases\tdeictic\tnote\tsource\n古城会客厅\tPlace\t\t\t\town\n",
    # a class, and a lexicon
    "ontology/zhkg.ttl": """
kg:Festival a owl:Class ; rdfs:label "节庆"@zh , "festival"@en ; rdfs:subClassOf kg:Event ;
    skos:definition "节日。"@zh , "A festival."@en ; kg:colour "#aa3366" ; kg:order 30 .
""",
    "data/lexicon/domains/festivals.tsv": "name\ttype\taliases\tdeictic\tnote\tsource\n三月好物节\tFestival\t\t\t\town\n",
    # a relation pattern
    "data/patterns/relations.yaml": """  - id: test-settles
    predicate: locatedIn
    confidence: 0.8
    pattern: "{subject:Event}搬进了{object:Place}"
    examples:
      - "[subject Event: 第三届好物展销会]搬进了[object Place: 古城会客厅]。"
    never:
      - "[Event: 第三届好物展销会]未搬进了[Place: 古城会客厅]。"
""",
    # a check
    "ontology/checks/test-festival.rq": """# 图里有节庆
# the graph has a festival
# level: info
PREFIX kg: <https://w3id.org/zhkg/ontology#>
SELECT ?node ?path ?value WHERE { ?node a kg:Festival }
""",
    # an export format: a module, and a line in the list
    "kg/export/count.py": '''"""How many triples."""

from pathlib import Path

from kg.graph import Dataset


def write_count(dataset: Dataset, path: Path) -> None:
    """Write the number of triples."""
    path.write_text(str(len(dataset.triples)))
''',
}


LINES = (  # a file, a line, and what it is put before
    ("kg/cli_rdf.py", '    "count",\n', '    *("turtle", "ntriples",'),
    ("kg/knowledge/name_rules.py", '    "Festival",\n', '    "Person",\n'),
    ("kg/export/__init__.py", "from kg.export.count import write_count\n", "from kg.export.jsonld"),
    (
        "kg/export/__init__.py",
        '    "count": _exporter(".txt", "text/plain", "how many triples", write_count),\n',
        '    "ntriples":',
    ),
)


@pytest.fixture(scope="module")
def kg(tmp_path_factory):
    """The program in a copy to which something of each kind was added."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("kg", "data", "ontology"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "_shared"))
    for name, added in ADDED.items():
        path = copy / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + added, encoding="utf-8")
    for name, line, before in LINES:
        path = copy / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, line + before, 1), encoding="utf-8")
    (copy / "dali.txt").write_text(TEXT, encoding="utf-8")

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "kg", *arguments],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy), "PYTHONSAFEPATH": "1"},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    built = run("build", "dali.txt", "-o", "out")
    assert built.returncode == 0, built.stderr
    return run


def _names(kg, where):
    answer = kg("query", "out", f"SELECT ?name WHERE {{ {where} }}", "--format", "csv")
    return answer.stdout.split()[1:]


def test_a_name_of_a_city_is_one_line(kg):
    assert _names(kg, "?x a kg:Place ; rdfs:label ?name") == ["古城会客厅"]


def test_a_class_is_in_the_ontology_the_list_of_types_and_a_lexicon(kg):
    assert _names(kg, "?x a kg:Festival ; rdfs:label ?name") == ["三月好物节"]


def test_a_relation_pattern_is_one_section(kg):
    assert _names(kg, '?a kg:rule "test-settles" ; rdf:object/rdfs:label ?name') == ["古城会客厅"]


def test_a_check_is_one_file(kg):
    report = json.loads(kg("validate", "out", "--format", "json").stdout)
    assert "test-festival" in json.dumps(report)


def test_an_export_format_is_a_module_and_two_lines(kg):
    done = kg("export", "out", "-f", "count", "-o", "count.txt")
    assert done.returncode == 0, done.stderr
