"""Who may sign, and what each signer is: ``locales/reviewers.toml``. Without it nobody may.

The rules alone; ``policy_file`` reads the file.

::

    models = false                 # whether signers of kind model count for articles
    four_eyes = false              # whether a reviewer must not be the message's translator
    open = false                   # whether names that are not listed may sign, for trying out
    desk_key = "ssh-ed25519 AAAA…" # optional: the desk's key, which its signatures then need

    [[reviewers]]
    name = "Jane Doe"              # as readers see it
    kind = "person"                # person, team or model
    languages = ["uk", "pl"]       # ["*"] for all
    also = ["jane@example.org"]    # optional: how PO tools name her
    from = 2026-01-01              # optional, with until: dates of signatures that count

    [[translators]]                # who only translates
    name = "Ann Smith"
    kind = "person"
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..content.unsafe_characters import forbidden, lookalikes, skeleton, visible
from . import journal, keys
from .journal import Line
from .signatures import Kind, Signature, Signer, normalise

FILE = "reviewers.toml"
DESK_KEY = "desk_key"


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of the file. A name may have several, such as one for each of its keys.

    ``start`` and ``until`` are the first and the last day whose signatures count; ``revoked`` ends
    all of the entry's, and with ``take_down`` what readers have by them goes down. ``desk`` lets
    the key of the review desk sign for a name that has a key of its own.
    """

    name: str
    kind: Kind
    languages: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    key: str = ""
    desk: bool = False
    start: datetime.date | None = None
    until: datetime.date | None = None
    revoked: datetime.date | None = None
    take_down: bool = False

    def objection(self, locale: str, date: str) -> str | None:
        """Say why a mark of ``date`` (ISO 8601) in ``locale`` does not count by this entry."""
        if not self.languages & {locale, "*"}:
            return f"“{self.name}” may not sign {locale}: {FILE} lists other languages"
        if self.revoked:
            return f"“{self.name}” was revoked on {self.revoked} in {FILE}"
        if self.start and date < self.start.isoformat():
            return f"“{self.name}” may sign from {self.start} on, says {FILE}, not on {date}"
        if self.until and date > self.until.isoformat():
            return f"“{self.name}” could sign until {self.until}, says {FILE}, not on {date}"
        return None


