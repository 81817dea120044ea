"""Bring templates and catalogs in line with their source, message by message."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from .. import catalog
from ..catalog import Catalog, Edit, Entry
from ..content import plural_rules
from ..content.facts import Fact
from ..content.messages import Message, Source
from ..files import check_inside, made_folder, read_bytes, write_bytes
from ..processes import locked
from . import signatures
from .ledger import Ledger
from .project import Project

_BRACES = "python-brace-format"
# "{troops} = 10,000 (10000)", an extracted comment, and the note of an old value.
_VALUE = re.compile(r"\{([a-z][a-z0-9_]*)\} = (.+)")
_WAS = re.compile(r"was: \{([a-z][a-z0-9_]*)\} = .+")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)$")


def update(project: Project, source: Source, locales: Iterable[str]) -> list[Path]:
    """Write the template of ``source`` and its catalogs in ``locales``; return what changed.

    A message whose source text changed is found again by its msgctxt: it becomes fuzzy, and the
    source it was translated from is kept (``#|``); unless the journal says that the new text means
    what the old one did: then the signed words stay as they are. A message that the source no
    longer has becomes obsolete (``#~``). A message with a written form of a fact whose value
    changed becomes fuzzy too, with a note of the old value. Nothing else in an existing file is
    touched. The source language's own catalog repeats the source's words. Raises InputError for a
    catalog that cannot be used.
    """
    changed: list[Path] = []
    same = _SameMeaning(project, source)
    root = project.root(source.domain)
    template = root / f"{source.domain}.pot"
    entries = [_fresh(message, source.language, None) for message in source.messages]
    content = catalog.create(source.domain, None, entries)
    shown = f"{root.name}/{template.name}"
    check_inside(template, shown, root)
    _replace(template, shown, content, changed)
    for locale in locales:
        path, shown = project.path(source.domain, locale), project.shown(source.domain, locale)
        if not os.path.lexists(path):
            check_inside(path, shown, root)
            with made_folder(path.parent), locked(path.parent):
                if not os.path.lexists(path):  # nobody made it meanwhile
                    new = [_fresh(message, source.language, locale) for message in source.messages]
                    now = datetime.datetime.now(datetime.UTC)
                    content = catalog.create(source.domain, locale, new, now)
                    _replace(path, shown, content, changed)
                    continue
        before = read_bytes(path, shown, root)
        catalog.edit(path, shown, locale, lambda now: _plan(now, source, same), root=root)
        if read_bytes(path, shown, root) != before:
            changed.append(path)
    return changed


def _replace(path: Path, shown: str, content: bytes, changed: list[Path]) -> None:
    """Write a file that is not there, or has another content."""
    if not os.path.lexists(path) or read_bytes(path, shown) != content:
        write_bytes(path, content)
        changed.append(path)


def _fresh(message: Message, language: str, locale: str | None) -> Entry:
    """Return the entry for a message that a catalog does not have yet."""
    if locale == language:
        strings = message.forms
    elif message.plural is None:
        strings = ("",)
    else:
        strings = ("",) * (plural_rules.rule(locale).nplurals if locale else 2)
    return catalog.new_entry(
        message.key, message.plural, strings,
        extracted=extracted(message, locale or language), flags=_flags(message),
    )  # fmt: skip


def _flags(message: Message) -> frozenset[str]:
    return frozenset({_BRACES} if message.placeholders else ())


def extracted(message: Message, locale: str) -> list[str]:
    """Return the extracted comments that tell a translator what the message rests on."""
    lines = list(message.comments)
    for name, fact in message.facts.items():
        lines.append(f"{{{name}}} = {_shown(fact, locale)}")
    for name, text in sorted(message.texts.items()):
        lines.append(f"{{{name}}} = {text}")
    if message.count:
        rule = plural_rules.rule(locale)
        forms = (f"[{i}]: {', '.join(map(str, rule.examples(i)))}" for i in range(rule.nplurals))
        lines.append(f"Forms for {{{message.count}}} = {'; '.join(forms)}")
    return lines + [f"Evidence: {quote}" for quote in message.evidence]


def _shown(fact: Fact, locale: str) -> str:
    """Return a fact as it prints, and its canonical value where that is written otherwise."""
    printed, canonical = fact.render(locale), fact.described()
    return printed if printed == canonical else f"{printed} ({canonical})"


def _canonical(label: str) -> str:
    """Return the canonical value in what :func:`_shown` wrote."""
    inner = _IN_BRACKETS.search(label)
    return inner[1] if inner else label


def _stale_forms(message: Message, entry: Entry) -> dict[str, str]:
    """Return, by fact, the old value behind written forms of ``entry`` whose fact has changed.

    The extracted comments say which values the words were written for.
    """
    before = {m[1]: m[2] for line in entry.extracted if (m := _VALUE.fullmatch(line))}
    return {
        fact.name: before[fact.name]
        for fact in message.written_facts(entry.strings)
        if fact.name in before and _canonical(before[fact.name]) != fact.described()
    }


def _noted(comments: Sequence[str], stale: Mapping[str, str]) -> list[str]:
    """Return ``comments`` with a note of each old value; a note that waits already stays."""
    waiting = {m[1] for line in comments if (m := _WAS.fullmatch(line))}
    new = [f"was: {{{name}}} = {old}" for name, old in stale.items() if name not in waiting]
    return [*comments, *new]


class _SameMeaning:
    """What the journal says of new source texts that mean what the old ones did.

    It is read when a message is first asked about: most updates change none.
    """

    def __init__(self, project: Project, source: Source) -> None:
        self._project, self._source = project, source

    @cached_property
    def _ledger(self) -> Ledger:
        return self._project.ledger(self._source.domain)

    def carries(self, message: Message, entry: Entry, locale: str) -> bool:
        """Tell whether the words of ``entry`` were signed for a source that means the present."""
        here = (message.singular, message.plural)
        was = (entry.singular, entry.plural)
        was = (entry.previous_source or here) if was == here else was
        strings = tuple(signatures.normalise(string) for string in entry.strings)
        if was == here or self._ledger.carries(message.id, locale, was, here) is None:
            return False
        counting = (s for s in self._ledger.of(locale, message.id) if self._ledger.counts(s))
        return any(
            s.words.strings == strings and (s.words.singular, s.words.plural) == was
            for s in counting
        )


def _plan(
    current: Catalog, source: Source, same: _SameMeaning
) -> tuple[dict[tuple[str | None, str], Edit], list[Entry]]:
    edits: dict[tuple[str | None, str], Edit] = {}
    additions: list[Entry] = []
    for message in source.messages:
        entry = current.get(message.key)
        if entry is None and message.context is not None:
            entry = current.find(message.context)
        if entry is None:
            additions.append(_returned(message, current, source.language))
        else:
            edits[entry.key] = _edit(message, entry, source.language, current.locale, same)
    kept = edits.keys()
    edits |= {e.key: Edit(obsolete=True) for e in current.entries if e.key not in kept}
    return edits, additions


def _edit(
    message: Message, entry: Entry, language: str, locale: str, same: _SameMeaning
) -> Edit:  # fmt: skip
    lines = extracted(message, locale)
    flags = (entry.flags - {_BRACES}) | _flags(message)
    stale = _stale_forms(message, entry)
    if locale == language:
        return _source_edit(message, entry, stale, lines, flags)
    if not stale and same.carries(message, entry, locale):
        return Edit(
            extracted=lines, flags=flags, fuzzy=False, previous=(),
            source=(message.singular, message.plural),
        )  # fmt: skip
    if (entry.singular, entry.plural) == (message.singular, message.plural):
        if stale:
            comments = _noted(entry.comments, stale)
            return Edit(extracted=lines, flags=flags, fuzzy=True, comments=comments)
        return Edit(extracted=lines, flags=flags, comments=_answered(entry))
    strings, comments = _reshaped(message, entry, locale)
    if not any(entry.strings):
        return Edit(
            extracted=lines, flags=flags, strings=strings,
            source=(message.singular, message.plural),
        )  # fmt: skip
    return Edit(
        extracted=lines, flags=flags, fuzzy=True, strings=strings,
        comments=_noted(comments, stale),
        # A translation that already waits keeps the source it was made from.
        previous=None if entry.fuzzy and entry.previous else catalog.previous_lines(entry),
        source=(message.singular, message.plural),
    )  # fmt: skip


def _source_edit(
    message: Message,
    entry: Entry,
    stale: Mapping[str, str],
    lines: Sequence[str],
    flags: frozenset[str],
) -> Edit:
    """Return what brings the source language's own entry in line with the summary.

    A draft stays one until somebody rewords it, or signs it as it is. Words that stay while their
    figure changes become one.
    """
    same = tuple(entry.strings) == tuple(message.forms)
    return Edit(
        extracted=lines, flags=flags, previous=() if entry.previous else None,
        fuzzy=same and (entry.fuzzy or bool(stale)),
        comments=_noted(entry.comments, stale) if same and stale else _answered(entry),
        source=(message.singular, message.plural), strings=message.forms,
    )  # fmt: skip


def _answered(entry: Entry) -> list[str] | None:
    """Return the comments without notes of old values, where somebody has answered them."""
    kept = [line for line in entry.comments if not _WAS.fullmatch(line)]
    return kept if not entry.fuzzy and len(kept) < len(entry.comments) else None


def _reshaped(message: Message, entry: Entry, locale: str) -> tuple[list[str], list[str]]:
    """Return the strings for the message's number of forms, and the comments.

    Forms that no longer have a place are kept in comments: nobody's words get lost.
    """
    forms = plural_rules.rule(locale).nplurals if message.plural is not None else 1
    old = entry.strings
    strings = [old[min(index, len(old) - 1)] for index in range(forms)]
    lost = [text for text in dict.fromkeys(old) if text and text not in strings]
    return strings, [*entry.comments, *(f"was: {text}" for text in lost)]


def _returned(message: Message, current: Catalog, language: str) -> Entry:
    """Return the entry for a message the catalog lacks: its obsolete one come back, or a new one.

    What comes back unchanged is still signed, if it was.
    """
    fresh = _fresh(message, language, current.locale)
    obsolete = next((e for e in current.obsolete if e.key == message.key), None)
    if obsolete is None or current.locale == language or obsolete.plural != message.plural:
        return fresh
    if len(obsolete.strings) != len(fresh.strings):
        return fresh
    return catalog.new_entry(
        message.key, message.plural, obsolete.strings, comments=obsolete.comments,
        extracted=fresh.extracted, flags=obsolete.flags | fresh.flags,
    )  # fmt: skip
