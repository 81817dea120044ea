"""The life of one message, as a journal tells it: signed, rejected, replaced, by whom, when. Pure.

It needs neither article nor catalog: a journal outlives both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from msgspec import Struct, convert

from ..content.article import HEADLINE
from .decisions import (
    CORRECTED,
    OUTLET_CHANGED,
    REJECTED,
    SAME_MEANING,
    SAVED,
    SEEN,
    SIGNED,
    SignedLine,
    read_outlet_change,
)
from .journal import REDACTED, Journal, Line
from .ledger import Ledger
from .signatures import Kind, timestamp

What = Literal[
    "saved", "signed", "rejected", "same-meaning", "corrected", "outlet-changed", "seen"
]  # fmt: skip


class Event(Struct, frozen=True):
    """One line of a journal that is about the message.

    ``date`` is UTC, to the second. ``strings`` are the words that were saved, signed, rejected or
    looked at, and ``before`` those that were signed before them; both are empty where the journal
    has them not. ``source`` is msgid and msgid_plural, ``source_before`` what it was before.
    ``text`` is the reason of a rejection, why a correction needs no note (else ``asked`` is the
    note's id), or the answer to the question ``asked``. ``keep`` tells
    whether readers kept rejected words, and ``changed`` whether they were told that the outlet
    changed its article, or that was taken back; None elsewhere. ``objection`` says why the line
    does not count, if it does not. ``redacted`` is the line by which the words went, if they did:
    who, when, why.
    """

    what: What
    name: str
    date: str
    kind: Kind | None = None
    with_key: bool = False
    strings: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    source: tuple[str, str | None] | None = None
    source_before: tuple[str, str | None] | None = None
    text: str = ""
    asked: str = ""
    keep: bool | None = None
    changed: bool | None = None
    objection: str = ""
    redacted: Redaction | None = None


class Redaction(Struct, frozen=True):
    """Who had words taken out of a journal, when (UTC, to the second), and why."""

    name: str
    date: str
    reason: str


def events(journal: Journal, known: Ledger, locale: str, message: str) -> list[Event]:
    """Return what ``journal``, whose signatures are ``known``, says of a message, oldest first.

    ``message`` is the msgctxt, or the msgid where there is none.
    """
    return list(_Reader(known, locale, message).read(journal))


def messages(known: Ledger) -> list[tuple[str, str]]:
    """Return the locale and id of every message that was signed, sorted."""
    return sorted({signed.words.key for signed in known.by_digest.values()})


class _Reader:
    def __init__(self, known: Ledger, locale: str, message: str) -> None:
        self._known, self._locale, self._message = known, locale, message
        several = known.of(locale, message)
        self._signed = {signed.line.digest: signed for signed in several}
        self._payloads = {signed.signature.digest for signed in several}
        self._words = {signed.words.digest(): signed.words.strings for signed in several}

    def read(self, journal: Journal) -> Iterator[Event]:
        last: SignedLine | None = None
        redactions = {line.digest: line for line in journal if line.kind == REDACTED}
        for line in journal:
            if line.kind == OUTLET_CHANGED:  # which has no words that could go
                yield from self._outlet(line)
            elif line.redacted:
                if self._about(line.fields) and (event := _without_words(line, redactions)):
                    yield event
            elif line.kind == SIGNED and (signed := self._signed.get(line.digest)):
                yield self._signature(signed, last)
                last = signed
            elif line.kind == SIGNED and (copied := self._copied(line)):
                yield copied
            elif line.kind == SAVED and self._about(line.fields):
                yield self._saved(line, last)
            elif line.kind == REJECTED and self._about(line.fields):
                yield self._rejection(line)
            elif line.kind == SAME_MEANING and (event := self._meaning(line)):
                yield event
            elif line.kind == CORRECTED and self._corrects(line.fields):
                yield self._correction(line)
            elif line.kind == SEEN and self._about(line.fields):
                yield self._answer(line)

    def _about(self, fields: Mapping[str, Any]) -> bool:
        named = (fields.get("locale"), fields.get("message")) == (self._locale, self._message)
        return named or _text(fields, "words") in self._words

    def _corrects(self, fields: Mapping[str, Any]) -> bool:
        source = self._locale in self._known.source_languages
        return source and _text(fields, "statement") == self._message

    def _correction(self, line: Line) -> Event:
        old = line.fields.get("old")
        strings = old.get("msgstr") if isinstance(old, dict) else None
        return Event(
            "corrected", line.name, timestamp(line.at),
            strings=tuple(map(str, strings)) if isinstance(strings, list) else (),
            text=_text(line.fields, "because"), asked=_text(line.fields, "note"),
            objection=self._known.line_objection(line, *self._known.source_languages) or "",
        )  # fmt: skip

    def _is_headline(self) -> bool:
        """Tell whether this is the message whose signature covers the article's text."""
        return self._message == HEADLINE and self._locale in self._known.source_languages

    def _outlet(self, line: Line) -> Iterator[Event]:
        change = read_outlet_change(line, 0)
        if change is not None and self._is_headline():
            yield Event(
                "outlet-changed", line.name, timestamp(line.at), changed=change.changed,
                objection=self._known.line_objection(line, *self._known.source_languages) or "",
            )  # fmt: skip

    def _signature(self, signed: SignedLine, last: SignedLine | None) -> Event:
        signature, words = signed.signature, signed.words
        return Event(
            "signed", signature.name, signature.date, signature.kind,
            bool(self._known.shown(signed).key), words.strings,
            last.words.strings if last else (), (words.singular, words.plural),
            (last.words.singular, last.words.plural) if last else None,
            objection=self._standing(signed),
        )  # fmt: skip

    def _standing(self, signed: SignedLine) -> str:
        """Say why a signature does not count; nothing when it does."""
        if reason := self._known.objection(signed):
            return reason
        if rejection := self._known.rejection(signed):
            return f"rejected by {rejection.name} on {timestamp(rejection.line.at)}"
        if later := self._known.replaced(signed):
            return f"replaced by {later.signature.name} on {later.signature.date}"
        return ""

    def _copied(self, line: Line) -> Event | None:
        for digest in self._payloads:
            signed = self._known.by_digest[digest]
            if line.fields.get("payload") == signed.line.fields.get("payload"):
                return Event(
                    "signed", line.name, timestamp(line.at), strings=signed.words.strings,
                    objection=f"a copy of what was signed on {signed.signature.date}",
                )  # fmt: skip
        return None

    def _saved(self, line: Line, last: SignedLine | None) -> Event:
        strings = line.fields.get("strings")
        return Event(
            "saved", line.name, timestamp(line.at),
            strings=tuple(map(str, strings)) if isinstance(strings, list) else (),
            before=last.words.strings if last else (),
        )  # fmt: skip

    def _rejection(self, line: Line) -> Event:
        fields = line.fields
        return Event(
            "rejected", line.name, timestamp(line.at),
            strings=self._words.get(_text(fields, "words"), ()),
            text=_text(fields, "reason"), keep=fields.get("keep") is not False,
        )  # fmt: skip

    def _meaning(self, line: Line) -> Event | None:
        fields = line.fields
        if fields.get("msgctxt") != self._message or fields.get("locale") not in (
            self._locale, "all",
        ):  # fmt: skip
            return None
        old, new = (_source(fields.get(key)) for key in ("old", "new"))
        if old is None or new is None:
            return None
        objection = self._known.line_objection(line, *self._known.source_languages)
        return Event(
            "same-meaning", line.name, timestamp(line.at), source=new, source_before=old,
            objection=objection or "",
        )  # fmt: skip

    def _answer(self, line: Line) -> Event:
        fields = line.fields
        return Event(
            "seen", line.name, timestamp(line.at),
            strings=self._words.get(_text(fields, "words"), ()), text=_text(fields, "because"),
            asked=_text(fields, "text"),
            objection=self._known.line_objection(line, self._locale) or "",
        )  # fmt: skip


def _without_words(line: Line, redactions: Mapping[str, Line]) -> Event | None:
    """Return what is left to tell of a line whose words went."""
    by = redactions.get(line.redacted)
    if by is None or line.kind not in get_args(What):
        return None
    note = Redaction(by.name, timestamp(by.at), _text(by.fields, "reason"))
    what = convert(line.kind, What)
    keep = line.fields.get("keep") is not False if what == "rejected" else None
    return Event(what, line.name, timestamp(line.at), keep=keep, redacted=note)


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _source(data: object) -> tuple[str, str | None] | None:
    if not isinstance(data, list) or len(data) != 2 or not isinstance(data[0], str):
        return None
    singular, plural = data
    return (singular, plural) if plural is None or isinstance(plural, str) else None
