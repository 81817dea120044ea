"""An edition as JSON: how it is written, and what must hold before it is believed. Pure.

:func:`verify` is the last gate before readers. It trusts nothing that a file says: every word must
carry a mark that fits, in its language and in the source, and nothing unsafe may be in it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from ..content import plural_rules
from ..content.article import HEADLINE, RESERVED
from ..content.facts import Fact
from ..content.messages import Message
from ..content.placeholders import PlaceholderError, names
from ..review import checks, signatures
from ..review.signatures import Mark, Signer
from ..review.status import subject_of, words_of
from .model import Content, Correction, Edition, Original, Signed, Statement, Withdrawn

FORMAT = "summaries-edition/1"
MAX_REVISION = 10**9


class EditionError(ValueError):
    """An edition file that must not be served; the text says why."""


def to_json(value: Edition | Withdrawn | Original) -> dict[str, Any]:
    """Return an edition, what stands in its place, or an article's text, as data for msgspec."""
    if isinstance(value, Original):
        return {
            "format": FORMAT, "domain": value.domain, "language": value.language,
            "text": value.text,
        }  # fmt: skip
    if isinstance(value, Withdrawn):
        return {
            "format": FORMAT, "domain": value.domain, "locale": value.locale,
            "language": value.language, "state": "withdrawn", "date": value.date.isoformat(),
            "reason": value.reason, "revision": value.revision, "lines": list(value.lines),
        }  # fmt: skip
    content = value.content
    return {
        "format": FORMAT,
        "domain": content.domain,
        "locale": content.locale,
        "language": content.language,
        "state": value.state,
        "outdated_since": value.outdated_since.isoformat() if value.outdated_since else None,
        "revision": value.revision,
        "published": value.published.isoformat(timespec="seconds"),
        "updated": value.updated.isoformat(timespec="seconds"),
        "corrections": [
            {
                "date": c.date.isoformat(), "fact": c.new.name,
                "old": c.old.to_json(), "new": c.new.to_json(),
            }
            for c in value.corrections
        ],
        "drafted_by": list(content.drafted_by),
        "translated_by": content.translated_by,
        "facts": {name: fact.to_json() for name, fact in content.facts.items()},
        "messages": content.statements,
    }  # fmt: skip


@dataclass(slots=True)
class _Verifier:
    """Reads one edition's data, believing nothing."""

    domain: str
    locale: str
    language: str
    key: bytes | None
    facts: dict[str, Fact] = field(default_factory=dict)

    def statement(self, data: dict[str, Any]) -> Statement:
        context, singular = _text(data["msgctxt"], True), _text(data["msgid"])
        plural, count = _text(data["msgid_plural"], True), _text(data["count"], True)
        evidence = tuple(_text(quote) or "" for quote in data["evidence"])
        assert singular is not None
        placeholders = {n for text in (singular, plural or "") for n in names(text)}
        if (self.domain in RESERVED) != (context is None):
            raise EditionError("it mixes an article and the interface")
        if context is not None and (unknown := placeholders - self.facts.keys()):
            raise EditionError(f"message “{context}” uses “{min(unknown)}”, which is no fact")
        used = {
            n: self.facts[n]
            for n in sorted({*placeholders, *([count] if count else [])} & self.facts.keys())
        }
        if (plural is None) != (count is None):
            raise EditionError(
                f"message “{context}” has plural forms without a count, or the reverse"
            )
        if count is not None and (
            count not in used or isinstance(used[count].value, datetime.date)
        ):
            raise EditionError(f"message “{context}” counts “{count}”, which is not a number")
        message = Message(context, singular, plural, (), count, used, evidence)
        source = self.signed(message, self.language, data["source"])
        target = self.signed(message, self.locale, data["target"])
        if self.locale == self.language and source.strings != target.strings:
            raise EditionError(f"message “{message.id}” differs from the signed source")
        return Statement(context, singular, plural, count, evidence, source, target)

    def signed(self, message: Message, locale: str, data: dict[str, Any]) -> Signed:
        strings = tuple(_text(text) or "" for text in data["msgstr"])
        words = words_of(message, locale, self.language, strings)
        if words.strings != strings:
            raise EditionError(f"message “{message.id}” is not NFC-normalised")
        marks = tuple(Mark.from_json(mark) for mark in data["marks"])
        fitting = tuple(signatures.fitting(words, marks, self.key))
        if not fitting:
            raise EditionError(f"nobody signed the words of message “{message.id}” ({locale})")
        if objections := checks.unsafe(subject_of(message, words)):
            raise EditionError(f"message “{message.id}” ({locale}): {objections[0].text}")
        return Signed(strings, fitting)


