"""Numbers and quantities."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.knowledge.measures import MeasureRules, read_measures
from kg.text.numerals import find_quantities, parse_number, parse_quantity


@pytest.fixture(scope="module")
def rules() -> MeasureRules:
    return read_measures()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,345.6", "12345.6"),
        ("３０", "30"),
        ("4.5万亿", "4500000000000"),
        ("三百五十二", "352"),
        ("一万五", "15000"),
        ("一万零五", "10005"),
        ("两千三百五", "2350"),
        ("5万4千6百", "54600"),
        ("百万", "1000000"),
        ("千亿", "100000000000"),
        ("三点五", "3.5"),
        ("二〇二五", "2025"),
        ("十", "10"),
        ("-2.5", "-2.5"),
        ("五百余万", "5000000"),
        ("百分之三十", "0.3"),
    ],
)
def test_parse_number_reads_digits_and_characters(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "城市", "三城", "1.2.3"])
def test_parse_number_refuses_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError):
        parse_number(text)


@given(st.integers(min_value=0, max_value=10**15))
def test_parse_number_reads_its_own_digits(number: int) -> None:
    assert parse_number(f"{number:,}") == number
    assert parse_number(str(number)) == number


def _characters(number: int) -> str:
    """Write a number up to 9999 in characters, the long way."""
    written, zero = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            written += ("零" if zero and written else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return written or "零"


@given(st.integers(min_value=1, max_value=9999), st.sampled_from(["", "万", "亿"]))
def test_parse_number_reads_characters(number: int, magnitude: str) -> None:
    assert parse_number(_characters(number) + magnitude) == number * {"": 1, "万": 10**4, "亿": 10**8}[magnitude]


@given(st.text(max_size=40))
def test_find_quantities_stays_within_any_text(rules: MeasureRules, text: str) -> None:
    quantities = find_quantities(text, rules.quantity, rules.scales)
    ends = [0, *(quantity.end for quantity in quantities)]
    for end, quantity in zip(ends, quantities, strict=False):
        assert end <= quantity.start < quantity.end <= len(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("3767.39万元", "37673900", "元"), ("600家", "600", "家"), ("百分之三十", "30", "%"), ("2.5％", "2.5", "%")],
)
def test_parse_quantity_scales_to_the_base_unit(text: str, value: str, unit: str) -> None:
    assert parse_quantity(text) == (Decimal(value), unit)


def test_parse_quantity_wants_a_number_first() -> None:
    with pytest.raises(ValueError, match="no number"):
        parse_quantity("大约三家")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("投资１２０亿开展２０个项目", [("12000000000", ""), ("20", "个")]),
        ("8亿多美元", [("800000000", "美元")]),
        ("涨0.37%至353.29点", [("0.37", "%"), ("353.29", "点")]),
        ("突破万亿元", [("1000000000000", "元")]),
        ("装机30万千瓦", [("300000", "千瓦")]),
        ("浓度27微克/立方米", [("27", "微克/立方米")]),
        ("均价1.1万元/平方米", [("11000", "元/平方米")]),
        ("约2.6万元每平方米", [("26000", "元/平方米")]),
        ("油价82.5美元/桶，煤价800元/吨", [("82.5", "美元/桶"), ("800", "元/吨")]),
        ("补贴1.2万元每年", [("12000", "元")]),
        ("超五成", [("50", "%")]),
        ("约三分之一", [("33.33", "%")]),
        ("亏损-4115.98万元", [("-41159800", "元")]),
        ("第15名", []),
        ("推进117项目", []),
        ("5G和A380", []),
        ("占地3000 亩", [("3000", "亩")]),
    ],
)
def test_find_quantities_reads_value_and_unit(rules: MeasureRules, text: str, found: list[tuple[str, str]]) -> None:
    quantities = find_quantities(text, rules.quantity, rules.scales)
    assert [(quantity.value, quantity.unit) for quantity in quantities] == [(Decimal(v), u) for v, u in found]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("2至3亿元", "200000000", "300000000"), ("5%-6%", "5", "6"), ("10—15家", "10", "15")],
)
def test_find_quantities_reads_ranges(rules: MeasureRules, text: str, low: str, high: str) -> None:
    (quantity,) = find_quantities(text, rules.quantity, rules.scales)
    assert (quantity.value, quantity.high) == (Decimal(low), Decimal(high))


def test_find_quantities_takes_no_rise_for_a_range(rules: MeasureRules) -> None:
    quantities = find_quantities("从75%到80%", rules.quantity, rules.scales)
    assert [quantity.high for quantity in quantities] == [None, None]
