"""What came back from another tool becomes edits of a catalog, message by message.

The file, the catalog at the time of the export (by its fingerprint) and the catalog now are three
sides: a text that the file left as it was changes nothing, a text that both changed is refused with
both versions, so neither an edit in the catalog nor one in the file is lost. An empty translation
never empties the catalog. Nothing is signed: a state or approval in the file is the word of
whoever had the file.
"""

from __future__ import annotations

import contextlib
import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import langcodes

from ... import catalog
from ...catalog import Edit, Entry
from ...content.messages import Source
from ...content.placeholders import PlaceholderError, names, write, written_forms
from ...content.unsafe_characters import forbidden
from ...errors import Finding, InputError
from ...files import MAX_BYTES
from .. import checks, journal, marks, saving, signatures
from ..ledger import Ledger
from ..project import Project
from ..status import MessageStatus, subject_of, words_of
from .model import Part, Unit, fingerprint, source_mark, unit_id

# Checks of structure whose findings nobody can want: the words have to be corrected first.
_NEVER_RIGHT = frozenset({"conversions", "markup", "mixed-scripts", "adjoining", "written-forms"})


class _RefusedError(Exception):
    """Why a message of the file is not taken in; the catalog keeps what it has."""

    def __init__(self, check: str, text: str) -> None:
        super().__init__(text)
        self.check, self.text = check, text


@dataclass(slots=True)
class Outcome:
    """What an import did to one catalog.

    ``changed`` are the ids of changed messages, ``drafts`` how many of these are drafts,
    ``refused`` what was left out and why, ``notes`` what the reviewer should know, ``checks`` what
    the checks object to in the changed messages.
    """

    changed: list[str] = field(default_factory=list)
    drafts: int = 0
    unchanged: int = 0
    refused: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    checks: list[Finding] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """Everything to tell."""
        return [*self.refused, *self.notes, *self.checks]


def select(
    parts: Iterable[Part], locale: str, known: Sequence[str], article: str | None, label: str
) -> list[Part]:
    """Return those of ``parts`` that are for ``article`` (or any of the ``known`` ones).

    Raises InputError when the file is for another language, or has an unknown article, or nothing
    for ``article``.
    """
    parts = list(parts)
    wanted = [part for part in parts if article in (None, part.domain)]
    for part in wanted:
        if part.language is not None and not _same_language(part.language, locale):
            raise _unfit("language", f"is for {part.language}, not for {locale}", label)
        if part.domain not in known:
            text = f"is for “{part.domain}”, which is not here: there are {', '.join(known)}"
            raise _unfit("article", text, label)
    if not wanted:
        there = ", ".join(dict.fromkeys(part.domain for part in parts)) or "no article"
        missing = f"has nothing for “{article}”, but " if article else ""
        raise _unfit("article", f"{missing}is for {there}: name the file you mean", label)
    return wanted


def _unfit(check: str, text: str, label: str) -> InputError:
    return InputError([Finding(check, text, label)])


def _same_language(stated: str, locale: str) -> bool:
    """Tell whether two tags name one written language; a territory that one leaves out is any."""
    try:
        one, two = (langcodes.get(text) for text in (stated, locale))
        first, second = one.maximize(), two.maximize()
    except (ValueError, LookupError):
        return stated == locale
    territories = {one.territory, two.territory} - {None}
    same = (first.language, first.script) == (second.language, second.script)
    return same and len(territories) < 2


@dataclass(frozen=True, slots=True)
class Translator:
    """Who translated what a file brings, and when it is taken in."""

    name: str
    now: datetime.datetime


