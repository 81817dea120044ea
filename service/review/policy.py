"""Who may sign: ``locales/reviewers.toml``. Without that file anybody may.

::

    four_eyes = true               # optional: a reviewer is not the message's translator

    translators = ["Ann Smith"]    # optional: who else is credited where they translated

    [reviewers]
    "Jane Doe" = ["uk", "pl"]      # her languages
    "John Doe" = ["*"]             # all languages
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from ..content.unsafe_characters import forbidden
from ..errors import Finding, InputError
from ..files import read_toml, unknown_keys
from .signatures import normalise

FILE = "reviewers.toml"


@dataclass(frozen=True, slots=True)
class Policy:
    """Names and their languages (None: anybody may sign), and whether four eyes are needed.

    ``translators`` are further people whom readers may be told of. No signature covers the comment
    that names a translator, so only names that this file knows are shown.
    """

    languages: Mapping[str, frozenset[str]] | None = None
    four_eyes: bool = False
    translators: frozenset[str] = frozenset()

    @property
    def people(self) -> frozenset[str]:
        """Everybody whom the file names."""
        return self.translators | frozenset(self.languages or ())

    def objection(self, name: str, locale: str, translators: Set[str] | None) -> str | None:
        """Say why ``name``'s mark in ``locale`` does not count; None when it does.

        ``translators`` are the people behind the words; None in the source language, where the
        words are the editor's own.
        """
        name = normalise(name)
        if self.languages is not None:
            if name not in self.languages:
                return f"“{name}” is not listed in {FILE}"
            if not self.languages[name] & {locale, "*"}:
                return f"“{name}” may not sign {locale}: {FILE} lists other languages"
        if self.four_eyes and translators is not None:
            if not translators:
                return (
                    "four eyes are asked for, but nobody is named as the translator: "
                    "set Last-Translator in the header, or add “# translated-by: NAME; date: …”"
                )
            if name in translators:
                return f"“{name}” translated it; four eyes are asked for: somebody else has to sign"
        return None


ANYBODY = Policy()


def load(locales: Path) -> Policy:
    """Read the policy for the catalogs below ``locales``.

    Raises :class:`InputError` when the file is there but cannot be used: then no mark can be
    counted, since nobody can tell whose would.
    """
    path = locales / FILE
    shown = f"{locales.name}/{FILE}"
    if not os.path.lexists(path):  # a link to nothing is no leave for everybody
        return ANYBODY
    data = read_toml(path, shown, locales)
    table, four_eyes = data.get("reviewers"), data.get("four_eyes", False)
    if not isinstance(four_eyes, bool) or not isinstance(table, dict | None):
        raise _wrong("four_eyes is true or false, [reviewers] is a table", shown)
    translators = data.get("translators", [])
    if not isinstance(translators, list) or not all(isinstance(x, str) for x in translators):
        raise _wrong('translators is a list of names, such as ["Jane Doe"]', shown)
    credited = frozenset(map(normalise, translators))
    for name in (*translators, *(table or ())):
        if hidden := next(forbidden(name), None):
            raise _wrong(f"a name has {hidden} in it, which cannot be seen: remove it", shown)
    for _key, text in unknown_keys(data, ("reviewers", "four_eyes", "translators")):
        raise _wrong(text, shown)
    if table is None:
        return Policy(None, four_eyes, credited)
    languages: dict[str, frozenset[str]] = {}
    for name, locales_of in table.items():
        if not isinstance(locales_of, list) or not all(isinstance(x, str) for x in locales_of):
            raise _wrong(f'“{name}” needs a list of languages, such as ["uk"] or ["*"]', shown)
        languages[normalise(name)] = frozenset(locales_of)
    return Policy(languages, four_eyes, credited)


def _wrong(text: str, shown: str) -> InputError:
    return InputError([Finding("reviewers", text, shown)])
