"""Times of day in words: “half past two”, “halb drei”, “о пів на третю”, “iki buçukta”. Pure.

Each language has its words for the hours, and the phrases that they stand in. A phrase names an
hour and the minutes after it, or before it. Chinese and Japanese write digits or numerals with
signs, and are read with the digits (``time_words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from . import number_words
from .lexicon import fold

# The hours from one on, as expressions of folded text.
_HOURS = {
    "en": "one two three four five six seven eight nine ten eleven twelve",
    "de": "eins? zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
          "fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig einundzwanzig zweiundzwanzig "
          "dreiundzwanzig vierundzwanzig",
    "fr": "une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
          "seize dix-sept dix-huit dix-neuf vingt vingt-et-une|vingt_et_une vingt-deux vingt-trois",
    "es": "una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
          "dieciséis diecisiete dieciocho diecinueve veinte veintiuna veintidós veintitrés",
    "it": "una due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici "
          "quindici sedici diciassette diciotto diciannove venti ventuno ventidue ventitré",
    "ro": "un[ua] două|doi trei patru cinci șase șapte opt nouă zece unsprezece|unșpe "
          "douăsprezece|doisprezece treisprezece paisprezece cincisprezece șaisprezece "
          "șaptesprezece optsprezece nouăsprezece douăzeci",
    "pl": " ".join(f"{stem}%" for stem in (
              "pierwsz", "drug", "trzeci", "czwart", "piąt", "szóst", "siódm", "ósm", "dziewiąt",
              "dziesiąt", "jedenast", "dwunast", "trzynast", "czternast", "piętnast", "szesnast",
              "siedemnast", "osiemnast", "dziewiętnast", "dwudziest", "dwudziest%_pierwsz",
              "dwudziest%_drug", "dwudziest%_trzeci")).replace("%", "(?:i?ej|i?a|ą)?"),
    "uk": " ".join(f"{stem}%" for stem in (
              "перш", "друг", "трет", "четверт", "п’ят", "шост", "сьом", "восьм", "дев’ят", "десят",
              "одинадцят", "дванадцят", "тринадцят", "чотирнадцят", "п’ятнадцят", "шістнадцят",
              "сімнадцят", "вісімнадцят", "дев’ятнадцят", "двадцят", "двадцять_перш",
              "двадцять_друг", "двадцять_трет")).replace("%", "(?:ю|у|ій|я|ьої|ої|а)"),
    "ru": " ".join(f"{stem}%" for stem in (
              "перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят",
              "одиннадцат", "двенадцат")).replace("%", "(?:ого|ьего|ый|ий|ой)"),
    "tr": "bir iki üç dör[td] beş altı yedi sekiz dokuz on on_bir on_iki",
    "ar": "الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة "
          "الحادية_عشرة? الثانية_عشرة?",
}  # fmt: skip
_AROUND = {
    "en": r"(?:at|by|until|till|since|from|after|before|about|around|past)\s",
    "de": r"(?:um|gegen|ab|bis|seit|vor|nach|kurz|von)\s",
    "fr": r"(?:à|vers|dès|depuis|avant|après|jusqu’à|d’ici)\s",
}
_DAYTIME = {
    "en": r"(?=\s(?:[ap]\.?\s?m\b|in the (?:morning|afternoon|evening)|at night|o’clock))",
    "es": r"(?=\s(?:de la (?:mañana|tarde|noche|madrugada)|del |horas\b|en punto)"
          r"|\s*(?:$|[.,;:)]))",
    "it": r"(?=\s(?:del (?:mattino|pomeriggio)|di (?:mattina|sera|notte)|in punto)"
          r"|\s*(?:$|[.,;:)]))",
    "ro": r"(?=\s(?:dimineața|seara|noaptea|după)|\s*(?:$|[.,;:)]))",
    # So a written form stands, its preposition before it.
    "pl": r"(?=\s(?:rano|wieczor|po południu|w nocy|w południe))",
    "uk": r"(?=\s(?:годин|ранку|вечора|дня|ночі))",
    "ar": r"(?=\s(?:صباح|مساء|عصر|فجر|ظهر|بعد الظهر|ليل|من صباح|من مساء|بتوقيت))",
}  # fmt: skip
# What each phrase adds to its hour, %H; of “+” and “-” the minutes are those that it names, %M.
_Phrases = tuple[tuple[str, int | str], ...]
_PHRASES: dict[str, _Phrases] = {
    "en": (
        (r"half[ -]past %H", 30), (r"quarter (?:past|after) %H", 15),
        (r"quarter (?:to|of|till|before) %H", -15), (r"%M (?:minutes? )?past %H", "+"),
        (r"%M minutes? (?:to|before) %H", "-"),
        (rf"{_AROUND['en']}%H[ -]%M(?!\s(?!in|on|[ap]\.?m)\w)", "+"),
        (r"%H o’clock", 0), (rf"%H{_DAYTIME['en']}", 0),
    ),
    "de": (
        (r"%M (?:minuten )?vor halb %H", "-30-"), (r"%M (?:minuten )?nach halb %H", "-30+"),
        (r"halb %H", -30), (r"viertel nach %H", 15), (r"(?:viertel vor|drei ?viertel) %H", -15),
        (rf"{_AROUND['de']}%M (?:minuten )?nach %H(?!\s\w)", "+"),
        (rf"{_AROUND['de']}%M (?:minuten )?vor %H(?!\s\w)", "-"),
        (r"%H uhr %M", "+"), (r"%H uhr", 0),
    ),
    "fr": (
        (r"%H heures? et demie?", 30), (r"%H heures? (?:et )?quart", 15),
        (r"%H heures? moins (?:le |un )?quart", -15), (r"%H heures? moins %M", "-"),
        (rf"{_AROUND['fr']}%H heures? %M", "+"), (rf"{_AROUND['fr']}%H heures?", 0),
        (r"%H heures?(?=\s(?:du matin|du soir|de l’après-midi|précises|de la nuit))", 0),
    ),
    "es": (
        (r"las? %H y media", 30), (r"las? %H y cuarto", 15), (r"las? %H menos cuarto", -15),
        (r"las? %H y %M", "+"), (r"las? %H menos %M", "-"), (rf"a las? %H{_DAYTIME['es']}", 0),
    ),
    "it": (
        (r"%H e mezz[ao]", 30), (r"%H e un quarto", 15), (r"%H e tre quarti", 45),
        (r"%H meno un quarto", -15), (r"(?:alle|dalle|ore|all’)\s?%H e %M", "+"),
        (r"(?:alle|dalle|ore|all’)\s?%H meno %M", "-"),
        (rf"(?:alle|dalle|all’)\s?(?:ore )?%H{_DAYTIME['it']}", 0),
    ),
    "ro": (
        (r"(?:ora|orei|la) %H și jumătate", 30), (r"(?:ora|orei|la) %H și un sfert", 15),
        (r"(?:ora|orei|la) %H fără un sfert", -15), (r"(?:ora|orei) %H și %M", "+"),
        (r"(?:ora|orei|la) %H fără %M", "-"), (rf"(?:ora|orei|la ora) %H{_DAYTIME['ro']}", 0),
        (rf"la %H{_DAYTIME['ro']}", 0),
    ),
    "pl": (
        (r"wpół do %H", -30), (r"(?:kwadrans|piętnaście) po %H", 15), (r"za kwadrans %H", -15),
        (r"za %M (?:minut )?%H", "-"), (r"%M (?:minuty |minut )?po %H", "+"),
        (r"o (?:godzinie )?%H %M", "+"),
        (rf"%H{_DAYTIME['pl']}", 0),
        (r"(?:o|około|od|do) godzin\w+ %H", 0), (r"o %H(?=\s*(?:$|[.,;:)]|czasu))", 0),
    ),
    "uk": (
        (r"пів (?:на|до) %H", -30), (r"чверть на %H", -45), (r"(?:за|без) чверт[ьі] %H", -15),
        (r"(?:чверть|п’ятнадцять) по %H", 15), (r"за %M (?:хвилин\w* )?%H", "-"),
        (r"об? %H (?:годині )?%M", "+"), (r"об? %H(?: годині)?", 0),
        (rf"%H{_DAYTIME['uk']}", 0),
    ),
    "ru": ((r"половин[ауе] %H", -30), (r"четверть %H", -45), (r"без четверти %H", -15)),
    "tr": (
        (r"saat(?:ler[ie])? %H buçuk\w*", 30), (r"%H buçu(?:kta|ğa|ktan)", 30),
        (r"%H(?:’?[yıiuü]{1,2})? çeyrek geç\w*", 15),
        (r"%H(?:’?[yea]{1,2}) çeyrek (?:kala|var)", -15),
        (r"%H(?:’?[yıiuü]{1,2}) %M geç\w*", "+"), (r"%H(?:’?[yea]{1,2}) %M (?:kala|var)", "-"),
        (r"saat %H(?:’?[td][ea])?(?!\w)(?!\s(?:çalış|sür|kala|sonra|önce|boyunca|içinde))", 0),
    ),
    "ar": (
        (r"%H والنصف", 30), (r"%H ونصف", 30), (r"%H والربع", 15),
        (r"%H وربع", 15), (r"%H والثلث", 20),
        (r"%H إلا (?:ربعا|ربعًا|ربع|الربع)", -15), (r"%H إلا (?:ثلثا|ثلثًا|ثلث|الثلث)", -20),
        (r"%H و ?%M دقي?ا?ئ?قة?", "+"), (r"%H إلا %M دقائق", "-"), (rf"%H{_DAYTIME['ar']}", 0),
        (r"الساعة %H", 0),
    ),
}  # fmt: skip
# Numbers that are also other words, and none of minutes.
_MINUTES = {"ar": {"خمس": 5, "عشر": 10}}
# Noon and midnight have halves, too: “midi et demi”.
_TWELVES = {
    "fr": r"(?:midi|minuit) et demie?", "it": r"(?:mezzogiorno|mezzanotte) e mezz[ao]",
    "tr": r"saat yarım\w*",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """A time in words: its place in folded text, its hour and minute by the dial."""

    start: int
    end: int
    hour: int
    minute: int

    @property
    def twelve(self) -> bool:
        """Whether the dial alone does not say which half of the day it is."""
        return self.hour <= 12


def find(text: str, language: str) -> list[Clock]:
    """Return the times that ``text``, folded, says in words of ``language``, in their order."""
    return sorted(_find(text, language), key=lambda clock: clock.start)


def _find(text: str, language: str) -> Iterator[Clock]:
    taken: list[range] = []
    for pattern, shift in _patterns(language):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < span.stop and span.start < end for span in taken):
                continue
            groups = match.groupdict()
            hour = _hour(groups)
            minute = _minute(groups.get("m") or "", language)
            if hour is None or minute is None:
                continue
            taken.append(range(start, end))
            total = (hour * 60 + _shifted(shift, minute)) % (24 * 60)
            # “halb eins” is half past twelve.
            hour = total // 60 if hour > 12 else (total // 60 - 1) % 12 + 1
            yield Clock(start, end, hour, total % 60)
    if twelve := _TWELVES.get(language):
        for match in re.finditer(rf"(?<!\w){twelve}", text):
            midnight = match.group().startswith(("minuit", "mezzanotte"))
            yield Clock(*match.span(), 24 if midnight else 12, 30)


def _shifted(shift: int | str, minute: int) -> int:
    if isinstance(shift, int):
        return shift
    return int(shift[:-1] or 0) + (minute if shift.endswith("+") else -minute)


def _hour(groups: dict[str, str | None]) -> int | None:
    if digits := groups.get("digits"):
        return int(digits) if 1 <= int(digits) <= 24 else None
    names = (key for key, value in groups.items() if key.startswith("h") and value)
    return int(next(names)[1:])


def _minute(text: str, language: str) -> int | None:
    """Return the minutes that ``text`` says; 0 where the phrase names none."""
    if not text:
        return 0
    value = int(text) if text.isdigit() else _minute_words(language).get(text, 60)
    return value if value < 60 else None


@lru_cache(maxsize=32)
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], int | str], ...]:
    words = fold(_HOURS.get(language, "")).split()
    hours = [(number, word.replace("_", " ")) for number, word in enumerate(words, 1)]
    # The longest first: “on iki” is no “on”.
    hours.sort(key=lambda each: -len(each[1]))
    named = "|".join(rf"(?P<h{number}>{words})" for number, words in hours)
    named = rf"(?:{named})" + ("" if language == "tr" else r"(?!\w)")
    digits = rf"(?:(?P<digits>\d{{1,2}})(?!\d|[:.,]\d)|{named})"
    few = sorted((w for w in _minute_words(language) if " " not in w), key=len, reverse=True)
    minutes = rf"(?P<m>\d{{1,2}}|{'|'.join(map(re.escape, few))})(?!\w)"
    # Full hours in digits are read elsewhere, with the words of every language.
    return tuple(
        (
            re.compile(
                r"(?<![\w:.,])"
                + fold(phrase).replace("%h", named if shift == 0 else digits).replace("%m", minutes)
            ),
            shift,
        )
        for phrase, shift in _PHRASES.get(language, ())
    )


@lru_cache(maxsize=32)
def _minute_words(language: str) -> dict[str, int]:
    if language not in _HOURS:
        return {}
    words = {word: n for word, n in number_words.by_word(language).items() if n < 60}
    return words | _MINUTES.get(language, {})
