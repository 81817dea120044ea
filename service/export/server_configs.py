"""The rules by which web servers serve an export: nginx, Caddy, hosts of Netlify's kind.

Rules are patterns: their length depends on the number of languages, not of pages. (Netlify's, which
have no way to ask for a file, need a line for each edition that was withdrawn or does not exist,
and for each month.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from importlib.resources import files as resources

from markupsafe import escape
from werkzeug.test import Client

from ..content.article import SLUG
from ..content.locales import tag
from ..content.ui_strings import LANGUAGE
from ..editions.snapshot import Snapshot
from ..web import language_memory
from ..web.cached_response import ENCODINGS
from ..web.negotiation import DEMOTION, MAX_HEADER, MAX_RANGES, MAX_TAG, RANGE
from ..web.schemas import FORMATS, PREFIX
from ..web.views import api, pages
from . import negotiation_tables
from .urls import ENDINGS, ERRORS, NOTHING

# Asked for in every language to see what the note about a missing one looks like: all have names.
_SAMPLES = ("sw", "ka")
_COMMON = ("Permissions-Policy", "Cross-Origin-Opener-Policy", "Strict-Transport-Security")
# How many of a reader's languages are looked at by rules that can only match patterns.
_PLACES = 6
# What stands before an article's slug in its addresses, and what behind it.
_BEFORE_SLUG = r"/articles|/api/v1/articles|/[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*"
_BEHIND_SLUG = r"(?:/(?:embed|source|summary|card-[^/?]+\.png)?)?"


def files(client: Client, view: Snapshot, zone: tzinfo) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file of rules, in the folder of the export.

    ``client`` asks the application that shows ``view``, ``zone`` is the newsroom's.
    """
    languages = tuple(view.languages)
    tags = [tag(name) for name in languages]
    headers = _Headers(client, tags[0])
    for name in languages:
        yield f"site/_notes/{tag(name)}.json", _json(_note(client, name))
    script = _resource("summaries.js").replace("/* SITE */ {}", _text(_site(client, view)))
    yield "nginx/summaries.js", script.encode()
    for name in ("http.conf", "server.conf"):
        yield f"nginx/{name}", headers.into(_resource(name), tags).encode()
    yield "caddy/Caddyfile", _caddy(view, headers, tags).encode()
    months = {tag(name): list(view.months(name, zone)) for name in languages}
    yield "site/_headers", _netlify_headers(headers, months).encode()
    yield "site/_redirects", _netlify_redirects(view, months).encode()


class _Headers:
    """The headers of the live answers, which those of the export have to equal."""

    def __init__(self, client: Client, language: str) -> None:
        page = client.get(f"/{language}/").headers
        self.framed = client.get(f"/{language}/{NOTHING}/embed").headers["Content-Security-Policy"]
        self.policy = page["Content-Security-Policy"]
        # The rest is the same everywhere, or (HSTS) nowhere.
        self.common = {name: page[name] for name in _COMMON if name in page}
        self.nosniff, self.referrer = page["X-Content-Type-Options"], page["Referrer-Policy"]
        exposed = client.get(f"{PREFIX}/languages").headers
        self.exposed = exposed["Access-Control-Expose-Headers"]

    def into(self, text: str, tags: list[str]) -> str:
        """Return ``text`` with its words in capitals filled in."""
        values = {
            "LANGUAGES": "|".join(tags), "POLICY": self.policy, "FRAMED": self.framed,
            "FOREVER": pages.FOREVER, "EXPOSED": self.exposed, "NOSNIFF": self.nosniff,
            "REFERRER": self.referrer,
        }  # fmt: skip
        text = re.sub(r"(?m)^(\s*)# COMMON (.*)$", self._common, text)
        text = _constant_headers(text)
        return re.sub(r"\b(?:" + "|".join(values) + r")\b", lambda m: values[m.group()], text)

    def _common(self, line: re.Match[str]) -> str:
        """Return a line such as “NAME: VALUE” once for each header that every answer has."""
        return "\n".join(
            line[1] + line[2].replace("NAME", name).replace("VALUE", value)
            for name, value in self.common.items()
        )


