"""Which mentions of a document mean the same thing: canonical names, aliases, deixis."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.entities.aliases import Key, find_explicit, link_forms
from kg.entities.context import (
    Context,
    Reading,
    build_context,
    read_deictic_region,
    read_region,
    read_zone,
    region_reading,
)
from kg.entities.deixis import Antecedents, find_anaphor, outermost, sorted_in_sentence
from kg.entities.names import bare, read_name, trim
from kg.entities.scopes import SUBJECTS, describes_company, scope_of
from kg.knowledge import Knowledge
from kg.knowledge.regions import Region
from kg.mentions.settlements import SHORT
from kg.model import Document, Entity, Mention

__all__ = ["resolve_entities"]


def resolve_entities(mentions: Sequence[Mention], document: Document, knowledge: Knowledge) -> dict[Mention, Entity]:
    """Find the thing that each mention denotes.

    Args:
        mentions: In document order; an inner one lies wholly inside an outer one.
        document: Its region is what 我市 means.
        knowledge: Lexicon, regions and forms.

    Returns:
        Mention -> entity, in document order; the mentions of one thing have equal entities. Forms that denote
        nothing (公司 where none is named before) are left out.
    """
    context = build_context(mentions, document, knowledge)
    ordered = sorted_in_sentence(mentions)
    readings = _read_all(ordered, context, knowledge)
    readings = _unite(ordered, readings, knowledge)
    readings = _tell_apart(ordered, readings, context, knowledge)
    readings = _resolve_anaphors(ordered, readings, context, knowledge)
    return _to_entities(mentions, _without_parts(_without_inner(ordered, readings), knowledge))


_Readings = dict[Mention, Reading]


def _read_all(mentions: Sequence[Mention], context: Context, knowledge: Knowledge) -> _Readings:
    """Read each name by itself; forms that stand for something named before wait."""
    readings: _Readings = {}
    before: tuple[Mention, Region] | None = None
    seat: tuple[Mention, Region] | None = None
    latest: dict[str, Region] = {}  # by the letter it calls itself
    for mention in mentions:
        if mention.type == "AdministrativeRegion" and not mention.rule.startswith("deictic:"):
            around = before[1] if before and _touch(before[0], mention) else None
            form = mention.rule.removeprefix(SHORT) if mention.rule.startswith(SHORT) else mention.text
            region = read_region(form, around, context, knowledge)
            if region is not None:
                before = (mention, region)
                latest[region.letter] = region
                readings[mention] = region_reading(region)
                continue
        if not mention.rule.startswith("deictic:") or not _points_back(mention, context, knowledge):
            seat = _seat_of(mention, seat, context, knowledge)
            there = context if seat is None or mention.rule == "region-body" else replace(context, home=seat[1])
            pointed = latest.get(mention.text[0]) if mention.sentence.text.endswith("该", 0, mention.start) else None
            there = there if pointed is None else replace(context, home=pointed)  # 该|区人社局: of the last district
            reading = read_name(mention, there, knowledge)
            if reading is not None and not (mention.rule.startswith("deictic:") and reading.name == mention.text):
                readings[mention] = reading
    return readings


def _seat_of(
    mention: Mention, seat: tuple[Mention, Region] | None, context: Context, knowledge: Knowledge
) -> tuple[Mention, Region] | None:
    """Say of which region a body in a list of posts is: in 鄂州市委书记、市人大常委会主任 both are of 鄂州.

    Behind a county-level city of the text's own region 市 is the region: 宁乡市市长、市政府副秘书长.
    """
    regions = knowledge.regions
    if mention.rule == "region-body":
        found = regions.match_path(mention.text)
        return (mention, found[0]) if found else None
    if seat is None or seat[0].sentence is not mention.sentence or mention.start < seat[0].end:
        return None
    before, joint, _ = mention.sentence.text[seat[0].end : mention.start].rpartition("、")
    if not joint or not knowledge.lexicon.titles.regex.fullmatch(before):
        return None
    within = context.home is not None and context.home in regions.ancestors(seat[1])
    meant = None if within else regions.calling(seat[1], mention.text[0])
    return None if meant is None else (mention, meant)


def _points_back(mention: Mention, context: Context, knowledge: Knowledge) -> bool:
    deictic = knowledge.lexicon.deictic.get(mention.text)
    return deictic is not None and deictic.target.startswith("last:") and mention.text != context.zone


def _touch(first: Mention, second: Mention) -> bool:
    return first.sentence is second.sentence and first.end == second.start


def _unite(mentions: Sequence[Mention], readings: _Readings, knowledge: Knowledge) -> _Readings:
    """Give all forms of one thing its name."""
    forms: dict[Key, int] = {}
    for place, mention in enumerate(mentions):
        if mention in readings:
            forms.setdefault(_key(readings[mention]), place)
    settled = {_key(reading): reading for reading in readings.values() if reading.settled}
    links = link_forms(forms, frozenset(settled), knowledge)
    spelled = {(m.type, m.text): _key(reading) for m, reading in readings.items() if m.type == reading.type}
    for mention, short in find_explicit(mentions):
        if mention in readings:
            full = _key(readings[mention])
            full, key = links.get(full, full), (full[0], trim(short))
            told = spelled.get((full[0], short))
            if told in settled and told != full and full not in settled:
                links[told] = full  # the text itself says what 中国一重 is short for
            if key in forms and key not in settled and key != full:
                links[key] = full
    united = {}
    for mention, reading in readings.items():
        key = links.get(_key(reading), _key(reading))
        known = settled.get(key)
        if known is not None and not reading.settled:
            reading = replace(known, deictic=reading.deictic)
        deictic = reading.deictic or _is_end_of_title(reading.name, key, knowledge)
        united[mention] = replace(reading, name=key[1], deictic=deictic)
    return united


def _is_end_of_title(form: str, full: Key, knowledge: Knowledge) -> bool:
    """Say whether a form is the mere end of a document's title, which means it only here: 《若干措施》."""
    is_end = full[0] == "Programme" and full[1] != form and full[1].endswith(form)
    return is_end and form.endswith(knowledge.forms.documents)


