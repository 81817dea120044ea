"""Answer repeated GETs from rendered bytes, ahead of Flask. Knows nothing of articles.

A WSGI middleware. It keeps whole answers (200, with an ETag, without a cookie) with their
compressed forms, for as long as what the application serves stays the same.
"""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import brotli
from werkzeug.datastructures import Accept, Headers, MIMEAccept
from werkzeug.http import parse_accept_header, parse_etags, parse_set_header

from .meter import NOTE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Pages have some 30 kB, and 10 kB compressed: this holds a front-page day.
MOST_BYTES = 32 * 1024 * 1024
# Addresses with a query are as many as anybody likes to make up: they share a small part.
MOST_BYTES_QUERIED = 8 * 1024 * 1024
# Larger answers are not kept: they would push out everything else.
LARGEST = 1024 * 1024
# Longer headers than browsers send are the application's to read.
LONGEST = 500
# Below this, a compressed form saves no packet.
WORTHWHILE = 600
# Headers of the request that a kept answer may depend on.
_TOLD_APART = {"accept"}
_CONDITIONAL = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH",
                "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE")  # fmt: skip
_TEXT = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")
# Best compression first; each is made once, when first asked for.
_ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=9),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}


@dataclass(slots=True)
class Kept:
    """An answer as it was rendered, and its forms by encoding."""

    headers: Headers
    etag: str
    body: bytes
    forms: dict[str, bytes] = field(default_factory=dict)
    note: object = None  # whatever the application left for the meter

    @property
    def kind(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def compressible(self) -> bool:
        """Whether compressing it helps."""
        return len(self.body) >= WORTHWHILE and self.kind.startswith(_TEXT)

    @property
    def size(self) -> int:
        """What it takes of the memory, with all its forms, roughly."""
        return 2 * len(self.body)

    def form(self, encoding: str) -> bytes:
        """Return the body in an encoding; ``identity`` is the body itself."""
        if encoding == "identity":
            return self.body
        if encoding not in self.forms:
            self.forms[encoding] = _ENCODINGS[encoding](self.body)
        return self.forms[encoding]


class Shelf:
    """Answers by key, the least recently used giving way. Not locked."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> Kept | None:
        """Return what is kept under ``key``."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: tuple[str, ...], kept: Kept) -> None:
        """Keep an answer, and let others go to make room."""
        old = self._kept.pop(key, None)
        self._kept[key] = kept
        self._size += kept.size - (old.size if old else 0)
        while self._size > self._most:
            _key, gone = self._kept.popitem(last=False)
            self._size -= gone.size

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._size = 0


class Front:
    """Wraps ``app``.

    ``generation()`` returns an object, which is another one as soon as answers may differ.
    """

    def __init__(self, app: WSGIApplication, generation: Callable[[], object]) -> None:
        self._app = app
        self._generation = generation
        self._seen: object = None
        self._plain, self._queried = Shelf(MOST_BYTES), Shelf(MOST_BYTES_QUERIED)
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start)
        generation = self._generation()
        kept = self._find(environ, generation)
        if kept is None:
            status, headers, body = _call(self._app, environ)
            if not status.startswith("200") or "ETag" not in headers:
                start(status, headers.to_wsgi_list())
                return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
            kept = Kept(headers, headers["ETag"].strip('"'), body, note=environ.get(NOTE))
            if _may_be_kept(kept):
                self._keep(environ, generation, kept)
        environ[NOTE] = kept.note
        return _answer(environ, start, kept)

    def _find(self, environ: WSGIEnvironment, generation: object) -> Kept | None:
        shelf, accept = self._shelf(environ), _accept(environ)
        with self._lock:
            if generation is not self._seen:
                # Everything: a page names its neighbours and the languages it exists in.
                self._plain.clear()
                self._queried.clear()
                self._seen = generation
            found = shelf.get(_key(environ)) or shelf.get((*_key(environ), accept))
        if found is None or len(accept) > LONGEST or not _accepts(accept, found.kind):
            return None
        return found

    def _keep(self, environ: WSGIEnvironment, generation: object, kept: Kept) -> None:
        key = _key(environ)
        if "Vary" in kept.headers:
            key = (*key, _accept(environ))
            if len(key[-1]) > LONGEST:
                return
        with self._lock:
            if generation is self._seen:  # else it was rendered of what is no longer so
                self._shelf(environ).put(key, kept)

    def _shelf(self, environ: WSGIEnvironment) -> Shelf:
        return self._queried if environ.get("QUERY_STRING") else self._plain


def _key(environ: WSGIEnvironment) -> tuple[str, ...]:
    return tuple(environ.get(n, "") for n in ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"))


def _accept(environ: WSGIEnvironment) -> str:
    accept: str = environ.get("HTTP_ACCEPT", "")
    return accept


@lru_cache(maxsize=512)
def _accepts(accept: str, kind: str) -> bool:
    """Tell whether an Accept header takes ``kind``; else the application may want to refuse."""
    return not accept or parse_accept_header(accept, MIMEAccept)[kind] > 0


def _call(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    """Return the application's whole answer, as if nobody had anything of it yet."""
    asked = {name: value for name, value in environ.items() if name not in _CONDITIONAL}
    asked["REQUEST_METHOD"] = "GET"
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        told[:] = [status, headers]
        return lambda _data: None

    answer = app(asked, start)
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    environ[NOTE] = asked.get(NOTE)
    return told[0], Headers(told[1]), body


def _may_be_kept(kept: Kept) -> bool:
    headers = kept.headers
    varies = {name.lower() for name in parse_set_header(headers.get("Vary"))}
    return (
        "Set-Cookie" not in headers
        and "no-store" not in headers.get("Cache-Control", "")
        and varies <= _TOLD_APART
        and len(kept.body) <= LARGEST
    )


def _answer(environ: WSGIEnvironment, start: StartResponse, kept: Kept) -> Iterable[bytes]:
    encoding = "identity"
    headers = Headers(kept.headers)
    if kept.compressible:
        encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        vary = [headers["Vary"]] if "Vary" in headers else []
        headers["Vary"] = ", ".join([*vary, "Accept-Encoding"])
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
        headers["ETag"] = f'"{kept.etag}-{encoding}"'
    if _is_known(environ.get("HTTP_IF_NONE_MATCH"), kept.etag):
        for name in ("Content-Length", "Content-Type", "Content-Encoding"):
            headers.remove(name)
        start("304 NOT MODIFIED", headers.to_wsgi_list())
        return []
    body = kept.form(encoding)
    headers["Content-Length"] = str(len(body))
    start("200 OK", headers.to_wsgi_list())
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _is_known(header: str | None, etag: str) -> bool:
    """Tell whether an If-None-Match names this answer, in whichever encoding."""
    if not header:
        return False
    known = parse_etags(header[:4000])
    return known.star_tag or any(
        known.contains_weak(tag) for tag in (etag, *(f"{etag}-{name}" for name in _ENCODINGS))
    )


@lru_cache(maxsize=512)
def _encoding(header: str) -> str:
    """Return the encoding to answer with, by an Accept-Encoding header."""
    accepted = parse_accept_header(header[:500], Accept)
    best = max(_ENCODINGS, key=accepted.quality)  # the first of equals
    return best if accepted.quality(best) > 0 else "identity"