def _constant_headers(text: str) -> str:
    """Return ``text`` with the headers of its server block, as constants, where a location says so.

    The location names what the variables are there: those that it does not name are empty.
    """
    headers = re.findall(r"(?m)^add_header .*$", text)

    def lines(match: re.Match[str]) -> str:
        values = dict(re.findall(r'(\w+)=("[^"]*"|\S+)', match[2])) | {
            "identity": "$summaries_identity"
        }
        filled = [
            re.sub(r"\$summaries_(\w+)", lambda m: values.get(m[1], ""), header)
            for header in headers
        ]
        return "\n".join(match[1] + line for line in filled if "  always" not in line)

    return re.sub(r"(?m)^(\s*)# HEADERS (.*)$", lines, text)


def _site(client: Client, view: Snapshot) -> dict[str, object]:
    languages = tuple(view.languages)
    rows = negotiation_tables.table(languages)
    return {
        "languages": [tag(name) for name in languages],
        "standard": tag(_standard(view)),
        "demotion": DEMOTION,
        "cookie": language_memory.COOKIE,
        "seconds": language_memory.SECONDS,
        "secure": "; Secure"
        in client.get(f"/{tag(languages[0])}/?remember=1").headers["Set-Cookie"],
        "limit": api.LIMIT,
        "most": api.MOST,
        "slug": SLUG.pattern,
        "range": RANGE.pattern,
        "ranges": MAX_RANGES,
        # In characters: what is behind them is not looked at.
        "longest": {
            "header": MAX_HEADER,
            "tag": MAX_TAG,
            "lang": api.MAX_LANG,
            "slug": api.MAX_SLUG,
            "requested": pages.MAX_REQUESTED,
        },
        "formats": [(name, kind, ENDINGS[name]) for name, kind in FORMATS.items()],
        "aliases": negotiation_tables.aliases(languages),
        "rows": rows,
        "renamed": view.renamed(),
    }


def _standard(view: Snapshot) -> str:
    """Return the language for readers who asked for none that exists."""
    return LANGUAGE if LANGUAGE in view.languages else view.languages[0]


def _note(client: Client, name: str) -> dict[str, object]:
    """Return how a page in ``name`` says that it is not the language asked for.

    The texts are cut out of real pages: what stands around a language's name, and after what.
    """
    display_names = negotiation_tables.names(name)
    plain = client.get(f"/{tag(name)}/").get_data(as_text=True)
    first, second = (
        client.get(f"/{tag(name)}/?requested={code}", headers={"Accept-Language": code}).get_data(
            as_text=True
        )
        for code in _SAMPLES
    )
    start = next(
        at for at, (one, other) in enumerate(zip(plain, first, strict=False)) if one != other
    )
    start = plain.rindex("\n", 0, start) + 1
    added = first[start : start + len(first) - len(plain)]
    before, behind = added.split(str(escape(display_names[_SAMPLES[0]])), 1)
    note: dict[str, object] = {
        "after": plain[plain.rindex("\n", 0, start - 1) + 1 : start],
        "before": before,
        "behind": behind,
        "names": {code: str(escape(word)) for code, word in display_names.items()},
    }
    whole = (
        plain[:start] + before + str(escape(display_names[_SAMPLES[1]])) + behind + plain[start:]
    )
    assert whole == second and plain.count(str(note["after"])) == 1, "the note has another shape"
    return note


