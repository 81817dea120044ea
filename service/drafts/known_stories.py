"""Which stories the workshop has already, by their addresses and their entries of feeds."""

from __future__ import annotations

from ..errors import SummariesError
from ..files import read_text
from ..review.project import Project
from . import article_table, intake


class KnownStories:
    """The names of the articles in the workshop, by what identifies their stories."""

    def __init__(self, project: Project) -> None:
        self.names: dict[str, str] = {}
        for path in sorted(project.articles.glob("*/summary.toml")):
            try:
                content = read_text(path, f"{path.parent.name}/summary.toml", project.articles)
            except (SummariesError, OSError):
                continue  # what is wrong with it is not this command's matter
            self.add(path.parent.name, *article_table.identities(content))

    def add(self, name: str, url: str | None, entry: str | None) -> None:
        """Remember that the article ``name`` is the story at ``url``, and of a feed's ``entry``."""
        if url:
            self.names.setdefault(intake.same_address(url), name)
        if entry:
            self.names.setdefault(f"entry {entry}", name)

    def find(self, url: str | None, entry: str | None = None) -> str | None:
        """Return the article with this ``url``, or ``entry`` of a feed; None where none has it."""
        by_entry = self.names.get(f"entry {entry}") if entry else None
        return by_entry or (self.names.get(intake.same_address(url)) if url else None)