def _key(reading: Reading) -> Key:
    return (reading.type, reading.name)


def _tell_apart(mentions: Sequence[Mention], readings: _Readings, context: Context, knowledge: Knowledge) -> _Readings:
    """Scope the names that stand for different things in different places."""
    scoped = dict(readings)
    subject: Mention | None = None
    company: Mention | None = None
    for mention, outer in zip(mentions, outermost(mentions), strict=True):
        if mention not in readings:
            continue
        if subject is not None and subject.sentence is not mention.sentence:
            subject = None
        if company is not None and company.sentence.paragraph != mention.sentence.paragraph:
            company = None
        reading = readings[mention]
        if not reading.settled and reading.scope is None:
            between = mention.sentence.text[subject.end : mention.start] if subject is not None else ""
            governor = readings[subject] if subject is not None else None
            if company is not None and describes_company(mention.sentence.text, mention.end):
                between, governor = "", readings[company]
            scoped[mention] = replace(reading, scope=scope_of(reading, governor, between, context, knowledge))
        if outer and reading.type in SUBJECTS:
            subject = mention
            company = mention if reading.type == "Company" else company
    return scoped


def _resolve_anaphors(
    mentions: Sequence[Mention], readings: _Readings, context: Context, knowledge: Knowledge
) -> _Readings:
    """Let 该公司 stand for the company named before; 该市 and 高新区 may be the text's own."""
    found: _Readings = {}
    antecedents = Antecedents()
    body: Mention | None = None
    for mention, outer in zip(mentions, outermost(mentions), strict=True):
        reading = readings.get(mention)
        anaphor = find_anaphor(mention, knowledge) if reading is None else None
        if anaphor is not None:
            antecedent = antecedents.find(mention, anaphor)
            reading = replace(antecedent, deictic=True) if antecedent is not None else None
            reading = reading or read_deictic_region(mention.text, context, knowledge)
            reading = reading or read_zone(mention.text, context, knowledge)
        if reading is not None:
            found[mention] = reading
            if outer:
                antecedents.add(mention, reading)
            elif body is not None and mention.type == "Park" and _begins(mention, body):
                antecedents.add(mention, reading)  # 江城高新区税务局获悉，该区……
        body = mention if outer and mention.type == "GovernmentBody" else body
        seat = knowledge.regions.match_path(mention.text) if body is mention else None
        if seat is not None and seat[1] < len(mention.text):
            antecedents.add(mention, region_reading(seat[0]))  # 佛山市商务局获悉，该市……
    return found