def _pattern(name: str, view: Snapshot) -> str:
    """Return a regular expression of the language ranges that lead to ``name``."""
    languages = tuple(view.languages)
    rows, aliases = negotiation_tables.table(languages), negotiation_tables.aliases(languages)
    parts = []
    for key in sorted(
        negotiation_tables.leading_to(languages)[name], key=lambda key: (-len(key), key)
    ):
        stem = aliases.get(key, key)
        more = {
            k.removeprefix(f"{stem}-"): row for k, row in rows.items() if k.startswith(f"{stem}-")
        }
        if all(more.values()):
            parts.append(f"{key}(?:-ANY)*")
        else:  # some regions write another language or script: only those that do not
            scripts = [f"{k}(?:-ANY)*" for k, row in more.items() if row and len(k) == 4]
            regions = [k for k in negotiation_tables.regions(stem) if more.get(k, more.get("*"))]
            parts.append(f"{key}(?:-(?:{'|'.join(scripts + regions)}))?")
    return "|".join(parts).replace("-", "[-_]").replace("ANY", "[a-z0-9]+")


def _caddy(view: Snapshot, headers: _Headers, tags: list[str]) -> str:
    patterns = {tag(name): _pattern(name, view) for name in view.languages}
    lines = [
        f'\t\t"~(?i)^{"[^,]*," * place}\\s*(?:{pattern})\\s*(?:[;,]|$)" {language}'
        for place in range(_PLACES)
        for language, pattern in patterns.items()
    ]
    moved = [
        f'\t\t"~(?i)^/(?:{pattern})(/.*)?$" "/{language}${{1}}"'
        for language, pattern in patterns.items()
    ]
    # “api” is no language: nothing ever was there.
    renamed = [f'\t\t"~^/api/[^/?]+{_BEHIND_SLUG}(?:\\?.*)?$" ""']
    renamed += [
        f'\t\t"~^({_BEFORE_SLUG})/{old}({_BEHIND_SLUG}(?:\\?.*)?)$" "${{1}}/{new}${{2}}"'
        for old, new in view.renamed().items()
    ]
    text = headers.into(_resource("Caddyfile"), tags)
    text = text.replace("\t\t# RENAMED", "\n".join(renamed))
    text = text.replace("STANDARD", tag(_standard(view)))
    text = text.replace("ENCODINGS", " ".join(ENCODINGS))
    return text.replace("\t\t# RANGES", "\n".join(lines)).replace(
        "\t\t# SPELLINGS", "\n".join(moved)
    )


def _netlify_headers(headers: _Headers, languages: Mapping[str, list[date]]) -> str:
    """Return ``_headers``. No two rules may fit one address: their values would be joined."""
    common = [
        f"X-Content-Type-Options: {headers.nosniff}",
        f"Referrer-Policy: {headers.referrer}",
        *(f"{name}: {value}" for name, value in headers.common.items()),
    ]
    own, shared = (f"Cross-Origin-Resource-Policy: {w}" for w in ("same-origin", "cross-origin"))
    page = [f"Content-Security-Policy: {headers.policy}", "Cache-Control: no-cache", *common]
    card = [f"Content-Security-Policy: {headers.policy}", f"Cache-Control: {pages.FOREVER}"]
    frame = [f"Content-Security-Policy: {headers.framed}", "Cache-Control: no-cache"]
    programs = [
        "Access-Control-Allow-Origin: *",
        f"Access-Control-Expose-Headers: {headers.exposed}",
    ]
    rules = {
        "/": [*page, own, "Vary: Accept-Language"],
        "/articles/*": [*page, own, "Vary: Accept-Language"],
        "/api/*": [*page, shared, *programs],
        "/static/*": [*page, shared],
        "/robots.txt": [*page, shared],
        "/.well-known/*": [*page, shared],
        "/:sitemap.xml": [*page, shared, "Content-Type: application/xml; charset=utf-8"],
    }
    for language, months in languages.items():
        rules |= {f"/{language}/{first:%Y/%m}": [*page, own] for first in months}
        rules |= {f"/{language}/{first:%Y/_%m}/*": [*page, own] for first in months}
        rules |= {
            f"/{language}/": [*page, own],
            f"/{language}/:page": [*page, own],
            f"/{language}/_page/*": [*page, own],
            f"/{language}/_corrections/*": [*page, own],
            f"/{language}/:slug/embed": [*frame, *common, shared],
            f"/{language}/:slug/embed.html": [*frame, *common, shared],
            f"/{language}/:slug/:card.png": [*card, *common, shared],
        }
    return "".join(f"{path}\n" + "".join(f"  {h}\n" for h in rules[path]) for path in rules)


