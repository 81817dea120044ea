"""What a publisher keeps in a bucket for windows on other machines, and how its objects are named.

- ``<slug>/<locale>.json``: the edition files, as in the folder.
- ``_index/<digest>``: parts of the publisher's index, one after another the whole of it. What is in
  one never changes.
- ``_publisher.pub``, ``_publisher.json``: as in the folder.
- ``_state.json``: which parts make up the index now. Written after everything that it names; it
  is all that windows ask for, again and again.

Nothing of this is believed: the index and every edition are signed.
"""

from __future__ import annotations

import hashlib

import msgspec

from .. import publisher_key, store
from ..index import Line, Root

STATE = "_state.json"
PARTS = "_index/"
# Those beside the editions: the key first.
BESIDE = (publisher_key.PUBLIC, store.REPORT)
# Bytes of a part. A window fetches those that it does not have.
PART = 2 * 1024 * 1024
FORMAT = "summaries-bucket/1"


class State(msgspec.Struct, frozen=True):
    """What is in the bucket.

    ``writer`` names the publisher's folder, ``alive`` is when the publisher last showed that it
    works, in seconds since 1970. ``parts`` are those of the index with their sizes in bytes,
    ``beside`` the digests of the files beside the editions. ``gone`` are objects that are no longer
    needed, and may not have been removed yet.
    """

    format: str
    writer: str
    alive: float = 0.0
    parts: tuple[tuple[str, int], ...] = ()
    beside: dict[str, str] = {}
    gone: tuple[str, ...] = ()


_decode = msgspec.json.Decoder(State).decode
_decode_line = msgspec.json.Decoder(Line).decode
_decode_root = msgspec.json.Decoder(Root).decode


def read_state(content: bytes) -> State | None:
    """Return the state that ``content`` is; None for what is none."""
    try:
        state = _decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return state if state.format == FORMAT else None


def digest(content: bytes) -> str:
    """Return what an object of ``content`` is named by."""
    return hashlib.sha256(content).hexdigest()[:32]


def lines(content: bytes) -> list[Line]:
    """Return the lines of ``content``, (a part of) an index, whoever wrote them.

    Lines that are none are left out.
    """
    several = []
    for each in content.splitlines():
        try:
            several.append(_decode_line(each))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue  # its head, a root, half a line
    return several


def counter(content: bytes) -> int:
    """Return the counter of the last root of ``content``, an index; 0 where it has none."""
    for each in reversed(content.splitlines()):
        try:
            return _decode_root(each).root
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
    return 0


def key(slug: str, name: str) -> str:
    """Return the key of the edition file ``name``, a locale or ``_article``.

    >>> key("harbor-fire", "uk")
    'harbor-fire/uk.json'
    """
    return f"{slug}/{name}.json"
