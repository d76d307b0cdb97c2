"""Runs kept and compared, and the page of errors."""

import re
from dataclasses import replace

import pytest

from kg.errors import InputError
from kg.evaluate import Item, Report, compare_runs, read_run, to_html, write_run
from kg.evaluate.report import Difference, Passage
from kg.model import Span

HARBOUR = Item(
    document="port",
    layer="entities",
    group="Park",
    status="right",
    text="Park 临港产业园",
    passage=Passage("临港产业园开园。", (Span(0, 5),)),
    rule="lexicon:parks",
)
CITY = replace(HARBOUR, group="AdministrativeRegion", text="AdministrativeRegion 岳阳市", rule="region")
COUNT = Item(
    document="port",
    layer="observations",
    group="level",
    status="missed",
    text="企业 =6家 level",
    counterpart="企业 =6家 growth",
    differs=(Difference("kind", "level", "growth"),),
)
FOUND_COUNT = replace(
    COUNT, status="extra", text=COUNT.counterpart, counterpart=COUNT.text, rule="measure:growth", group="growth"
)
EVIL = '<script>alert("1")</script>&\'"'


def _missed(item):
    return replace(item, status="missed", rule="")


def _extra(item):
    return replace(item, status="extra")


@pytest.mark.parametrize(
    ("before", "now", "changes"),
    [
        ([HARBOUR], [HARBOUR], []),
        ([HARBOUR], [_missed(HARBOUR)], [(False, "no longer found", HARBOUR.text)]),
        ([_missed(HARBOUR)], [HARBOUR], [(True, "found now", HARBOUR.text)]),
        ([CITY], [CITY, _extra(HARBOUR)], [(False, "new and not annotated", HARBOUR.text)]),
        ([CITY, _extra(HARBOUR)], [CITY], [(True, "no longer claimed", HARBOUR.text)]),
        ([HARBOUR, HARBOUR], [HARBOUR, _missed(HARBOUR)], [(False, "no longer found", HARBOUR.text)]),
        ([CITY, _extra(HARBOUR)], [CITY, _extra(HARBOUR), _extra(HARBOUR)], [(False, "new and not annotated", HARBOUR.text)]),
        ([CITY], [CITY, _missed(HARBOUR)], []),
    ],
    ids=["same", "lost", "gained", "new extra", "extra gone", "one of two lost", "a second extra", "annotated since"],
)  # fmt: skip
def test_changes_between_runs(before, now, changes):
    comparison = compare_runs(Report(tuple(before)), Report(tuple(now)))
    assert [(change.better, change.what, change.item.text) for change in comparison.changes] == changes


def test_documents_of_one_run_alone_are_named_and_left_out():
    other = replace(HARBOUR, document="rail")
    comparison = compare_runs(Report((CITY, _extra(other))), Report((CITY,)))
    assert (comparison.only_before, comparison.only_now, comparison.changes) == (("rail",), (), ())
    assert "left out: rail" in comparison.to_text()


def test_a_kept_run_is_read_back_whole(tmp_path):
    report = Report((HARBOUR, COUNT, FOUND_COUNT))
    write_run(report, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == report


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"evaluation": 9}', '{"evaluation": 1, "items": [{}]}'])
def test_a_file_that_is_no_run_is_refused(tmp_path, content):
    (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"run\.json: .*; .*kg evaluate --json"):
        read_run(tmp_path / "run.json")


def test_page_shows_each_error_once_in_its_sentence():
    page = to_html(Report((_missed(HARBOUR), COUNT, FOUND_COUNT)))
    assert '<mark class="missed">临港产业园</mark>开园。' in page
    assert page.count('<li class="differs">') == 1
    assert "<th>kind<td>level<td>growth" in page
    assert "measure:growth" in page
    assert '<li class="extra">' not in page


def test_page_shows_what_became_right_and_wrong():
    before, now = Report((HARBOUR, _missed(CITY))), Report((_missed(HARBOUR), CITY))
    page = to_html(now, comparison=compare_runs(before, now))
    wrong, right = page.index("became wrong <b>1"), page.index("became right <b>1")
    assert wrong < page.index("no longer found") < right < page.index("found now")


def test_page_runs_and_loads_nothing():
    item = Item(
        document=EVIL,
        layer="relations",
        group=EVIL,
        status="missed",
        text=EVIL,
        passage=Passage(EVIL, (Span(0, 5),)),
        rule=EVIL,
    )
    pair = replace(item, counterpart=EVIL, differs=(Difference(EVIL, EVIL, EVIL),))
    report = Report((item, pair, replace(pair, status="extra"), replace(item, layer="observations")))
    page = to_html(report, comparison=compare_runs(Report((replace(item, status="right"),)), report))
    assert "<script" not in page
    assert "alert(&quot;1&quot;)" in page
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)|url\(|@import""", page)