def _netlify_redirects(view: Snapshot, languages: Mapping[str, list[date]]) -> str:
    standard = tag(_standard(view))
    leading = negotiation_tables.leading_to(tuple(view.languages))
    wanted = [(tag(name), ",".join(keys)) for name, keys in leading.items()]
    lines = []
    for old, new in view.renamed().items():
        lines += [
            f"{place}/{old}{more} {place}/{new}{more} 308"
            for place, more in (
                ("/api/v1/articles", ""), ("/api/v1/articles", "/summary"),
                ("/:place", ""), ("/:place", "/:part"),
            )
        ]  # fmt: skip
    lines += ["# Language: as far as this host tells languages apart; see docs/export.md."]
    for path, target, status in (
        ("/", "/{}/", 302),
        ("/articles/:slug", "/{}/:slug", 302),
    ):
        lines += [f"{path} {target.format(t)} {status} Language={keys}" for t, keys in wanted]
        lines.append(f"{path} {target.format(standard)} {status}")
    source = "/articles/:slug/source"
    lines.append(f"{source} lang=:lang {source}/:lang.html 200")
    lines += [f"{source} {source}/{t}.html 200 Language={keys}" for t, keys in wanted]
    lines.append(f"{source} {source}/{standard}.html 200")
    for t, months in languages.items():
        for year in dict.fromkeys(first.year for first in months):
            lines.append(f"/{t}/{year}/:month page=:page /{t}/{year}/_:month/:page.html 200")
        lines.append(f"/{t}/ page=:page /{t}/_page/:page.html 200")
        lines.append(f"/{t}/corrections page=:page /{t}/_corrections/:page.html 200")
    summary = "/api/v1/articles/:slug/summary"
    for kind, suffix in (("json", "json"), ("html", "html"), ("text", "txt"), ("markdown", "md")):
        lines.append(f"{summary} lang=:lang format={kind} {summary}/:lang.{suffix} 200")
    lines += [
        f"{summary} lang=:lang {summary}/:lang.json 200",
        "/api/v1/articles after=:after /api/v1/_after/:after.json 200",
        "/api/v1/articles /api/v1/articles.json 200",
        "/api/v1/languages /api/v1/languages.json 200",
        "/api/v1/articles/:slug /api/v1/articles/:slug.json 200",
    ]
    for slug in sorted(view.articles):
        listed, editions = view.listed(slug), view.editions(slug)
        for name in view.languages:
            language = tag(name)
            if name not in editions:
                status = 410 if name in listed else 404
                where = f"/{ERRORS}/{status}"
                lines += [
                    f"/{language}/{slug} {where}/{language}/{slug}.html {status}",
                    f"/{language}/{slug}/embed {where}/embed/{language}/{slug}.html {status}",
                ]
    lines += [f"/{t}/* /{ERRORS}/404/{t}.html 404" for t in languages]
    lines.append(f"/api/* /{ERRORS}/404/api.json 404")
    lines += [f"/* /{ERRORS}/404/{t}.html 404 Language={keys}" for t, keys in wanted]
    lines.append(f"/* /{ERRORS}/404/{standard}.html 404")
    return "\n".join(lines) + "\n"


def _resource(name: str) -> str:
    return resources(__package__).joinpath(name).read_text(encoding="utf-8")


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _json(data: object) -> bytes:
    return _text(data).encode()
