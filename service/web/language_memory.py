"""Remember the language that a reader picks: on the page that they reach by the language switch.

A WSGI middleware ahead of the cache. The switch has plain links, and a page that a reader comes to
from this site's pages of another language is one that they picked. No kept answer depends on that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from werkzeug.datastructures import Headers
from werkzeug.http import dump_cookie, parse_cookie

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

COOKIE = "language"
SECONDS = 365 * 24 * 3600
# A list or an edition, and an article's own text; not feeds, frames and images.
_PAGE = re.compile(r"/(?P<tag>[A-Za-z-]{2,35})/[a-z0-9-]*")
_SHARED = re.compile(r"/articles/[a-z0-9-]+/source")
# What a header may have at most; browsers send some hundred bytes.
_LONGEST = 2000


class LanguageMemory:
    """Wraps ``app``, whose pages are in the languages that ``tags()`` names (BCP 47).

    The cookie goes to who asks for a page with a ``Referer`` of the same host that is a page of
    another language. Such an answer is for this reader alone, and no shared cache keeps it.
    ``secure`` keeps the cookie off connections that are not encrypted.
    """

    def __init__(
        self, app: WSGIApplication, tags: Callable[[], Collection[str]], *, secure: bool
    ) -> None:
        self._app = app
        self._tags = tags
        self._secure = secure

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        picked = self._picked(environ) if "HTTP_REFERER" in environ else None
        if picked is None:
            return self._app(environ, start)
        cookie = self.cookie(picked)

        def start_personal(status: str, fields: list[tuple[str, str]], *error: Any) -> Any:
            if not status.startswith(("200", "304")):
                return start(status, fields, *error)
            headers = Headers(fields)
            headers.remove("CDN-Cache-Control")
            headers["Cache-Control"] = "private, no-cache"
            headers.add("Set-Cookie", cookie)
            return start(status, headers.to_wsgi_list(), *error)

        return self._app(environ, start_personal)

    def cookie(self, tag: str) -> str:
        """Return the header that makes a browser remember ``tag``."""
        return dump_cookie(
            COOKIE, tag, max_age=SECONDS, httponly=True, samesite="Lax", secure=self._secure
        )

    def _picked(self, environ: WSGIEnvironment) -> str | None:
        get = environ.get
        if get("REQUEST_METHOD") != "GET" or len(get("HTTP_REFERER", "")) > _LONGEST:
            return None
        try:
            before = urlsplit(get("HTTP_REFERER", ""))
        except ValueError:
            return None
        if before.netloc != get("HTTP_HOST", ""):
            return None
        tags = self._tags()
        here = _language(get("PATH_INFO", ""), get("QUERY_STRING", ""), tags)
        there = _language(before.path, before.query, tags)
        if here is None or there in (None, here):
            return None
        known = parse_cookie(get("HTTP_COOKIE", "")[:_LONGEST]).get(COOKIE)
        return here if known != here else None


def _language(path: str, query: str, tags: Collection[str]) -> str | None:
    """Return the language of a page by its address; None for what is no page in one."""
    if match := _PAGE.fullmatch(path):
        tag = match["tag"]
    elif _SHARED.fullmatch(path):
        tag = parse_qs(query[:_LONGEST]).get("lang", [""])[0]
    else:
        return None
    return tag if tag in tags else None
