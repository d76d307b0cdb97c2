"""Lists of members, one a line: 组长：王某某　　市委副书记, then 李某某　　市政府副市长."""

import re
from collections import Counter
from collections.abc import Iterator

from kg.knowledge.patterns import slot_class
from kg.model import Entity, Relation
from kg.statements.relations.coded import Coded
from kg.statements.relations.context import ORGANIZATIONS, Context

__all__ = ["find_members"]

CONFIDENCE = 0.9
GAP = "[\\s　]"  # what stands between a member's name and post, and inside a role set wide
_LINE = re.compile("[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{0,3}[ \u3000]{2}")  # a member nobody marked
_BODY = re.compile("(?:联席会议|领导小组|工作组|工作小组|协调小组|指挥部|委员会|专班|理事会|协会|学会)$")


def find_members(context: Context) -> Iterator[Relation]:
    """Find what the lists of members in a document say: each member's part in the body, and the post held elsewhere."""
    roles = context.knowledge.relations.words["roles"]
    wide = "|".join(f"{GAP}*".join(role) for role in roles)
    people = f"[{slot_class(['Person'], context.knowledge.relations.classes)}]"
    label = re.compile(f"^{GAP}*(?P<role>{wide}){GAP}*[:：]{GAP}*")
    member = re.compile(f"(?:^|(?<=[:：]){GAP}*|{GAP}+)(?P<person>{people}){GAP}+(?=\\S)")
    role = ""
    titled: Entity | None = None
    named: Counter[Entity] = Counter()
    for number, coded in enumerate(context.coded):
        head = label.match(coded.text)
        start = head.end() if head else len(coded.text) - len(coded.text.lstrip())
        first = member.match(coded.text, start) or re.compile(people).match(coded.text, start)
        if head:
            role = re.sub(GAP, "", head["role"])
        if not first:
            role = role if head or _LINE.match(coded.text) else ""
            bodies = _bodies(coded)
            named.update(bodies)
            if bodies and context.cue("roster_title").search(coded.text):
                titled = bodies[-1]
            continue
        if role:
            yield from _part(context, number, coded, start, role, titled or _most_named(named))
        yield from _posts(context, number, coded, start, member)


def _most_named(bodies: Counter[Entity]) -> Entity | None:
    """Choose the body that a document speaks of most, of equals the first."""
    return max(bodies, key=lambda body: bodies[body], default=None)


def _bodies(coded: Coded) -> list[Entity]:
    """Name the bodies of a sentence that can have a list of members."""
    found = [(coded.entity(char), coded.mentions[char].text) for _, char in coded.names()]
    return [entity for entity, form in found if entity.type in ORGANIZATIONS and _BODY.search(form)]


def _part(
    context: Context, number: int, coded: Coded, start: int, role: str, body: Entity | None
) -> Iterator[Relation]:
    """Say which part each person of a line has in the body."""
    for place, char in coded.names(start):
        person = coded.entity(char)
        if person.type == "Person":
            evidence = context.evidence(number, 0, place + 1, "roster-role", CONFIDENCE)
            yield Relation(subject=person, predicate="position", object=role, evidence=evidence)
            if body:
                yield Relation(subject=person, predicate="affiliation", object=body, evidence=evidence)


def _posts(context: Context, number: int, coded: Coded, start: int, member: re.Pattern[str]) -> Iterator[Relation]:
    """Read the post that stands behind each member's name."""
    titles = context.knowledge.lexicon.titles.regex
    for match in member.finditer(coded.text, start):
        place = match.end()
        employer = coded.denoted.get(coded.text[place])
        begin = place + 1 if employer and employer.type in ORGANIZATIONS else place
        title = titles.match(coded.text, begin)
        if not title or coded.text[title.end() : title.end() + 1] not in ("", " ", "　", "、", "，", "。", "\n"):
            continue
        evidence = context.evidence(number, match.start("person"), title.end(), "roster-post", CONFIDENCE)
        person = coded.entity(match["person"])
        yield Relation(subject=person, predicate="position", object=title.group(), evidence=evidence)
        if employer and begin > place:
            yield Relation(subject=person, predicate="affiliation", object=employer, evidence=evidence)
