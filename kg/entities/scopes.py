"""What tells a thing from its namesakes: the company or region whose programme it is, the city of a 软件园."""

import re

from kg.entities.context import Context, Reading
from kg.entities.names import bare, leading_region
from kg.knowledge import Knowledge

__all__ = ["SUBJECTS", "describes_company", "is_local", "scope_of"]

SUBJECTS = ("Company", "EducationResearch", "SocialOrganization", "AdministrativeRegion", "GovernmentBody", "Park")
OWNERS = ("Company",)
ADOPTS = re.compile(r"落实|贯彻|响应|践行|融入|服务|参与|助力|对接|围绕|抢抓|按照|根据|在|以来")


# Behind a programme that says what kind of company one is: “两翼齐飞”全面发展的现代化企业集团.
DESCRIBES = re.compile(r"”?[^，。；：“”]{0,16}的[^，。；：“”]{0,14}(?:企业|集团|公司)")


def describes_company(text: str, end: int) -> bool:
    """Say whether what ends here in a sentence is told of a company, not of the region around it.

    >>> text = "已建成“两翼齐飞”全面发展的现代化企业集团。"
    >>> describes_company(text, text.index("”"))
    True
    """
    return DESCRIBES.match(text, end) is not None


def scope_of(
    reading: Reading, subject: Reading | None, adopted: str, context: Context, knowledge: Knowledge
) -> str | None:
    """Find what tells the thing of a reading from its namesakes.

    Args:
        reading: A name that the knowledge did not settle.
        subject: The organization or region that governs the clause, if one is named.
        adopted: The words between them; a company that 落实 a programme carries out another's.
        context: Where the document is at home.
        knowledge: What is the country's and what every city has.

    Returns:
        A company's name, a region's code, or ``None`` where the name is enough.
    """
    home = context.home.code if context.home is not None and context.home.level != "country" else None
    if reading.type == "Programme":
        if is_national(reading.name, knowledge):
            return None
        if subject is not None and subject.type in OWNERS and not ADOPTS.search(adopted):
            return subject.name
        return home
    return home if is_local(reading, knowledge) else None


def is_national(name: str, knowledge: Knowledge) -> bool:
    """Say whether a programme is the country's by its name."""
    text = bare(name)
    return text.startswith(knowledge.forms.national) or text.endswith(knowledge.forms.national_endings)


def is_local(reading: Reading, knowledge: Knowledge) -> bool:
    """Say whether a name is given again in every city: 软件园, 人民路."""
    forms = knowledge.forms
    text = bare(reading.name)
    if reading.type not in forms.local_types or leading_region(text, knowledge):
        return False
    return text.endswith(forms.local_endings) or forms.local_words.fullmatch(text) is not None
