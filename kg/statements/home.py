"""The region that a document is about, which its sentences need not name."""

from collections.abc import Iterable

from kg.knowledge.regions import Regions
from kg.model import Document, Entity

__all__ = ["find_home", "find_zone"]

SHORTEST_ZONE = 3  # characters; 经开区


def find_home(document: Document, entities: Iterable[Entity], regions: Regions) -> Entity | None:
    """Find the region that a document is about: one of its entities, or one that no name in it means.

    Args:
        document: Its region is a path: ``湖南省衡阳市``.
        entities: What the document names.
        regions: All regions.

    Returns:
        ``None`` where the document is of no region that is known.
    """
    home = regions.home(document.region)
    if home is None:
        return None
    named = (
        entity
        for entity in entities
        if entity.type == "AdministrativeRegion" and entity.name == home.name and entity.scope in (None, home.code)
    )
    return next(named, None) or Entity(type="AdministrativeRegion", name=home.name, scope=home.code)


def find_zone(document: Document, entities: Iterable[Entity], regions: Regions) -> Entity | None:
    """Find the park whose name the document's region ends with: 江西省南昌市经开区 means 南昌经开区.

    Args:
        document: Its region is a path.
        entities: What the document names.
        regions: All regions.
    """
    path = document.region or ""
    region = regions.match_path(path)
    rest = path[region[1] :] if region else path
    if len(rest) < SHORTEST_ZONE:
        return None
    parks = [entity for entity in entities if entity.type == "Park"]
    forms = {form: park for park in reversed(parks) for form in (*park.deictic, *park.aliases, park.name)}
    ending = [form for form in forms if form.endswith(rest)]
    return forms[min(ending, key=len)] if ending else None
