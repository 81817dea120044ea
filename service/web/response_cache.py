"""Answer repeated GETs from rendered bytes, ahead of Flask. Knows nothing of articles.

A WSGI middleware. It keeps whole answers (pages with an ETag, and redirects; none that belongs to
one reader) with their compressed forms, for as long as what the application serves stays the same.
Everything that can be done once is done when an answer is kept, and what a header means is
remembered by its text: a repeated request costs a few lookups.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import Headers, MIMEAccept
from werkzeug.http import parse_accept_header

from ..editions.cache import LruCache
from .cached_response import LONGEST, OVERHEAD, VARIES_BY, CachedResponse, answer
from .instrumentation import NOTE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Pages have some 30 kB, and 10 kB compressed: this holds a front-page day.
MOST_BYTES = 32 * 1024 * 1024
# Clients can make up any number of addresses with a query, of addresses that redirect, and of
# headers that answers depend on: these share a small part.
MOST_BYTES_SUNDRY = 8 * 1024 * 1024
# What takes more is not kept: it would push out everything else.
LARGEST = 2 * 1024 * 1024
_REDIRECTS = ("301", "302", "303", "307", "308")
_CONDITIONAL = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH",
                "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE")  # fmt: skip

Key = tuple[str, ...]


class LruStore(LruCache[Key, CachedResponse]):
    """LRU store of answers by key. Not thread-safe."""

    def forget(self, keys: Collection[str] | None) -> None:
        """Forget what shows anything of ``keys``, or does not say what it shows; None: all."""
        for key, kept in self.items():
            if keys is None or not kept.keys or not kept.keys.isdisjoint(keys):
                self.drop(key)


class ResponseCache:
    """Wraps ``app``.

    ``generation()`` returns an object, which is another one as soon as answers may differ.
    ``changed(since)``, if there is one, gets the generation seen before, and returns the keys of
    all that is no longer as it was then; None when that cannot be said. Answers whose header
    ``Surrogate-Key`` names none of them stay; without it, none do.
    """

    def __init__(
        self,
        app: WSGIApplication,
        generation: Callable[[], object],
        changed: Callable[[Any], Collection[str] | None] = lambda _since: None,
    ) -> None:
        self._app = app
        self._generation = generation
        self._changed = changed
        self._seen: object = None
        self._plain, self._sundry = LruStore(MOST_BYTES), LruStore(MOST_BYTES_SUNDRY)
        # By address, what its answers depend on besides: as short-lived as they are.
        self._varies: dict[Key, Key] = {}
        self._lock = threading.Lock()
        # Readers of one page that is not there yet wait for one of them, instead of all making it.
        self._making = [threading.Lock() for _ in range(64)]

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start)
        kept = self._find(environ, self._generation())
        if kept is None:
            with self._making[hash(_key(environ)) % len(self._making)]:
                kept = self._make(environ)
        environ[NOTE] = kept.note
        return answer(environ, start, kept)

    def _find(self, environ: WSGIEnvironment, generation: object) -> CachedResponse | None:
        key = _key(environ)
        with self._lock:
            if generation is not self._seen:
                self._renew(generation)
            kept = self._plain.get(key)
            if kept is None:
                kept = self._sundry.get((*key, *_values(environ, self._varies.get(key, ()))))
        if kept is None or not _accepts(environ.get("HTTP_ACCEPT", ""), kept.kind):
            return None
        return kept

    def _make(self, environ: WSGIEnvironment) -> CachedResponse:
        """Return the application's answer, unless somebody made it while we waited for our turn."""
        generation = self._generation()
        kept = self._find(environ, generation)
        if kept is None:
            kept = CachedResponse(*_call(self._app, environ), environ.get(NOTE))
            if _may_be_kept(environ, kept):
                self._keep(environ, generation, kept)
        return kept

    def _renew(self, generation: object) -> None:
        keys = None if self._seen is None else self._changed(self._seen)
        for store in (self._plain, self._sundry):
            store.forget(keys)
        if keys is None:
            self._varies.clear()
        self._seen = generation

    def _keep(self, environ: WSGIEnvironment, generation: object, kept: CachedResponse) -> None:
        key = _key(environ)
        with self._lock:
            if generation is not self._seen:
                return  # it was rendered of what is no longer so
            if kept.varies:
                if len(self._varies) >= MOST_BYTES_SUNDRY // OVERHEAD:
                    self._varies.clear()
                self._varies[key] = kept.varies
            # Pages at addresses of their own; not addresses that clients can make up.
            common = kept.status.startswith("200") and not kept.varies and not key[2]
            store = self._plain if common else self._sundry
            store.put((*key, *_values(environ, kept.varies)), kept)


def _key(environ: WSGIEnvironment) -> Key:
    get = environ.get
    return (get("SCRIPT_NAME", ""), get("PATH_INFO", ""), get("QUERY_STRING", ""))


def _values(environ: WSGIEnvironment, names: Key) -> Key:
    return tuple([environ.get(name, "") for name in names])


@lru_cache(maxsize=512)
def _accepts(accept: str, kind: str) -> bool:
    """Tell whether an Accept header takes ``kind``; else the application may want to refuse."""
    if len(accept) > LONGEST:
        return False
    return not accept or not kind or parse_accept_header(accept, MIMEAccept)[kind] > 0


def _call(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    """Return the application's whole answer, as if nobody had anything of it yet."""
    asked = {name: value for name, value in environ.items() if name not in _CONDITIONAL}
    asked["REQUEST_METHOD"] = "GET"
    started: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        started[:] = [status, headers]
        return lambda _data: None

    answer = app(asked, start)
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    environ[NOTE] = asked.get(NOTE)
    return started[0], Headers(started[1]), body


def _may_be_kept(environ: WSGIEnvironment, kept: CachedResponse) -> bool:
    """Tell whether the next reader who asks the same may get the same: a page or a redirect."""
    asked = [environ.get(name, "") for name in kept.varies]
    return (
        (kept.tagged or kept.status.startswith(_REDIRECTS))
        and not kept.personal
        and set(kept.varies) <= set(VARIES_BY.values())
        and all(len(value) <= LONGEST for value in asked)
        # Cookies are as many as readers.
        and not ("HTTP_COOKIE" in kept.varies and environ.get("HTTP_COOKIE"))
        and kept.size <= LARGEST
    )
