"""Answer repeated GETs from rendered bytes, ahead of Flask. Knows nothing of articles.

A WSGI middleware. It keeps whole answers (pages with an ETag, and redirects; none that belongs to
one reader) with their compressed forms, for as long as what the application serves stays the same.
Everything that can be done once is done when an answer is kept, and what a header means is
remembered by its text: a repeated request costs a few lookups.
"""

from __future__ import annotations

import gzip
import sys
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import brotli
from werkzeug.datastructures import Accept, Headers, MIMEAccept
from werkzeug.http import parse_accept_header, parse_etags, parse_set_header

from ..editions.cache import LruCache
from .instrumentation import NOTE

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Pages have some 30 kB, and 10 kB compressed: this holds a front-page day.
MOST_BYTES = 32 * 1024 * 1024
# Clients can make up any number of addresses with a query, of addresses that redirect, and of
# headers that answers depend on: these share a small part.
MOST_BYTES_SUNDRY = 8 * 1024 * 1024
# What takes more is not kept: it would push out everything else.
LARGEST = 2 * 1024 * 1024
# Longer headers than browsers send are the application's to read.
LONGEST = 500
# Below this, a compressed form saves no packet.
WORTHWHILE = 600
# What an answer takes besides its body: headers, in all its forms, and its key.
OVERHEAD = 4096
# The header with which the application names what an answer shows; caches ahead of us use it too.
KEYS = "Surrogate-Key"
# Headers of the request that a kept answer may depend on, and where WSGI has them.
_TOLD_APART = {
    "accept": "HTTP_ACCEPT", "accept-language": "HTTP_ACCEPT_LANGUAGE", "cookie": "HTTP_COOKIE",
}  # fmt: skip
_MISSING = ("404", "410")
_REDIRECTS = ("301", "302", "303", "307", "308")
_CONDITIONAL = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH",
                "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE")  # fmt: skip
_TEXT = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")
# What a 304 says nothing of (RFC 9110, section 15.4.5).
_OF_THE_BODY = ("content-length", "content-type", "content-encoding")
# What a 412 does not repeat: it is about one request, and no version of what was asked for.
_OF_THE_ANSWER = frozenset({
    *_OF_THE_BODY, "accept-ranges", "cache-control", "cdn-cache-control", "content-disposition",
    "content-language", "etag", "last-modified", "link", KEYS.lower(), "vary",
})  # fmt: skip
# The smallest first, of pages (benchmarks/encodings.py); each is made once, when first asked for.
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    # A window as large as the body: above 64 kB making its tables takes longer than compressing.
    "br": lambda body: brotli.compress(
        body, quality=9, lgwin=max(16, min(22, len(body).bit_length()))
    ),
    # Level 15 has a window of 4 MB at most; HTTP allows 8 (RFC 9659), which levels above 19 exceed.
    "zstd": lambda body: zstd.compress(body, 15),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}

Key = tuple[str, ...]
Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Form:
    """An answer in one encoding, ready to be sent. ``unchanged`` are the headers of its 304."""

    etag: str
    headers: Fields
    unchanged: Fields
    body: bytes


