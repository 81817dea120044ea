"""Whose time a time of day is, as a language's agencies say it: “14:30 за Києвом”. Pure.

By the city that names the zone, in CLDR's spelling: a time of day has no date, so nothing tells
winter time from summer time, and a city's time is right in both. Universal time is “GMT” or “UTC”.
Where a language inflects the name, a table has the cities that news copy has; any other stands in
brackets as it is.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

# The ids of the tz database for universal time, and which of its two names readers get.
UNIVERSAL = dict.fromkeys(("GMT", "Etc/GMT", "Etc/Greenwich", "Greenwich"), "GMT") | dict.fromkeys(
    ("UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"), "UTC"
)  # fmt: skip
# How a city's time is said: {time} as the language writes it, {name} from the table below. Then,
# where it differs, for a city that the table does not have: {name} is CLDR's.
_SAID = {
    "ar": ("{time} بتوقيت {name}", ""),
    "de": ("{time} {name} Zeit", "{time} (Ortszeit {name})"),
    "en": ("{time} {name} time", ""),
    "es": ("{time} hora de {name}", ""),
    "fr": ("{time} (heure de {name})", ""),
    "it": ("{time} ora di {name}", ""),
    "ja": ("{name}{time}", "{name}時間{time}"),
    "pl": ("{time} czasu {name}", "{time} czasu lokalnego ({name})"),
    "ro": ("{time} (ora {name})", "{time} (ora locală, {name})"),
    "tr": ("{name} saatiyle {time}", ""),
    "uk": ("{time} за {name}", "{time} за місцевим часом ({name})"),
    "zh": ("{name}{time}", "{name}时间{time}"),
}
# Where the agencies' word is not the name of the zone's city, or is inflected.
_NAMES = {
    "ar": {"Asia/Shanghai": "بكين", "UTC": "غرينتش", "GMT": "غرينتش"},
    "de": {"Europe/London": "Londoner", "Europe/Berlin": "deutscher", "Europe/Kyiv": "Kiewer",
           "Europe/Paris": "Pariser", "Europe/Moscow": "Moskauer", "Europe/Warsaw": "Warschauer",
           "Europe/Brussels": "Brüsseler", "Europe/Istanbul": "Istanbuler",
           "Europe/Vienna": "Wiener", "Europe/Zurich": "Schweizer", "Asia/Tokyo": "japanischer",
           "Asia/Shanghai": "Pekinger", "America/New_York": "New Yorker",
           "Asia/Jerusalem": "israelischer"},
    "en": {"Asia/Shanghai": "Beijing", "America/New_York": "Eastern",
           "America/Chicago": "Central", "America/Denver": "Mountain",
           "America/Los_Angeles": "Pacific"},
    "es": {"Asia/Shanghai": "Pekín"},
    "fr": {"Asia/Shanghai": "Pékin"},
    "it": {"Asia/Shanghai": "Pechino"},
    "ja": {"Asia/Tokyo": "日本時間", "Asia/Shanghai": "北京時間",
           "America/New_York": "米東部時間", "America/Chicago": "米中部時間",
           "America/Los_Angeles": "米西部時間", "GMT": "グリニッジ標準時",
           "UTC": "協定世界時"},
    "pl": {"Europe/Warsaw": "polskiego", "Europe/London": "londyńskiego",
           "Europe/Kyiv": "kijowskiego", "Europe/Moscow": "moskiewskiego",
           "Europe/Berlin": "berlińskiego", "Europe/Paris": "paryskiego",
           "Europe/Brussels": "brukselskiego", "America/New_York": "nowojorskiego",
           "Asia/Tokyo": "tokijskiego", "Asia/Shanghai": "pekińskiego"},
    "ro": {"Europe/Bucharest": "României", "Europe/London": "Londrei", "Europe/Kyiv": "Kievului",
           "Europe/Moscow": "Moscovei", "Europe/Berlin": "Berlinului", "Europe/Paris": "Parisului",
           "Europe/Warsaw": "Varșoviei", "America/New_York": "New Yorkului",
           "Asia/Shanghai": "Beijingului"},
    "tr": {"Europe/Istanbul": "Türkiye", "Asia/Shanghai": "Pekin"},
    "uk": {"Europe/Kyiv": "Києвом", "Europe/London": "Лондоном", "Europe/Berlin": "Берліном",
           "Europe/Paris": "Парижем", "Europe/Warsaw": "Варшавою", "Europe/Moscow": "Москвою",
           "Europe/Brussels": "Брюсселем", "Europe/Istanbul": "Стамбулом",
           "America/New_York": "Нью-Йорком", "Asia/Tokyo": "Токіо", "Asia/Shanghai": "Пекіном",
           "UTC": "Гринвічем", "GMT": "Гринвічем"},
    "zh": {"Asia/Shanghai": "北京时间", "America/New_York": "美国东部时间",
           "America/Los_Angeles": "美国西部时间", "GMT": "格林尼治标准时间",
           "UTC": "协调世界时"},
}  # fmt: skip
# What the tz database called a zone earlier; CLDR still uses some of these.
_FORMERLY = {"Europe/Kiev": "Europe/Kyiv", "Asia/Calcutta": "Asia/Kolkata",
             "US/Eastern": "America/New_York", "US/Pacific": "America/Los_Angeles",
             "Asia/Chongqing": "Asia/Shanghai", "PRC": "Asia/Shanghai", "Japan": "Asia/Tokyo",
             "Turkey": "Europe/Istanbul", "GB": "Europe/London",
             "Poland": "Europe/Warsaw"}  # fmt: skip
_CLDR = {new: old for old, new in _FORMERLY.items() if old in ("Europe/Kiev", "Asia/Calcutta")}


def with_zone(text: str, zone: str, locale: str) -> str:
    """Return ``text``, one or two times of day as ``locale`` writes them, with whose time it is.

    ``zone`` is an id of the tz database, ``locale`` in Babel's notation.

    >>> with_zone("5:40", "Europe/Kyiv", "de")
    '5:40 Kiewer Zeit'
    """
    language = Locale.parse(locale).language
    said, name = _saying(zone, language, locale)
    return said.format(time=text, name=name)


@lru_cache(maxsize=512)
def _saying(zone: str, language: str, locale: str) -> tuple[str, str]:
    """Return how the time of ``zone`` is said, and its name."""
    zone = _FORMERLY.get(zone, zone)
    usual, other = _SAID.get(language, ("{time} ({name})", ""))
    universal = UNIVERSAL.get(zone, "")
    own = _NAMES.get(language, {}).get(universal or zone)
    if own:
        return usual, own
    if universal:
        return "{time} {name}", universal
    city = _city(zone, locale)
    if language == "fr" and city[:1] in "AEIOUYÉ":
        usual = usual.replace("de ", "d’")
    return other or usual, city


def _city(zone: str, locale: str) -> str:
    """Return the name of the zone's city, as CLDR has it in ``locale``."""
    zones = Locale.parse(locale).time_zones
    names = zones.get(zone) or zones.get(_CLDR.get(zone, ""), {})
    return str(names.get("city") or zone.rpartition("/")[2].replace("_", " "))
