"""Length, sentences, repetitions: what shows that a text was cut off, padded or garbled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ...content import lexicon
from ...content.lexicon import UNSPACED
from ...content.lexicon_patterns import VOWEL_MARKS
from ...errors import Level
from .base import Check, Subject, without_addresses, words_only
from .quotations import ALL_MARKS, is_open, is_quoted

# A statement is one sentence, rarely two; readers see it as one item of a list.
MAXIMUM = 800
_SAID_AGAIN = re.compile(r"(?<!\w)([^\W\d_]+),\s*\1(?!\w)")
_ENDS = frozenset('.!?。！？…"”’»)')
# A name in its own letters, for readers who write it otherwise: “阿富汗（Afghanistan）”.
_GLOSS = re.compile(r"[(（][A-Za-z][A-Za-z .,'’-]+[)）]")
# A colon before speech begins no clause of its own.
_CLAUSE = re.compile(r"[;:](?=\s(?!\s*[\"“„«「『]))|[；：؛](?!\s*[\"“„«「『])")
# Below this, a ratio of lengths says nothing: "by" may become a whole phrase.
_SHORT = 40
# A sentence of this share of the source would be missed by the length of what is left: of the
# translations of 500 sentences two thirds differ by less than a seventh from the usual length.
_PART, _MISSED = 0.25, 0.5
# With a name or a figure of either sentence, less will do.
_NEARLY = 0.75
_NAME_OR_FIGURE = re.compile(r"(?<=[\w,;] )[A-Z][\w-]{2,}|\d[\d.,]*\d|\d{2,}")


def length(subject: Subject) -> Iterator[str]:
    """The translation is about as long as its language needs for such a source."""
    words = lexicon.of(subject.locale)
    for source, text in subject.pairs():
        if len(text) > MAXIMUM:
            yield f"it has {len(text)} characters: say it in at most {MAXIMUM}"
            continue
        size = _size(source)
        if not subject.translated or words is None or subject.language != "en" or size < _SHORT:
            continue
        written = _GLOSS.sub("", text) if words.language in UNSPACED else text
        ratio = _size(written) / size
        least, most = words.ratio
        # Of a headline, one long word may be a fifth.
        slack = max(1.0, 1.4 - (size - _SHORT) / 100)
        least, most = least / slack, most * slack
        if ratio < least:
            yield "it is much shorter than the source: check that nothing is missing"
        elif ratio > most:
            yield "it is much longer than the source: check that nothing was added"


def _size(text: str) -> int:
    """Return the length of ``text`` without addresses, which are as long in every language."""
    return len(without_addresses(words_only(text, "00"), ""))


def sentences(subject: Subject) -> Iterator[str]:
    """The translation has no fewer sentences than the source.

    News translators divide long sentences; what is added by one, ``length`` sees.
    """
    if not subject.translated or not subject.statement:
        return
    for source, text in subject.pairs():
        if is_open(source):  # the end of a quotation, and who says it
            continue
        wanted = _sentences(source, subject.language)
        # What was a sentence may stand behind a semicolon or a colon.
        clauses = len(_CLAUSE.findall(text)) - len(_CLAUSE.findall(source))
        count = _sentences(text, subject.locale)
        if count and count < wanted <= count + clauses:
            continue
        if count == wanted - 1 and _joined(source, text, subject):
            continue
        # A headline of two sentences may become one; so may a quotation, with what goes on it.
        if count and count < wanted and source.rstrip()[-1:] in _ENDS and not (
            is_quoted(source) and _sentences(text, subject.locale, quoted=True)
            >= _sentences(source, subject.language, quoted=True)
        ):  # fmt: skip
            yield (
                f"it has {count} sentence{'s' if count > 1 else ''}, the source has {wanted}: "
                "keep the same sentences"
            )


def _joined(source: str, text: str, subject: Subject) -> bool:
    """Tell whether two sentences became one: as long as both, where neither is short.

    Without one of them, ``text`` would be shorter by the third that each has at least.
    """
    words = lexicon.of(subject.locale)
    sizes = [len(part) for part in split(words_only(source, "X"), subject.language)]
    least_part = min(sizes) / max(sum(sizes), 1)
    if words is None or subject.language != "en" or least_part < _PART:
        return False
    least, most = words.ratio  # the usual ratio lies in their middle
    usual = (least * most) ** 0.5 * _size(source)
    return bool(
        _size(text) >= (1 - _MISSED * least_part) * usual
        or (_size(text) >= _NEARLY * usual and _names_each(source, text, subject))
    )


def _names_each(source: str, text: str, subject: Subject) -> bool:
    """Tell whether ``text`` has of each sentence of ``source`` a name or figure of its own."""
    parts = split(words_only(source, "X"), subject.language)
    each = [{*_NAME_OR_FIGURE.findall(part)} for part in parts]
    others = [set().union(*(each[:i] + each[i + 1 :])) for i in range(len(each))]
    return all(
        any(name in text for name in own - more) for own, more in zip(each, others, strict=True)
    )


def _sentences(text: str, locale: str, quoted: bool = False) -> int:
    return len(split(words_only(text, "X"), locale, quoted))


def split(text: str, locale: str, quoted: bool = False) -> list[str]:
    """Return the sentences of ``text``, each quotation as one word unless ``quoted`` ones count.

    None where the library that tells sentences is missing.
    """
    try:
        from sentencex import segment  # type: ignore[import-untyped]  # noqa: PLC0415 - the serving process must not need it
    except ImportError:
        return []
    # A full stop inside a quotation does not end the sentence around it, and a mark right after
    # one still does.
    # Neither does that of "5 a.m. Eastern time" or "Ms. Smith".
    text = re.sub(r"(?i)\b([ap])\.\s?m\.(?=\s*\S)", r"\1m", text)
    text = re.sub(r"\b(Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|Lt|Prof)\. (?=[A-Z])", r"\1 ", text)
    if quoted:
        # “…，”他说，“…”: the speaker ends what is quoted before him.
        flat = re.sub("[，,]”[^“。]{1,40}[，,]“", "。", text)
        flat = re.sub(f"[{ALL_MARKS}]", "", flat)
    else:
        speech = lexicon.of(locale)
        ends = partial(_end_only, speech.attribution if speech else None)
        flat = re.sub(r"[“„«»「『\"][^“”„«»「」『』\"]*[”“»«」』\"]", ends, text)
    # Without spaces a sentence that begins with a figure goes unseen.
    if lexicon.language_of(locale) in UNSPACED:
        flat = re.sub(r"([。！？])(?=\d)", r"\1\n\n", flat)
    parts = segment(lexicon.language_of(locale), flat)
    # After "3 tys." the sentence goes on in lower case.
    return [p for i, p in enumerate(parts) if _is_sentence(p) and not (i and p[:1].islower())]


def _is_sentence(part: str) -> bool:
    return any(character.isalnum() for character in part)


def _begins(after: str) -> bool:
    return not after or (after[:1].isspace() and after[1:].isupper())


def _end_only(speech: re.Pattern[str] | None, match: re.Match[str]) -> str:
    text = match.group().strip(ALL_MARKS + " \u00a0\u202f")
    after = match.string[match.end() : match.end() + 2]
    ends = text[-1:] in ".!?。！？؟" and _begins(after)
    # “Why?” Jane Doe asked.
    if ends and speech and text[-1:] in ("!", "?") and (
        words := re.compile(r"\s(?:[^\s.,;:!?]+\s?){1,5}").match(match.string, match.end())
    ):  # fmt: skip
        ends = not speech.search(lexicon.prepare(words.group()))
    # No abbreviation, as “Xx.” would be in German.
    return "Quotation" + (text[-1:] if ends else "")


def repetition(subject: Subject) -> Iterator[str]:
    """No word stands twice in a row, and no phrase is repeated."""
    for source, text in subject.pairs():
        if _SAID_AGAIN.search(lexicon.fold(source)):  # "No, no, no"
            continue
        phrase = repeated(text, subject.locale)
        # A source that says things twice may do so here.
        if phrase and not _doubled(source, frozenset()) and not _parallel(source):
            yield f"“{phrase}” is repeated: remove one"


def _parallel(source: str) -> bool:
    """Tell whether four words in a row come twice in ``source``, or three from a figure on."""
    tokens = [token.strip(",;") for token in lexicon.fold(source).split()]
    fours = [" ".join(tokens[i : i + 4]) for i in range(len(tokens) - 3)]
    threes = [
        " ".join(tokens[i : i + 3]) for i in range(len(tokens) - 2) if tokens[i][:1].isdigit()
    ]
    return _again(fours) is not None or _again(threes) is not None


def repeated(text: str, locale: str) -> str | None:
    """Return a word or phrase that ``text`` repeats, if there is one."""
    if lexicon.language_of(locale) in UNSPACED:
        return _loops(text)
    words = lexicon.of(locale)
    return _doubled(text, words.doubles if words else frozenset())


def _doubled(text: str, allowed: frozenset[str]) -> str | None:
    # “Da A a B” names A, and has one “a”.
    text = re.sub(r"(?<=\w )[A-Z](?!\w)", lambda letter: f"{letter[0]}_", text)
    folded = re.sub(f"[{VOWEL_MARKS}]", "", lexicon.fold(text))
    for match in re.finditer(r"(?<![\w\u2019-])([^\W\d_]+)\s+\1(?![\w\u2019-])", folded):
        if match[1] not in allowed:
            return match.group()
    tokens = [token.strip(",;") for token in folded.split()]
    for size in range(2, 14):
        for i in range(len(tokens) - 2 * size + 1):
            phrase = tokens[i : i + size]
            if phrase == tokens[i + size : i + 2 * size] and any(map(str.isalpha, phrase)):
                return " ".join(phrase)
    return _again([" ".join(tokens[i : i + 6]) for i in range(len(tokens) - 5)])


def _loops(text: str) -> str | None:
    plain = without_addresses(words_only(text, "\n"), "\n")
    # どんどん, ちょくちょく, ファクファク: two syllables twice are a word of their own, or a name.
    for match in re.finditer(r"([^\W\d_]{2,40})[、，,]?\1", plain):
        word = re.fullmatch(
            r"[\u3041-\u30ff]{2}|[\u3041-\u30ff]?[ぁぃぅぇぉゃゅょァィゥェォャュョ][\u3041-\u30ff]|[A-Za-z]+",
            match[1],
        )
        if len(match.group()) > 2 * len(match[1]) and len(match[1]) < 4:
            continue  # a name ends one clause and begins the next
        if _overlaps(match):
            continue
        if not word or plain[: match.start()][-1:].isdigit():  # 1200トントン
            return match[1]
    return _again([plain[i : i + 14] for i in range(len(plain) - 13)])


def _overlaps(match: re.Match[str]) -> bool:
    """Tell whether the words differ for all their letters: その国の国民, オオヤマネコ、ヤマネコ."""
    first, before = match[1], match.string[: match.start()][-1:]
    if re.fullmatch(r"[のはがをにでとも][\u4e00-\u9fff]{1,2}", first):
        return True
    return (
        match.group() != 2 * first
        and bool(re.match(r"[\u30a1-\u30ff]", first))
        and bool(re.match(r"[\u30a1-\u30ff]", before))
    )


def _again(parts: list[str]) -> str | None:
    """Return the first of ``parts`` that occurs twice, within one line."""
    before: set[str] = set()
    for part in parts:
        if part in before and "\n" not in part:
            return part
        before.add(part)
    return None


SHAPE: dict[str, tuple[Level, Check]] = {
    "length": ("warning", length),
    "sentences": ("warning", sentences),
    "repetition": ("warning", repetition),
}
