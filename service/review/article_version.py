"""Put a new version of an article into the workshop: its text, and what that means is returned."""

from __future__ import annotations

import datetime

from ..content import article
from ..content.article import Article
from ..errors import SummariesError
from ..files import made_folder, read_text, write_bytes
from ..processes import locked
from . import article_change
from .article_change import Change
from .project import Project


def read(project: Project, slug: str) -> Article:
    """Return an article whose summary may still rest on an earlier text.

    Raises InputError when it cannot be used.
    """
    folder = project.articles / slug
    shown = f"{project.articles.name}/{slug}/earlier"
    earlier = [
        read_text(path, f"{shown}/{path.name}", project.articles)
        for path in sorted((folder / "earlier").glob("article-*.txt"))
    ]
    return article.load(folder, earlier)


def put(
    project: Project, slug: str, text: str, now: datetime.datetime
) -> tuple[Article, Change, str]:  # fmt: skip
    """Put the new ``text`` in the place of the article's, and keep the old one beside it.

    The summary may still rest on a text from before the present one: an outlet changes its article
    more than once before an editor has looked. Returns the article as it was, what differs, and
    the name of the file in ``earlier/`` that has the old text. Raises SummariesError, and changes
    nothing, when the texts are the same or the article cannot be used.
    """
    folder = project.articles / slug
    with locked(folder):
        before = read(project, slug)
        change = article_change.compare(before, text)
        if change.nothing:
            raise SummariesError(f"the text of “{slug}” is the same: nothing was written")
        stamp = now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H%M%SZ")
        kept = folder / "earlier" / f"article-{stamp}.txt"
        with made_folder(kept.parent):
            write_bytes(kept, before.text.encode())
            try:
                write_bytes(folder / "article.txt", text.encode())
            except OSError:
                kept.unlink()
                raise
    return before, change, kept.name