def take_in(
    project: Project, source: Source, locale: str, part: Part, label: str,
    translator: Translator | None = None,
) -> Outcome:  # fmt: skip
    """Write what ``part`` of the file ``label`` changes into the catalog of ``source``.

    Changed messages become translated (or drafts, where the file says so); all others stay as they
    are, byte for byte. With a ``translator``, messages with new words that are no drafts say who
    translated them, and the journal has them. Raises ConflictError when the catalog changes
    meanwhile, InputError when it cannot be used.
    """
    outcome, where = Outcome(), project.shown(source.domain, locale)
    assessments = project.assess(source, locale)
    if assessments is None:
        raise _unfit("missing", "is not there: run “summaries update” first", where)
    known = project.ledger(source.domain)
    edits = _plan(part, source, locale, assessments, known, label, outcome)
    lines: list[journal.NewLine] = []
    if translator is not None:
        again = _noted(part, assessments, edits, locale, translator)
        edits, lines = _named(edits, assessments, source, locale, translator)
        lines += saving.missing(project, source, again)
    if edits:
        path = project.path(source.domain, locale)
        _check_size(path, [change for _entry, change in edits], where)
        catalog.edit(
            path, where, locale,
            lambda _found: ({entry.key: change for entry, change in edits}, ()),
            expected=[entry for entry, _change in edits], root=project.root(source.domain),
        )  # fmt: skip
    if lines:
        journal.append_all(project.journal_of(source.domain), source.domain, lines)
    if edits:
        outcome.checks = [
            Finding(
                o.check, o.text, where, a.entry.line if a.entry else None, a.message.id, o.level
            )
            for a in project.assess(source, locale) or ()
            if a.message.id in outcome.changed
            for o in a.objections
        ]
    return outcome


def _noted(
    part: Part, assessments: Iterable[MessageStatus], edits: Iterable[tuple[Entry, Edit]],
    locale: str, translator: Translator,
) -> list[journal.NewLine]:  # fmt: skip
    """Return the journal's lines about words that the catalog has as ``translator``'s already.

    An import that ended between catalog and journal (a full disk) left the latter without them.
    """
    changed = {entry.key for entry, _change in edits}
    names, (name, now) = {unit.id for unit in part.units}, (translator.name, translator.now)
    lines = []
    for seen in assessments:
        if seen.entry is None or seen.words is None or seen.message.key in changed:
            continue
        digest = seen.words.digest()
        if unit_id(seen.message) in names and saving.is_noted(seen.entry, name, digest):
            lines.append(saving.saved(seen, locale, seen.entry.strings, name, now, digest))
    return lines


def _named(
    edits: Iterable[tuple[Entry, Edit]], assessments: Iterable[MessageStatus], source: Source,
    locale: str, translator: Translator,
) -> tuple[list[tuple[Entry, Edit]], list[journal.NewLine]]:  # fmt: skip
    """Return ``edits`` with who translated, where words are new and no draft.

    The second value are the journal's lines about them.
    """
    by_key = {status.message.key: status for status in assessments}
    pairs: list[tuple[Entry, Edit]] = []
    lines: list[journal.NewLine] = []
    for entry, change in edits:
        draft = entry.fuzzy if change.fuzzy is None else change.fuzzy
        if change.strings is None or draft:
            pairs.append((entry, change))
            continue
        status, (name, now) = by_key[entry.key], (translator.name, translator.now)
        digest = words_of(status.message, locale, source, change.strings).digest()
        comments = saving.translated(entry.comments, name, now, digest)
        pairs.append((entry, replace(change, comments=comments)))
        lines.append(saving.saved(status, locale, change.strings, name, now, digest))
    return pairs, lines


def _check_size(path: Path, changes: Iterable[Edit], where: str) -> None:
    """Raise InputError when the catalog could grow beyond what the reader takes."""
    # Twice, because quotes, line ends and wrapping take room of their own.
    added = sum(2 * len(text.encode()) for change in changes for text in change.strings or ())
    if path.stat().st_size + added > MAX_BYTES:
        raise _unfit("size", f"would become larger than {MAX_BYTES // 1024**2} MiB", where)


