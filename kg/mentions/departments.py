"""Parts of organizations behind their owners (财政部综合司, 清华大学化学系), and bodies in a row (县发改局、财政局)."""

from collections.abc import Iterable, Iterator

from kg.knowledge.bodies import LETTERS, Bodies
from kg.knowledge.name_rules import ORGANIZATIONS, DepartmentRule, NameRules
from kg.knowledge.regions import Regions
from kg.mentions.context import Candidate, Context, Word, is_han
from kg.mentions.edges import is_headed

__all__ = ["LISTED", "find_departments", "find_listed_bodies"]

LISTED = "listed:"  # begins the rule of a body without its region; the region of the body before it follows: listed:县
PLACED = "placed"  # rule of a campus or company of a place
ROUNDS = 3  # a section of a division of a ministry
SHORTEST_TAIL = {"GovernmentBody": 3, "SocialOrganization": 2}  # characters of one without its region: 财政局, 侨联
NOUNS = ("n", "vn", "j", "b", "l", "an", "s", "m")  # parts of speech of the words inside such names
POSTED = "驻"  # 日本驻沈阳总领事馆
FOREIGN = "foreign"
SPECIAL = ("810000", "820000")  # Hong Kong and Macao, whose departments are called as those of states are
SEPARATORS = "、和及与"
PARTY = "委"  # the committee that a department behind 常委 belongs to: 市委常委、统战部部长


def find_departments(
    context: Context, owners: Iterable[Candidate], rules: NameRules, regions: Regions
) -> list[Candidate]:
    """Find what stands right behind the name of an organization and ends like one of its parts.

    Args:
        context: The sentence.
        owners: Names of organizations in it.
        rules: The name grammar, which says how the parts of which owners end.
        regions: The regions, which tell the states abroad, whose ministries have no other names.
    """
    owners = list(owners)
    starts = {owner.start for owner in owners if owner.type in ORGANIZATIONS and not owner.rule.startswith("deictic:")}
    found = []
    for rule in rules.departments:
        for owner in owners:
            owns = _owner_type(context, owner, regions) == rule.owner
            end = _last_end(context, owner.end, rule, rules) if owns else owner.end
            if end > owner.end and not any(owner.end <= start < end for start in starts):
                found.append(Candidate(owner.start, end, rule.type, rule.id, 3))
    return found + [Candidate(o.start, end, o.type, PLACED, 3) for o, end in _placed(context, owners)]


def _placed(context: Context, owners: Iterable[Candidate]) -> Iterator[tuple[Candidate, int]]:
    """Find the campus or company of one place, which stands in brackets: 香港中文大学（深圳）."""
    text, owners = context.text, list(owners)
    regions = {(owner.start, owner.end) for owner in owners if owner.type == "AdministrativeRegion"}
    for owner in owners:
        if owner.type in ("EducationResearch", "Company") and text[owner.end : owner.end + 1] in ("（", "("):
            closing = next((place for start, place in regions if start == owner.end + 1), 0)
            if closing and text[closing : closing + 1] in ("）", ")"):
                yield owner, closing + 1


def _owner_type(context: Context, owner: Candidate, regions: Regions) -> str:
    if owner.type != "AdministrativeRegion":
        return "" if owner.rule.startswith("deictic:") and owner.type == "EducationResearch" else owner.type
    found = regions.named(context.text[owner.start : owner.end])
    return FOREIGN if found and (found[0].level == FOREIGN or found[0].code in SPECIAL) else ""


def _last_end(context: Context, start: int, rule: DepartmentRule, rules: NameRules) -> int:
    for _ in range(ROUNDS):
        ends = (match.end(1) for match in rule.match.finditer(context.text, start, start + rule.maximum))
        end = next((end for end in ends if _is_part(context, start, end, rule, rules)), start)
        if end == start:
            break
        start = end
    return start


