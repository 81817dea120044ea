"""Which articles changed: the files that editions are made of, and the editions' own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from ..content import ui_strings
from ..review import journal, policy
from ..review.project import Project
from . import build_id, file_scan
from .file_scan import FileScanner
from .index import Line


class ProjectScanner:
    """Finds what changed in one workshop, and in the folder of its editions.

    ``slugs`` are the articles there were at the last look, the interface's strings first.
    """

    def __init__(self, project: Project, editions: Path) -> None:
        self.project = project
        self.editions = editions
        self.slugs: list[str] = []
        self._inputs, self._outputs = FileScanner(".po", ".toml", ".txt"), FileScanner(".json")
        self._journals = FileScanner(journal.ENDING)
        self._catalogs: list[str] = []

    def changes(self, lines: Mapping[str, Line], budget: float) -> set[str]:
        """Return the articles of which a file changed since the last call, or is not as ``lines``
        of the index say. Looks for about ``budget`` seconds.
        """
        project, changed = self.project, set[str]()
        catalogs = self._catalogs = [
            str(project.path(domain, locale).parent)
            for domain in ("", ui_strings.DOMAIN)
            for locale in project.languages(domain)
        ]
        journals = [str(project.journal), str(project.journal_of(ui_strings.DOMAIN))]
        articles = {f"{project.articles}/{name}": name for name in folders(project.articles)}
        settings = [str(project.locales), str(project.interface)]
        changes = self._inputs.changes([*settings, *catalogs, *articles], budget)
        # All of them every time: a line that is added to a file leaves its folder as it was.
        for names in self._journals.changes(journals, float("inf")).values():
            changed.update(name.removesuffix(journal.ENDING) for name in names)
        self.slugs = [ui_strings.DOMAIN]
        self.slugs += [n for path, n in articles.items() if "summary.toml" in self._inputs[path]]
        for folder, names in changes.items():
            if folder in settings:
                changed.update(self.slugs if policy.FILE in names else ())
            elif folder in articles:
                changed.add(articles[folder])
            else:
                changed.update(name.removesuffix(".po") for name in names if name.endswith(".po"))
        editions = {f"{self.editions}/{slug}": slug for slug in self.slugs}
        for folder in self._outputs.changes(editions, budget / 3, in_turn=True):
            slug = editions.get(folder)
            line = lines.get(slug) if slug else None
            if slug and (line is None or self._outputs[folder] != stamps_of(line)):
                changed.add(slug)
        return changed

    def forget(self, slug: str) -> None:
        """Look at the editions of ``slug`` as if for the first time next time."""
        self._outputs.forget(f"{self.editions}/{slug}")

    def is_current(self, line: Line | None, slug: str, seen: str) -> bool:
        """Tell whether nothing changed since the article's line was written."""
        outputs = self._outputs[f"{self.editions}/{slug}"]
        return line is not None and line.seen == seen and outputs == stamps_of(line)

    def inputs_digest(self) -> str:
        """Return what every edition depends on besides its own files."""
        signers = [self.project.locales / policy.FILE, self.project.interface / policy.FILE]
        return f"{build_id.package_digest()} {[file_scan.stamp_of(file) for file in signers]}"

    def digest_of(self, slug: str, ground: str) -> str:
        """Return what tells whether any file changed that the editions of ``slug`` are made of."""
        name = f"{slug}.po"
        made_of: list[object] = [ground]
        made_of += sorted(self._inputs[f"{self.project.articles}/{slug}"].items())
        made_of += [(folder, self._inputs[folder].get(name)) for folder in self._catalogs]
        for lines in dict.fromkeys((self.project.journal_of(slug), self.project.journal)):
            made_of.append(self._journals[str(lines)].get(f"{slug}{journal.ENDING}"))
        return hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]


def folders(root: Path) -> list[str]:
    """Return the names of the folders in ``root``, sorted; none when it is not there."""
    try:
        return file_scan.folders(root)
    except OSError:
        return []


def stamps_of(line: Line) -> file_scan.Stamps:
    """Return the stamps of an article's edition files, as its line in the index has them."""
    return {f"{name}.json": entry.stamp for name, entry in line.files.items()}
