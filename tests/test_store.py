from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.graph import Dataset
from kg.model import Document
from kg.store import open_store, read_text, write_store, write_texts


def test_store_holds_the_dataset(sample_out: Path, sample_dataset: Dataset) -> None:
    assert {quad.triple for quad in open_store(sample_out)} == set(sample_dataset.triples)


def test_store_takes_the_place_of_the_old_one(sample_out: Path, sample_dataset: Dataset) -> None:
    reader = open_store(sample_out)
    smaller = Dataset(sample_dataset.triples[:5], sample_dataset.base_iri)
    write_store(smaller, sample_out)
    assert len(open_store(sample_out)) == 5
    assert len(reader) == len(sample_dataset)
    assert sorted(path.name for path in sample_out.iterdir()) == ["store", "texts"]


def test_store_is_opened_to_read_only(sample_out: Path, sample_dataset: Dataset) -> None:
    from pyoxigraph import Quad

    with pytest.raises(RuntimeError, match="read-write"):
        open_store(sample_out).add(Quad(*sample_dataset.triples[0]))


def test_what_a_stopped_build_left_is_no_hindrance(sample_out: Path, sample_dataset: Dataset) -> None:
    for name in (".store.new", ".store.old"):
        (sample_out / name).mkdir()
        (sample_out / name / "CURRENT").write_text("rubbish")
    write_store(sample_dataset, sample_out)
    assert len(open_store(sample_out)) == len(sample_dataset)


def test_missing_store_is_reported(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no graph there; build one with: kg build"):
        open_store(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_broken_store_is_reported(sample_out: Path) -> None:
    (sample_out / "store" / "CURRENT").write_text("rubbish\n")
    with pytest.raises(OutputError, match="the store is broken"):
        open_store(sample_out)


def test_store_that_cannot_be_written_is_reported(tmp_path: Path, sample_dataset: Dataset) -> None:
    place = tmp_path / "file"
    place.write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_store(sample_dataset, place)
    with pytest.raises(OutputError, match="cannot be written"):
        write_texts([], place)


@pytest.mark.parametrize("text", ["", "一\r\n二\r三\n", "\ufeff开头", "𠮷\u2028\0"])
def test_texts_are_kept_byte_for_byte(tmp_path: Path, text: str) -> None:
    write_texts([Document(id="衡阳/日报", text=text)], tmp_path)
    assert read_text(tmp_path, "衡阳/日报") == text


def test_texts_of_an_earlier_build_go(tmp_path: Path) -> None:
    write_texts([Document(id="a", text="甲")], tmp_path)
    write_texts([Document(id="b", text="乙")], tmp_path)
    assert [path.name for path in (tmp_path / "texts").iterdir()] == ["b.txt"]
    with pytest.raises(OutputError, match=r"a\.txt: the text cannot be read; build"):
        read_text(tmp_path, "a")
