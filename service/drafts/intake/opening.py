"""Lines above a text that are none of it: when it was published, how long it is, a menu. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

# Languages in which news names its months and weekdays.
LANGUAGES = ("en", "de", "fr", "es", "it", "pl", "ro", "tr", "uk", "ru", "ar", "ja", "zh", "pt",
             "nl", "sv", "da", "nb", "cs", "ko", "el", "hu", "fi")  # fmt: skip
# So long is such a line at most.
_LONGEST = 90
_PUBLISHED = """
published updated posted modified publiziert veröffentlicht aktualisiert publié publicado
actualizado aggiornato pubblicato opublikowano aktualizacja actualizat publicat güncelleme
опубліковано оновлено опубликовано обновлено 最后更新 最後更新 最近更新
"""
# What stands beside a day: prepositions, halves of the day, zones, how long reading takes.
_BESIDE = """
last on at the of st nd rd th a p m am pm est edt pst pdt cst cdt gmt bst utc cet cest et ist first
date time min mins minute minutes read reading stand uhr um den vom zuletzt lesezeit minuten le à h
mis jour temps de lecture il ore alle el las hora hrs tiempo lectura ultimo aggiornamento lettura
minuti dnia godz godzina r roku ora la data saat o об р року год года в час мин хв година хвилин
читання 年 月 日 时 時 分 秒 星期 发布 發布 更新 时间 時間 发布时间 发表时间 更新时间 發布時間 日付
"""
_LABELS = frozenset(_PUBLISHED.split())
_WORDS = _LABELS | frozenset(_BESIDE.split())
# A menu's words, where they are a line alone.
_MENU = re.compile(
    r"\W*(?:home|main content|skip to (?:main )?content|loading|new!?|view as slideshow"
    r"|advertisement|site feedback|startseite|accueil|inicio|головна|главная|您所在的位置"
    r"|(?:您?当前|您的)位置|首页|设为首页|加入收藏|記事保存|原创|temps de lecture.*)[\W_]*",
    re.IGNORECASE,
)
# A day with the source behind it, as Chinese pages have it.
_SOURCED = re.compile(
    r"(?:发布时间|时间|日期)?[:：]?\s*(?:19|20)\d\d\s?[-/.年]\s?\d\d?\s?[-/.月]\s?\d\d?\s?日?"
    r"\s*[\d:：]*\s*(?:来源|來源|出处)\s*[:：].{0,50}"
)


def is_opening(line: str) -> bool:
    """Tell whether ``line``, above a text, says when that was published, or what a menu says.

    >>> is_opening("Published: 12 March 2026, 09:30"), is_opening("It was 12 March 2026.")
    (True, False)
    """
    if len(line) > _LONGEST:
        return False
    if _MENU.fullmatch(line) or _SOURCED.fullmatch(line):
        return True
    words = re.findall(r"[^\W\d_]+", line.casefold())
    known = _WORDS | _names_of_days()
    if not all(word in known for word in words):
        return False
    if words and re.search(r"\d", line):
        return True
    # A year alone may be a heading.
    labels = bool(words) and all(word in _LABELS for word in words)
    return labels or re.search(r"\d[-/.:]\d", line) is not None


@lru_cache(maxsize=1)
def _names_of_days() -> frozenset[str]:
    """Return the words in the names of months and weekdays, folded."""
    names: set[str] = set(months())
    for code in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names |= {*get_day_names(width, context, code).values()}
    return frozenset(word for name in names for word in re.findall(r"[^\W\d_]+", name.casefold()))


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Return the months' names and their abbreviations, folded, with their numbers."""
    return {
        str(name).casefold().rstrip("."): number
        for code in LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, code).items()
    }
