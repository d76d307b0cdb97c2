"""The region that a document is about, which its sentences need not name."""

from collections.abc import Iterable

from kg.knowledge.regions import Regions
from kg.model import Document, Entity

__all__ = ["find_home"]


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
