"""What must hold before an edition file is believed. Pure.

:func:`verify` is the last gate before readers. It trusts nothing that a file says: every word must
carry a signature that fits, in its language and in the source; the statements must be those of the
whole that the source's editor signed; and nothing unsafe may be in it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..content import plural_rules
from ..content.article import HEADLINE, RESERVED
from ..content.facts import Fact
from ..content.messages import OUTLET, Message, statement_of
from ..content.placeholders import PlaceholderError, names
from ..review import checks, keys, signatures
from ..review.ledger import MOST_LINKS
from ..review.signatures import Signature, SourceInputs, Words
from ..review.status import subject_of
from .edition_json import FORMAT, correction, outlet_notice
from .model import (
    STATES,
    Content,
    Edition,
    Headline,
    Meaning,
    Original,
    Signed,
    Statement,
    Withdrawn,
)

MAX_REVISION = 10**9


class EditionError(ValueError):
    """An edition file that must not be served; the text says why."""


@dataclass(slots=True)
class _Verifier:
    """Validates and parses the messages of one untrusted edition file."""

    domain: str
    locale: str
    language: str
    article: bool = field(init=False)

    def __post_init__(self) -> None:
        self.article = self.domain not in RESERVED

    def statement(self, data: dict[str, Any]) -> Statement:
        context, singular = _text(data["msgctxt"], True), _text(data["msgid"])
        plural, count = _text(data["msgid_plural"], True), _text(data["count"], True)
        evidence = tuple(_text(quote) or "" for quote in data["evidence"])
        assert singular is not None
        if self.article == (context is None):
            raise EditionError("it mixes an article and the interface")
        facts = {fact["name"]: Fact.from_inputs(fact) for fact in data["facts"]}
        placeholders = {n for text in (singular, plural or "") for n in names(text)}
        if self.article and (unknown := placeholders - facts.keys() - {OUTLET}):
            raise EditionError(f"message “{context}” uses “{min(unknown)}”, which is no fact")
        if (plural is None) != (count is None):
            raise EditionError(
                f"message “{context}” has plural forms without a count, or the reverse"
            )
        if count is not None and (count not in facts or not facts[count].selects_plural):
            raise EditionError(f"message “{context}” counts “{count}”, which is not a number")
        message = Message(context, singular, plural, (), count, facts, evidence)
        inputs = tuple(fact.source_inputs() for fact in facts.values())
        grounds = SourceInputs(count, inputs, evidence)
        source = self.signed(message, self.language, data["source"], grounds, ())
        meanings = tuple(map(_meaning, data["meanings"]))
        target = self.signed(message, self.locale, data["target"], grounds, meanings)
        if self.locale == self.language and source.strings != target.strings:
            raise EditionError(f"message “{message.id}” differs from the signed source")
        corrected = tuple(_text(name) or "" for name in data["corrected"])
        if set(corrected) - facts.keys():
            raise EditionError(f"message “{message.id}” corrects what is no fact of it")
        return Statement(
            context, singular, plural, count, evidence, facts, source, target, meanings,
            data["outdated"] is True, corrected, data["brief"] is True,
        )  # fmt: skip

    def signed(
        self, message: Message, locale: str, data: dict[str, Any], inputs: SourceInputs,
        meanings: tuple[Meaning, ...],
    ) -> Signed:  # fmt: skip
        strings = tuple(_text(text) or "" for text in data["msgstr"])
        if strings != tuple(signatures.normalise(text) for text in strings):
            raise EditionError(f"message “{message.id}” is not NFC-normalised")
        own = locale == self.language
        facts = tuple(data.get("facts", ()))
        written = {fact.name: fact.signed_inputs() for fact in message.written_facts(strings)}
        if {fact["name"]: fact for fact in facts} != written:
            raise EditionError(f"message “{message.id}” ({locale}): a written form of another fact")
        singular, plural = _led(message, data.get("source"), meanings)
        whole = data.get("whole")
        if (whole is not None) != (own and message.context == HEADLINE):
            raise EditionError("the whole is signed with the source's headline, and only there")
        words = Words(
            locale, message.context, singular, plural, strings, facts,
            inputs if own and self.article else None, whole,
        )  # fmt: skip
        fitting = tuple(
            one for one in map(signatures.read_signature, data["marks"]) if holds(one, words)
        )
        if not fitting:
            raise EditionError(f"nobody signed the words of message “{message.id}” ({locale})")
        if objections := checks.unsafe(subject_of(message, locale, strings)):
            raise EditionError(f"message “{message.id}” ({locale}): {objections[0].text}")
        source = None if data.get("source") is None else (singular, plural)
        return Signed(strings, fitting, facts, source, whole)

    def headline(self, data: Any) -> Headline | None:
        """Read another signed headline of the source, with its whole."""
        if data is None:
            return None
        inputs = data["inputs"]
        inputs = SourceInputs(
            _text(inputs["count"], True), tuple(inputs["facts"]),
            tuple(_text(quote) or "" for quote in inputs["evidence"]),
        )  # fmt: skip
        facts = {fact["name"]: Fact.from_inputs(fact) for fact in inputs.facts}
        message = Message(HEADLINE, _text(data["msgid"]) or "", None, (), None, facts)
        signed = self.signed(message, self.language, data["source"], inputs, ())
        return Headline(message.singular, inputs, signed)

    def whole(self, content: Content) -> None:
        """Hold the statements against the whole that is in force."""
        for whole in (content.whole, content.latest.signed.whole if content.latest else {}):
            if whole is None or (
                whole and (whole["slug"], whole["language"]) != (self.domain, self.language)
            ):
                raise EditionError("the headline was signed for another article")
        whole = content.whole or {}
        ids = [s.id for s in content.statements if s.context != HEADLINE]
        if ids != [name for name in whole["ids"] if name in set(ids)]:
            raise EditionError("its statements are not those of the signed summary, in its order")
        # A summary that names no brief has no statement to spare.
        brief = set(whole["brief"] or whole["ids"]) - content.removed
        if content.removed & set(ids):
            raise EditionError("it has a statement that the source's editor has taken out")
        if missing := brief - set(ids):
            raise EditionError(f"“{min(missing)}” of the brief is missing")
        if any(s.brief != (s.id in brief) for s in content.statements):
            raise EditionError("its brief is not the signed one")


def holds(signature: Signature, words: Words) -> bool:
    """Tell whether ``signature`` fits ``words``, and its proof, if it has a key, its key."""
    content = signatures.payload(words, signature)
    if signatures.digest(content) != signature.digest:
        return False
    if not signature.key and not signature.proof:
        return True
    return keys.verify(content, signature.proof, [signature.key]) is not None


def _led(message: Message, source: Any, meanings: tuple[Meaning, ...]) -> tuple[str, str | None]:
    """Return the source that the words were signed for, and check what leads from it to here."""
    here = (message.singular, message.plural)
    if source is None:
        return here
    first = (_text(source[0]) or "", _text(source[1], True))
    at = first
    for meaning in meanings:
        if meaning.old != at:
            raise EditionError(f"message “{message.id}”: its sources do not lead to each other")
        at = meaning.new
    if at != here or len(meanings) > MOST_LINKS:
        raise EditionError(f"message “{message.id}” was signed for another source")
    if set(names(here[0])) != set(names(first[0])):
        raise EditionError(f"message “{message.id}” was signed with other placeholders")
    return first


def _meaning(data: dict[str, Any]) -> Meaning:
    old, new = ((_text(s) or "", _text(p, True)) for s, p in (data["old"], data["new"]))
    return Meaning(old, new, _text(data["name"]) or "", _text(data["at"]) or "")


def _text(value: object, optional: bool = False) -> str | None:
    if isinstance(value, str) or (optional and value is None):
        return value
    raise EditionError(f"text expected, not {value!r:.40}")


def verify(data: Any, domain: str, locale: str) -> Edition | Withdrawn:
    """Return the edition of ``domain`` in ``locale`` that ``data`` (parsed JSON) holds.

    The last gate: every word must carry a signature that fits, in this language and in the source,
    and nothing may block it. Raises :class:`EditionError` otherwise; signatures that do not fit are
    dropped.
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
                tuple(_text(line) or "" for line in data.get("lines", ())), _serial(data),
            )  # fmt: skip
        return _verified(data, domain, locale, language)
    except EditionError:
        raise
    except PlaceholderError as error:
        raise EditionError(str(error)) from error
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
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