def _plan(
    part: Part, source: Source, locale: str, assessments: Sequence[MessageStatus],
    known: Ledger, label: str, outcome: Outcome,
) -> list[tuple[Entry, Edit]]:  # fmt: skip
    messages = {unit_id(status.message): status for status in assessments}
    if part.units and not any(unit.id in messages or unit.base for unit in part.units):
        text = (
            "has none of the messages’ names: another converter made it, or from another article; "
            f"export it with “summaries catalog export {locale}”, and put the translations there"
        )
        raise _unfit("format", text, label)
    arrived: dict[str, list[Unit]] = {}
    for unit in part.units:
        arrived.setdefault(unit.id, []).append(unit)
    edits: list[tuple[Entry, Edit]] = []
    for name, units in arrived.items():
        status = messages.get(name)
        try:
            if status is None:
                text = "there is no such message: it went or was renamed since the export"
                raise _RefusedError("unknown", text)
            incoming = _MessageImport(status, source, locale, known)
            change = incoming.decide(units)
        except _RefusedError as no:
            shown_id = status.message.id if status else name
            outcome.refused.append(Finding(no.check, no.text, label, None, shown_id))
            continue
        if incoming.returned:
            text = "these words were signed before: left as a draft until somebody signs them again"
            outcome.notes.append(
                Finding("signed", text, label, None, status.message.id, level="warning")
            )
        outcome.notes += [
            Finding("written-form", text, label, None, status.message.id, level="warning")
            for text in (_form_changes(status.entry, change) if status.entry and change else ())
        ]
        if change is None:
            outcome.unchanged += 1
        else:
            outcome.changed.append(status.message.id)
            assert status.entry is not None
            draft = status.entry.fuzzy if change.fuzzy is None else change.fuzzy
            outcome.drafts += draft
            edits.append((status.entry, change))
    return edits


class _MessageImport:
    """What a file brings for one message, and what of it is taken in."""

    def __init__(self, status: MessageStatus, source: Source, locale: str, known: Ledger) -> None:
        entry, message = status.entry, status.message
        if entry is None or (entry.key, entry.plural) != (message.key, message.plural):
            text = "its catalog has another source: run “summaries update”, then export it again"
            raise _RefusedError("source", text)
        self.entry, self.message, self.locale, self.source = entry, message, locale, source
        self.language = source.language
        self.known = known
        self.returned = False

    def decide(self, units: Sequence[Unit]) -> Edit | None:
        """Return what ``units`` change in the message, None for nothing."""
        strings = list(self.entry.strings)
        forms = self._forms(units)
        touched = [index for index, unit in forms.items() if self._touched(index, unit)]
        if not touched:
            return None
        for index in touched:
            if not _equal(forms[index].target, strings[index]):
                strings[index] = forms[index].target
        if self.locale != self.language:
            self._refuse_blocked({index: strings[index] for index in touched})
        translated = [unit for unit in forms.values() if unit.target.strip()]
        fuzzy = self._fuzzy(translated, strings, [forms[index] for index in touched])
        if not fuzzy and self._signed(strings):
            fuzzy = self.returned = True
        if tuple(strings) == self.entry.strings and fuzzy == self.entry.fuzzy:
            return None
        if self.locale == self.language:
            text = "these are the source’s own words: change the article’s summary instead"
            raise _RefusedError("source", text)
        return Edit(
            strings=strings if tuple(strings) != self.entry.strings else None,
            fuzzy=fuzzy if fuzzy != self.entry.fuzzy else None,
        )

    def _forms(self, units: Sequence[Unit]) -> dict[int, Unit]:
        """Return the units by form. Raises when they are not this message's as it is now."""
        sources = {signatures.normalise(s) for s in (self.entry.singular, self.entry.plural) if s}
        count = len(self.entry.strings)
        forms: dict[int, Unit] = {}
        for unit in units:
            index = 0 if unit.form is None and self.entry.plural is None else unit.form
            if index is None or not 0 <= index < count:
                wanted = f"forms 0 to {count - 1}" if self.entry.plural is not None else "no forms"
                raise _RefusedError("plural-forms", f"has {wanted} in {self.locale}")
            if index in forms:
                raise _RefusedError("duplicate", "stands twice in the file: keep one of them")
            self._check_source(unit, sources)
            _refuse_unsafe(unit.target)
            forms[index] = unit
        return forms

    def _refuse_blocked(self, touched: Mapping[int, str]) -> None:
        """Raise for what no words in ``touched``, by form, may have: markup, ``%s``, look-alikes.

        The text stays in the file, which the finding names. A placeholder that is missing and a
        form without text are work to be done, and come in.
        """
        for text in touched.values():
            if unknown := sorted({*names(text)} - self.message.placeholders):
                reason = f"{{{unknown[0]}}} is not a placeholder of the source"
                raise _RefusedError("placeholders", f"was not taken in: {reason}")
        strings = [touched.get(index, "") for index in range(len(self.entry.strings))]
        for objection in checks.unsafe(subject_of(self.message, self.locale, strings)):
            if objection.check in _NEVER_RIGHT:
                raise _RefusedError(objection.check, f"was not taken in: {objection.text}")

    def _check_source(self, unit: Unit, sources: Iterable[str]) -> None:
        now = f"“{_excerpt(self.entry.singular)}”: export it again"
        if unit.source_mark is None:
            if signatures.normalise(unit.source) not in sources:
                text = f"the source is not “{_excerpt(unit.source)}” now, but {now}"
                raise _RefusedError("source", text)
        elif unit.source_mark not in map(source_mark, sources):
            text = f"the source is another than at the export, now {now}"
            raise _RefusedError("source", text)

    def _touched(self, index: int, unit: Unit) -> bool:
        """Tell whether somebody changed ``unit`` after the export. Raises when both sides did."""
        now = self.entry.strings[index]
        if not unit.target.strip():
            return False
        if unit.base is None:
            return not _equal(unit.target, now)
        drafts = (True, False) if unit.state is None else (unit.state == "draft",)
        if unit.base in {fingerprint(draft, unit.target) for draft in drafts}:
            return False
        exported = unit.base in {fingerprint(draft, now) for draft in (True, False)}
        if not exported and not _equal(unit.target, now):
            text = (
                f"changed in the catalog, too, since the export: the file has "
                f"“{_excerpt(unit.target)}”, the catalog “{_excerpt(now)}”; write what is right "
                "into the catalog"
            )
            raise _RefusedError("conflict", text)
        return True

    def _fuzzy(
        self, translated: Sequence[Unit], strings: Sequence[str], touched: Sequence[Unit]
    ) -> bool:
        """Tell whether the message is a draft now: new words unless the file says otherwise."""
        if tuple(strings) != self.entry.strings:
            return any(unit.state == "draft" and not self._rewritten(unit) for unit in translated)
        if any(unit.state == "draft" for unit in touched):
            return True
        done = all(unit.state not in (None, "draft") for unit in translated)
        if done and len(translated) == len(strings):
            return False
        return self.entry.fuzzy

    def _rewritten(self, unit: Unit) -> bool:
        """Tell whether ``unit`` has new words beside a state that is only as it was exported."""
        if unit.tool_sets_state or not self.entry.fuzzy:
            return False
        exported = fingerprint(True, self.entry.strings[unit.form or 0])
        return unit.base == exported != fingerprint(True, unit.target)

    def _signed(self, strings: Sequence[str]) -> bool:
        """Tell whether a mark that the message has already fits ``strings``."""
        words = words_of(self.message, self.locale, self.source, strings)
        counting = {signed.signature.digest for signed in self.known.standing(words)}
        return any(mark.digest in counting for mark in marks.review_marks(self.entry.comments))


