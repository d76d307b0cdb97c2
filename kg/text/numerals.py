"""Numbers as Chinese texts write them: 12,345.6, １２０亿, 4.5万亿, 三百五十, 两成, 百分之三十, 3万余, 2至3亿.

Source: GB/T 15835-2011, numerals in publications.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.knowledge.measures import FRACTION, MAGNITUDES, NUMBER

__all__ = ["Quantity", "find_quantities", "parse_number", "parse_quantity"]

_DIGITS = {
    digit: value
    for value, digits in enumerate(("〇零", "一壹", "二贰两兩", "三叁", "四肆", "五伍"))
    for digit in digits
}
_DIGITS |= {
    digit: value for value, digits in enumerate(("五伍", "六陆陸", "七柒", "八捌", "九玖"), 5) for digit in digits
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = ("亿", 10**8), ("万", 10**4)  # from the greatest: 万亿 is 万 times 亿
_HALF_WIDTH = {ord(full): half for full, half in zip("０１２３４５６７８９．，％－～", "0123456789.,%-~", strict=True)}
_SIMPLE = {ord("億"): "亿", ord("萬"): "万", ord("點"): "点", ord("負"): "负"}

_NUMERAL = re.compile(rf"[-－负負]?(?:{FRACTION}|(?:{NUMBER})[{MAGNITUDES}]*)")
_PERCENT, _PERMILLE = Decimal(100), Decimal(1000)
_LOOSE = re.compile("[,余多几餘幾 ]")  # what a number is read without
_RENMINBI = re.compile("^(?:人民币|元人民币|块钱|块|圆)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit in a text.

    Attributes:
        start: First character, of the sign or of the number.
        end: One past the last, of the unit and what belongs to it (30多家, 15个).
        value: Scaled to the base unit; of a range the lower end.
        unit: The base unit.
        high: The upper end of a range.
        more: 余, 多 or 几 says that it is more.
        bare: The number is a magnitude alone: 万亿元, 百万辆.
        chinese: The number is written in characters.
        written: The unit as the text writes it.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    high: Decimal | None = None
    more: bool = False
    bare: bool = False
    chinese: bool = False
    written: str = ""


def parse_number(text: str) -> Decimal:
    """Read a number written in digits, in characters or in both.

    Args:
        text: The number alone: ``12,345.6``, ``4.5万亿``, ``三百五十二``, ``二〇二一``, ``三分之一``.

    Raises:
        ValueError: It is no number.

    >>> parse_number("4.5万亿") == 4_500_000_000_000, parse_number("三百零五"), parse_number("二〇二一")
    (True, Decimal('305'), Decimal('2021'))
    >>> parse_number("百分之三十"), parse_number("万亿") == 10**12
    (Decimal('0.3'), True)
    """
    plain = _LOOSE.sub("", text.translate(_HALF_WIDTH).translate(_SIMPLE))
    if plain.startswith(("-", "负")):
        return -parse_number(plain[1:])
    denominator, fraction, numerator = plain.partition("分之")
    if fraction:
        return parse_number(numerator) / parse_number(denominator)
    if not plain:
        raise ValueError("no number in an empty text")
    return _parse_myriads(plain)


def _parse_myriads(text: str) -> Decimal:
    for sign, factor in _MYRIADS:
        before, found, after = text.rpartition(sign)
        if found:
            high = _parse_myriads(before) if before else Decimal(1)
            return high * factor + _parse_rest(after, factor)
    return _parse_tens(text)


def _parse_rest(text: str, magnitude: int) -> Decimal:
    """Read what follows a magnitude: the 五 of 一万五 is five thousand, that of 一万零五 is five."""
    if not text:
        return Decimal(0)
    if len(text) == 1 and _DIGITS.get(text):
        return Decimal(_DIGITS[text] * magnitude // 10)
    return _parse_myriads(text)


def _parse_tens(text: str) -> Decimal:
    whole, point, decimals = text.replace("点", ".").partition(".")
    if point and not any(sign in decimals for sign in _TENS):
        return Decimal(f"{_parse_tens(whole)}.{_digits(decimals)}")
    best = max((sign for sign in text if sign in _TENS), key=lambda sign: _TENS[sign], default="")
    if not best:
        return Decimal(_digits(text))
    before, _, after = text.rpartition(best)
    high = _parse_tens(before) if before.strip("零〇") else Decimal(1)
    return high * _TENS[best] + _parse_rest(after, _TENS[best])


def _digits(text: str) -> str:
    digits = "".join(character if character.isascii() else str(_DIGITS.get(character, "?")) for character in text)
    if not digits.isdigit():
        raise ValueError(f"no number: {text!r}")
    return digits


def parse_quantity(text: str) -> tuple[Decimal, str]:
    """Read a number and its unit, scaled to the base unit.

    Args:
        text: As the document writes it, such as ``3767.39万元``.

    Returns:
        The value, and its unit: 万元 and 亿元 become 元; %, 倍 and 家 stay.

    Raises:
        ValueError: ``text`` does not start with a number.

    Source: GB/T 15835-2011, numerals in publications.

    >>> value, unit = parse_quantity("3767.39万元")
    >>> value == 37673900, unit
    (True, '元')
    >>> parse_quantity("百分之三十"), parse_quantity("-2.5％")
    ((Decimal('30.0'), '%'), (Decimal('-2.5'), '%'))
    """
    numeral = _NUMERAL.match(text)
    if numeral is None:
        raise ValueError(f"no number at the start of {text!r}")
    unit = text[numeral.end() :].translate(_HALF_WIDTH).strip()
    value, percent = _scale(numeral.group())
    return value, percent or ("元" if _RENMINBI.match(unit) else unit)


def _scale(numeral: str) -> tuple[Decimal, str]:
    """Read a numeral; a fraction counts in percent, or in thousandths where it is written so."""
    value = parse_number(numeral)
    if "分之" not in numeral:
        return value, ""
    if numeral.startswith("千分之"):
        return value * _PERMILLE, "‰"
    return round(value * _PERCENT, 2).normalize() if "百" not in numeral else value * _PERCENT, "%"


def find_quantities(text: str, pattern: re.Pattern[str], units: Mapping[str, tuple[str, Decimal]]) -> list[Quantity]:
    """Find the numbers of a text that carry a unit, in order.

    Args:
        text: A sentence.
        pattern: That of the measuring rules.
        units: The base unit of each unit, and its factor.

    Returns:
        The quantities; their unit is empty where an amount such as 120亿 has none.
    """
    found = []
    for match in pattern.finditer(text):
        low = match["low"] and match["lowunit"]
        if low and units[match["lowunit"]] != units[match["unit"]]:  # 涨0.37%至353点 is no range
            found += _read_apart(text, match, pattern, units)
            continue
        quantity = _read_quantity(match, units)
        if quantity is not None:
            found.append(quantity)
    return found


def _read_apart(
    text: str, match: re.Match[str], pattern: re.Pattern[str], units: Mapping[str, tuple[str, Decimal]]
) -> list[Quantity]:
    """Read the two ends of what looks like a range as two quantities of their own units."""
    ends = [pattern.fullmatch(text, *match.span("low")[:1], match.end("lowunit"))]
    ends.append(pattern.fullmatch(text, match.start("number"), match.end()))
    return [quantity for end in ends if end and (quantity := _read_quantity(end, units)) is not None]


def _read_quantity(match: re.Match[str], units: Mapping[str, tuple[str, Decimal]]) -> Quantity | None:
    if match["fraction"]:
        value, unit = _scale(match["fraction"])
        return Quantity(start=match.start(), end=match.end(), value=value, unit=unit, chinese=True, written="")
    if match["money"]:
        value = _plain(parse_number(match["money"]))
        return Quantity(start=match.start(), end=match.end(), value=value, unit="", more=match["over"] is not None)
    written = match["unit"]
    unit, factor = units[written]
    numeral = match["number"] + match["myriad"]
    try:
        value = _plain(parse_number((match["sign"] or "") + numeral) * factor)
        high = None
        if match["low"]:
            value, high = _plain(_low_end(match["low"], match["lowunit"], numeral) * factor), value
    except (ValueError, ArithmeticError):
        return None
    return Quantity(
        start=match.start(),
        end=match.end(),
        value=value,
        unit=unit,
        high=high,
        more=match["more"] is not None,
        bare=numeral[0] in "百千万亿",
        chinese=not numeral[0].isdigit(),
        written=written,
    )


def _plain(value: Decimal) -> Decimal:
    """Write a whole number without decimals: 5.2万亿 is 5200000000000, not 5200000000000.0."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _low_end(low: str, unit: str | None, high: str) -> Decimal:
    """Read the lower end of a range; 2至3亿元 begins at two hundred million."""
    value = parse_number(low)
    magnitude = high.lstrip("0123456789０１２３４５６７８９.．,")
    if unit is None and magnitude and low[-1].isdigit() and high[0].isdigit():
        value *= parse_number(magnitude)
    return value
