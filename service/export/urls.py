"""Which addresses a site has, and in which file the answer to each is kept. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from ..content.locales import tag
from ..editions import list_pages
from ..editions.model import Edition
from ..editions.snapshot import Snapshot
from ..web.schemas import FORMATS
from ..web.schemas import PREFIX as API

SIGNERS = "/.well-known/summaries-signers.json"
# The ending of the file for each format of the API.
ENDINGS = {"json": "json", "html": "html", "text": "txt", "markdown": "md"}
# An address, and a language, that nothing can have.
NOTHING, NO_LANGUAGE = "-", "qqq"
# File names of answers that no address has of its own start with this: no slug can.
ERRORS = "_errors"


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the site (path and query), the status of its answer and the file for it.

    ``final``: what is at this address can never change, so it need not be asked for twice. Of an
    address that belongs to no single article, ``shows`` names the articles in the answer, by their
    editions in ``within`` (a locale; all where it is empty), and ``counts`` what else it says of
    how many there are: nothing else of the editions can change the answer.
    """

    path: str
    file: str
    status: int = 200
    method: str = "GET"
    accept: str = ""
    final: bool = False
    shows: tuple[str, ...] = ()
    within: str = ""
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much goes into one answer.

    Editions in a feed; articles in an answer of the API; ``parts`` are the articles in each part
    of the sitemap, ``images`` the paths of the operator's own images. ``zone`` is the newsroom's:
    its months are the months of the lists.
    """

    feed: int
    answer: int
    parts: Sequence[Sequence[str]]
    zone: tzinfo
    images: Sequence[str] = ()


def shared(view: Snapshot, sizes: Sizes) -> Iterator[Address]:
    """Yield the addresses that belong to no single article."""
    for name in view.languages:
        yield from _language(view, name, sizes)
    for path in ("/robots.txt", "/static/icon.svg", *sizes.images, SIGNERS):
        yield Address(path, path[1:])
    yield from _sitemap(sizes.parts)
    yield Address(f"{API}/", f"{API[1:]}/index.html")
    yield Address(f"{API}/openapi.json", f"{API[1:]}/openapi.json")
    counts = tuple(len(view.slugs(name)) for name in view.languages)
    yield Address(f"{API}/languages", f"{API[1:]}/languages.json", counts=counts)
    slugs = view.first_published()
    for at in range(0, max(1, len(slugs)), sizes.answer):
        last = slugs[at - 1] if at else ""
        path = f"{API}/articles?after={last}" if at else f"{API}/articles"
        file = f"_after/{last}.json" if at else "articles.json"
        on_page, more = tuple(slugs[at : at + sizes.answer]), len(slugs) > at + sizes.answer
        yield Address(path, f"{API[1:]}/{file}", shows=on_page, counts=(more,))
    yield _error(f"{API}/{NOTHING}", 404, "api.json")
    yield _error(f"{API}/articles/{NOTHING}", 404, "api-article.json")
    yield _error(f"{API}/articles?limit=0", 400, "limit.json")
    yield _error(f"{API}/articles?after={NOTHING}", 400, "after.json")
    yield Address(f"{API}/languages", f"{ERRORS}/405/api.json", 405, "POST")
    if slugs:
        summary, on_page = f"{API}/articles/{slugs[0]}/summary", (slugs[0],)
        file = f"{ERRORS}/400/format.json"
        yield Address(f"{summary}?format={NOTHING}", file, 400, shows=on_page)
        file = f"{ERRORS}/406/api.json"
        yield Address(summary, file, 406, accept="image/png", shows=on_page)


def _language(view: Snapshot, name: str, sizes: Sizes) -> Iterator[Address]:
    language, slugs = tag(name), tuple(view.slugs(name))
    months = view.months(name, sizes.zone)
    yield from _list(name, f"/{language}/", ("index", "_page"), slugs, list(months))
    for first, part in months.items():
        path, file = f"/{language}/{first:%Y/%m}", (f"{first:%Y/%m}", f"{first:%Y/_%m}")
        yield from _list(name, path, file, slugs[part], list(months), first)
    yield from _corrections(view, name)
    feed = f"{language}/feed.atom"
    yield Address(f"/{feed}", feed, shows=slugs[: sizes.feed], within=name)
    yield _error(f"/{language}/{NOTHING}", 404, f"{language}.html")
    yield _error(f"/{language}/{NOTHING}/embed", 404, f"embed/{language}.html")
    yield Address(f"/{language}/", f"{ERRORS}/405/{language}.html", 405, "POST")


def _list(
    name: str,
    path: str,
    files: tuple[str, str],
    slugs: tuple[str, ...],
    months: list[date],
    month: date | None = None,
) -> Iterator[Address]:
    """Yield the pages of a list of ``slugs``; ``files`` are the first one's and the others'."""
    first, others = (f"{tag(name)}/{file}" for file in files)
    pages = list_pages.numbered(len(slugs))
    for number in (None, *range(1, pages + 1)):
        on_page = slugs[list_pages.on_page(len(slugs), number)]
        # The last one links to the newest page, the others to the next number.
        link = pages if number is None else number == pages
        beside = (day.toordinal() for day in list_pages.months(months, number, month))
        yield Address(
            path if number is None else f"{path}?page={number}",
            f"{first}.html" if number is None else f"{others}/{number}.html",
            shows=on_page,
            within=name,
            counts=(number or 0, link, *beside),
        )


def _corrections(view: Snapshot, name: str) -> Iterator[Address]:
    language, corrected = tag(name), view.corrected(name)
    pages = list_pages.numbered(len(corrected))
    for number in (None, *range(1, pages + 1)):
        path, file = f"/{language}/corrections", "corrections"
        if number is not None:
            path, file = f"{path}?page={number}", f"_corrections/{number}"
        places = corrected[list_pages.on_page(len(corrected), number)]
        articles = tuple(dict.fromkeys(slug for _day, slug in places))
        link = pages if number is None else number == pages
        counts = (number or 0, link, *(day.toordinal() for day, _slug in places))
        yield Address(path, f"{language}/{file}.html", shows=articles, within=name, counts=counts)


def _sitemap(parts: Sequence[Sequence[str]]) -> Iterator[Address]:
    if len(parts) == 1:
        yield Address("/sitemap.xml", "sitemap.xml", shows=tuple(parts[0]))
        return
    yield Address("/sitemap.xml", "sitemap.xml", counts=(len(parts),))
    for number, part in enumerate(parts, 1):
        yield Address(f"/sitemap-{number}.xml", f"sitemap-{number}.xml", shows=tuple(part))


def of_article(view: Snapshot, slug: str) -> Iterator[Address]:
    """Yield the addresses of one article, without its editions' cards."""
    api = f"{API}/articles/{slug}"
    yield Address(api, f"{api[1:]}.json")
    editions = view.editions(slug)
    yield _error(f"{api}/summary?lang={NO_LANGUAGE}", 404, f"api/{slug}.json")
    for name in view.languages:
        language, value = tag(name), view.articles[slug].get(name)
        page, source = f"/{language}/{slug}", f"/articles/{slug}/source?lang={language}"
        if isinstance(value, Edition):
            yield Address(page, f"{page[1:]}.html")
            yield Address(f"{page}/embed", f"{page[1:]}/embed.html")
            for kind in FORMATS:
                path = f"{api}/summary?lang={language}&format={kind}"
                yield Address(path, f"{api[1:]}/summary/{language}.{ENDINGS[kind]}")
        else:
            status = 410 if value else 404
            yield _error(page, status, f"{language}/{slug}.html")
            yield _error(f"{page}/embed", status, f"embed/{language}/{slug}.html")
            if value:
                yield _error(f"{api}/summary?lang={language}", 410, f"api/{slug}/{language}.json")
        if not editions:
            yield _error(source, 410, f"source/{slug}/{language}.html")
        elif slug in view.originals:
            yield Address(source, f"articles/{slug}/source/{language}.html")


def of_edition(slug: str, language: str) -> tuple[str, ...]:
    """Return how the paths of all files of one edition start; ``language`` is its tag.

    >>> of_edition("harbor-fire", "zh-Hans")[0]
    'zh-Hans/harbor-fire.'
    """
    page = f"{language}/{slug}"
    return f"{page}.", f"{page}/", f"{API[1:]}/articles/{slug}/summary/{language}."


def source_texts(slug: str) -> str:
    """Return how the paths of the pages with an article's own text start."""
    return f"articles/{slug}/source/"


def card(path: str) -> Address:
    """Return the address of the card at ``path``: its name changes with what is on it."""
    return Address(path, path[1:], final=True)


def _error(path: str, status: int, file: str) -> Address:
    return Address(path, f"{ERRORS}/{status}/{file}", status)
