"""Count which PO files of public projects our reader accepts, beside gettext's own msgfmt.

python benchmarks/real_catalogs.py FOLDER … [--write]

Each FOLDER is a checkout, named in the table; every *.po below it counts whose path says a locale
of CLDR. --write writes docs/benchmarks-catalogs.md.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from service import catalog
from service.content import plural_rules
from service.content.locales import is_locale
from service.errors import InputError

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks-catalogs.md"
COLUMNS = ("files", "msgfmt accepts", "we accept",
           "of these, with another plural expression than ours", "only msgfmt accepts",
           "only we accept")  # fmt: skip


def locale_of(path: Path, root: Path) -> str:
    """Return the locale that a file's name or nearest folder says; empty where none does."""
    parts = (path.stem, *reversed(path.relative_to(root).parts[:-1]))
    return next((name for part in parts if is_locale(name := part.replace("-", "_"))), "")


def count(root: Path) -> tuple[Counter[str], Counter[str]]:
    """Return how many files below ``root`` are what, and why those of msgfmt's are refused."""
    found, reasons = Counter[str](), Counter[str]()
    for path in sorted(root.rglob("*.po")):
        if not (locale := locale_of(path, root)):
            continue
        found["files"] += 1
        command = ["msgfmt", "-o", "/dev/null", str(path)]
        theirs = not subprocess.run(command, capture_output=True, check=False).returncode  # noqa: S603
        try:
            read = catalog.read(path, path.name, locale)
        except InputError as error:
            ours = False
            if theirs:
                reasons[re.sub(r"“[^”]*”|\d+", "…", error.findings[0].text)] += 1
        else:
            ours = True
            field = read.header.get("plural-forms", "")
            own = plural_rules.rule(locale).header
            found[COLUMNS[3]] += bool(field.strip()) and field.split() != own.split()
        found["msgfmt accepts"] += theirs
        found["we accept"] += ours
        found["only msgfmt accepts"] += theirs and not ours
        found["only we accept"] += ours and not theirs
    return found, reasons


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    lines = [
        "# PO files of public projects, read",
        "",
        "Written by `python benchmarks/real_catalogs.py FOLDER … --write`: every PO file of a",
        "checkout whose path says a locale of CLDR, given to `msgfmt` and to our reader.",
        "",
        "| project | " + " | ".join(COLUMNS) + " |",
        "|---|" + "---:|" * len(COLUMNS),
    ]
    why = Counter[str]()
    for folder in given.folders:
        found, reasons = count(folder)
        why += reasons
        lines.append(
            f"| {folder.name} | " + " | ".join(str(found[name]) for name in COLUMNS) + " |"
        )
    lines += ["", "Why files that `msgfmt` accepts are refused:", ""]
    lines += [f"- {number}: {text}" for text, number in why.most_common()] or ["- none is"]
    page = "\n".join([*lines, ""])
    sys.stdout.write(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
