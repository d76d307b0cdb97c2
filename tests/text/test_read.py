import codecs
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document
from kg.text.read import Skipped, read_documents

TEXT = "衡阳市今年新增企业600家。\r\n市人大代表李明建议，要加快建设。\n"


def read_one(path: Path, **options: str) -> Document | Skipped:
    (found,) = read_documents([path], **options)
    return found


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "gb18030"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_read_documents_decodes_without_loss(tmp_path: Path, mark: bytes, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(mark + TEXT.encode(encoding))
    document = read_one(path)
    assert isinstance(document, Document)
    assert (document.id, document.text) == ("a", TEXT)


@given(
    st.lists(
        st.sampled_from(["产业发展，", "衡阳市。", "5G", "\r\n", "\r", "\n", "\u3000", "“", "·", "\x0b"]), min_size=3
    )
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@settings(max_examples=30, deadline=None)
def test_read_documents_loses_no_character(encoding: str, parts: list[str]) -> None:
    text = "市人大代表李明的建议，" + "".join(parts)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(text.encode(encoding))
        document = read_one(path)
    assert isinstance(document, Document)
    assert document.text == text


@pytest.mark.parametrize(
    "text", ["ab", "Hi", "GDP 5.2%\n", "简", "喆镕䶮𠮷", "产业发展" * 30, "！！\n？\n", "\x7f\ufffd\u200b产业"]
)
def test_read_documents_takes_no_utf8_for_utf16(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    document = read_one(path)
    assert isinstance(document, Document)
    assert document.text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        ("\u3000\n".encode(), "white space"),
        ("衡阳市".encode("gb18030")[:-1], "neither UTF-8, UTF-16 nor GB18030"),
        ("衡阳市".encode()[:-1], "byte 6 is no UTF-8"),
        ("長沙市產業發展迅速".encode("big5") * 8, "neither UTF-8"),
        (codecs.BOM_UTF8 + b"\xff\xff", "byte 3 is no UTF-8"),
        (bytes(range(256)) * 4, "save it as"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "save it as"),
        ("产值增长。\n企业\x00增加。".encode(), "line 2 holds the control character U+0000"),
        ("产值\x1b[0m增长。".encode("gb18030"), "control character U+001B"),
        (TEXT.encode() + b"\xed\xa0\x80" + TEXT.encode(), "is no UTF-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"\x00\xd8", "is no UTF-16-LE"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")[:-1], "is no UTF-16-BE"),
        (TEXT.encode("utf-16-le") + b"\x00\xd8" + TEXT.encode("utf-16-le"), "neither UTF-8"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "binary"),
    ],
)
def test_read_documents_skips_what_is_no_text(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    skipped = read_one(path)
    assert isinstance(skipped, Skipped)
    assert skipped.path == path
    assert skipped.reason.startswith(f"{path}: ")
    assert reason in skipped.reason
    assert ";" in skipped.reason


def test_read_documents_reads_folders_in_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "3.txt", "b/note.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    assert [found.id for found in read_documents([tmp_path]) if isinstance(found, Document)] == ["3", "1", "2"]


@pytest.mark.parametrize(
    ("name", "reason"), [("gone.txt", "not there"), ("empty", "no .txt in this folder"), ("a.pdf", "no .txt file")]
)
def test_read_documents_says_why_a_path_gives_nothing(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    skipped = read_one(tmp_path / name)
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason


def test_read_documents_skips_a_second_file_of_one_name(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(TEXT, encoding="utf-8")
    first, second = read_documents([tmp_path])
    assert isinstance(first, Document)
    assert isinstance(second, Skipped)
    assert "named like" in second.reason


def test_read_documents_reads_a_file_given_twice_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert len(list(read_documents([path, tmp_path, path]))) == 1


def describe(path: Path, description: object) -> Path:
    path.write_text(TEXT, encoding="utf-8")
    written = description if isinstance(description, str) else json.dumps(description, ensure_ascii=False, indent=1)
    path.with_suffix(".json").write_text(written, encoding="utf-8")
    return path


def test_read_documents_takes_the_description(tmp_path: Path) -> None:
    description = {
        "title": "车企出海",
        "date": "2023-08-04 18:19",
        "region": "湖南省衡阳市",
        "publisher": "衡阳日报",
        "source": {"repo": "x/y", "line": 7},
    }
    document = read_one(describe(tmp_path / "a.txt", description))
    assert document == Document(
        id="a",
        text=TEXT,
        title="车企出海",
        published="2023-08-04",
        region="湖南省衡阳市",
        publisher="衡阳日报",
        source="x/y 7",
    )


def test_read_documents_prefers_an_address_as_source(tmp_path: Path) -> None:
    description = {"source": {"repo": "x"}, "source_url_in_repo": "https://example.org/a", "title": None}
    document = read_one(describe(tmp_path / "a.txt", description))
    assert isinstance(document, Document)
    assert document.source == "https://example.org/a"
    assert document.title is None


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        ('{\n "title": "x",\n', "a.json:3: no JSON"),
        ("[1]", "a.json:1: no object"),
        ("[" * 100_000, "a.json:1: "),
        ({"title": "x", "date": "昨天"}, "a.json:3: '昨天' is no date"),
        ({"date": "2023-02-30"}, "a.json:2: '2023-02-30' is no date"),
        ({"date": 2023}, "a.json:2: date is 2023"),
        ({"region": ["衡阳市"]}, "a.json:2: region is"),
        ({"source": 5}, "a.json:2: source is 5"),
        ({"title": ""}, "a.json:2: title is ''"),
    ],
)
def test_read_documents_skips_a_text_with_a_faulty_description(
    tmp_path: Path, description: object, reason: str
) -> None:
    skipped = read_one(describe(tmp_path / "a.txt", description))
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason
    assert "\n" not in skipped.reason


@pytest.mark.parametrize(
    ("given", "published"),
    [
        ("2023", "2023"),
        ("2023-8", "2023-08"),
        ("2023-08-04", "2023-08-04"),
        ("2023-08-04T18:19:00+08:00", "2023-08-04"),
    ],
)
def test_read_documents_brings_dates_to_iso(tmp_path: Path, given: str, published: str) -> None:
    document = read_one(describe(tmp_path / "a.txt", {"date": given}))
    assert isinstance(document, Document)
    assert document.published == published


def test_read_documents_options_go_before_the_description(tmp_path: Path) -> None:
    path = describe(tmp_path / "a.txt", {"region": "湖南省", "date": "2020"})
    document = read_one(path, region="湖南省衡阳市", published="2021-01")
    assert isinstance(document, Document)
    assert (document.region, document.published) == ("湖南省衡阳市", "2021-01")


def test_read_documents_takes_options_for_one_document_only(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    with pytest.raises(InputError, match="2 documents"):
        list(read_documents([tmp_path], region="衡阳市"))


def test_read_documents_checks_the_date_given(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--published: 'soon' is no date"):
        list(read_documents([tmp_path], published="soon"))
