"""Names in a text: known ones, composed ones, quoted ones and people, settled against each other."""

from collections.abc import Iterable, Sequence

from kg.knowledge import Knowledge
from kg.knowledge.name_rules import NameRules, Words
from kg.knowledge.regions import Region, Regions
from kg.mentions.companies import find_brands, find_short_forms
from kg.mentions.context import Candidate, Context, read_context
from kg.mentions.grammar import find_by_pattern, find_by_suffix
from kg.mentions.known import find_known
from kg.mentions.lists import find_listed
from kg.mentions.people import find_people
from kg.mentions.products import find_products
from kg.mentions.quotes import find_quoted
from kg.mentions.resolve import resolve, settle
from kg.mentions.rows import find_rows
from kg.mentions.settlements import find_settlements
from kg.mentions.tagger import find_tagged
from kg.model import Mention, Sentence

__all__ = ["find_by_rules", "find_mentions"]


def find_mentions(sentences: Sequence[Sentence], knowledge: Knowledge) -> list[Mention]:
    """Find the names of a document.

    Args:
        sentences: All sentences of one document, in reading order: a name found for certain in one is found in all.
        knowledge: What the program knows.

    Returns:
        Mentions in document order, an outer one before those inside it; none cross.
    """
    return [
        mention
        for context, mentions in find_by_rules(sentences, knowledge)
        for mention in settle(context, mentions, find_tagged(context, mentions), knowledge.names)
    ]


def find_by_rules(sentences: Sequence[Sentence], knowledge: Knowledge) -> list[tuple[Context, list[Mention]]]:
    """Find what lexicons and grammar say are names: what the tagger learns from and weighs.

    Args:
        sentences: As for ``find_mentions``.
        knowledge: What the program knows.

    Returns:
        Each sentence made ready, with its mentions, an outer one before those inside it.
    """
    rules = knowledge.names
    contexts = [read_context(sentence) for sentence in sentences]
    known = [find_known(context, rules, knowledge.lexicon, knowledge.regions) for context in contexts]
    known = _without_strange_counties(contexts, known, knowledge.regions, rules.words)
    towns = find_settlements(contexts, known, rules)
    known = [[*names, *further] for names, further in zip(known, towns, strict=True)]
    found: list[list[Candidate]] = []
    for context, names in zip(contexts, known, strict=True):
        found.append(
            [
                *names,
                *find_by_suffix(context, names, rules),
                *find_by_pattern(context, rules),
                *find_listed(context, rules),
                *find_rows(context, rules),
                *find_quoted(context, names, rules),
                *find_brands(context, names, rules),
                *find_products(context, names, rules),
            ]
        )
    people = find_people(contexts, known, rules.people)
    shorts = find_short_forms(contexts, found, rules)
    return [
        (context, resolve(context, [*_without_speakers(context, candidates, persons, rules), *persons, *companies]))
        for context, candidates, persons, companies in zip(contexts, found, people, shorts, strict=True)
    ]


def _without_speakers(
    context: Context, candidates: Iterable[Candidate], persons: Iterable[Candidate], rules: NameRules
) -> list[Candidate]:
    """Leave out composed names that begin with a person who says something: 贺文韬希望片区."""
    spoken = {
        person.start
        for person in persons
        if person.type == "Person" and rules.people.saying.match(context.text, person.end)
    }
    return [
        candidate
        for candidate in candidates
        if candidate.type == "Person" or candidate.strength > 1 or candidate.start not in spoken
    ]


def _without_strange_counties(
    contexts: Sequence[Context], known: Sequence[Sequence[Candidate]], regions: Regions, words: Words
) -> list[list[Candidate]]:
    """Leave out short forms of counties of which the document names neither the full name nor what they lie in.

    Where the full name is a common noun as well (新城区), what it lies in must be named.
    """
    text = "\n".join(context.text for context in contexts)
    familiar: dict[str, bool] = {}

    def is_familiar(form: str) -> bool:
        if form not in familiar:
            common = form in words.districts
            familiar[form] = any(_is_named(text, region, regions, common=common) for region in regions.named(form))
        return familiar[form]

    return [
        [
            candidate
            for candidate in candidates
            if not _is_doubtful(context.text[candidate.start : candidate.end], candidate, words)
            or is_familiar(context.text[candidate.start : candidate.end])
        ]
        for context, candidates in zip(contexts, known, strict=True)
    ]


def _is_doubtful(form: str, candidate: Candidate, words: Words) -> bool:
    return candidate.rule == "region:county" or (candidate.type == "AdministrativeRegion" and form in words.districts)


def _is_named(text: str, region: Region, regions: Regions, *, common: bool) -> bool:
    parents = [parent for parent in regions.ancestors(region) if parent.level in ("prefecture", "province")]
    forms = [
        *(() if common else (region.name,)),
        *(form for parent in parents[:1] for form in (parent.name, parent.short) if form),
    ]
    return any(form in text for form in forms)
