from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.knowledge.context import read_context
from kg.knowledge.files import shared


def test_read_context_compiles_a_list_as_alternatives() -> None:
    nation = read_context().nation
    assert nation.search("我国经济平稳运行")
    assert nation.search("国家统计局发布数据")


def test_read_context_reports_each_fault(tmp_path: Path) -> None:
    content = (shared("data/patterns") / "context.yaml").read_text(encoding="utf-8")
    faulty = tmp_path / "context.yaml"
    faulty.write_text(
        content.replace("passing: '[在于到赴从]'", "passing: '['")
        .replace("this_year: 今年", "")
        .replace("  county: 我", "  town: 我"),
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError) as raised:
        read_context(faulty)
    faults = str(raised.value).splitlines()
    assert [fault.split(":")[1].strip() for fault in faults] == ["own", "passing", "this_year"]


def test_read_context_rejects_what_is_no_mapping(tmp_path: Path) -> None:
    faulty = tmp_path / "context.yaml"
    faulty.write_text("- 我市\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no mapping"):
        read_context(faulty)