def _verified(data: dict[str, Any], domain: str, locale: str, language: str) -> Edition:
    verifier = _Verifier(domain, locale, language)
    statements = tuple(verifier.statement(entry) for entry in data["messages"])
    if not statements or len({s.id for s in statements}) != len(statements):
        raise EditionError("it has no messages, or one twice")
    corrections = tuple(map(correction, data["corrections"]))
    notes = tuple(verifier.statement(entry) for entry in data.get("notes", ()))
    entered = {entry.note for entry in corrections}
    if any(not statement_of(note.id) or note.id not in entered for note in notes):
        raise EditionError("it has a correction note of no correction")
    if any(statement_of(statement.id) for statement in statements):
        raise EditionError("it has a correction note among its statements")
    content = Content(
        domain, locale, language, statements, verifier.headline(data["newer"]),
        verifier.headline(data["latest"]), notes,
    )  # fmt: skip
    if verifier.article:
        if statements[0].context != HEADLINE or len(statements) == 1:
            raise EditionError("it lacks its headline, or has nothing else")
        verifier.whole(content)
    since, state = data["outdated_since"], data["state"]
    if state not in STATES or (state == "outdated") != bool(since):
        raise EditionError(f"invalid state {state!r:.40}")
    if type(data["revision"]) is not int or not 1 <= data["revision"] < MAX_REVISION:
        raise EditionError(f"invalid revision {data['revision']!r:.40}")
    published, updated = (
        datetime.datetime.fromisoformat(data[k]) for k in ("published", "updated")
    )
    if published.tzinfo is None or updated.tzinfo is None:
        raise EditionError("its times have no time zone")
    missing = tuple(_text(name) or "" for name in data["missing"])
    return Edition(
        content, data["revision"], published, updated, state,
        datetime.date.fromisoformat(since) if since else None, corrections, missing,
        outlet_notice(data.get("outlet_changed")), _serial(data),
    )  # fmt: skip


def _serial(data: Mapping[str, Any]) -> int:
    serial = data.get("serial", 0)  # an answer of the API has none
    if type(serial) is not int or serial < 0:
        raise EditionError(f"invalid serial {serial!r:.40}")
    return serial


def words_of(edition: Edition, statement: Statement) -> Mapping[str, Words]:
    """Return what the signatures of ``statement`` cover, in the source and in the edition.

    For checking an edition against a list of signers, sentence by sentence.
    """
    content = edition.content
    facts = tuple(fact.source_inputs() for fact in statement.facts.values())
    article = content.domain not in RESERVED
    inputs = SourceInputs(statement.count, facts, statement.evidence) if article else None
    words = {}
    for locale, signed in (
        (content.language, statement.source),
        (content.locale, statement.target),
    ):
        singular, plural = signed.source or (statement.singular, statement.plural)
        words[locale] = Words(
            locale, statement.context, singular, plural, signed.strings, signed.facts,
            inputs if locale == content.language else None, signed.whole,
        )  # fmt: skip
    return words
