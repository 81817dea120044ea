"""Times of day in running text: which hours and minutes it names, in digits and in words. Pure."""

from __future__ import annotations

import datetime
import re
import unicodedata

from . import lexicon, number_words, spelled_times
from .lexicon import UNSPACED

_TIME = re.compile(
    r"(?<![\d.,:])(?P<hour>\d{1,2})"
    r"(?:\s?(?:[:.h時时点點]|:)\s?(?P<minute>\d{1,2})(?!\d|[.,]\d)分?|\s?(?P<word>h|時|时|点|點)?)"
    r"\s*(?P<after>[ap]\.?\s?m\b\.?|uhr\b|o[’']clock|heures?\b)?"
)
# Without a sign between: "1430 GMT". Italian has a comma: "alle 14,30". Others name the hour alone.
_TOGETHER = re.compile(r"(?<![\d.,])([01]\d|2[0-3])([0-5]\d)\s?(?:gmt|utc|hrs|hours)(?!\w)")
_COMMA = re.compile(r"\b(?:alle|ore|dalle|delle)\s(\d{1,2}),([0-5]\d)(?!\d)")
_HOUR = re.compile(
    r"\b(?:(?:godz\.?|godzin\w+|saat|ore|ora|orei|orele)\s(\d{1,2})"
    r"|об?\s(\d{1,2})-?[йї]"
    # “Alle 3 persone” are no time.
    r"|d?alle\s(\d{1,2})(?=[.,;:)]|$|\s(?:e|alle|fino|nel\w*|in|con|per|davanti|presso)\b)"
    r")(?!\d|[:.,]\d|\w)"
)
# Folded, as the text is: ș stands for the Turkish ş, too.
_MORNING = re.compile(
    r"\ba\.?\s?m\b|morning|morgens|vormittag|du matin|de la mañana|del mattino|di mattina|rano|"
    r"ранку|dimineața|sabah|صباح|午前|早朝|未明|朝(?=\d)|上午|早上|凌晨|清晨"
)
_AFTERNOON = re.compile(
    r"\bp\.?\s?m\b|afternoon|evening|tonight|at night|nachmittag|abends|de l[’']après-midi|du soir|"
    r"de la tarde|de la noche|del pomeriggio|di sera|po południu|wieczorem|\bдня\b|вечора|"
    r"după-amiaza|seara|öğleden sonra|akșam|بعد الظهر|مساء|(?<!\w)(?:ظهرا|عصرا)|午後|夕方"
    r"|夜(?=\d)|下午|晚上|晚间|傍晚|晚(?=\d)"
)
_NIGHT = re.compile(
    r"nachts|de la nuit|de la madrugada|di notte|w nocy|ночі|ночи|noaptea|gece|ليلا|فجر"
)
_NUMERAL = "[〇一二三四五六七八九十两兩]{1,3}"
# Without minutes a numeral before 点 is an hour only behind a half of the day: 三点建议.
_SIGNED = re.compile(
    rf"(?<![第\d])({_NUMERAL})([時时点點](?=\s?(?:半|一刻|三刻|\d|{_NUMERAL}分))|[時时])"
    rf"|(?<=上午|下午|早上|晚上|凌晨|中午)({_NUMERAL})([点點])"
)
# Spaces between digits and characters, as many Chinese houses write: 下午 5 点半.
_SPACED = re.compile(
    r"(?<=[\d〇一二三四五六七八九十两兩])\s(?=[点點时時分])|(?<=[点點时時])\s(?=[\d半])"
)
_MINUTES = re.compile(rf"(\d[時时点點])({_NUMERAL})分")
_QUARTER_TO = re.compile(rf"差一刻(\d{{1,2}}|{_NUMERAL})[点點]|(\d{{1,2}}|{_NUMERAL})[点點]差一刻")
_HOUR_WORDS = {
    0: ("midnight", "mitternacht", "minuit", "medianoche", "mezzanotte", "północ", "північ",
        "miezul nopții", "gece yarısı", "منتصف الليل", "深夜0時", "午夜"),
    12: ("noon", "midday", "mittag", "midi", "mediodía", "mezzogiorno", "południe", "полудень",
         "опівдні", "amiază", "öğle", "الظهر", "正午", "中午"),
}  # fmt: skip
_HOURS = {
    # “l’après-midi” and “بعد الظهر” are no noon.
    hour: re.compile(rf"(?<![\w-])(?<!بعد )(?:{'|'.join(words)})(?!den)")
    for hour, words in _HOUR_WORDS.items()
}


