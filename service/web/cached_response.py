"""A rendered answer: its bytes in every encoding, and the part of it that a request needs."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import brotli
from werkzeug.datastructures import Accept, Headers
from werkzeug.http import parse_accept_header, parse_etags, parse_set_header

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# Longer headers than browsers send are not read.
LONGEST = 500
# Below this, a compressed form saves no packet.
WORTHWHILE = 600
# What an answer takes besides its body: headers, in all its forms, and its key.
OVERHEAD = 4096
# The header with which the application names what an answer shows; caches ahead of us use it too.
KEYS = "Surrogate-Key"
# Headers of the request that a kept answer may depend on, and where WSGI has them.
VARIES_BY = {
    "accept": "HTTP_ACCEPT", "accept-language": "HTTP_ACCEPT_LANGUAGE", "cookie": "HTTP_COOKIE",
}  # fmt: skip
_MISSING = ("404", "410")
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
        self.varies = tuple(VARIES_BY.get(name, name) for name in vary)
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


def answer(environ: WSGIEnvironment, start: StartResponse, kept: CachedResponse) -> Iterable[bytes]:
    """Start the answer ``kept``, or the part of it that the reader lacks, and return its body.

    ``environ`` and ``start`` are those of WSGI (PEP 3333). Ranges are left out, as they may be.
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
