"""A part of a graph to look at: some classes, or what lies around one entity."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import InputError
from kg.view.contents import PageContents

__all__ = ["Choice", "select"]

DEPTH = 1  # relations from the entity in focus, unless another number is given


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show.

    Attributes:
        focus: The name of an entity; everything within ``depth`` relations of it is shown.
        classes: Only entities of these classes, by local name or label; all where it is empty.
        depth: How many relations away.
    """

    focus: str | None = None
    classes: tuple[str, ...] = ()
    depth: int = DEPTH

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.focus is None and not self.classes


def select(contents: PageContents, choice: Choice) -> PageContents:
    """Give the part of the contents that is chosen.

    Raises:
        InputError: There is no such entity or class.
    """
    if choice.whole:
        return contents
    kept: Sequence[int] = range(len(contents.entities))
    if choice.focus is not None:
        kept = contents.around(_named(contents, choice.focus), choice.depth)
    classes = {_class(contents, name) for name in choice.classes}
    return contents.part([e for e in kept if not classes or contents.entities[e].cls in classes])


def _named(contents: PageContents, name: str) -> list[int]:
    found = [n for n, entity in enumerate(contents.entities) if name in (entity.name, *entity.others)]
    if not found:
        near = get_close_matches(name, [entity.name for entity in contents.entities], 3, 0.4)
        holding = [entity.name for entity in contents.entities if name in entity.name][:3]
        known = "、".join(dict.fromkeys([*holding, *near]))
        advice = f"did you mean {known}?" if known else "search the whole page for it: kg view without --focus"
        raise InputError(f"--focus {name}: no entity of this name; {advice}")
    return found


def _class(contents: PageContents, name: str) -> int:
    for number, cls in enumerate(contents.classes):
        if name.lower() in (cls.name.lower(), cls.zh, cls.en.lower()):
            return number
    known = ", ".join(f"{cls.name} ({cls.zh})" for cls in contents.classes)
    raise InputError(f"--class {name}: no entity has this class; choose one of {known}")