class CachedResponse:
    """An answer as the application gave it, and its forms by encoding.

    ``keys`` name what it shows, ``varies`` the variables of a WSGI environment that it depends on.
    It is ``tagged`` when it is a page with a strong ETag: others are passed on as they are.
    """

    __slots__ = (
        "_body", "_etag", "_forms", "_headers", "compressible", "keys", "kind", "note", "personal",
        "size", "status", "tagged", "varies",
    )  # fmt: skip

    def __init__(self, status: str, headers: Headers, body: bytes, note: object = None) -> None:
        etag = headers.get("ETag", "")
        self.status = status
        self.kind = headers.get("Content-Type", "").partition(";")[0]
        self.keys = frozenset(headers.get(KEYS, "").split())
        vary = sorted(name.lower() for name in parse_set_header(headers.get("Vary")))
        self.varies = tuple(_TOLD_APART.get(name, name) for name in vary)
        self.tagged = status.startswith("200") and etag.startswith('"')
        self.personal = "Set-Cookie" in headers or "no-store" in headers.get("Cache-Control", "")
        # A page that is not there is as long as others, and as slow on a bad line.
        whole = self.tagged or status.startswith(_MISSING)
        self.compressible = whole and len(body) >= WORTHWHILE and self.kind.startswith(_TEXT)
        self.size = OVERHEAD + 2 * len(body)  # with its compressed forms, roughly
        headers.remove("Date")  # of when it was made; the server says when it is sent
        self._headers, self._body, self._etag = headers, body, etag.strip('"')
        self._forms: dict[str, Form] = {}
        self.note = note  # whatever the application left for the meter

    def form(self, encoding: str) -> Form:
        """Return the answer in ``encoding``; ``identity`` is the body as it is."""
        form = self._forms.get(encoding)
        if form is None:
            form = self._forms[encoding] = self._made(encoding)
        return form

    def _made(self, encoding: str) -> Form:
        if not self.tagged and not self.compressible:
            return Form("", self._headers.to_wsgi_list(), [], self._body)
        headers, body, etag = Headers(self._headers), self._body, f'"{self._etag}"'
        if self.compressible:
            vary = [headers["Vary"]] if "Vary" in headers else []
            headers["Vary"] = ", ".join([*vary, "Accept-Encoding"])
        if encoding != "identity":
            body = ENCODINGS[encoding](body)
            headers["Content-Encoding"] = encoding
            etag = f'"{self._etag}-{encoding}"'  # a strong tag names these bytes, and no others
        if self.tagged:
            headers["ETag"] = etag
        headers["Content-Length"] = str(len(body))
        fields = headers.to_wsgi_list()
        unchanged = [field for field in fields if field[0].lower() not in _OF_THE_BODY]
        return Form(etag if self.tagged else "", fields, unchanged, body)


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
        return _answer(environ, start, kept)

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
        and set(kept.varies) <= set(_TOLD_APART.values())
        and all(len(value) <= LONGEST for value in asked)
        # Cookies are as many as readers.
        and not ("HTTP_COOKIE" in kept.varies and environ.get("HTTP_COOKIE"))
        and kept.size <= LARGEST
    )


def _answer(
    environ: WSGIEnvironment, start: StartResponse, kept: CachedResponse
) -> Iterable[bytes]:
    """Send an answer, or the part of it that the reader lacks. Ranges are left out, as they may be.

    Conditions are those of RFC 9110, section 13: a tag names one form of the answer, so that no
    cache in between takes one it holds for another that was asked for.
    """
    get = environ.get
    accepted = get("HTTP_ACCEPT_ENCODING", "") if kept.compressible else ""
    form = kept.form(_encoding(accepted[:LONGEST]) if accepted else "identity")
    if form.etag:
        needed, known = get("HTTP_IF_MATCH"), get("HTTP_IF_NONE_MATCH")
        if needed and not _names(needed, form.etag, False):
            start("412 PRECONDITION FAILED", _unmet(form))
            return []
        if known and (known == form.etag or _names(known, form.etag, True)):
            start("304 NOT MODIFIED", form.unchanged.copy())
            return []
    start(kept.status, form.headers.copy())
    return [form.body] if environ["REQUEST_METHOD"] == "GET" else []


def _unmet(form: Form) -> Fields:
    """Return the headers of the refusal for If-Match: those for browsers, of every answer."""
    shared = [field for field in form.headers if field[0].lower() not in _OF_THE_ANSWER]
    return [
        ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0"),
        ("Cache-Control", "no-store"), *shared,
    ]  # fmt: skip


def _names(header: str, etag: str, weakly: bool) -> bool:
    """Tell whether a header with tags has this one, or says “any”."""
    etags = parse_etags(header[:4000])
    tag = etag.strip('"')
    return etags.star_tag or (etags.contains_weak(tag) if weakly else etags.contains(tag))


@lru_cache(maxsize=512)
def _encoding(header: str) -> str:
    """Return the encoding to answer with, by an Accept-Encoding header.

    The one with the best quality; among equals a compressed one. Identity is good enough when
    nothing else is, even if it is refused: RFC 9110, section 12.5.3.
    """
    accepted = parse_accept_header(header, Accept)
    best = max(ENCODINGS, key=accepted.quality)  # the first of equals
    quality = accepted.quality(best)
    plain = accepted["identity"] if "identity" in accepted.values() else 0
    return best if quality > 0 and quality >= plain else "identity"