def _refuse_unsafe(text: str) -> None:
    """Raise for what no text may have, whoever signs it: a file does not bring it in.

    What is only not finished, such as a placeholder that is missing, is for its translator to see.
    """
    try:
        names(text)
    except PlaceholderError as error:
        raise _RefusedError("placeholders", f"was not taken in: {error}") from None
    if hidden := next(forbidden(text, "\r\n\t"), None):
        raise _RefusedError("controls", f"was not taken in: {hidden} is not allowed: remove it")


def _form_changes(entry: Entry, change: Edit) -> Iterator[str]:
    """Say which written forms a change takes away or brings: tools drop tags silently."""
    before, after = _forms_in(entry.strings), _forms_in(change.strings or entry.strings)
    for form in sorted((before - after).keys()):
        yield f"the written form {form} is gone: put it back, or let the figure write itself"
    for form in sorted((after - before).keys()):
        yield f"the written form {form} is new: a signature under it covers the figure"


def _forms_in(strings: Iterable[str]) -> Counter[str]:
    forms: Counter[str] = Counter()
    for text in strings:
        with contextlib.suppress(PlaceholderError):
            forms.update(write([form]) for form in written_forms(text))
    return forms


def _equal(one: str, two: str) -> bool:
    """Tell whether two texts are the same words, as signatures see them."""
    return signatures.normalise(one) == signatures.normalise(two)


def _excerpt(text: str) -> str:
    """Return a text short enough for a message."""
    return text if len(text) <= 80 else f"{text[:79]}…"
