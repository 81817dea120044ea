"""Which addresses a site has, and in which file the answer to each is kept. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..edition import Edition
from ..negotiation import tag
from ..view import View

API = "/api/v1"
# Suffixes of the file for each format of the API, in the order in which it prefers them.
FORMATS = {"json": "json", "html": "html", "text": "txt", "markdown": "md"}
# An address, and a language, that nothing can have.
NOTHING, NO_LANGUAGE = "-", "qqq"
# File names of answers that no address has of its own start with this: no slug can.
ERRORS = "_errors"


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the site (path and query), the status of its answer and the file for it.

    ``final``: what is at this address can never change, so it need not be asked for twice.
    """

    path: str
    file: str
    status: int = 200
    method: str = "GET"
    accept: str = ""
    final: bool = False


def shared(view: View, per_page: int, per_answer: int) -> Iterator[Address]:
    """Yield the addresses that belong to no single article.

    ``per_page`` editions are on a page of an index, ``per_answer`` articles in an answer.
    """
    for name in view.languages:
        yield from _language(view, name, per_page)
    for path in ("/robots.txt", "/sitemap.xml", "/static/icon.svg"):
        yield Address(path, path[1:])
    yield Address(f"{API}/", f"{API[1:]}/index.html")
    yield Address(f"{API}/openapi.json", f"{API[1:]}/openapi.json")
    yield Address(f"{API}/languages", f"{API[1:]}/languages.json")
    yield Address(f"{API}/articles", f"{API[1:]}/articles.json")
    slugs = sorted(view.articles)
    for last in slugs[per_answer - 1 : -1 : per_answer]:
        yield Address(f"{API}/articles?after={last}", f"{API[1:]}/_after/{last}.json")
    yield _error(f"{API}/{NOTHING}", 404, "api.json")
    yield _error(f"{API}/articles/{NOTHING}", 404, "api-article.json")
    yield _error(f"{API}/articles?limit=0", 400, "limit.json")
    yield _error(f"{API}/articles?after={NOTHING}", 400, "after.json")
    yield Address(f"{API}/languages", f"{ERRORS}/405/api.json", 405, "POST")
    if slugs:
        summary = f"{API}/articles/{slugs[0]}/summary"
        yield _error(f"{summary}?format={NOTHING}", 400, "format.json")
        yield Address(summary, f"{ERRORS}/406/api.json", 406, accept="image/png")


def _language(view: View, name: str, per_page: int) -> Iterator[Address]:
    language = tag(name)
    yield Address(f"/{language}/", f"{language}/index.html")
    for number in range(2, -(-len(view.in_language(name)) // per_page) + 1):
        yield Address(f"/{language}/?page={number}", f"{language}/_page/{number}.html")
    yield Address(f"/{language}/feed.atom", f"{language}/feed.atom")
    yield _error(f"/{language}/{NOTHING}", 404, f"{language}.html")
    yield _error(f"/{language}/{NOTHING}/embed", 404, f"embed/{language}.html")
    yield Address(f"/{language}/", f"{ERRORS}/405/{language}.html", 405, "POST")


def of_article(view: View, slug: str) -> Iterator[Address]:
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
            for kind, suffix in FORMATS.items():
                path = f"{api}/summary?lang={language}&format={kind}"
                yield Address(path, f"{api[1:]}/summary/{language}.{suffix}")
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
    """Return how the paths of all files of one edition start."""
    page = f"{language}/{slug}"
    return f"{page}.", f"{page}/", f"{API[1:]}/articles/{slug}/summary/{language}."


def card(path: str) -> Address:
    """Return the address of a card: its name changes with what is on it."""
    return Address(path, path[1:], final=True)


def _error(path: str, status: int, file: str) -> Address:
    return Address(path, f"{ERRORS}/{status}/{file}", status)
