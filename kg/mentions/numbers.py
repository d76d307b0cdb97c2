"""What the names of events and awards begin with: 2023年, 第三届, 首批, and the region before that."""

import re
from collections.abc import Mapping

from kg.mentions.context import Candidate

__all__ = ["ORDINAL", "begin_of_number"]

ORDINAL = re.compile("第?[一二三四五六七八九十]+届|第[一二三四五六七八九十百0-9]+[届次期批]|首[届批]")
NUMBER = re.compile(
    "(?:(?<![0-9])20[0-9]{2}年?(?:度)?)?"
    "(?:第[一二三四五六七八九十百0-9]+[届次期批](?:国家级|省级|市级)?|国家级|省级|(?<!全国)首届|(?<![0-9])20[0-9]{2}年?|(?<![一二三四五六七八九十])全国)$"
)


def begin_of_number(text: str, start: int, regions: Mapping[int, Candidate]) -> int:
    """Find where a name begins whose words begin at a position: 湖南省第五届 before “智赋万企”大赛.

    Args:
        text: The sentence.
        start: Where the name seems to begin.
        regions: The regions named in the sentence by where they end.

    Returns:
        The first character of the number and the region before the name, the start itself where none stands there.
    """
    number = NUMBER.search(text[:start])
    begin = number.start() if number else start
    region = regions.get(begin)
    return region.start if region is not None else begin
