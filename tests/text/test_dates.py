"""Dates and periods."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.dates import find_dates, resolve_period

ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")


@pytest.mark.parametrize(
    ("text", "published", "period"),
    [
        ("2020年12月31日", None, "2020-12-31"),
        ("２０２１年", None, "2021"),
        ("二〇二一年三月", None, "2021-03"),
        ("2023-08-04", None, "2023-08-04"),
        ("2019—2021年", None, "2019/2021"),
        ("未来5年", "2023-08-05", "2023/2028"),
        ("今后五年", "2026-02-05", "2026/2030"),
        ("20世纪80年代末，", None, "1980/1989"),
        ("上世纪九十年代，", None, "1990/1999"),
        ("2019至今", "2023-08-05", "2019/2023"),
        ("截至前7个月，出口", "2023-08-05", "2023-01/2023-07"),
        ("截至今年上半年末，余额", "2023-08-05", "2023-06"),
        ("自2014年医疗器械绿色审批通道开通以来", "2023-08-05", "2014/2023"),
        ("2023年1-7月", None, "2023-01/2023-07"),
        ("2024 年 3 月", None, "2024-03"),
        ("“十四五”期间", None, "2021/2025"),
        ("“十四五”末", None, "2025"),
        ("“十四五”末期", None, "2025"),
        ("“十四五”前四年", None, "2021/2024"),
        ("“十二五”开局之年", None, "2011"),
        ("2023一季报显示", None, "2023-01/2023-03"),
        ("2024年二季度末，余额", None, "2024-06"),
        ("截至2023年6月30日止六个月", None, "2023-01/2023-06"),
        ("截至2023年6月30日止半年", None, "2023-01/2023-06"),
        ("截至2022年12月31日止三年", None, "2022-12-31"),
        ("十五五时期", None, "2026/2030"),
        ("今年8月", "2023-08-05", "2023-08"),
        ("去年底", "2023-08-05", "2022"),
        ("上月", "2023-01-05", "2022-12"),
        ("12月31日", "2021-01", "2020-12-31"),
        ("8月3日上午", "2023-08-04", "2023-08-03"),
        ("17日", "2023-08-05", "2023-07-17"),
        ("昨日", "2023-08-01", "2023-07-31"),
        ("上半年", "2023-08-05", "2023-01/2023-06"),
        ("前三季度", "2023-11", "2023-01/2023-09"),
        ("今年前5个月", "2023-06-20", "2023-01/2023-05"),
        ("全年", "2026-02-11", "2025"),
        ("全年", "2026-12-30", "2026"),
        ("一年来", "2026-02-11", "2025"),
        ("4年来", "2023-08-05", "2019/2023"),
        ("4年多来", "2023-08-05", "2019/2023"),
        ("今年以来", "2023-08-05", "2023"),
        ("去年6月上线以来", "2023-08-05", "2022-06/2023-08"),
        ("自2017年以来", "2022-05", "2017/2022"),
        ("自2019年7月起已举办420场", "2023-07-31", "2019-07/2023-07"),
        ("自2023年9月1日起施行", "2023-07-31", "2023-09-01"),
        ("从2022年起共同推进", "2023-07-31", "2022"),
        ("今年以来，到12月底", "2023-08-05", "2023"),
        ("今年以来，截至7月底", "2023-08-05", "2023-01/2023-07"),
        ("今年以来至8月3日", "2023-08-05", "2023-01-01/2023-08-03"),
        ("2022中国民营企业500强榜单", None, "2022"),
        ("2022上半年，增加值", "2023-07-21", "2022-01/2022-06"),
        ("2023前三季度，增加值", "2024-07-21", "2023-01/2023-09"),
        ("7月27日-8月15日", "2023-07-27", "2023-07-27/2023-08-15"),
        ("8月3日至5日", "2023-08-04", "2023-08-03/2023-08-05"),
    ],
)
def test_resolve_period_says_when(text: str, published: str | None, period: str) -> None:
    assert resolve_period(text, published) == period


@pytest.mark.parametrize(
    "text",
    [
        "投产后年产值",
        "目前年产值",
        "目前，累计建成",
        "以上年产值",
        "连续8年",
        "三个月",
        "提前两个月",
        "十四五",
        "日前",
        "月球",
        "2019年2月30日后",
        "19世纪60年代，",
        "改造90年代老旧小区",
    ],
)
def test_resolve_period_takes_no_span_of_time_for_a_date(text: str) -> None:
    assert resolve_period(text, "2023-08-05") in {None, "2019-02"}


def test_find_dates_takes_the_year_of_a_part_of_a_year_for_the_same_part_again() -> None:
    text = "2022年上半年增长3%，占全市上半年总量的10%，去年下半年、下半年"
    assert [span.period for span in find_dates(text, "2023-08-05")] == [
        "2022-01/2022-06",
        "2022-01/2022-06",
        "2022-07/2022-12",
        "2022-07/2022-12",
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("项目2022年7月开工，2023年5月封顶，7月投产", "2023-07"),
        ("去年7月下降，今年6月回升，7月增长", "2023-07"),
        ("比2022年上半年增长5%，上半年实现", "2023-01/2023-06"),
        ("2021年上半年、2022年，上半年", "2023-01/2023-06"),
    ],
)
def test_find_dates_takes_over_no_other_year(text: str, last: str) -> None:
    assert find_dates(text, "2023-08-05")[-1].period == last


def test_resolve_period_needs_a_year_for_what_hangs_on_it() -> None:
    assert resolve_period("去年", None) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("截至2023年底", "until"),
        ("到2025年", "until"),
        ("2017年以来", "since"),
        ("比上年增长", "base"),
        ("恢复至2019年同期水平", "base"),
        ("2020年", "at"),
    ],
)
def test_find_dates_says_what_a_date_is_for(text: str, role: str) -> None:
    assert [span.role for span in find_dates(text, "2023-08-05")] == [role]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("公共预算收入5年增长18.7%。", ["2018/2022"]),
        ("十年累计增加2万家。", ["2013/2022"]),
        ("连续5年增长。", []),
        ("服务期从9年增加到12年。", []),
        ("力争用好政策，5年增长20%。", []),
        ("年限从9.6年提升至10.2年。", []),
        ("增速快于2021年1.8个百分点。", ["2021"]),
        ("到‘十四五’末建成。", ["2025"]),
    ],
)
def test_find_dates_reads_how_many_years_something_grew(text: str, periods: list[str]) -> None:
    assert [span.period for span in find_dates(text, "2023-02-05")] == periods


@pytest.mark.parametrize("text", ["近2000中国游客抵达", "2000全球客商齐聚"])
def test_find_dates_takes_no_count_of_what_is_chinese_for_a_year(text: str) -> None:
    assert find_dates(text, "2023-08-05") == []


def test_find_dates_knows_the_year_of_what_goes_up_to_a_day() -> None:
    assert [span.year for span in find_dates("今年以来，截至8月3日", "2023-08-05")] == [True]


def test_find_dates_tells_whether_the_year_is_named() -> None:
    assert [span.year for span in find_dates("2020年，12月底", "2021-01")] == [True, False]


@given(
    st.text(alphabet="0123456789年月日前半上季度一二三十十至-—今去底来近截以“”五期间，的", max_size=30),
    st.sampled_from([None, "2021", "2021-01", "2024-02-29"]),
)
def test_find_dates_gives_ordered_spans_and_iso_periods(text: str, published: str | None) -> None:
    end = 0
    for span in find_dates(text, published):
        assert end <= span.start < span.end <= len(text)
        assert ISO.fullmatch(span.period), span
        end = span.end


@pytest.mark.parametrize(
    ("text", "published", "found"),
    [
        ("截至目前，累计建成12个。", "2023-08-05", [("目前", "2023-08", "until")]),
        ("截至目前，累计建成12个。", "2023-08", [("目前", "2023-08", "until")]),
        ("截至目前，累计建成12个。", None, []),
    ],
)
def test_find_dates_takes_so_far_for_the_day_a_text_came_out(
    text: str, published: str | None, found: list[tuple[str, str, str]]
) -> None:
    assert [(text[span.start : span.end], span.period, span.role) for span in find_dates(text, published)] == found
