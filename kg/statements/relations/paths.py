"""Regions named one inside the other: 湖北咸宁, 山西省长治市屯留区, 海南省儋州市政府."""

from collections.abc import Iterator
from itertools import pairwise

from kg.knowledge.regions import Region
from kg.model import Entity, Relation
from kg.statements.relations.coded import Coded
from kg.statements.relations.context import Context

__all__ = ["find_region_paths"]

CONFIDENCE = 0.9
RULE = "region-path"
INSIDE = ("country", "province", "prefecture", "county", "town")  # levels of a path; no groups, no foreign countries
SMALL = ("镇", "乡", "街道", "村", "社区")


def find_region_paths(context: Context) -> Iterator[Relation]:
    """Find the regions that the text names right before a region in them."""
    for coded in context.coded:
        yield from _side_by_side(context, coded)
        yield from _inside_names(context, coded)


def _side_by_side(context: Context, coded: Coded) -> Iterator[Relation]:
    """Read two mentions with nothing between them."""
    names = coded.names()
    for (place, char), (following, other) in pairwise(names):
        outer, inner = coded.entity(char), coded.entity(other)
        if following != place + 1 or not outer.type == inner.type == "AdministrativeRegion":
            continue
        around, within = _known(context, outer), _known(context, inner)
        nested = _lies_in(context, around, within) if around and within else _is_small(context, inner)
        nested = nested and not outer.name.endswith(inner.name)  # one village, in full and in short
        if nested:
            evidence = context.quote(coded.sentence, coded.starts[place], coded.ends[following], RULE, CONFIDENCE)
            yield Relation(subject=inner, predicate="partOf", object=outer, evidence=evidence)


def _inside_names(context: Context, coded: Coded) -> Iterator[Relation]:
    """Read the paths that names begin with or are."""
    ends: dict[int, int] = {}  # where the unbroken run of mentions from each place ends, in the sentence
    for place, char in reversed(coded.names()):
        mention = coded.mentions[char]
        ends[place] = ends.get(place + 1, mention.end)
        text = coded.sentence.text[mention.start : ends[place]]
        for outer, inner, end in _read_path(context, text):
            named = mention.type == "AdministrativeRegion" and mention.end == mention.start + end
            one, two = context.region(inner.name), context.region(outer.name)
            if one and two and one != two and (named or text.endswith(inner.name, 0, end)):
                evidence = context.quote(coded.sentence, mention.start, mention.start + end, RULE, CONFIDENCE)
                yield Relation(subject=one, predicate="partOf", object=two, evidence=evidence)


def _read_path(context: Context, text: str) -> list[tuple[Region, Region, int]]:
    """List the steps of the chain of regions that a text begins with, each with where it ends."""
    regions = context.knowledge.regions
    found = regions.match_path(text)
    steps: list[tuple[Region, Region, int]] = []
    while found:
        inner, end = found
        forms = (inner.name, inner.short, *inner.forms)
        size = next((len(form) for form in forms if form and text.endswith(form, 0, end)), end)
        outer = regions.match_path(text[: end - size]) if size < end else None
        if outer is None or outer[1] != end - size or not _lies_in(context, outer[0], inner):
            break
        steps.append((outer[0], inner, end))
        found = outer
    return steps


def _known(context: Context, entity: Entity) -> Region | None:
    regions = context.knowledge.regions
    return regions.get(entity.scope) if entity.scope else regions.name_path(entity.name)


def _lies_in(context: Context, outer: Region, inner: Region) -> bool:
    """Say whether a region lies in another, with none between them that the document names as well."""
    regions = context.knowledge.regions
    if outer == inner or not {outer.level, inner.level} <= set(INSIDE) or not regions.contains(outer, inner):
        return False
    between = [
        region.name for region in regions.ancestors(inner) if regions.contains(outer, region) and region != outer
    ]
    return not any(("AdministrativeRegion", name) in context.known for name in between)


def _is_small(context: Context, inner: Entity) -> bool:
    """Say whether a region that no table holds is a town or village, which the name before it then holds."""
    return _known(context, inner) is None and inner.name.endswith(SMALL)
