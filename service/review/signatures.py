"""Signatures under exactly one message's words. Pure.

The digest of a signature is over its *payload*: all that was signed, as canonical JSON.
:func:`payload` says which keys it has; more keys mean another :data:`VERSION`. ``marks`` reads and
writes the comments that name signatures in catalogs.
"""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, get_args

import msgspec
from msgspec import Struct

from ..errors import SummariesError

VERSION = 2
# 128 bits of SHA-256: finding a second text for a digest stays out of reach, and no PO tool breaks
# the comment's line for its length.
DIGITS = 32
# What a signer can be. "unlisted" is for names under "open = true", of which nothing is known.
Kind = Literal["person", "team", "model", "unlisted"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# What wrote the signature.
Via = Literal["cli", "desk"]
VIAS: tuple[Via, ...] = get_args(Via)
PEOPLE = frozenset[Kind]({"person", "team"})

_CANONICAL = msgspec.json.Encoder(order="sorted")


def normalise(text: str) -> str:
    r"""Return ``text`` as it is signed and served: NFC, line ends folded to LF, nothing else.

    >>> normalise("Cafe\u0301\r\n")
    'Café\n'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def timestamp(moment: datetime.datetime) -> str:
    """Return ``moment`` as signatures write it: UTC, to the second.

    >>> timestamp(datetime.datetime(2026, 11, 22, 14, 3, 27, tzinfo=datetime.UTC))
    '2026-11-22T14:03:27Z'
    """
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=4096)  # many signatures are of one moment, and each is read several times
def moment(date: str) -> datetime.datetime | None:
    """Return the time that :func:`timestamp` wrote as ``date``; None for what is no such time.

    >>> moment("2026-11-22T14:03:27Z").isoformat()
    '2026-11-22T14:03:27+00:00'
    """
    try:
        return datetime.datetime.strptime(f"{date}+0000", "%Y-%m-%dT%H:%M:%SZ%z")
    except ValueError:
        return None


class Signer(Struct, frozen=True):
    """A name under words, and what stands behind it."""

    name: str
    kind: Kind


class SourceInputs(Struct, frozen=True):
    """What a source statement rests on: the counting fact, its whole facts, its evidence."""

    count: str | None = None
    facts: tuple[Mapping[str, Any], ...] = ()
    evidence: tuple[str, ...] = ()


class Words(Struct, frozen=True):
    """What one signature covers, apart from who signed.

    ``strings`` are the msgstr forms by index, ``facts`` the whole facts that stand in a written
    form. ``inputs`` is None except in the source language, ``whole`` except in its headline.
    """

    locale: str
    context: str | None
    singular: str
    plural: str | None
    strings: tuple[str, ...]
    facts: tuple[Mapping[str, Any], ...] = ()
    inputs: SourceInputs | None = None
    whole: Mapping[str, Any] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The locale, and the msgctxt (the msgid where there is none): which message this is."""
        return self.locale, self.singular if self.context is None else self.context

    def digest(self) -> str:
        """Return the digest of the words alone, whoever signs them: what a rejection names."""
        parts = [self.locale, self.context]
        if self.context is None:
            parts.append(normalise(self.singular))
        content = [parts, [normalise(string) for string in self.strings]]
        return hashlib.sha256(_CANONICAL.encode(content)).hexdigest()[:DIGITS]


class Signature(Struct, frozen=True, omit_defaults=True):
    """One signature: who signed, what they are, through what, when, and where the words came from.

    ``date`` is UTC, ``2026-11-22T14:03:27Z``. ``draft_by`` names the model that proposed the words,
    ``translated_by`` who translated them. ``proof`` is the ed25519 signature over the payload, in
    base64, and ``key`` the public key that it fits; both are empty where the signer has none.
    """

    name: str
    kind: Kind
    via: Via
    date: str
    digest: str
    draft_by: str | None = None
    translated_by: Signer | None = None
    proof: str = ""
    key: str = ""

    def fits(self, words: Words) -> bool:
        """Tell whether this is a signature under exactly ``words``."""
        return self.digest == digest(payload(words, self))

    @property
    def mark(self) -> str:
        """The comment that names this signature in a catalog."""
        return mark_text(self.name, self.date, self.digest)

    def to_json(self) -> dict[str, Any]:
        """Return the signature as it stands in edition files; what is not set is left out."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]


def mark_text(name: str, date: str, digest: str) -> str:
    """Return the comment that names a signature by ``digest``, made by ``name`` on ``date``."""
    return f"reviewed-by: {name}; date: {date}; sha256:{digest}"


def payload(words: Words, signer: Signature) -> bytes:
    """Return what is signed, as canonical JSON: sorted keys, no spaces, UTF-8.

    ``signer`` says who; its digest and proof are no part of it.
    """
    return _CANONICAL.encode(_payload(words, signer))


def _payload(words: Words, signer: Signature) -> dict[str, Any]:
    """Return what :func:`payload` writes, of the types that JSON is read as."""
    translated_by = signer.translated_by
    data: dict[str, Any] = {
        "version": VERSION,
        "locale": words.locale,
        "name": normalise(signer.name),
        "kind": signer.kind,
        "via": signer.via,
        "date": signer.date,
        "draft_by": signer.draft_by,
        "translated_by": (
            None if translated_by is None
            else {"name": translated_by.name, "kind": translated_by.kind}
        ),
        "msgctxt": None if words.context is None else normalise(words.context),
        "msgid": normalise(words.singular),
        "msgid_plural": None if words.plural is None else normalise(words.plural),
        "msgstr": [normalise(string) for string in words.strings],
        "facts": list(words.facts),
    }  # fmt: skip
    if words.inputs is not None:
        data["source"] = {
            "count": words.inputs.count,
            "facts": list(words.inputs.facts),
            "evidence": list(words.inputs.evidence),
        }
    if words.whole is not None:
        data["whole"] = words.whole
    return data


def digest(content: bytes) -> str:
    """Return the digest that marks and journal name a payload, ``content``, by."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def read_payload(data: Mapping[str, Any]) -> tuple[Words, Signature]:
    """Return the words and the signer of ``data``, a parsed payload, which is untrusted.

    Raises ValueError for anything that :func:`payload` would not have written.
    """
    try:
        read = msgspec.convert(data, _Payload)
    except msgspec.ValidationError as error:
        raise ValueError("not the payload of a signature") from error
    if type(data["version"]) is not int or read.version != VERSION:
        raise ValueError(f"a payload of version {data['version']!r:.20}")
    words = Words(
        read.locale, read.msgctxt, read.msgid, read.msgid_plural, read.msgstr, read.facts,
        read.source, read.whole,
    )  # fmt: skip
    signature = read_signature({**data, "digest": digest(_CANONICAL.encode(data))})
    if _payload(words, signature) != data:
        raise ValueError("a payload with other keys or values than this version signs")
    return words, signature


class _Payload(Struct):
    """What :func:`_payload` returns apart from the signature, with the types that it must have."""

    version: int
    locale: str
    msgctxt: str | None
    msgid: str
    msgid_plural: str | None
    msgstr: tuple[str, ...]
    facts: tuple[dict[str, Any], ...]
    source: SourceInputs | None = None
    whole: dict[str, Any] | None = None


def read_signature(data: Mapping[str, Any]) -> Signature:
    """Read ``data``, a signature of an edition file. Raises ValueError."""
    try:
        signature = msgspec.convert(data, Signature)
    except msgspec.ValidationError as error:
        raise ValueError("not a signature") from error
    if moment(signature.date) is None:
        raise ValueError("a signature without a date")
    try:
        good = check_name(signature.name) == signature.name
    except SummariesError as error:
        raise ValueError(str(error)) from error
    if not good:
        raise ValueError("a signature without a name")
    return signature


def make(
    words: Words,
    name: str,
    kind: Kind,
    via: Via,
    date: datetime.datetime,
    *,
    draft_by: str | None = None,
    translated_by: Signer | None = None,
) -> Signature:
    """Return ``name``'s signature under ``words``, without proof.

    ``draft_by`` is what proposed the words, None where nothing did. Raises SummariesError for a
    name that cannot sign.
    """
    signer = Signature(check_name(name), kind, via, timestamp(date), "", draft_by, translated_by)
    return msgspec.structs.replace(signer, digest=digest(payload(words, signer)))


def check_name(name: str) -> str:
    """Return ``name`` as a mark can carry it. Raises SummariesError when it cannot.

    >>> check_name(" Jane   Doe ")
    'Jane Doe'
    """
    folded = " ".join(normalise(name).split())
    if not folded or ";" in folded or len(folded) > 100 or not folded.isprintable():
        raise SummariesError(
            f"“{name}” cannot sign: a name has 1 to 100 printable characters and no semicolon"
        )
    return folded


def check_reason(reason: str) -> str:
    """Return a rejection's ``reason`` as a comment can carry it; SummariesError when it cannot."""
    folded = " ".join(normalise(reason).split())
    if not folded or not folded.isprintable() or "-by:" in folded or len(folded) > 2000:
        raise SummariesError(
            "a rejection needs a reason of at most 2,000 characters: say what has to change, "
            "without a mark"
        )
    return folded