def _begins(inner: Mention, outer: Mention) -> bool:
    return inner.sentence is outer.sentence and inner.start == outer.start


def _without_inner(mentions: Sequence[Mention], readings: _Readings) -> _Readings:
    """Leave out a name inside a longer name of the same thing: 青禾 in 青禾盐业有限公司."""
    kept: _Readings = {}
    outer: Mention | None = None
    for mention in mentions:
        reading = readings.get(mention)
        if reading is None:
            continue
        inside = outer is not None and outer.sentence is mention.sentence and mention.end <= outer.end
        if not inside or outer is None or _key(kept[outer]) != _key(reading):
            kept[mention] = reading
        if not inside:
            outer = mention
    return kept


def _without_parts(readings: _Readings, knowledge: Knowledge) -> _Readings:
    """Leave out regions that stand nowhere but inside names that do not lie there for it: 江苏 in 江苏青禾公司.

    A province says where a firm was registered, a city or county where it is; the second region of a name
    (儋州滨海新区) is a part of it.
    """
    free: set[Key] = set()
    parts: dict[Mention, Key] = {}
    outer: Mention | None = None
    before: Mention | None = None
    for mention, reading in readings.items():
        inside = outer is not None and outer.sentence is mention.sentence and mention.end <= outer.end
        if not inside or outer is None:
            outer = mention
        if reading.type == "AdministrativeRegion":
            chained = before is not None and _touch(before, mention)
            if inside and outer is not None and _is_part(reading, readings[outer], knowledge, chained=chained):
                parts[mention] = _key(reading)
            else:
                free.add(_key(reading))
            before = mention
    return {
        mention: reading
        for mention, reading in readings.items()
        if (part := parts.get(mention)) is None or part in free
    }


def _is_part(region: Reading, outer: Reading, knowledge: Knowledge, *, chained: bool) -> bool:
    if outer.type not in knowledge.forms.registered:
        return False
    found = knowledge.regions.get(region.scope or "")
    return found is not None and (chained or found.level in ("country", "province"))


def _to_entities(mentions: Iterable[Mention], readings: Mapping[Mention, Reading]) -> dict[Mention, Entity]:
    """Make one entity a thing, with all its forms in order of appearance."""
    aliases: dict[tuple[str, str, str | None], dict[str, None]] = {}
    deictic: dict[tuple[str, str, str | None], dict[str, None]] = {}
    keys = {}
    for mention in mentions:
        reading = readings.get(mention)
        if reading is None:
            continue
        key = keys[mention] = (reading.type, reading.name, reading.scope)
        form = trim(mention.text)
        if bare(form) != bare(reading.name):
            forms = deictic if reading.deictic else aliases
            forms.setdefault(key, {}).setdefault(form)
    entities = {
        key: Entity(
            type=key[0],
            name=key[1],
            scope=key[2],
            aliases=tuple(aliases.get(key, ())),
            deictic=tuple(form for form in deictic.get(key, ()) if form not in aliases.get(key, ())),
        )
        for key in dict.fromkeys(keys.values())
    }
    return {mention: entities[key] for mention, key in keys.items()}
