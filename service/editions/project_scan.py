"""Which articles changed: the files that editions are made of, and the editions' own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from ..content import ui_strings
from ..files import FolderNames, folder_names
from ..review import journal, policy
from ..review.project import Project
from . import build_id, file_scan
from .file_scan import FileScanner
from .index import Line

# How many folders and files have their turn in one look at the workshop, and at the editions, which
# nobody else should change: with the withdrawals, some 4 ms twice a second in a large newsroom.
INPUTS, JOURNALS, OUTPUTS = (300, 120), (0, 120), (50, 50)


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
        self._names = FolderNames(project.articles)
        # The same that answer project.languages(): two would not always say the same.
        self._locales = folder_names(project.locales), folder_names(project.interface)
        self._languages: list[list[str]] = []
        self._catalogs: list[str] = []
        # As they were at the last look: the names of the articles' folders, their paths, those of
        # their editions, and the stamps of the lists of signers.
        self._listed: list[str] | None = None
        self._articles: dict[str, str] = {}
        self._editions: dict[str, str] = {}
        self._signers: list[int | None] = []

    def changes(self, lines: Mapping[str, Line], *, everything: bool = False) -> set[str]:
        """Return the articles of which a file changed since the last call.

        Or whose editions are not as ``lines`` of the index say. What people sign is seen at once;
        what is changed in other ways when it has its turn, or now with ``everything``.
        """
        changed = self.input_changes(everything=everything)
        for folder in self._outputs.changes((), self._editions, None if everything else OUTPUTS):
            slug = self._editions.get(folder)
            line = lines.get(slug) if slug else None
            if slug and (line is None or self._outputs[folder] != stamps_of(line)):
                changed.add(slug)
        return changed

    def input_changes(self, *, everything: bool = False) -> set[str]:
        """Return the articles of which a file changed that editions are made of.

        Since the last call of this or :meth:`changes`; ``everything`` is as there.
        """
        project, changed = self.project, set[str]()
        catalogs = self._folders_of_catalogs(again=everything)
        journals = [str(project.journal), str(project.journal_of(ui_strings.DOMAIN))]
        names = self._names.get(again=everything)
        if names is not self._listed:
            self._listed = names
            self._articles = {f"{project.articles}/{name}": name for name in names}
        articles = self._articles
        inputs, added = (None, None) if everything else (INPUTS, JOURNALS)
        changes = self._inputs.changes(catalogs, articles, inputs)
        for files in self._journals.changes(journals, turn=added).values():
            changed.update(name.removesuffix(journal.ENDING) for name in files)
        if changes.keys() - set(catalogs) or not self.slugs:
            self.slugs = [ui_strings.DOMAIN]
            self.slugs += [
                name for path, name in articles.items() if "summary.toml" in self._inputs[path]
            ]
            self._editions = {f"{self.editions}/{slug}": slug for slug in self.slugs}
        for folder, files in changes.items():
            if folder in articles:
                changed.add(articles[folder])
            else:
                changed.update(name.removesuffix(".po") for name in files if name.endswith(".po"))
        signers = self._lists_of_signers()
        if signers != self._signers:
            self._signers = signers
            changed.update(self.slugs)
        return changed

    def _folders_of_catalogs(self, *, again: bool) -> list[str]:
        # Templates, of which there are as many as articles, lie beside the languages' folders.
        project, (names, others) = self.project, [f.get(again=again) for f in self._locales]
        languages = [names, others, [name for name in names if project.has_own_interface(name)]]
        if languages != self._languages:
            self._languages = languages
            self._catalogs = [
                str(project.path(domain, locale).parent)
                for domain in ("", ui_strings.DOMAIN)
                for locale in project.languages(domain)
            ]
        return self._catalogs

    def forget(self, slug: str) -> None:
        """Look at the editions of ``slug`` as if for the first time next time."""
        self._outputs.forget(f"{self.editions}/{slug}")

    def is_current(self, line: Line | None, slug: str, inputs: str) -> bool:
        """Tell whether nothing changed since the article's line was written.

        ``inputs`` is what :meth:`digest_of` returns now.
        """
        outputs = self._outputs[f"{self.editions}/{slug}"]
        return line is not None and line.seen == inputs and outputs == stamps_of(line)

    def inputs_digest(self) -> str:
        """Return what every edition depends on besides its own files."""
        return f"{build_id.package_digest()} {self._lists_of_signers()}"

    def digest_of(self, slug: str, ground: str) -> str:
        """Return what tells whether any file changed that the editions of ``slug`` are made of.

        ``ground`` is what :meth:`inputs_digest` returns: what all articles have in common.
        """
        name = f"{slug}.po"
        made_of: list[object] = [ground]
        made_of += sorted(self._inputs[f"{self.project.articles}/{slug}"].items())
        made_of += [(folder, self._inputs[folder].get(name)) for folder in self._catalogs]
        for lines in dict.fromkeys((self.project.journal_of(slug), self.project.journal)):
            made_of.append(self._journals[str(lines)].get(f"{slug}{journal.ENDING}"))
        return hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]

    def _lists_of_signers(self) -> list[int | None]:
        # Asked every time: people write these files where they are, and take names out in a hurry.
        folders = self.project.locales, self.project.interface
        return [file_scan.stamp_of(folder / policy.FILE) for folder in folders]


def stamps_of(line: Line) -> file_scan.Stamps:
    """Return the stamps of an article's edition files, as its line in the index has them."""
    return {f"{name}.json": entry.stamp for name, entry in line.files.items()}