@dataclass(frozen=True)
class Policy:
    """What the file says: the rules, who may sign, and who only translates.

    ``open`` lets names sign that are not listed; ``desk_key`` is the public key of the desk;
    ``usable`` is False where there is no file to go by, and then nobody may sign.
    """

    reviewers: tuple[Entry, ...] = ()
    translators: tuple[Entry, ...] = ()
    models: bool = False
    four_eyes: bool = False
    open: bool = False
    usable: bool = True
    desk_key: str = ""

    @property
    def people_only(self) -> bool:
        """Whether what is signed from now on, in articles, is signed by people alone."""
        return self.usable and not self.models and not self.open

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        return {entry.name: entry.kind for entry in (*self.translators, *self.reviewers)}

    @cached_property
    def _entries(self) -> Mapping[str, Sequence[Entry]]:
        """The tables of each name that may sign."""
        by_name: dict[str, list[Entry]] = {}
        for entry in self.reviewers:
            by_name.setdefault(entry.name, []).append(entry)
        return by_name

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        """The name behind every spelling that the file knows."""
        entries = (*self.translators, *self.reviewers)
        return {fold_name(t): entry.name for entry in entries for t in (entry.name, *entry.also)}

    @cached_property
    def _looks(self) -> Mapping[str, str]:
        """The name behind whatever readers cannot tell from a spelling that the file knows."""
        return {fold_name(skeleton(t)): name for t, name in self._spellings.items()} | {
            fold_name(skeleton(e.name)): e.name for e in (*self.translators, *self.reviewers)
        }

    def kind(self, name: str) -> Kind:
        """Return what the signer ``name`` is."""
        return self._kinds.get(normalise(name), "unlisted")

    def known(self, text: str) -> Signer | None:
        """Return whom ``text`` names: a name, an e-mail address, or “Name <address>”.

        None for somebody whom the file does not know, or when name and address are of two.
        """
        name, _, address = text.partition("<")
        spellings = (text, name, address.rstrip("> "))
        names = {
            self._spellings[key] for key in map(fold_name, spellings) if key in self._spellings
        }
        if len(names) != 1:
            return None
        (only,) = names
        return Signer(only, self.kind(only))

    def signer(self, text: str) -> Signer:
        """Return whom ``text`` names, as :meth:`known`; else the name as it stands, unlisted."""
        name = " ".join(text.partition("<")[0].split()) or text
        return self.known(text) or Signer(name, "unlisted")

    def objection(  # noqa: PLR0911 - one return for each reason
        self,
        name: str,
        locale: str,
        date: str,
        translators: Set[str] | None,
        *,
        article: bool,
        content: bytes | None = None,
        proof: str = "",
        desk: bool = False,
    ) -> str | None:
        """Say why ``name``'s signature of ``date`` in ``locale`` does not count; None if it does.

        ``translators`` names who is behind the words; None in the source language, where the words
        are the editor's own. Models' signatures in the interface, which is no ``article``, count
        always: it is part of the program. ``content`` is what ``proof`` signs: under a name that
        has a key only what is signed with it counts; without ``content`` nobody is asked for it.
        What says that the ``desk`` wrote it has to be signed with the desk's key, if that is known.
        """
        if not self.usable:
            return f"{FILE} is missing or cannot be used, so nobody may sign"
        name = normalise(name)
        entries = self._entries.get(name, ())
        if not entries and (why := self._unlisted(name)):
            return why
        if article and not self.models and self.kind(name) == "model":
            return f"“{name}” is a model, and {FILE} lets no model sign: set models = true there"
        objections = [entry.objection(locale, date[:10]) for entry in entries]
        if objections and None not in objections:
            return objections[0]
        allowed = [entry for entry, why in zip(entries, objections, strict=True) if why is None]
        if content is not None and (why := self._unproven(entries, allowed, content, proof, desk)):
            return why
        if self.four_eyes and translators is not None:
            return self._four_eyes(name, translators)
        return None

    def _unlisted(self, name: str) -> str | None:
        """Say why ``name``, which is not listed, may not sign; None where anybody may."""
        if not self.open:
            return f"“{name}” is not listed in {FILE}"
        if next(forbidden(name), None) or next(lookalikes(name), None):
            return f"“{visible(name)}” has letters that look like others, or cannot be seen"
        like = self._looks.get(fold_name(skeleton(name)))
        return like and f"“{name}” looks like “{like}”, whom {FILE} lists: sign under that name"

    def takes_down(self, signature: Signature) -> bool:
        """Tell whether a signature is by what was revoked with ``take_down``: a key, or a name."""
        return any(
            entry.revoked and entry.take_down and entry.key in ("", signature.key)
            for entry in self._entries.get(signature.name, ())
        )

    def published(self) -> dict[str, Any]:
        """Return who may sign, as anybody may read it.

        Each name's kind, locales and public keys with their time. What PO tools call a
        person (``also``) stays in the house.
        """
        if not self.usable:
            return {"models": False, "open": False, "signers": []}
        by_name: dict[str, dict[str, Any]] = {}
        for entry in self.reviewers:
            one = by_name.setdefault(
                entry.name, {"name": entry.name, "kind": entry.kind, "entries": []}
            )
            one["entries"].append(
                {
                    "locales": sorted(entry.languages),
                    "key": entry.key or None,
                    **({"desk": True} if entry.desk else {}),
                    "from": entry.start and entry.start.isoformat(),
                    "until": entry.until and entry.until.isoformat(),
                    "revoked": entry.revoked and entry.revoked.isoformat(),
                }
            )
        switches: dict[str, Any] = {"models": self.models, "open": self.open}
        if self.desk_key:
            switches[DESK_KEY] = self.desk_key
        return {**switches, "signers": list(by_name.values())}

    def has_key(self, name: str) -> bool:
        """Tell whether the list has a key for ``name``."""
        name = normalise(name)
        return any(entry.key for entry in self._entries.get(name, ()))

    def key(self, name: str, content: bytes, proof: str) -> str:
        """Return the public key under which ``proof`` signs ``content``; else nothing.

        The key is ``name``'s, or the desk's where it may sign for that name.
        """
        name = normalise(name)
        lines = self._keys(self._entries.get(name, ()))
        return keys.verify(content, proof, lines) or ""

    def _keys(self, entries: Sequence[Entry]) -> list[str]:
        """Return the keys that may sign by ``entries``, which are of one name."""
        lent = self.desk_key and any(e.desk or not self.has_key(e.name) for e in entries)
        return [entry.key for entry in entries if entry.key] + ([self.desk_key] if lent else [])

    def _unproven(
        self, entries: Sequence[Entry], allowed: Sequence[Entry], content: bytes, proof: str,
        desk: bool,
    ) -> str | None:  # fmt: skip
        """Say which key ``proof`` lacks; None where it has it, or none is asked for."""
        if any(entry.key for entry in entries):
            if keys.verify(content, proof, self._keys(allowed)) is not None:
                return None
            name = entries[0].name
            if not desk:
                return f"{FILE} has a key for “{name}”, and this is not signed with it: use --key"
            return (
                f"{FILE} has a key for “{name}”: sign with it on the command line, or write "
                "desk = true there, and desk_key with the desk's key"
            )
        if desk and self.desk_key and keys.verify(content, proof, [self.desk_key]) is None:
            return f"it says that the desk wrote it, and is not signed with the desk_key of {FILE}"
        return None

    def line_objection(self, line: Line, *locales: str, article: bool = True) -> str | None:
        """Say why a line of the journal that gives something does not count; None when it does.

        Whoever may sign one of ``locales`` may write it. ``article`` is False for the interface's
        journal.
        """
        proof = line.fields.get("proof", "")
        reasons = [
            self.objection(
                line.name, locale, line.at.strftime("%Y-%m-%dT%H:%M:%SZ"), None, article=article,
                content=journal.proven(line), proof=proof if isinstance(proof, str) else "",
            )
            for locale in locales
        ]  # fmt: skip
        return None if None in reasons else next(iter(reasons), "it is of no language")

    def _four_eyes(self, name: str, translators: Set[str]) -> str | None:
        if not translators:
            return (
                "four eyes are asked for, but nobody is named as the translator: "
                "set Last-Translator in the header, or add “# translated-by: NAME; date: …”"
            )
        for text in sorted(translators):
            translator = self.known(text)
            if translator is None:
                return (
                    f"four eyes are asked for, and {FILE} does not say who “{text}” is, the "
                    "translator: list the name under [[translators]], or under “also” of the one "
                    "who has it"
                )
            if translator.name == name:
                return f"“{name}” translated it; four eyes are asked for: somebody else has to sign"
        return None


NOBODY = Policy(usable=False)


def fold_name(text: str) -> str:
    """Return ``text`` as names are compared: no case, one space between words.

    >>> fold_name(" Jane  DOE")
    'jane doe'
    """
    return " ".join(normalise(text).split()).casefold()
