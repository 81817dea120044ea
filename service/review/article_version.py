"""Put a new version of an article into the workshop: its text, and what that means is returned."""

from __future__ import annotations

import datetime

from ..errors import SummariesError
from ..files import locked, made_folder, write_bytes
from . import article_change
from .article_change import Change
from .project import Project


def put(project: Project, slug: str, text: str, now: datetime.datetime) -> tuple[Change, str]:
    """Put the new ``text`` in the place of the article's, and keep the old one beside it.

    Returns what differs, and the name of the file in ``earlier/`` that has the old text. Raises
    SummariesError, and changes nothing, when the texts are the same or the article cannot be used.
    """
    folder = project.articles / slug
    with locked(folder):
        article = project.article(slug)
        change = article_change.compare(article, text)
        if change.nothing:
            raise SummariesError(f"the text of “{slug}” is the same: nothing was written")
        stamp = now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H%M%SZ")
        kept = folder / "earlier" / f"article-{stamp}.txt"
        with made_folder(kept.parent):
            write_bytes(kept, article.text.encode())
            try:
                write_bytes(folder / "article.txt", text.encode())
            except OSError:
                kept.unlink()
                raise
    return change, kept.name
