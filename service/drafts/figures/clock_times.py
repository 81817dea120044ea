"""Times of day in running text, as each language writes them. Pure.

Digits with a colon are a time only where a word says so: 22:19 may be the score of a match.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from babel import Locale

from ...content import time_words
from ...content.lexicon import UNSPACED
from .reading import Reading

# What stands before a time of day: "at 14:30", "um 14.30", "a las 14:30".
_BEFORE = {
    "en": r"at|by|around|about|from|until|till|since|before|after|between|and|to|instead\sof",
    "de": r"um|ab|bis|gegen|von|seit|vor|nach|und|statt",
    "fr": r"à|vers|dès|avant|après|depuis|de|jusqu[’']à|entre|et|au\slieu\sde",
    "es": r"las|la",
    "it": r"alle|dalle|delle|ore|le|entro|verso",
    "pl": r"o|od|do|około|godz\.|godzin\w+|po|przed|zamiast",
    "ro": r"ora|orei|orele|la",
    "tr": r"saat|saatleri",
    "uk": r"об?|до|від|з|після|близько|годин\w+|замість",
    "ar": r"الساعة|عند|حتى",
}
# Words behind one that say which half of the day it is.
_HALVES = {
    "en": r"\sin\sthe\s(?:morning|afternoon|evening)\b|\sat\snight\b",
    "de": r"\s(?:morgens|vormittags|mittags|nachmittags|abends|nachts)\b",
    "fr": r"\sdu\s(?:matin|soir)\b|\sde\sl[’']après-midi\b",
    "es": r"\sde\sla\s(?:mañana|tarde|noche|madrugada)\b",
    "it": r"\sdi\s(?:sera|notte|mattina)\b|\sdel\s(?:mattino|pomeriggio)\b",
    "pl": r"\s(?:rano|wieczorem|w\snocy|po\społudniu)\b",
    "ro": r"\s(?:dimineața|dimineaţa|seara|noaptea|după-amiaza)\b",
    "uk": r"\s(?:ранку|дня|вечора|ночі)\b",
    "ar": r"\s(?:صباح[اًا]*|مساء[اً]*|فجر[اًا]*|ظهر[اًا]*|عصر[اًا]*|ليل[اًا]*|بعد\sالظهر)(?!\w)",
}
# What else stands behind one, and is a part of it.
_AFTER = {
    "en": r"\s?[ap]\.?\s?m\b\.?",
    "de": r"\sUhr\b",
    "fr": r"\sheures?\b",
    "es": r"\s?(?:horas|hs?)\b\.?",
}
_ZONE = r"(?=\s?\(?(?:GMT|UTC|CES?T|MES?Z|[ECMP][SD]T|BST|MSK|JST)\b)"
# Where a full stop may stand between hour and minute.
_STOPPED = frozenset({"de", "it", "pl", "ro", "tr", "es", "en"})
# Of these decimals have a comma: a number with a stop is a time, or a day with its month.
_COMMA = frozenset({"de", "es", "it", "pl", "ro", "tr"})
# What a number behind "at" is where one of these stands in the sentence.
_PRICES = re.compile(
    r"[$€£¥%]|\b(?:shares?|stocks?|points?|prices?|yields?|cents?|per\s?cent|rates?|index|grades?"
    r"|averages?|trad\w+|bids?|sold)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"(?<![\d:.,/–-])(?P<hour>\d{1,2})(?P<mark>[:.])(?P<minute>[0-5]\d)(?!\d|[:.,/]\d)"
)
# What stands before one, and says it.
_HALF_BEFORE = {
    "ja": r"(?:午前|午後|夜|朝|夕方|早朝|未明|深夜)$",
    "zh": r"(?:上午|下午|晚上|早上|凌晨|晚间|晚)$",
    "tr": r"(?<!\w)(?:sabah|akşam|gece|öğleden\ssonra)\s(?:saat\s)?$",
}
_HALF = r"(?:上午|下午|早上|晚上|凌晨|中午|傍晚|晚间|清晨|深夜|晚)"
# Hours in a word of their own. “2 heures” alone may be how long something took.
_SPELLED = {
    "en": (r"(?P<hour>\d{1,2})\s?[ap]\.?\s?m\b\.?", r"(?P<hour>\d{1,2})\so[’']clock\b",
           r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=\s?(?:GMT|UTC|hrs|hours)\b)"),
    "de": (r"(?P<hour>\d{1,2})\sUhr(?:\s(?P<minute>\d{2}))?\b",),
    "fr": (r"(?P<hour>\d{1,2})\s?h(?:\s?(?P<minute>\d{2}))?\b",
           r"(?:(?<=à\s)|(?<=vers\s)|(?<=dès\s)|(?<=partir\sde\s))(?P<hour>\d{1,2})\sheures\b",
           r"(?P<hour>\d{1,2})\sheures?(?=\s\(?(?:GMT|UTC|locales?|du\smatin|du\ssoir)\b)"),
    "es": (r"(?:(?<=\blas\s)|(?<=\bla\s))(?P<hour>\d{1,2})\sde\sla\s(?:mañana|tarde|noche"
           r"|madrugada)\b",),
    "it": (r"(?<=\bore\s)(?P<hour>\d{1,2})(?![:.,]?\d)",
           r"(?:(?<=\balle\s)|(?<=\bdalle\s)|(?<=\bdelle\s)|(?<=\bore\s))(?P<hour>\d{1,2}),"
           r"(?P<minute>[0-5]\d)(?!\d|\s?(?:%|€|euro|mil|per\s?cento|punti|km|metri))",
           r"(?:(?<=\balle\s)|(?<=\bdalle\s))(?P<hour>\d{1,2})(?![:.,]?\d)"
           r"(?=[.,;:)]|$|\s(?:e|alle|fino|nel\w*|in|con|per|davanti|presso)\b)",
           rf"(?:(?<=\balle\s)|(?<=\bdalle\s)|(?<=\ble\s))(?P<hour>\d{{1,2}})(?={_HALVES['it']})"),
    "pl": (rf"(?:(?<=\bo\s)|(?<=\bod\s)|(?<=\bdo\s))(?P<hour>\d{{1,2}})(?={_HALVES['pl']})",
           r"(?:(?<=godz\.\s)|(?<=godzinie\s)|(?<=godziny\s))(?P<hour>\d{1,2})(?![:.,]?\d)",),
    "ro": (r"(?:(?<=\bora\s)|(?<=\borei\s)|(?<=\borele\s))(?P<hour>\d{1,2})(?![:.,]?\d)",),
    "tr": (r"(?<=\bsaat\s)(?P<hour>\d{1,2})(?=[’'][dt][ea]n?\b|[’']y?[ea]\b|\s(?:s[ıi]ralar"
           r"|sular|civar))",),
    "uk": (r"(?:(?<=\bо\s)|(?<=\bоб\s))(?P<hour>\d{1,2})-?[йї](?:\sгодин\w+)?(?!\w)",
           rf"(?:(?<=\bо\s)|(?<=\bоб\s)|(?<=\bдо\s)|(?<=\bз\s))(?P<hour>\d{{1,2}})(?={_HALVES['uk']})"),
    "ar": (r"(?<=الساعة\s)(?P<hour>\d{1,2})\s(?:صباحا|صباحًا|صباحاً|مساء|مساءً|ظهرا|ليلا"
           r"|فجرا)(?!\w)",),
    "ja": (r"(?:午前|午後|早朝|未明|夕方|朝|夜)?(?P<hour>\d{1,2})時(?!間|点|代)"
           r"(?:(?P<minute>\d{1,2})分|(?P<half>半))?",),
    "zh": (_HALF + r"?(?P<hour>\d{1,2})[时時](?!间)(?:(?P<minute>\d{1,2})分|(?P<half>半))?",
           _HALF + r"(?P<hour>\d{1,2})点(?:(?P<minute>\d{1,2})分|(?P<half>半))?"),
}  # fmt: skip
# Hours and minutes that are how long something took: "2 h 30 de retard", "en 3 h 20".
_TOOK = re.compile(
    r"(?:\b(?:en|pendant|durant|dur(?:e|ent|é|ait|era)|mis|environ|quelque|près\sde|plus\sde|moins\sde"
    r"|durée\sde)\s)$",
    re.IGNORECASE,
)
_LASTING = re.compile(r"\s(?:d[’']|de\s(?!l[’']après-midi))\w|\s(?:plus\stard|après|durant)\b")
_AT = re.compile(r"(?:\b(?:vers|dès|avant|depuis)|(?<!\w)à|\bjusqu[’']à)\s$", re.IGNORECASE)
_HALF_OF_DAY = "The article does not say which half of the day: check it."


def find(sentence: str, language: str) -> Iterator[Reading]:
    """Yield the times of day of ``sentence``; digits that only look like one have no value."""
    code = Locale.parse(language).language
    readings = [
        _reading(
            match,
            match.start(),
            _half_end(sentence, match.end(), code),
            not (code == "fr" and _took(sentence, match)),
            code,
        )
        for pattern in _SPELLED.get(code, ())
        for match in re.finditer(rf"(?<![\d:.,]){pattern}", sentence, re.IGNORECASE)
    ]
    taken = [(reading.start, reading.end) for reading in readings]
    for match in _DIGITS.finditer(sentence):
        start, end = match.span()
        if any(first <= start < last for first, last in taken):
            continue
        before = sentence[:start]
        led = re.search(rf"(?<!\w)(?:{_BEFORE.get(code, r'(?!)')})\s$", before, re.IGNORECASE)
        stated = re.compile(f"{_AFTER.get(code, '(?!)')}|{_ZONE}", re.IGNORECASE).match(
            sentence, end
        )
        stop = stated.end() if stated else end
        ending = code == "tr" and re.match("[’'][dt][ea]n?(?!\\w)", sentence[end:])
        said = ending or _half_end(sentence, stop, code) > stop
        half = re.search(_HALF_BEFORE.get(code, r"(?!)"), before, re.IGNORECASE)
        clear = stated or said or half or (led and _is_clear(led.group().strip(), match, code))
        if match["mark"] == "." and not (
            code in _STOPPED and clear
            and not re.match(r"\s?[%$€£]|\s(?:pro|per|mil|tri|bil|euro|дол)", sentence[end:])
        ):  # fmt: skip
            continue  # a number with a fraction
        start = half.start() if half else start
        sure = bool(led or stated or said or half or (code in UNSPACED and match["mark"] == ":"))
        readings.append(_reading(match, start, _half_end(sentence, stop, code), sure, code))
    yield from sorted(readings, key=lambda each: each.start)


def _took(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether hours and minutes of a French ``sentence`` are how long something took."""
    return bool(
        match.groupdict().get("minute")
        and not _AT.search(sentence, 0, match.start())
        and (_TOOK.search(sentence, 0, match.start()) or _LASTING.match(sentence, match.end()))
    )


