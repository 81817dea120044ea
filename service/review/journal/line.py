"""One line of a journal: its fields, its canonical bytes, its digest.

Nothing is believed of what is read: :func:`parse` raises :class:`LineError` for what is no line.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct

VERSION = 1
# Bytes of one line: an article that is shown whole is in its headline's.
MAX_LINE = 4 * 1024 * 1024
MAX_DEPTH = 16
# Numbers that every JSON reader keeps exactly (RFC 8259, section 6).
_LARGEST = 2**53 - 1
DIGEST = re.compile(r"[0-9a-f]{32}")
_KIND = re.compile(r"[a-z][a-z-]{0,39}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_RARE_ESCAPE = re.compile(rb'\\[^"\\nrt]')
_ENCODER = msgspec.json.Encoder(order="sorted")
# A large number has sixteen digits in a row. To look for as many noughts, once every digit is one,
# takes a twentieth of what a pattern takes.
_LARGE = b"0" * 16
_NOUGHTS = bytes.maketrans(b"123456789", b"000000000")
_COMMON = ("version", "kind", "parents", "at", "slug", "name")


class LineError(ValueError):
    """A line that cannot be used; the text says why."""


class Line(Struct, frozen=True):
    """One decision: who decided what about which article, when, and knowing of what.

    ``digest`` is the first 32 hex digits of SHA-256 over the canonical JSON. ``at`` is in UTC, to
    the second. ``fields`` are those of the kind.
    """

    digest: str
    kind: str
    parents: tuple[str, ...]
    at: datetime.datetime
    slug: str
    name: str
    fields: Mapping[str, Any]
    redacted: str = ""


def canonical(data: Mapping[str, Any]) -> bytes:
    """Return ``data`` as JSON with sorted keys and without spaces, in UTF-8.

    Raises ValueError for half characters (lone surrogates), TypeError for what JSON has not.
    """
    text = json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def make(
    slug: str,
    kind: str,
    name: str,
    at: datetime.datetime,
    parents: Iterable[str],
    fields: Mapping[str, Any],
) -> tuple[Line, bytes]:
    """Return a new line and its bytes, without the end of line.

    ``kind`` is what was decided, as ``signed``, ``name`` by whom and ``at`` when; ``parents`` are
    digests of lines, and ``fields`` what the kind has beside. Raises :class:`LineError` for what
    :func:`parse` would not take back.
    """
    data = {
        "version": VERSION, "kind": kind, "parents": sorted(parents),
        "at": at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "slug": slug,
        "name": name,
    }  # fmt: skip
    if overlap := data.keys() & fields.keys():
        raise LineError(f"“{min(overlap)}” is no field of a kind")
    try:
        content = canonical(data | dict(fields))
    except (ValueError, TypeError, RecursionError) as error:
        raise LineError("it cannot be written as JSON") from error
    return parse(content, slug), content


def parse(content: bytes, slug: str) -> Line:
    """Return the line that ``content`` holds, in the journal of ``slug``.

    Believes nothing: raises :class:`LineError` for whatever is not a line.
    """
    if len(content) > MAX_LINE:
        raise LineError(f"it is longer than {MAX_LINE // 1024} KiB")
    if (data := _canonical_data(content)) is not None:
        return from_data(data, hashlib.sha256(content).hexdigest()[:32], slug)
    try:
        data = json.loads(
            content.decode(), object_pairs_hook=_once, parse_float=_no_fraction,
            parse_constant=_no_fraction,
        )  # fmt: skip
        _bounded(data, 0)
        digest = hashlib.sha256(canonical(data)).hexdigest()[:32]
    except LineError:
        raise
    except UnicodeDecodeError as error:
        raise LineError("it is not UTF-8") from error
    except UnicodeEncodeError as error:
        raise LineError("it has half characters (lone surrogates)") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise LineError("it is no JSON object, or only part of one") from error
    return from_data(data, digest, slug)


def _canonical_data(content: bytes) -> Any:
    """Return what ``content`` holds if it is canonical JSON already, as what we write is; or None.

    What is written again the same has no key twice, and needs no second writing for its digest.
    msgspec takes a fourth of the time. It writes what json writes, but for rare escapes.
    """
    if b"\\" in content and _RARE_ESCAPE.search(content):
        return None
    try:
        data = _DECODER.decode(content)
        if _ENCODER.encode(data) != content:
            return None
        # With so few brackets nothing is nested deep, and a large number has more digits.
        if content.count(b"{") + content.count(b"[") > MAX_DEPTH or (
            _LARGE in content.translate(_NOUGHTS)
        ):
            _bounded(data, 0)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    return data


def from_data(data: Any, digest: str, slug: str) -> Line:
    """Return the line that JSON ``data`` tells of; raises :class:`LineError` for what is none.

    ``digest`` is taken as given: a redacted line is not there to compute it from.
    """
    if not isinstance(data, dict):
        raise LineError("it is no JSON object")
    if missing := [name for name in _COMMON if name not in data]:
        raise LineError(f"it has no “{missing[0]}”")
    version, kind, parents, at, about, name = (data[key] for key in _COMMON)
    if type(version) is not int or version != VERSION:
        raise LineError(f"its version is not {VERSION}: a newer version of this software reads it")
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        raise LineError("its kind is not a lower-case word")
    if not isinstance(parents, list) or not all(map(_is_digest, parents)):
        raise LineError("its parents are not a list of digests")
    if len(parents) > 1 and parents != sorted(set(parents)):
        raise LineError("its parents are not sorted, or one is there twice")
    if not isinstance(name, str) or not 1 <= len(name) <= 200:
        raise LineError("its name is not a text of 1 to 200 characters")
    if about != slug:
        raise LineError("it is of another article")
    fields = {key: value for key, value in data.items() if key not in _COMMON}
    return Line(digest, kind, tuple(parents), _time(at), slug, name, fields)


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and DIGEST.fullmatch(value) is not None


def _time(text: Any) -> datetime.datetime:
    moment = _moment(text) if isinstance(text, str) else None
    if moment is None:
        raise LineError("its time is not written like 2026-11-22T14:03:27Z")
    return moment


@lru_cache(maxsize=256)  # many lines in a row are of one moment
def _moment(text: str) -> datetime.datetime | None:
    if _TIME.fullmatch(text):
        with contextlib.suppress(ValueError):  # a day or an hour that does not exist
            return datetime.datetime.fromisoformat(text)
    return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise LineError("it has a key twice")
    return data


def _no_fraction(_text: str) -> None:
    raise LineError("it has a number with a fraction: numbers that matter are kept as text")


_DECODER = msgspec.json.Decoder(float_hook=_no_fraction)


def _bounded(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise LineError(f"it is nested more than {MAX_DEPTH} deep")
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            if depth == MAX_DEPTH or not isinstance(part, str):  # nearly all are texts
                _bounded(part, depth + 1)
    elif isinstance(value, int) and abs(value) > _LARGEST:
        raise LineError("it has a number that is too large")


def proven(line: Line) -> bytes:
    """Return what the proof of ``line`` signs: the line without it, as canonical JSON."""
    fields = {key: value for key, value in line.fields.items() if key != "proof"}
    return make(line.slug, line.kind, line.name, line.at, line.parents, fields)[1]
