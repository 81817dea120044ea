"""Two numbers of a sentence as one range: "10–12 %", "between 10 and 12"; a score is none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ...content import lexicon
from ...content.number_words import Figure
from .reading import Reading

_DASH = re.compile(r"\s?[-‐-―－~～〜]\s?[$€£¥]?|至")
_NOT_JOINED = {
    "en": r"from\s", "fr": r"d(?:e\s|[’'])", "es": r"de(?:l\s|\s)", "it": r"da(?:l(?:l[’'])?)?\s?",
    "uk": r"із?\s|з\s", "pl": r"z\s|ze\s", "ro": r"de\sla\s", "ar": r"من\s",
}  # fmt: skip
_TO = {"en": r"to", "de": r"bis", "fr": r"à", "es": r"a", "it": r"a", "pl": r"do", "uk": r"до",
       "ro": r"la|până\sla", "tr": r"ila", "ar": r"إلى", "zh": r"到", "ja": r"(?!)"}  # fmt: skip
# What else stands between what was and what is: "von 1,2 auf 1,8 Milliarden".
_BECOMES = {"de": r"auf"}
_BETWEEN = {"en": (r"between\s", r"and"), "de": (r"zwischen\s", r"und"), "fr": (r"entre\s", r"et"),
            "es": (r"entre\s", r"y"), "it": (r"(?:tra|fra)\s", r"e"), "pl": (r"między\s", r"a|i"),
            "uk": (r"між\s", r"і|й|та"), "ro": (r"între\s", r"și|şi"), "ar": (r"بين\s", r"و"),
            "tr": (r"", r"ile|ve")}  # fmt: skip
# Between two small numbers with a dash these make a score.
_SPORT = re.compile(
    r"(?<!\w)(?:w[io]n|wins|winning|won|lost|lose|loses|beat|beats|beaten|defeat\w*|drew|draw|drawn"
    r"|victory|match|score\w*|goals?|half-time|aggregate|tie|sieg\w*|siegte|gewann\w*|gewonnen"
    r"|verlor\w*|unentschieden|niederlage|tor\w*|spiel\w*|victoire|défaite|battu\w*|gagn\w+|match"
    r"|perd\w+|victoria|derrot\w+|gan[óa]\w*|empat\w+|partido|vittoria|sconfitt\w+|batt\w+|vin[ct]\w+"
    r"|pareggi\w+|wygra\w+|przegra\w+|pokona\w+|zremisowa\w+|mecz\w*|victori\w+|învins\w*|câștig\w+"
    r"|pierdut|egal\w*|meci\w*|yendi|mağlup|galibiyet\w*|berabere|maç\w*|перем\w+|виграл?\w*|програ\w+"
    r"|поразк\w+|нічи\w+|матч\w*|рахунк\w+)(?!\w)|فاز|خسر|تعادل|هزم|مباراة|勝|敗|引き分け|试合|試合|比分|击败|战胜|胜",
    re.IGNORECASE,
)
_MOST_SCORED = 200


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was read: its figure, and how far it goes with what it counts."""

    figure: Figure
    reading: Reading
    scaled: bool = False


def joined(sentence: str, amounts: Sequence[Amount], code: str) -> Iterator[Reading]:
    """Yield the readings of ``amounts``, two as one where they are a range; a score is no fact.

    The amounts stand in ``sentence`` in this order; ``code`` is its language.
    """
    index = 0
    while index < len(amounts):
        one = amounts[index]
        two = amounts[index + 1] if index + 1 < len(amounts) else None
        both = _range(sentence, one, two, code) if two else None
        yield both or (_scaled(sentence, one, two, code) if two else one.reading)
        index += 2 if both else 1