def _half_end(sentence: str, end: int, code: str) -> int:
    """Return where the words end that say, from ``end`` on, which half of the day it is."""
    half = re.compile(_HALVES.get(code, r"(?!)"), re.IGNORECASE).match(sentence, end)
    return half.end() if half else end


def _is_clear(word: str, match: re.Match[str], code: str) -> bool:
    """Tell whether a number with a stop behind ``word`` is a time: "alle 14.30", not "to 2.50".

    ``match`` is the number. A day and its month have a stop as well: "bis 12.10.".
    """
    hour, minute = int(match["hour"]), int(match["minute"])
    if code == "en":
        prices = _PRICES.search(match.string)
        return word.casefold() in ("at", "from", "until") and 13 <= hour < 24 and prices is None
    if code in _COMMA and not 1 <= minute <= 12 and hour <= 24:
        return re.match(r"\s?(?:k?m|kg|t|ha|°)(?!\w)", match.string[match.end() :]) is None
    clear = {"de": "um", "it": "alle dalle delle ore", "pl": "o godz. godzinie godziny godzina",
             "ro": "ora orei orele", "tr": "saat saatleri", "es": "las"}  # fmt: skip
    return word.casefold() in clear.get(code, "").split()


def _reading(match: re.Match[str], start: int, end: int, sure: bool, code: str) -> Reading:
    parts = match.groupdict()
    hour, minute = int(match["hour"]), int(parts.get("minute") or (30 if parts.get("half") else 0))
    if end == len(match.string) and match.string[end - 1] == ".":
        end -= 1  # the sentence's; “p.m.” shares it with the sentence
    words = match.string[start:end]
    value = _read(words, hour, minute, code) if sure else None
    if value is None:
        return Reading(start, end, None)
    doubt = ""
    if (
        code == "en"
        and 1 <= value.hour < 12
        and not re.search(r"[ap]\.?\s?m", words, re.IGNORECASE)
    ):
        doubt = _HALF_OF_DAY
    return Reading(start, end, value, "time", doubt=doubt)


def _read(words: str, hour: int, minute: int, code: str) -> datetime.time | None:
    """Return the time that ``words`` say, as the reader of quotes understands them."""
    # What has no word for the hour is read with a colon.
    stopped = re.sub(r"(?<=\d)\.(?=\d)", ":", words)
    said = (
        time_words.times(words, code) or time_words.times(stopped, code)
        or time_words.times(f"{hour}:{minute:02d}")
    )  # fmt: skip
    fitting = [time for time in said if time[1] == minute and time[0] % 12 == hour % 12]
    # Where a half of the day is said, the hour is in it.
    return datetime.time(*max(fitting)) if fitting and hour <= 24 else None