def _text(value: object, optional: bool = False) -> str | None:
    if isinstance(value, str) or (optional and value is None):
        return value
    raise EditionError(f"text expected, not {value!r:.40}")


def verify(data: Any, domain: str, locale: str, key: bytes | None) -> Edition | Withdrawn:
    """Return the edition of ``domain`` in ``locale`` that ``data`` (parsed JSON) holds.

    The last gate: every word must carry a mark that fits, in this language and in the source, and
    nothing may block it. Raises :class:`EditionError` otherwise; marks that do not fit are dropped.
    """
    try:
        if data["format"] != FORMAT:
            raise EditionError(f"format {data['format']!r:.40} is not {FORMAT}")
        if (data["domain"], data["locale"]) != (domain, locale):
            raise EditionError("it belongs to another article or language")
        language = _text(data["language"]) or ""
        plural_rules.rule(language)
        if data["state"] == "withdrawn":
            return Withdrawn(
                domain, locale, language, _text(data["reason"]) or "",
                datetime.date.fromisoformat(data["date"]), int(data["revision"]),
                tuple(_text(line) or "" for line in data.get("lines", ())),
            )  # fmt: skip
        return _verified(data, domain, locale, language, key)
    except EditionError:
        raise
    except PlaceholderError as error:
        raise EditionError(str(error)) from error
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise EditionError(f"not an edition file: {type(error).__name__}: {error}") from error


def verify_original(data: Any, domain: str) -> Original:
    """Return the article's text that ``data`` (parsed JSON) holds. Raises :class:`EditionError`."""
    try:
        if data["format"] != FORMAT or data["domain"] != domain:
            raise EditionError("it is not the text of this article")
        language, text = _text(data["language"]) or "", _text(data["text"]) or ""
        plural_rules.rule(language)
    except EditionError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise EditionError(f"not an article's text: {type(error).__name__}: {error}") from error
    return Original(domain, language, text)


def _verified(
    data: dict[str, Any], domain: str, locale: str, language: str, key: bytes | None
) -> Edition:
    facts = {name: Fact.from_json(name, entry) for name, entry in data["facts"].items()}
    verifier = _Verifier(domain, locale, language, key, facts)
    statements = tuple(verifier.statement(entry) for entry in data["messages"])
    if not statements or len({s.id for s in statements}) != len(statements):
        raise EditionError("it has no messages, or one twice")
    if domain not in RESERVED and (statements[0].context != HEADLINE or len(statements) == 1):
        raise EditionError("it lacks its headline, or has nothing else")
    corrections = tuple(
        Correction(
            datetime.date.fromisoformat(entry["date"]),
            Fact.from_json(entry["fact"], entry["old"]),
            Fact.from_json(entry["fact"], entry["new"]),
        )
        for entry in data["corrections"]
    )
    since = data["outdated_since"]
    state = data["state"]
    if state not in ("current", "pending", "outdated") or (state == "outdated") != bool(since):
        raise EditionError("its state is not one")
    if type(data["revision"]) is not int or not 1 <= data["revision"] < MAX_REVISION:
        raise EditionError("its revision is not one")
    published, updated = (
        datetime.datetime.fromisoformat(data[k]) for k in ("published", "updated")
    )
    if published.tzinfo is None or updated.tzinfo is None:
        raise EditionError("its times have no time zone")
    drafted_by = tuple(_text(model) or "" for model in data["drafted_by"])
    translated_by = tuple(Signer.from_json(signer) for signer in data["translated_by"])
    content = Content(domain, locale, language, facts, statements, drafted_by, translated_by)
    return Edition(
        content, data["revision"], published, updated, state,
        datetime.date.fromisoformat(since) if since else None, corrections,
    )  # fmt: skip
