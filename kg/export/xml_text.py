"""Text in XML 1.0, which has no place for some characters of Unicode."""

import re

from kg.errors import InputError

__all__ = ["check_xml", "escape_xml"]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("[<>&\"'\t\r\n]")
_IN_TEXT = re.compile("[<>&\r]")


def check_xml(text: str, form: str) -> str:
    """Give a text back if XML 1.0 can hold it.

    Args:
        text: The text.
        form: The format, for the message.

    Raises:
        InputError: It holds a control character or U+FFFE, which no XML can write, escaped or not.
    """
    if found := _FORBIDDEN.search(text):
        near = text[max(found.start() - 8, 0) : found.start()]
        what = f"U+{ord(found[0]):04X} after {near!r}, which XML cannot hold"
        raise InputError(f"{form}: {what}; remove it from the text, or export turtle, ntriples or jsonld")
    return text


def escape_xml(text: str, *, attribute: bool = False) -> str:
    r"""Escape a text for an element, or for an attribute in double quotes.

    A carriage return must be escaped: XML parsers read it as a line feed.

    >>> escape_xml("a<b\r"), escape_xml('"x"', attribute=True)
    ('a&lt;b&#13;', '&#34;x&#34;')
    """
    pattern = _ESCAPED if attribute else _IN_TEXT
    names = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
    return pattern.sub(lambda found: names.get(found[0]) or f"&#{ord(found[0])};", text)
