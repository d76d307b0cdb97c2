"""The numbers and regions that names of events and awards begin with."""

import pytest

from kg.mentions.context import Candidate
from kg.mentions.numbers import begin_of_number


@pytest.mark.parametrize(
    ("front", "region", "name"),
    [
        ("举办湖南省第五届", (2, 5), "湖南省第五届"),
        ("出席2023年", None, "2023年"),
        ("入选第三批省级", None, "第三批省级"),
        ("举办", None, ""),
        ("产值12023年", None, ""),
    ],
)
def test_number_is_taken_in(front, region, name):
    regions = {region[1]: Candidate(*region, "AdministrativeRegion", "region")} if region else {}
    assert front[begin_of_number(front, len(front), regions) :] == name
