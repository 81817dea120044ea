"""The article that an edition sums up: what its editor signed of it, as data and as a line."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import url_for
from markupsafe import Markup

from ..content.locales import tag
from ..content.ui_strings import N_
from ..editions.model import Edition
from .request_context import date, direction, translate, view, written_date

# NOTE: above a headline; {article} is a title in quotation marks, a publisher, a date
SUMMARY_OF = N_("Summary of {article}")
# NOTE: link to, and title of, the page that shows the original article's text
ORIGINAL = N_("Original article")
# NOTE: the title of an article, as the language marks titles in running text
QUOTED = N_("“{title}”")
# NOTE: two parts of a list: a title and a publisher, a publisher and a date
LISTED = N_("{one}, {other}")
# NOTE: a label, and what it stands for: Licence: CC-BY-4.0
LABELED = N_("{label}: {text}")

# An article that is older than its summary by more than this many days is said to be.
OLD = 30


@dataclass(frozen=True, slots=True)
class Article:
    """What is known of an article; empty or None where it is not.

    ``url`` is an address of the web, for a link. ``published`` is the day that its publisher wrote.
    """

    language: str
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: datetime.date | None = None
    stated: str = ""
    authors: tuple[str, ...] = ()
    licence: str = ""
    page: str = ""


def of(edition: Edition) -> Article:
    """Return the article of ``edition``, as the source's editor signed it."""
    content = edition.content
    signed = (content.whole or {}).get("article") or {}
    original = view().originals.get(content.domain)
    stated = signed.get("published") or ""
    return Article(
        language=content.language,
        title=content.title(original.text) if original else "",
        outlet=content.outlet,
        url=_address(signed.get("url") or ""),
        published=datetime.datetime.fromisoformat(stated).date() if stated else None,
        stated=stated,
        authors=tuple(signed.get("authors") or ()),
        licence=signed.get("licence") or "",
        page=_page(edition) if original else "",
    )


def in_html(edition: Edition, *, linked: bool = True) -> Markup | None:
    """Return the line that says whose article it is, in the language of the page.

    With ``linked``, it leads to the outlet's page, else to ours with the passages. None where
    nothing is known.
    """
    source = of(edition)
    address = (source.url or source.page) if linked else ""
    name = Markup('<bdi lang="{}">{}</bdi>').format(tag(source.language), source.title)
    outlet = Markup("<bdi>{}</bdi>").format(source.outlet)
    if address and source.title:
        markup = Markup('<a href="{}" lang="{}" dir="{}" hreflang="{}">{}</a>')
        language = tag(source.language)
        name = markup.format(address, language, direction(source.language), language, source.title)
    elif address:
        outlet = Markup('<a href="{}"><bdi>{}</bdi></a>').format(address, source.outlet)
    parts = [translate(QUOTED, title=name)] if source.title else []
    parts += [outlet] if source.outlet else []
    parts += [date(source.published)] if source.published else []
    if not parts:
        return None
    line, *rest = parts
    for part in rest:
        line = translate(LISTED, one=line, other=part)
    if source.title:
        return translate(SUMMARY_OF, article=line)
    return translate(LABELED, label=translate(ORIGINAL), text=line)


def in_text(edition: Edition) -> str:
    """Return the same line as plain text, in the language of the edition; empty without any."""
    source, say = of(edition), view().interfaces[edition.locale].plain
    parts = [say(QUOTED, {"title": source.title})] if source.title else []
    parts += [source.outlet] if source.outlet else []
    parts += [written_date(source.published)] if source.published else []
    if not parts:
        return ""
    line, *rest = parts
    for part in rest:
        line = say(LISTED, {"one": line, "other": part})
    if source.title:
        return say(SUMMARY_OF, {"article": line})
    return say(LABELED, {"label": say(ORIGINAL), "text": line})


def old(edition: Edition) -> datetime.date | None:
    """Return the article's date if it was more than 30 days old when the edition went up.

    It is compared with that day and not with today's, so a page that was kept stays true.
    """
    day = of(edition).published
    return day if day and (edition.published.date() - day).days > OLD else None


def undated(edition: Edition) -> bool:
    """Tell whether nobody said when the article was published; it may be old."""
    return of(edition).published is None


def _address(url: str) -> str:
    """Return ``url`` if it is an address of the web: a link must not be anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def _page(edition: Edition) -> str:
    slug, language = edition.content.domain, tag(edition.locale)
    return url_for("pages.source", slug=slug, lang=language)
