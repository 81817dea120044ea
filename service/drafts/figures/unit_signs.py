"""Signs and short forms of units that CLDR has not, or that mean more than one thing. Pure."""

from __future__ import annotations

import re

# What stands for a sign of two letters, so that folding keeps each character in its place.
LETTERS = {"\u2103": "\u1d04", "\u2109": "\ua730"}  # ℃, ℉
_SPACE = r"[\s\u00a0\u202f]?"
_EVERYWHERE = (
    ("m[2²]", "square-meter"), ("km[2²]", "square-kilometer"), ("m[3³]", "cubic-meter"),
    ("\u1d04", "celsius"), ("\ua730", "fahrenheit"), ("km/h", "kilometer-per-hour"),
    ("m/s", "meter-per-second"),
)  # fmt: skip
_SIGNS = {
    "en": ((r"(?<=\d)ft", "foot"), (r"(?<=\d)in", "inch"), (r"sq\.?\sft", "square-foot"),
           (r"sq\.?\sm", "square-meter"), (r"sq\.?\skm", "square-kilometer")),
    "pl": ((r"m\.?\s?kw\.?", "square-meter"), (r"km\.?\s?kw\.?", "square-kilometer")),
    "uk": ((r"кв\.?\s?м(?:етр\w*)?", "square-meter"),
           (r"кв\.?\s?к(?:ілометр\w*|м)", "square-kilometer")),
    "ru": ((r"кв\.?\s?м(?:етр\w*)?", "square-meter"),
           (r"кв\.?\s?к(?:илометр\w*|м)", "square-kilometer")),
    "it": ((r"mq", "square-meter"), (r"kmq", "square-kilometer")),
    "ro": ((r"mp", "square-meter"), (r"kmp", "square-kilometer")),
}  # fmt: skip
_PATTERNS = {
    code: [
        (re.compile(rf"{_SPACE}{words}(?![A-Za-z\u00c0-\u052f\d])", re.IGNORECASE), unit)
        for words, unit in (*_EVERYWHERE, *_SIGNS.get(code, ()))
    ]
    for code in (*_SIGNS, "")
}
# What says that a letter behind a number is a temperature's: "-12C (10F)".
_DEGREES = re.compile(
    r"\b(?:temperatures?|heat\w*|hot|hotter|cold\w*|warm\w*|weather|degrees|frosts?|freez\w+"
    r"|snow\w*|mercury|thermometers?|sunny|wind chill)\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"(?P<scale>[CF])(?!\w)")
# Behind "100m", or before it, these say that it is metres: in English it is a million, too.
_METRES = re.compile(
    r"(?<=\d)m(?:-|[\s\u00a0])(?:long|high|deep|wide|tall|away|from|above|below|under|off|north"
    r"|south|east|west|inside|hurdles|sprint|dash|final|freestyle|breaststroke|backstroke"
    r"|butterfly|medley|relay|race|heats?|pool|radius|tower|wave|cliff|drop)\b"
    r"|\b(?:ran|runs?|running|swam|swims?|swimming|sprinted|jumped|threw)\s(?:the\s)?\d[\d,.]*m\b",
    re.IGNORECASE,
)

_FURTHER = re.compile(r"(?:,|,?\s(?:and|or|to))\s\d[\d,.]*m\b")
# What "100m" of metres has behind it: "the 100m and 200m sprint", "second in the 200m". Any other
# word is what is counted: "100m viewers".
_COUNTED = re.compile(
    r"\s(?!(?:and|or|to|in|at|on|for|by|with|from|when|but|as|after|before|then|while)\b)[a-z]"
)


def match(sentence: str, place: int, code: str) -> tuple[str, int] | None:
    """Return the CLDR unit whose sign stands at ``place`` of ``sentence``, and where it ends.

    None without one. ``code`` is the sentence's language.

    >>> match("500 m2", 3, "es")
    ('square-meter', 6)
    """
    for pattern, unit in _PATTERNS.get(code, _PATTERNS[""]):
        if sign := pattern.match(sentence, place):
            return unit, sign.end()
    return None


def temperature(sentence: str, place: int) -> tuple[str, int] | None:
    """Return the scale whose letter stands at ``place`` of ``sentence``, and where it ends.

    None where there is none, or the sentence is not about weather.
    """
    letter = _DEGREE.match(sentence, place)
    if letter is None or not _DEGREES.search(sentence):
        return None
    return ("celsius" if letter["scale"] == "C" else "fahrenheit"), letter.end()


def are_metres(sentence: str, end: int) -> bool:
    """Tell whether "100m" that stops at ``end`` of an English ``sentence`` is of metres.

    Where something else there is, it is, too, unless a word behind it says what is counted.
    """
    while further := _FURTHER.match(sentence, end):  # "5m and 6m people" are of one kind
        end = further.end()
    metres = [match.span() for match in _METRES.finditer(sentence)]
    if any(start < end <= stop for start, stop in metres):
        return True
    return bool(metres) and _COUNTED.match(sentence, end) is None