def _is_part(context: Context, start: int, end: int, rule: DepartmentRule, rules: NameRules) -> bool:
    """Say whether the words behind an owner are the name of one of its parts."""
    titled = rules.people.title.match(context.text, end) is not None  # 国会 in 国会议员
    if not (titled or context.is_boundary(end) or not context.words[context.at[end]].tag):
        return False
    words = list(_words(context, start, end))
    form = next(form for form in rule.forms if context.text.endswith(form, start, end))
    last = words[-1]
    if is_headed(context.text, end, rules.words):
        return False
    if len(form) == 1 and last.text != form and len(last.text) == 2 and last.tag:
        return False  # 干部, 好处, 公司: words of the language
    inside = words[:-1] if last.text in rule.forms else words
    if not inside and len(form) == 1:
        return False
    return all(_may_stand_inside(word, place, rules) for place, word in enumerate(inside))


def _may_stand_inside(word: Word, place: int, rules: NameRules) -> bool:
    words = rules.words
    if word.text in words.joins:
        return place > 0
    if word.text == POSTED or (word.text in words.inner and (place > 0 or word.tag != "v")):
        return True
    if not is_han(word.text) or word.text in words.boundary or word.text in words.determiners:
        return False
    if word.text in words.governing:
        return place > 0 and len(word.text) > 1  # 指导 in 自贸区评估指导处
    return not word.tag or word.tag.startswith(NOUNS)


def _words(context: Context, start: int, end: int) -> Iterator[Word]:
    position = start
    while position < end:
        word = context.words[context.at[position]]
        last = min(word.end, end)
        whole = (position, last) == (word.start, word.end)
        yield word if whole else Word(position, last, context.text[position:last], "")
        position = last


def find_listed_bodies(
    context: Context, owners: Iterable[Candidate], bodies: Bodies, rules: NameRules
) -> list[Candidate]:
    """Find bodies named without their region behind one that has it: 县文旅局、发改局, 市委常委、统战部部长.

    Args:
        context: The sentence.
        owners: Names in it; those of regions' bodies begin the rows.
        bodies: The bodies that regions have.
        rules: The name grammar, for titles.
    """
    owners, found = list(owners), list[Candidate]()
    taken = {owner.start for owner in owners}
    first = sorted((owner for owner in owners if _is_body(owner)), key=lambda owner: -owner.start)
    rows = [(owner.end, _place(context.text[owner.start : owner.end], bodies)) for owner in first]
    while rows:
        end, place = rows.pop()
        title = rules.people.title.match(context.text, end)
        start = (title.end() if title else end) + 1
        if not place or start in taken or context.text[start - 1 : start] not in tuple(SEPARATORS):
            continue
        last, kind = _listed_end(context, start, bodies)
        if last > start:
            taken.add(start)
            found.append(Candidate(start, last, kind, LISTED + place, 2))
            rows.append((last, place))
    return found


def _is_body(owner: Candidate) -> bool:
    return owner.type in SHORTEST_TAIL and owner.rule.startswith(("region-body", "deictic:"))


def _place(name: str, bodies: Bodies) -> str:
    """Give the region of a body as the text words it: 县 in 县文旅局, 天门市 in 天门市市场监督管理局."""
    return next((form.place for form in bodies.split(name) if form.place in LETTERS or len(form.place) > 1), "")


def _listed_end(context: Context, start: int, bodies: Bodies) -> tuple[int, str]:
    """Measure the longest body of a region that begins at a position without it, and say of which class it is."""
    for end in range(min(len(context.text), start + bodies.longest), start + min(SHORTEST_TAIL.values()) - 1, -1):
        tail = context.text[start:end]
        readings = (*bodies.tails.get(tail, ()), *bodies.tails.get(PARTY + tail, ()))
        kinds = [body.type for head, body in readings if not head and end - start >= SHORTEST_TAIL.get(body.type, end)]
        if kinds and (context.is_boundary(end) or not context.words[context.at[end]].tag):
            return end, kinds[0]
    return start, ""