def states_time(time: datetime.time, text: str, language: str) -> bool:
    """Tell whether ``text``, in ``language``, names the time of day ``time``, to the minute.

    Twelve hours count with their half of the day (“2:30 p.m.”), twenty-four without; words that
    leave the half of the day open (“half past two”) name either.
    """
    return (time.hour, time.minute) in times(text, language)


def times(text: str, language: str = "") -> set[tuple[int, int]]:
    """Return the times of day that ``text`` names: hour and minute.

    In digits, as any language writes them, and in words of ``language``; of words that do not say
    which half of the day, both.
    """
    text = lexicon.fold(" ".join(unicodedata.normalize("NFC", text).split()))
    language = lexicon.language_of(language) if language else ""
    clock_times: set[tuple[int, int]] = set()
    clocks = spelled_times.find(text, language)
    for clock in clocks:
        clock_times |= _of_dial(clock, text)
    for clock in clocks:  # “halb 3 Uhr” is not three
        text = text[: clock.start] + " " * (clock.end - clock.start) + text[clock.end :]
    return clock_times | _in_digits(_in_ascii(text, language))


def _of_dial(clock: spelled_times.Clock, text: str) -> set[tuple[int, int]]:
    """Return the times of day that a clock shows, by what the words near it say."""
    if not clock.twelve:
        return {(clock.hour % 24, clock.minute)}
    near = text[max(clock.start - 20, 0) : clock.end + 24]
    morning, afternoon = bool(_MORNING.search(near)), bool(_AFTERNOON.search(near))
    if _NIGHT.search(near) and not morning:
        afternoon = 6 <= clock.hour < 12
        morning = not afternoon
    hour = clock.hour % 12
    either = morning == afternoon
    return {
        (half + hour, clock.minute)
        for half, said in ((0, morning), (12, afternoon))
        if said or either
    }


def _in_ascii(text: str, language: str) -> str:
    """Return Chinese and Japanese times with digits: 二時半, 两点一刻."""
    if language not in UNSPACED:
        return text
    text = _SPACED.sub("", text)
    text = _QUARTER_TO.sub(lambda m: _before(m[1] or m[2], 15), text)
    text = _SIGNED.sub(lambda m: f"{number_words.value_of(m[1] or m[3])}{m[2] or m[4]}", text)
    text = _MINUTES.sub(lambda m: f"{m[1]}{number_words.value_of(m[2])}分", text)
    text = re.sub(r"(?<=\d[点點時时])一刻", "15分", text)
    text = re.sub(r"(?<=\d[点點時时])三刻", "45分", text)
    return re.sub(r"(?<=\d[点點時时])半", "30分", text)


def _before(hour: str, minutes: int) -> str:
    """Return the time some minutes before the full ``hour``, in digits or numerals."""
    value = int(hour) if hour.isdigit() else number_words.value_of(hour)
    return f"{(value - 2) % 12 + 1}点{60 - minutes}分"


def _in_digits(text: str) -> set[tuple[int, int]]:
    clock_times: set[tuple[int, int]] = set()
    for match in _TIME.finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        near = text[max(match.start() - 12, 0) : match.end() + 20]
        morning, afternoon = bool(_MORNING.search(near)), bool(_AFTERNOON.search(near))
        if _NIGHT.search(near) and not morning and hour <= 12:
            afternoon, morning = 6 <= hour < 12, not 6 <= hour < 12
        marked = match["minute"] or match["word"] or match["after"] or morning or afternoon
        if not marked or hour > 24 or minute > 59:
            continue
        own = match["after"] or ""
        if own[:1] in ("a", "p") and "m" in own:
            morning, afternoon = own[0] == "a", own[0] == "p"
        if afternoon and hour < 12:
            clock_times.add((hour + 12, minute))
        if morning and hour == 12:
            clock_times.add((0, minute))
        elif not afternoon or hour >= 12 or morning:
            clock_times.add((hour % 24, minute))
    for pattern in (_TOGETHER, _COMMA):
        clock_times |= {(int(hour) % 24, int(minute)) for hour, minute in pattern.findall(text)}
    hours = (int(match[1] or match[2] or match[3]) for match in _HOUR.finditer(text))
    clock_times |= {(hour % 24, 0) for hour in hours if hour <= 24}
    return clock_times | {(hour, 0) for hour, words in _HOURS.items() if words.search(text)}
