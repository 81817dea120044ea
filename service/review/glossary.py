"""Glossaries: how each language writes the names that summaries use. One small file per language.

``locales/<locale>/glossary.toml`` has a table ``[terms]``: for each English term the accepted
forms, inflected ones included. The source language's own file says in which forms the
source has the term.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..content.article_text import fold
from ..content.toml_text import read_toml, unknown_keys
from ..errors import Finding, InputError

NAME = "glossary.toml"


@dataclass(frozen=True, slots=True)
class Term:
    """A name: as the glossary calls it, in the source's forms, and in the language's forms."""

    name: str
    source: tuple[str, ...]
    forms: tuple[str, ...]


def read(path: Path, label: str, root: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Return the terms of the glossary file at ``path``; none when there is no such file.

    ``label`` is how messages name the file, which links may not lead out of ``root``. Raises
    InputError when it cannot be used.
    """
    if not os.path.lexists(path):
        return {}
    data = read_toml(path, label, root)
    findings = list(_problems(data, label))
    if findings:
        raise InputError(findings)
    return {
        fold(term): tuple(dict.fromkeys(fold(form) for form in forms))
        for term, forms in data.get("terms", {}).items()
    }


def load(locales: Path, locale: str, language: str) -> tuple[Term, ...]:
    """Return the terms that ``locale`` has, with the forms that ``language``, the source's, has.

    ``locales`` is the folder of catalogs. Raises InputError when a glossary cannot be used.
    """
    origin, target = (
        read(locales / name / NAME, f"{locales.name}/{name}/{NAME}", locales)
        for name in (language, locale)
    )
    return tuple(Term(name, origin.get(name, (name,)), forms) for name, forms in target.items())


def _finding(label: str, text: str) -> Finding:
    return Finding("glossary", text, label)


def _problems(data: dict[str, Any], label: str) -> list[Finding]:
    findings = [_finding(label, text) for _key, text in unknown_keys(data, ("terms",))]
    terms = data.get("terms", {})
    if not isinstance(terms, dict):
        return [*findings, _finding(label, "terms must be a table: write [terms]")]
    for term, forms in terms.items():
        good = isinstance(forms, list) and forms and all(isinstance(f, str) for f in forms)
        if not term.strip() or not good or not all(form.strip() for form in forms):
            text = f"“{term}” must have a list of accepted forms, none of them empty"
            findings.append(_finding(label, text))
    return findings
