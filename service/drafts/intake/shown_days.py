"""The days that readers see on a page: below the headline, behind a label, beside a time. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from copy import deepcopy

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from lxml import etree
from lxml.html import HtmlElement

from ..figures import named_dates
from .model import Moment
from .moments import IN_ADDRESS, day_of, moment
from .records import clean
from .titles import squash

# A day with a time of day behind it, year first or parted by dots: nothing else is meant by them.
_STAMP = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d\d?)\s?[-/.月]\s?(?P<d>\d\d?)"
    r"|(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>(?:19|20)\d\d))"
    r"\s?日?(?:\s|[^\w\s]|星期.|um|at|o|à|в|о){0,6}\d\d?[:：]\d\d"
)
_STAMP_LINE = 120
# A day in numbers that has one meaning. So many texts below the headline are looked at, up to the
# first paragraph of so many letters; a line with a day is so long at most.
_NUMBERS = re.compile(
    r"(?<![\d.])(?:(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.\s?(?P<y>(?:19|20)\d\d)"
    r"|(?P<year>(?:19|20)\d\d)[-/年]\s?(?P<month>\d\d?)[-/月]\s?(?P<day>\d\d?))(?!\d)"
)
_BELOW, _PARAGRAPH, _DAY_LINE = 60, 120, 60
_CHANGED = re.compile(
    r"updat|modif|aktualisi|geändert|mis à jour|mise à jour|actualiz|aggiorna|aktualiz|güncel"
    r"|оновлен|обновлен|تحديث",
    re.IGNORECASE,
)
# Labels of a day of publication, at the beginning of a line.
_LABEL = re.compile(
    r"(?:first )?(?:published|posted)(?: on)?\b|(?:veröffentlicht|publiziert|erschienen"
    r"|erstellt)(?: am)?\b"
    r"|publié(?:e)? le\b|publicado(?: el)?\b|pubblicato(?: il)?\b|opublikowano\b|publicat(?: pe)?\b"
    r"|yayınlan\w+|опубліковано\b|опубликовано\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|komment|related|teaser|sidebar|respond", re.IGNORECASE)
# No page is older.
_FIRST_YEAR = 1995
OTHER_THINGS = re.compile(
    r"comment|related|teaser|sidebar|modif|update|footer|aside|joined", re.IGNORECASE
)


def below_headline(tree: HtmlElement, headline: str, latest: datetime.date) -> datetime.date | None:
    """Return the first day in a short line between ``headline``, as shown, and the text.

    A day after ``latest`` is none.
    """
    key = squash(headline)
    heads = (h for h in tree.iter("h1", "h2") if key and key in squash(h.text_content()))
    if (head := next(heads, None)) is None:
        return None
    language = _locale(tree).language
    for text in head.xpath("following::text()[normalize-space()]")[:_BELOW]:
        line = clean(text)
        element = text.getparent()
        if len(line) >= _PARAGRAPH and element.tag == "p":
            break
        unread = element.tag in ("script", "style", "option")
        if (
            unread
            or len(line) > _DAY_LINE
            or _CHANGED.search(line)
            or OTHER_THINGS.search(marks_of(element))
        ):
            continue
        if (date := _first(line, language, latest)) is not None:
            return date
    return None


def _first(line: str, language: str, latest: datetime.date) -> datetime.date | None:
    """Return the first day in a line that is no later than ``latest``."""
    numbers = [(m["y"] or m["year"], m["m"] or m["month"], m["d"] or m["day"])
               for m in _NUMBERS.finditer(line)]  # fmt: skip
    days = [tuple(map(int, parts)) for parts in numbers]
    for code in dict.fromkeys((language, "en")):
        days += [(y, m, d) for y, m, d in named_dates.dates(line, code) if y and d]
    dates = (_date(year, month, day) for year, month, day in days)
    return next((date for date in dates if date is not None and date <= latest), None)


def as_shown(tree: HtmlElement, first: Moment) -> Moment:
    """Return the day that readers see in place of a time in UTC which is of another day.

    The page must show the day before or after, as a time zone explains it, and not the one in UTC.
    """
    if not isinstance(first, datetime.datetime) or first.utcoffset():
        return first
    days = {(first + datetime.timedelta(hours=hours)).date() for hours in (-12, 14)}
    others = days - {first.date()}
    if not others:
        return first
    locale, text = _locale(tree), _words(tree)
    seen = [day for day in others if any(form in text for form in _forms(day, locale))]
    if len(seen) == 1 and not any(form in text for form in _forms(first.date(), locale)):
        return seen[0]
    return first


def _forms(day: datetime.date, locale: Locale) -> list[str]:
    """Return how a page may write a day, with its year."""
    short = format_date(day, "d MMMM", locale=locale)
    numbers = (f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}",
               f"{day:%Y/%m/%d}", f"{day:%Y.%m.%d}")  # fmt: skip
    words = [f"{short} {day.year}", f"{short}, {day.year}", f"{short} de {day.year}"]
    for form in ("long", "medium"):
        words.append(format_date(day, form, locale=locale))
    words.append(format_date(day, "MMMM d, y", locale=locale))
    return [*numbers, *(word.casefold() for word in words)]


def marks_of(element: HtmlElement) -> str:
    """Return the names, classes and ids of an element and of those around it."""
    around = [element, *list(element.iterancestors())[:4]]
    return " ".join(f"{e.tag} {e.get('class') or ''} {e.get('id') or ''}" for e in around)


def _stamped(tree: HtmlElement) -> datetime.date | None:
    """Return the first day that stands with a time of day in a short line: a byline has one."""
    for text in tree.xpath("//body//text()[contains(., ':') or contains(., '：')]"):
        match = _STAMP.search(text) if len(text) <= _STAMP_LINE else None
        element = text.getparent()
        if match is None or element.tag in ("script", "style", "option"):
            continue
        if OTHER_THINGS.search(marks_of(element)):
            continue
        year, month, day = (match["y"], match["m"], match["d"]) if match["y"] else (
            match["year"], match["month"], match["day"])  # fmt: skip
        try:
            return datetime.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def labelled(tree: HtmlElement, today: datetime.date) -> datetime.date | None:
    """Return the first day that a short line says the page was published on: "Posted: 5 May …"."""
    language = _locale(tree).language
    for text in tree.xpath("//body//text()[normalize-space()]"):
        line = clean(text)
        if len(text) > _STAMP_LINE or not _LABEL.match(line):
            continue
        element = text.getparent()
        if element.tag in ("script", "style", "option") or _COMMENTS.search(marks_of(element)):
            continue
        if re.fullmatch(r"[^\d]*", line):  # the day stands in an element of its own
            line = clean(" ".join(element.getparent().itertext()))[:_STAMP_LINE]
        if (date := _first(line, language, today)) is not None:
            return date
    return None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def searched(
    tree: HtmlElement, url: str | None, today: datetime.date, headline: str = ""
) -> Moment | None:
    """Return the day that the page shows with a time, or that htmldate finds: a guess.

    htmldate looks at the page's address ``url``, too. What stands below ``headline`` goes first. A
    day that stands with a time counts up to the one after ``today``, which it is already in the
    east.

    Scripts are left out: what they say was read already, or is of another article.
    """
    latest = today + datetime.timedelta(days=1)
    looks: tuple[Callable[[], datetime.date | None], ...] = (
        lambda: labelled(tree, latest), lambda: below_headline(tree, headline, latest),
        lambda: _stamped(tree),
    )  # fmt: skip
    for look in looks:
        if (day := look()) is not None and day <= latest and day.year >= _FIRST_YEAR:
            return day
    return _guessed(tree, url)


def _guessed(tree: HtmlElement, url: str | None) -> datetime.date | None:
    """Return the day that htmldate finds, where it is a day that the page has."""
    from htmldate import find_date  # noqa: PLC0415 - an optional extra

    copy = deepcopy(tree)
    etree.strip_elements(copy, "script", with_tail=False)
    try:
        guess = find_date(copy, original_date=True, url=url)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    day = moment(guess) if guess else None
    if day is None or (day.month, day.day) == (1, 1) or day.year < _FIRST_YEAR:
        return None  # a year alone, as in a notice of copyright; what the page is about
    # Of a month alone it makes the first one, or the day that the clock has: where the page has
    # neither, the day is none of its own.
    if day.day == datetime.date.today().day:  # noqa: DTZ011 - as htmldate has it
        return day if _has_number(copy, day_of(day)) else None
    return day if day.day > 1 or _has_day(tree, day_of(day), url) else None


def _has_number(tree: HtmlElement, day: datetime.date) -> bool:
    """Tell whether the number of ``day`` stands near its year somewhere in a page."""
    number, year = rf"(?<!\d)0?{day.day}(?!\d)", day.year
    near = rf"{number}.{{0,20}}{year}|{year}.{{0,20}}{number}|{year}{day.month:02}{day.day:02}"
    return re.search(near, etree.tostring(tree, encoding="unicode"), re.DOTALL) is not None


def _has_day(tree: HtmlElement, day: datetime.date, url: str | None) -> bool:
    """Tell whether a page shows ``day`` in full, or has it in its address."""
    match = IN_ADDRESS.search(url or "")
    if match and moment("-".join(match.groups())) == day:
        return True
    return any(map(_words(tree).__contains__, _forms(day, _locale(tree))))


def _locale(tree: HtmlElement) -> Locale:
    """Return the language that a page says it is in; English where it says none that is known."""
    try:
        return Locale.parse(tree.get("lang") or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _words(tree: HtmlElement) -> str:
    """Return what a page shows, folded."""
    return " ".join(
        " ".join(tree.xpath("//body//text()[not(ancestor::script)]")).split()
    ).casefold()
