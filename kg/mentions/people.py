"""Names of people: in bylines, beside titles and before verbs of speech; once certain, everywhere in the document."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from kg.knowledge.name_rules import PeopleRules
from kg.mentions.context import Candidate, Context, Word, is_han, part_of_speech

__all__ = ["find_people"]

FUNCTION = ("v", "p", "c", "d", "u", "r", "f", "m", "q", "t", "j")  # parts of speech of words behind a name
CERTAIN = 9  # weight of punctuation behind a name, more than that of any word
REPEATED = 2  # times that a word unknown to the dictionary must stand in a document to be taken for a name
REPEATED_LENGTH = 3  # characters; the guesses of two are mostly no names
BYLINE_SEPARATORS = "、，, 　/／；;和\n"
TITLE_SEPARATORS = "、和"
ROW = re.compile(
    "(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3})+(?=、)"
)  # 李明、王强、张华 before another
LEAST_ROW = 2  # names wholly between marks that make a row one of people
CREDIT = re.compile(
    "[（(]([\u4e00-\u9fff]{2,3}(?:[\\s、]+[\u4e00-\u9fff]{2,3})*)[）)](?=$|[（(\\s]|返回|编辑|责任)"
)  # at a text's end
PHOTOGRAPHED = re.compile("(?:^|[。\\s（(])([\u4e00-\u9fff]{2,3})[\\s/]?摄")
BIOGRAPHY = re.compile("(?:^|[。；\n：，])([\u4e00-\u9fff]{2,4})，(?:男|女|(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:生|出生))")
SPACED = re.compile("([\u4e00-\u9fff])[ 　]([\u4e00-\u9fff])(?![\u4e00-\u9fff])")  # 方 成 in a byline
SPACES = (" ", "　")
BEGINNINGS = "。！？”，；：、 　（）()】\n"  # a name may begin behind these
ENDLESS = frozenset("摄的了在对与和及为由将把被是向从到等说称于并也就都")  # no name ends in these
NAME_TAGS = ("", "nr", "nz", "ns")  # parts of speech that names have in the segmenter's dictionary


def find_people(
    contexts: Sequence[Context], known: Sequence[Collection[Candidate]], rules: PeopleRules
) -> list[list[Candidate]]:
    """Find the people of a document, sentence by sentence.

    Args:
        contexts: The sentences of one document.
        known: Known names of each sentence, which no person's name may cross.
        rules: What stands beside names.
    """
    certain: dict[str, str] = {}
    for context, names in zip(contexts, known, strict=True):
        taken = [(n.start, n.end) for n in names if not n.rule.startswith("deictic") and n.type != "Person"]
        places = {context.text[n.start : n.end] for n in names if n.type == "AdministrativeRegion"}
        for name, rule in _certain(context, taken, rules):
            if name not in places:
                certain.setdefault(name, rule)
    for name in _repeated(contexts, rules):
        certain.setdefault(name, "person-repeated")
    for family in [name.rpartition("·")[2] for name in certain if "·" in name]:
        if len(family) >= REPEATED_LENGTH:
            certain.setdefault(family, "person-foreign")  # 洛夫里克 of 克里斯蒂娜·洛夫里克
    if not certain:
        return [[] for _ in contexts]
    longest_first = sorted(certain, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return [[_candidate(match, certain) for match in pattern.finditer(context.text)] for context in contexts]


def _candidate(match: re.Match[str], certain: dict[str, str]) -> Candidate:
    rule = certain[match.group()]
    return Candidate(match.start(), match.end(), "Person", rule, 1 if rule == "person-repeated" else 3)


def _certain(context: Context, taken: list[tuple[int, int]], rules: PeopleRules) -> list[tuple[str, str]]:
    text = context.text
    found = []
    for match in rules.byline.finditer(text):
        found += [(name, "person-byline") for name in _listed(context, match.end(), rules, titled=False)]
    for match in rules.title.finditer(text):
        if _ends_title(context, match.end()) and not any(start < match.end() < end for start, end in taken):
            start = match.end() + (text[match.end() : match.end() + 1] in SPACES)
            found += [(name, "person-title") for name in _listed(context, start, rules, titled=start == match.end())]
    for pattern in (rules.post, rules.saying):
        names = (_ending_at(context, match.start(), taken, rules) for match in pattern.finditer(text))
        found += [(name, "person-speech") for name in names if name]
    found += [(match.group(1), "person-roster") for match in rules.roster.finditer(text) if _has_title(match, rules)]
    found += [(name, "person-row") for name in (*_in_rows(context, rules), *_alone(context, rules))]
    foreign = [match for match in rules.foreign.finditer(text) if _stands_free(context, match.start(), match.end())]
    return found + [(match.group(), "person-foreign") for match in foreign]


def _in_rows(context: Context, rules: PeopleRules) -> list[str]:
    """Find rows of names that nothing announces: 李海涛、马立群、周晓东等三人."""
    names = []
    for match in ROW.finditer(context.text):
        parts = match.group().split("、")
        if len(parts) >= LEAST_ROW and all(_is_plain_name(part, rules) for part in parts):
            names += [*parts, *_listed(context, match.end() + 1, rules, titled=True)]
    return names


def _alone(context: Context, rules: PeopleRules) -> list[str]:
    """Find the names of writers and photographers at the end of a text, and those that a biography begins with."""
    names = [
        name
        for pattern in (CREDIT, PHOTOGRAPHED, BIOGRAPHY)
        for match in pattern.finditer(context.text)
        for name in re.split(r"[\s、]+", match.group(1))
    ]
    return [name for name in names if _is_plain_name(name, rules)]


def _is_plain_name(name: str, rules: PeopleRules) -> bool:
    """Say whether characters between marks are a surname and a given name and no word of the language."""
    if part_of_speech(name)[:2] not in ("", "nr") or name.startswith(rules.never) or name[-1] in ENDLESS:
        return False
    double = name[:2] in rules.surnames and len(name) > len("欧阳")
    return double or (name[0] in rules.surnames and name[0] not in rules.ambiguous and len(name) <= len("李海涛"))


def _ends_title(context: Context, end: int) -> bool:
    """Say whether a title may end here: 理事 does not in 管理事项; 市长 does in 市长江涛."""
    if context.is_boundary(end):
        return True
    return not context.words[context.at[end]].tag or context.words[context.at[end]].tag[:2] in ("nr", "ns")


def _stands_free(context: Context, start: int, end: int) -> bool:
    """Say whether a name cuts no word of the dictionary: 华·波罗 does in 新华·波罗的海."""
    inside = (position for position in (start, end) if not context.is_boundary(position))
    return not any(context.words[context.at[position]].tag for position in inside)


def _has_title(row: re.Match[str], rules: PeopleRules) -> bool:
    """Say whether a row of a list of people holds a surname and ends in a title: 孙　立　　教育局副局长."""
    end = row.end(2)
    titled = any(match.end() == end for match in rules.title.finditer(row.string, row.start(2), end))
    return titled and (row.group(1)[0] in rules.surnames or row.group(1)[:2] in rules.surnames)


def _repeated(contexts: Sequence[Context], rules: PeopleRules) -> list[str]:
    """Find what looks like a name, is no word, and stands in the document more than once."""
    counts: Counter[str] = Counter()
    acting = set()
    for context in contexts:
        for word in context.words:
            if _looks_like_name(word, rules):
                counts[word.text] += 1
                if _acts(context, word):
                    acting.add(word.text)
    return [name for name, count in counts.items() if count >= REPEATED and name in acting]


def _acts(context: Context, word: Word) -> bool:
    """Say whether a word begins a clause and a verb follows it."""
    if word.start and context.text[word.start - 1] not in BEGINNINGS:
        return False
    behind = context.words[context.at[word.end]] if word.end < len(context.text) else None
    return behind is not None and behind.tag in ("v", "d", "p")


def _looks_like_name(word: Word, rules: PeopleRules) -> bool:
    if word.tag or len(word.text) != REPEATED_LENGTH or not is_han(word.text):
        return False
    surname = word.text[0] in rules.surnames and word.text[0] not in rules.ambiguous
    return surname and not set(word.text) & ENDLESS and _is_name(word.text, rules)


def _listed(context: Context, position: int, rules: PeopleRules, *, titled: bool) -> list[str]:
    """Read the names of a list: 许珂 向吟吟 谢小青 in a byline, 李海涛、马立群 behind a title."""
    text, separators = context.text, TITLE_SEPARATORS if titled else BYLINE_SEPARATORS
    names: list[str] = []
    while (name := _name_at(context, position, rules, titled=titled)) is not None:
        names.append(name)
        position += len(name)
        if position >= len(text) or text[position] not in separators:
            break
        position += 1
        while text[position : position + 1] in (" ", "　"):
            position += 1
    return names


def _name_at(context: Context, position: int, rules: PeopleRules, *, titled: bool) -> str | None:
    """Read one name of two to four characters that starts at a position.

    Where two lengths are possible (杨辉认|为, 杨辉|认为), the one with the longer word behind it is right.
    """
    text = context.text
    foreign = rules.foreign.match(text, position) or (rules.latin.match(text, position) if titled else None)
    foreign = foreign or (_transcribed(context, position, rules) if titled else SPACED.match(text, position))
    if foreign is not None and (foreign.re is not SPACED or foreign[1] in rules.surnames):
        return foreign.group()
    lengths = _lengths(context, position, rules, titled=titled)
    best, weight = None, 0
    for length in lengths:
        name = text[position : position + length]
        found = _weight_behind(context, position, position + length, rules)
        if len(name) < length or not is_han(name) or found <= weight or _goes_on(context, position, length, rules):
            continue
        sure = found == CERTAIN if not titled else found > 1 and length > 2 and not part_of_speech(name)
        bad = name.startswith(rules.never) or (titled and (name[-1] in ENDLESS or rules.post.search(name, 1)))
        marked = found == CERTAIN and length == REPEATED_LENGTH and name[-1] == "为" and name[0] in rules.surnames
        if _is_name(name, rules) or (sure and not bad) or (marked and not name.startswith(rules.never)):
            best, weight = name, found
    return best


def _goes_on(context: Context, start: int, length: int, rules: PeopleRules) -> bool:
    """Say whether the segmenter has cut a given name: 李雯|珊 before a word of its own."""
    end = start + length
    if length > len("李雯") or not is_han(context.text[end : end + 1]) or not context.is_boundary(end):
        return False
    word = context.words[context.at[end]]
    function = not word.tag or word.tag.startswith(FUNCTION) or word.text in ENDLESS
    titled = rules.speech.match(context.text, end) or rules.post.match(context.text, end)
    return len(word.text) == 1 and not function and not titled and context.is_boundary(end + 1)


def _transcribed(context: Context, position: int, rules: PeopleRules) -> re.Match[str] | None:
    """Find a transcribed name of one part that starts at a position: 迪米特里."""
    match = rules.syllables.match(context.text, position)
    if match is None or part_of_speech(match.group()) or match.group().startswith(rules.never):
        return None
    return match if _weight_behind(context, position, match.end(), rules) > 0 else None


def _lengths(context: Context, position: int, rules: PeopleRules, *, titled: bool) -> tuple[int, ...]:
    """How long a name may be that starts here, the likeliest first; empty where no surname stands."""
    text = context.text
    if text[position : position + 2] in rules.surnames and len(text) > position + 1:
        return (3, 4, 2)
    surname = text[position : position + 1]
    if not surname or surname not in rules.surnames:
        return ()
    word = context.words[context.at[position]]
    if titled and surname in rules.ambiguous and word.end - word.start == 1:
        return tuple(n for n in (3, 2) if rules.saying.match(text, position + n))
    return (3, 2)


def _weight_behind(context: Context, start: int, end: int, rules: PeopleRules) -> int:
    """How surely a name ends here: by the length of what follows, else by the segmenter; 0 where it does not."""
    text = context.text
    if not is_han(text[end : end + 1]):
        return CERTAIN
    behind = (rules.speech, rules.post, rules.role, rules.behind)
    matches = (pattern.match(text, end) for pattern in behind)
    word = context.words[context.at[start]]
    last = context.words[context.at[end - 1]]
    given = word is last or (word.end == last.start == start + 1 and last.tag[:1] not in ("r", "t", "d"))
    cut = end - start == len("李雯珊") and word.end == last.start == end - 1 and context.is_boundary(end)
    given = given or (cut and not last.tag.startswith(FUNCTION))
    whole = int(word.start == start and last.end == end and given and (word is last or last.tag not in ("ns", "s")))
    return max((len(match.group()) for match in matches if match), default=whole)


def _is_name(name: str, rules: PeopleRules) -> bool:
    if name.startswith(rules.never) or name[-1] in ENDLESS or rules.post.search(name, 1):
        return False
    if part_of_speech(name)[:2] not in NAME_TAGS:
        return False
    return len(name) == 2 or part_of_speech(name[:2])[:1] not in ("v", "d", "p")


def _ending_at(context: Context, end: int, taken: list[tuple[int, int]], rules: PeopleRules) -> str | None:
    """Find the name that ends right before 说, 表示, 教授 …."""
    latin = next((m for m in rules.latin.finditer(context.text, 0, end) if m.end() == end), None)
    if latin is not None:
        return latin.group()
    transcribed = next(
        (m for m in rules.syllables.finditer(context.text, max(0, end - 7), end) if m.end() == end), None
    )
    if transcribed is not None and not part_of_speech(transcribed.group()):
        free = transcribed.start() == 0 or context.text[transcribed.start() - 1] in BEGINNINGS
        if free and not transcribed.group().startswith(rules.never):
            return transcribed.group()
    for length in (4, 3, 2):
        start = end - length
        name = context.text[max(start, 0) : end]
        if start < 0 or not is_han(name) or any(a < end and start < b for a, b in taken):
            continue
        begins = _starts_here(context, start, end) or any(b == start for _, b in taken)
        if _has_surname(context, start, name, rules) and begins and _is_name(name, rules):
            return None if _is_words(context, start, end) else name
    return None


def _has_surname(context: Context, start: int, name: str, rules: PeopleRules) -> bool:
    if name[:2] in rules.surnames and len(name) > 2:
        return True
    if len(name) == 4 or name[0] not in rules.surnames:
        return False
    return name[0] not in rules.ambiguous or context.words[context.at[start]].text == name


def _starts_here(context: Context, start: int, end: int) -> bool:
    """Say whether a name may begin here: behind punctuation, a verb or a preposition, or where one word is the name."""
    if start == 0 or context.text[start - 1] in BEGINNINGS:
        return True
    word = context.words[context.at[start]]
    if (word.start, word.end) == (start, end) and word.tag[:2] == "nr":
        return True
    before = context.before(start)
    return word.start == start and before is not None and before.tag[:1] in ("v", "p", "c")


def _is_words(context: Context, start: int, end: int) -> bool:
    """Say whether the characters are words of the dictionary that are no name."""
    words: Iterable[Word] = context.words[context.at[start] : context.at[end - 1] + 1]
    return any(len(word.text) > 1 and word.tag and not word.tag.startswith("nr") for word in words)
