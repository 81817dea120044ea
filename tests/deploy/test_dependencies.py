"""What serving brings along: its licences, and what an audit of it may not hide."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

# Licences under which code may be shipped beside ours (BSD-3-Clause), asking for no more than
# their own texts. As packages write them: SPDX, classifiers, free words.
PERMISSIVE = re.compile(
    r"\b(MIT|BSD(-[23]-Clause)?|Apache(-2\.0| Software| License)|ISC|PSF-2\.0|MPL-2\.0|Zlib|0BSD)\b"
)
COPYLEFT = re.compile(r"\bA?L?GPL|General Public|SSPL|Commons Clause|NonCommercial")
# Those that name theirs in no field, by a sentence of the text that they bring.
BY_TEXT = {"resvg-py": "Permission is hereby granted, free of charge, to any person"}


def locked() -> list[str]:
    """Return the names of all that is installed for serving, with this version of Python."""
    text = (ROOT / "requirements" / "serve.txt").read_text()
    found = [Requirement(line) for line in re.findall(r"^\S+==[^\\]+", text, re.MULTILINE)]
    return sorted({r.name for r in found if r.marker is None or r.marker.evaluate()})


def licences(name: str) -> str:
    """Return everything that a package says of its licence in its metadata."""
    found = importlib.metadata.metadata(name)
    classifiers = [c for c in found.get_all("Classifier") or [] if c.startswith("License")]
    fields = [found.get("License-Expression"), (found.get("License") or "")[:60], *classifiers]
    return "; ".join(field for field in fields if field)


@pytest.mark.parametrize("name", locked())
def test_everything_that_serves_may_be_shipped_with_it(name: str) -> None:
    """Under licences that ask for their own text and nothing else."""
    if name in BY_TEXT:
        files = importlib.metadata.files(name) or []
        texts = [file.read_text() for file in files if "license" in str(file).lower()]
        assert any(BY_TEXT[name] in " ".join(text.split()) for text in texts)
        return
    found = licences(name)
    assert PERMISSIVE.search(found), found
    assert not COPYLEFT.search(found), found


# --- the audit -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    """The program behind ``make audit``."""
    spec = importlib.util.spec_from_file_location("audit", ROOT / "tools" / "audit.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# As pip-audit 2.10 writes them.
CLEAN = {"name": "flask", "version": "3.1.3", "vulns": []}
SILENT = {
    "name": "babel",
    "skip_reason": "Dependency not found on PyPI and could not be audited: babel (2.18.0)",
}
BAD = {
    "name": "jinja2", "version": "3.1.2",
    "vulns": [{"id": "GHSA-h5c8-rqwp-cp95", "fix_versions": ["3.1.3"], "aliases": []}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("found", "status", "words"),
    [
        ([CLEAN], 0, "1 dependencies, no known vulnerability"),
        ([CLEAN, BAD], 1, "jinja2 3.1.2: GHSA-h5c8-rqwp-cp95, fixed in 3.1.3"),
        ([SILENT, BAD], 1, "1 of 2 not audited"),
        ([CLEAN, SILENT], 3, "1 of 2 not audited, the index said nothing about: babel"),
        ([SILENT], 3, "1 of 1 not audited"),
        ([], 3, "not audited"),
    ],
)
def test_an_audit_that_asked_nobody_is_not_a_clean_one(
    audit: ModuleType, found: list[dict[str, Any]], status: int, words: str
) -> None:
    """A vulnerability always counts; silence never passes for good news."""
    got, lines = audit.judge({"dependencies": found, "fixes": []})
    assert got == status
    assert words in "\n".join(lines)


def test_an_audit_without_a_report_says_why(audit: ModuleType) -> None:
    """In pip-audit's own words."""
    status, (line,) = audit.judge("ERROR:pip_audit._cli:Tried to connect to PyPI, but failed")
    assert (status, "Tried to connect" in line) == (3, True)
