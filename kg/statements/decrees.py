"""What an issuing body decrees: the paragraphs behind 现批复如下 and the like."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.knowledge.speech import SpeechRules
from kg.model import Entity
from kg.statements.speech import Speech

__all__ = ["Decree", "find_decree"]

ORGANIZATIONS = ("GovernmentBody", "Company", "EducationResearch", "SocialOrganization")


@dataclass(frozen=True, slots=True)
class Decree:
    """A body that issues a document.

    Attributes:
        issuer: The body.
        verb: What it does, as the text words it.
        start: Where its words begin in the paragraph that says so.
    """

    issuer: Entity
    verb: str
    start: int


def find_decree(speeches: Sequence[Speech], here: Speech, rules: SpeechRules) -> Decree | None:
    """Find whether a paragraph opens what a body decrees.

    Args:
        speeches: All paragraphs; the issuing body stands first in the title.
        here: The paragraph.
        rules: How documents are worded.
    """
    titles = [speech for speech in speeches if speech.block == "heading"]
    match = rules.issuing.search(here.text)
    if not match and any(rules.decision_title.search(title.text) for title in titles):
        match = rules.decides.search(here.text)
    if not match:
        return None
    for name in [*(name for title in titles for name in title.named), *here.named]:
        if name.entity.type in ORGANIZATIONS:
            return Decree(name.entity, match["verb"], match.end())
    return None