def _scaled(sentence: str, one: Amount, two: Amount, code: str) -> Reading:
    """Return the first of two amounts, with the second one's scale where that is of both.

    Of "from 1.2 to 1.8 billion euros" the first is 1.2 billion: a language that counts in hundred
    millions could not say it otherwise.
    """
    first, second = one.reading, two.reading
    shares = two.scaled and not one.scaled and len(one.figure.readings) > 1
    joint = lexicon.fold(sentence[first.end : second.start]).strip()
    if (
        not shares or first.format != "decimal" or first.unit or first.frame is None
        or first.currency not in (None, second.currency)
        or not re.fullmatch(rf"{_TO.get(code, '(?!)')}|{_BECOMES.get(code, '(?!)')}", joint)
    ):  # fmt: skip
        return first
    shared = one.figure.readings[-1][0]
    value = int(shared) if shared == shared.to_integral_value() else shared.normalize()
    return replace(
        first, value=value, format=second.format, currency=second.currency, unit=second.unit
    )


def _range(sentence: str, one: Amount, two: Amount, code: str) -> Reading | None:
    first, second = one.reading, two.reading
    gap = sentence[max(one.figure.end, first.end) : two.figure.start]
    # "£1.2bn–£1.3bn", "10 % bis 12 %": what belongs to the first number is no gap.
    between = sentence[first.end : second.start] or gap
    if not isinstance(first.value, int | Decimal) or not isinstance(second.value, int | Decimal):
        return None
    low: int | Decimal = first.value
    high: int | Decimal = second.value
    dashed = bool(_DASH.fullmatch(between))
    if two.figure.text[:1] in "-–−" and not between.strip():
        # The dash was read as a minus.
        dashed = True
        high = -high if high < 0 else high
    if dashed and isinstance(low, int) and isinstance(high, int):
        bare = first.format == second.format == "decimal" and not (second.currency or second.unit)
        if bare and (low >= high or _SPORT.search(sentence)) and max(low, high) <= _MOST_SCORED:
            return Reading(first.start, second.end)
    worded = not dashed and _words_join(sentence, first.start, between, second.end, code)
    if not (dashed or worded):
        return None
    year = re.fullmatch(r"(?:1[89]|20)\d\d", sentence[first.start : first.end])
    counts = second.currency or second.unit or second.format == "percent" or two.scaled
    if worded and year and counts:
        return None  # "from $9,800 in 2015 to $14,300"
    if two.scaled and not one.scaled and len(one.figure.readings) > 1:
        shared = one.figure.readings[-1][0]
        low = int(shared) if shared == shared.to_integral_value() else shared.normalize()
    kinds = {first.format, second.format} - {second.format, "decimal"}
    same = (
        not kinds
        and first.currency in (None, second.currency)
        and first.unit in (None, second.unit)
    )
    if first.currency and not second.currency and not second.unit and second.format != "percent":
        same = first.format in (second.format, "decimal")
    if not same or not low < high or first.frame is None or second.frame is None:
        return None
    style = "plain" if _are_years(low, high, sentence[first.start : second.end]) else second.format
    return Reading(
        first.start, second.end, (low, high), style, first.currency or second.currency,
        second.unit, "{}" if dashed else None,
    )  # fmt: skip


def _are_years(low: int | Decimal, high: int | Decimal, words: str) -> bool:
    return bool(re.fullmatch(r"(?:1[5-9]|20)\d\d\W+(?:1[5-9]|20)\d\d", words)) and low < high


def _words_join(sentence: str, start: int, between: str, end: int, code: str) -> bool:
    """Tell whether words make a range of two numbers: "10 to 12", "between 10 and 12"."""
    before, joint = sentence[:start], lexicon.fold(between).strip()
    if re.fullmatch(_TO.get(code, r"(?!)"), joint):
        changed = _NOT_JOINED.get(code)
        # "from 10 to 12" may be a change.
        return not (changed and re.search(rf"(?<!\w)(?:{changed})$", before, re.IGNORECASE))
    opening, joint_word = _BETWEEN.get(code, (r"(?!)", r"(?!)"))
    if not re.fullmatch(joint_word, joint):
        return False
    if code == "tr":
        return re.match(r"\s\w+(?:\s\w+)?\sarasında|\sarası", sentence[end:]) is not None
    return re.search(rf"(?<!\w)(?:{opening})$", before, re.IGNORECASE) is not None
