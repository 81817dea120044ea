"""Who says so, how surely, and whether it is denied: what makes a sentence of news true or false.

These need the words of both languages; a language without a lexicon is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...content import lexicon, number_words, plural_rules
from ...content.lexicon import Lexicon
from ...errors import Level
from . import quotations
from .base import Check, Subject

SAY = {
    "about": "“about” or “nearly”",
    "at_least": "“at least”",
    "at_most": "“up to” or “at most”",
    "more_than": "“more than”",
    "less_than": "“less than”",
    "alleged": "“alleged” or “reportedly”",
    "likely": "“likely” or “possibly”",
}


# “over 24 hours” may be how long something took, and not more than that.
_SPAN = re.compile(
    r"\bover (?:\{x\}|\d+)[\s-]+(?:second|minute|hour|day|night|week|month|year)s?\b"
)
# Nobody says anything here.
_UNSAID = re.compile(
    r"\b(?:to be|is|are|was|were|been|being|am|get|got) (?:\w+ ){0,2}told\b"
    r"|\b(?:is|are|was|were)(?: \w+)? said to\b|\bstated in \d|\bnot reported in\b"
    r"|\bnot (?:\w+ly )?stated\b|\b(?:is|are|was|were|been) not (?:\w+ly )?reported\b"
    r"|\b(?:is|are|was|were|been) (?:\w+ly )?(?:announced|reported)\b(?! (?:that|to|by))"
    r"|\bi[’ ]ve said\b"
    r"|\baccording to (?:\w+ ){0,3}(?:size|age|needs?|weight|height|rank|ability|gender|income"
    r"|merit|seniority|plan|schedule|type|season|taste|demand|circumstances)\b"
    r"|\baccording to (?:varying|different|various|local|changing)\b"
    r"|\b(?:thermometer|barometer|clock|watch|calendar|sign|label|sticker|dial|scale)s?"
    r" sa(?:ys?|id)\b|\breports (?:show|showed)\b|\bno (?:\w+ ){0,2}reports of\b"
    r"|\b(?:is|are|was|were) claimed by\b"
    r"|\b(?:area|territor\w+|islands?|land|regions?|waters|zone|province) (?:\w+ ){0,3}claimed by\b"
    r"|\b(?:identif|classif|sort|group|rank|arrang|divid|grad|measur|pric)\w* according to\b"
    # Papers, and no news of anything.
    r"|\b(?:their|his|her|its|our|your|my|complete|file|filed|write|wrote|written) reports\b"
    # “It must be said”, “having said that”, “told an audience about”.
    r"|\bbe (?:said|noted|added) that\b|\b(?:having said that|that said),"
    r"|\btold (?:\w+ ){1,4}about\b"
    r"(?! (?:\d|\{|an? |half|one|two|three|four|five|six|seven|eight|nine|ten))"
    r"|\b(?:few|some|several|many|only|of|the) (?:\w+ ){0,2}reports of\b"
    # Countries, and conditions.
    r"|\b(?:of|of the|these|those|all|some|many|member|other)"
    r" (?:(?:member|stable|other|small|\w+n) )?states that\b"
    # Counted, or earned.
    r"|\breport(?:s|ed) (?:(?!that\b)\S+ ){0,3}(?:profits?|loss(?:es)?|earnings|revenues?|sales)\b"
    r"|\b(?:land|territorial|insurance|jobless|compensation|asylum|tax|damages) claims?\b"
    r"|\bclaim(?:ed|s|ing)? (?:\w+ ){0,2}(?:life|lives|victims?|titles?|wins?)\b"
)
# Edward Said is a name.
_MR_SAID = re.compile(r"(?<=[a-z,] )(?:[A-Z]\w+ )+(?:Said|Says)\b(?! [A-Z])")
# A headline names its speaker before a colon: “White House: no talks”.
_SPEAKER = re.compile(r"[^:：.。]{2,40}[:：](?=\s|[^\x00-\x7f])")
# Nor does quoted speech behind a colon need a verb: “Paul Mills, director: “…””.
# In Japanese “…”とスミス氏。 needs none.
_QUOTED = re.compile(
    r"[:：]\s*[\"“”„«「『]|[」』]と[^。、「」『』]{1,30}"
    r"(?:氏|さん|首相|大統領|大臣|長官|報道官|議員|教授|監督|選手|知事|市長|社長|会長|大使)。?$"
)
# Beside quoted words it names nobody.
_PRONOUN = re.compile(
    r"\b(?:he|she|they|i|we|it)(?: (?:also|then|later))? (?:said|says|say|added)\b"
)
# "More likely to be overlooked" compares, "alleged that" says who says so.
_SURE = re.compile(r"\b(?:more|less|most|as) likely\b|\balleg(?:ed|es|ing) that\b|\bat least as\b")
# “Can be roughly represented” says how, and no number.
_MANNER = re.compile(
    r"\b(?:roughly|approximately)(?= (?!(?:doubl|tripl|trebl|halv|quadrupl|estimat)ed)\w+ed\b)"
)
# “Reportedly” is also “according to reports”.
_REPORTEDLY = re.compile(r"\breportedly\b")
# Who declined to speak refused, and did not fall.
_REFUSED = re.compile(r"\bdeclin(?:ed|es|e|ing) (?=to\b|\w+ing\b|comment)|\bfall(?:s|ing)? off\b")
# Inside a sentence these are names: “Rose Leslie”.
_CAPITALS = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+")
_NUMBER_ONE = re.compile(r"\b(?:[Nn]o\.|No)\s?(?=\d)|\bNo\. of\b")  # "No. 1", "at No 10"
# A question that is answered with yes or no asks the same with “not” and without: “Isn’t it time?”
_YES_OR_NO = re.compile(
    r"^\W*(?:and |but |so )?(?:is|are|was|were|do|does|did|has|have|had|can|could|should|would|will"
    r"|won|ca)(?:n’t)? (?:[^.!?]|(?<=\d)\.(?=\d))*\?\W*$"
)
# Nor does “is not likely to” where a language says “hardly”: difficilmente, kaum.
_UNLIKELY = re.compile(r"\b(?:not|no|nobody|none)\b[^.;]{0,60}\blikely\b|n’t (?:\w+ )?likely\b")
# What “not” stands beside where a language says “only”, “few”, “rarely”, “hard to” for it.
_PUT_OTHERWISE = {
    "only": re.compile(
        r"\b(?:until|till|before|more|any\w*|but|except|unless|other|others|beyond|else|yet|ever|all"
        r"|every\w*|enough|also|alone|single|one|always|again|longer|just|only|necessarily|as|so)\b"
    ),
    "few": re.compile(
        r"\b(?:much|many|enough|long|often|far|well|very|lot|all|any\w*|most|big|large|great|high"
        r"|particularly|sufficient\w*|good|more|keen|likely|inclined|interest\w*|especially"
        r"|exactly|quite|really|too|so|as|everyone)\b"
    ),
    "rare": re.compile(
        r"\b(?:often|usual\w*|common\w*|always|normal\w*|frequent\w*|every\w*|many)\b"
    ),
    "difficult": re.compile(
        r"\b(?:eas\w+|simpl\w+|can\w*|could\w*|able|ca|possible|likely|straightforward)\b"
    ),
}
_ANY = re.compile("")
# “No, the star returns” answers what nobody asked, and translations leave it out.
_ANSWER = re.compile(r"^\W*No, (?=\w)")
# “Gelir gelmez”, as soon as he comes.
_AS_SOON_AS = re.compile(r"(?<!\w)(\w{2,}?)[aeıiuü]?r \1[aeıiuü]?m[ae]z(?!\w)")
# A name has no ending of denial: “Görmez” inside a sentence.
_NAME = re.compile(
    r"(?<=[\w,;] )[A-ZÇĞİÖŞÜ][a-zçğıöşü]+(?:[’'][a-zçğıöşü]*)?|\b[A-ZÇĞİÖŞÜ][a-zçğıöşü]+(?=[’'])"
)
_HEADLINE = re.compile(r"(?<!\w)[A-ZÇĞİÖŞÜ]\w*\W*$")
# “Perhaps 40,000”: of a figure it is “about”, too.
_PERHAPS = re.compile(r"\b(?:perhaps|maybe|possibly)(?= (?:as (?:many|much) as )?[\d{])")
OPPOSITES = (("denied", "admitted"), ("rose", "fell"), ("arrested", "released"), ("won", "lost"))


def attribution(subject: Subject) -> Iterator[str]:
    """What the source attributes to somebody is not stated as a fact."""
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if not subject.translated or source_words is None or words is None:
        return
    if not subject.statement:  # a label of the interface reports nothing
        return
    for source, text in subject.pairs():
        said = _UNSAID.sub(" ", lexicon.prepare(_MR_SAID.sub(" ", source)))
        if quotations.is_quoted(source) and quotations.is_quoted(text):
            said = _PRONOUN.sub(" ", said)  # the marks say that somebody speaks
        if has(source_words.attribution, said) and not (
            has(words.attribution, text) or _SPEAKER.match(text) or _QUOTED.search(text)
        ):
            yield "the source says who says this (“according to”, “said”): say it here too"


def hedges(subject: Subject) -> Iterator[str]:
    """What the source says with reserve is not stated flatly."""
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if not subject.translated or source_words is None or words is None:
        return
    for source, text in subject.pairs():
        said = _SURE.sub(" ", _SPAN.sub(" ", _MANNER.sub(" ", lexicon.prepare(source))))
        if has(words.attribution, text):
            said = _REPORTEDLY.sub(" ", said)
        figured = _with_figures(text, subject.locale)
        if has(words.hedges.get("about"), figured):
            said = _PERHAPS.sub(" ", said)
        if has(words.negative, text) and not negates(words, text):
            said = _UNLIKELY.sub(" ", said)
        for kind, pattern in source_words.hedges.items():
            if has(pattern, said) and not (
                has(words.hedges.get(kind), text) or has(words.hedges.get(kind), figured)
            ):
                yield f"the source says {SAY[kind]}: say it here too"


def _with_figures(text: str, locale: str) -> str:
    """Return ``text``, prepared, with its numbers in words as digits: "about two thousand"."""
    folded = lexicon.prepare(text)
    for figure in sorted(number_words.find(text, locale), key=lambda each: -each.start):
        if figure.word and figure.end:
            folded = f"{folded[: figure.start]}0{folded[figure.end :]}"
    return folded


def negation(subject: Subject) -> Iterator[str]:
    """What the source denies is denied, and what it affirms is affirmed.

    Words such as "without", "deny", "only" may stand for a negation on either side. None that the
    source has, too, stands for one of its own: "only" is there because of "only".
    """
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if not subject.translated or source_words is None or words is None:
        return
    none = _form_of_none(subject)
    for source, text in subject.pairs():
        if text == none or _YES_OR_NO.match(lexicon.prepare(source)):
            continue
        negated, denied = negates(source_words, source), negates(words, text)
        if negated and not denied and not (
            _stands_for_denial(words, text, source_words, source)
            or _is_copied(source_words, source, text)
        ):  # fmt: skip
            yield "the source has a negation (“not”, “no”): it is missing here"
        # A phrase that only looks like a denial may be put into words that do deny.
        if (
            denied
            and not has(source_words.negation, source)
            and not has(source_words.negative, source)
        ):
            yield "this has a negation, the source has none: check the meaning"


def _stands_for_denial(words: Lexicon, text: str, source_words: Lexicon, source: str) -> bool:
    """Tell whether ``text`` may say a denial in other words than those it has from ``source``."""
    ours, theirs = lexicon.prepare(text), lexicon.prepare(source)
    taken: list[tuple[int, int]] = []
    for kind, pattern in words.counterparts.items():
        spans = [match.span() for match in pattern.finditer(ours)]
        same = source_words.counterparts.get(kind)
        otherwise = source_words.language != "en" or _PUT_OTHERWISE.get(kind, _ANY).search(theirs)
        if not otherwise or len(spans) <= (len(same.findall(theirs)) if same else 0):
            taken += spans
    return any(
        not any(start <= match.start() and match.end() <= end for start, end in taken)
        for match in (words.negative.finditer(ours) if words.negative else ())
    )


def _is_copied(words: Lexicon, source: str, text: str) -> bool:
    """Tell whether ``text`` has the denial of ``source`` in its own words: “Did Not Finish”."""
    theirs, ours = lexicon.fold(source), lexicon.fold(text)
    for match in words.negation.finditer(theirs) if words.negation else ():
        after = re.compile(r"\W+\w+").match(theirs, match.end())
        if after and re.search(
            rf"(?<!\w){re.escape(theirs[match.start() : after.end()])}(?!\w)", ours
        ):
            return True
    return False


def _form_of_none(subject: Subject) -> str | None:
    """Return the form for zero alone, which says “no people” or “nobody”."""
    forms = enumerate(subject.strings if subject.plural else ())
    rule = plural_rules.rule(subject.locale)
    return next((text for index, text in forms if list(rule.examples(index)) == [0]), None)


def opposites(subject: Subject) -> Iterator[str]:
    """What was denied is not admitted here, what rose does not fall, who was arrested is not freed.

    A question, and only where this language has the contrary's verb and none of the source's.
    """
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if not subject.translated or source_words is None or words is None:
        return
    for source, text in subject.pairs():
        plain = _CAPITALS.sub(" ", source) if subject.language == "en" else source
        plain = _REFUSED.sub(" ", plain)
        for said, contrary in turned(plain, text, source_words, words):
            yield f"the source says “{said}”, this says “{contrary}”: check the meaning"


def turned(
    source: str, text: str, source_words: Lexicon | None, words: Lexicon | None
) -> Iterator[tuple[str, str]]:
    """Yield what ``source`` reports and ``text`` does not, with the contrary that ``text`` has."""
    theirs = source_words.opposites if source_words else {}
    ours = words.opposites if words else {}
    for said, contrary in (*OPPOSITES, *(pair[::-1] for pair in OPPOSITES)):
        if not has(theirs.get(said), source) or has(theirs.get(contrary), source):
            continue
        if not has(ours.get(contrary), text) or has(ours.get(said), text):
            continue
        # “Did not confirm” is a way to say “denied”.
        if words is None or not negates(words, text) or _denies(source, source_words):
            yield said, contrary


def _denies(source: str, words: Lexicon | None) -> bool:
    """Tell whether ``source`` denies something itself: then its verbs are turned all the same."""
    return words is not None and negates(words, source)


def negates(words: Lexicon, text: str) -> bool:
    """Tell whether ``text`` denies something."""
    plain = _NUMBER_ONE.sub(" ", text)
    if words.language == "en":
        plain = _ANSWER.sub("", plain)
    if words.language == "tr":
        # “Bakan İstifa Etmedi”: where the verb has a capital, too, all words of a headline have.
        plain = _AS_SOON_AS.sub(" ", plain if _HEADLINE.search(plain) else _NAME.sub(" ", plain))
    folded = lexicon.prepare(plain)
    return has(
        words.negation, words.innocent.sub(_innocent(words), folded) if words.innocent else folded
    )


def _innocent(words: Lexicon) -> Callable[[re.Match[str]], str]:
    """Return what is left of a phrase that only looks like a denial: one more denial in its gap."""
    gap = words.negation if words.language not in lexicon.UNSPACED else None

    def rest(match: re.Match[str]) -> str:
        text, start = match.string, match.start()
        if match.lastgroup:  # a phrase without a gap has its own denials only
            return " "
        # “Personne ne peut dire que” denies, for all its “ne … que”.
        if gap and any(m.start() < start < m.end() for m in gap.finditer(text, max(start - 20, 0))):
            return match.group()
        denials = gap.findall(match.group()) if gap else ()
        return match.group() if len(denials) > 1 else " "

    return rest


def has(pattern: re.Pattern[str] | None, text: str) -> bool:
    """Tell whether ``pattern`` occurs in ``text``; a pattern that a lexicon lacks never does."""
    return pattern is not None and pattern.search(lexicon.prepare(text)) is not None


CLAIMS: dict[str, tuple[Level, Check]] = {
    "attribution": ("warning", attribution),
    "hedges": ("warning", hedges),
    "negation": ("warning", negation),
    "opposites": ("warning", opposites),
}
