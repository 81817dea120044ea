"""References to measure drafts by: what a page says of its own article.

A page's description, for search engines or for cards, is most often its standfirst: a summary that
the newsroom wrote. Pages come from the sets that ``benchmarks/intake.py`` knows; none is here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml.etree import ParserError
from lxml.html import HtmlElement, document_fromstring

from benchmarks import intake as pages
from service.drafts import intake
from service.drafts.sentences.splitting import split
from service.errors import SummariesError

# Characters of a description that is one. Fewer are a title, more are a text.
_LENGTH = range(60, 601)
# Sentences of an article that has something to choose from.
_SENTENCES = range(6, 101)
# Where this much of a description stands in the text, it is an excerpt: lead would be right always.
_EXCERPT = 40
_NAMES = ("og:description", "description", "twitter:description")


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield ``{"id", "lang", "article", "reference"}`` for each page of ``folder`` that has both.

    Raises SystemExit for a folder that is no known set.
    """
    found = next((known for path, known in pages.SETS.items() if (folder / path).exists()), None)
    if found is None:
        raise SystemExit(f"{folder} is no set of pages that benchmarks/intake.py knows")
    kind, load = found
    for page in load(folder):
        try:
            reference = _description(document_fromstring(page.data))
            story = intake.read(page.data, page.url)
        except (SummariesError, ParserError, ValueError):
            continue
        if reference is None or story.language is None:
            continue
        if _letters(reference)[:_EXCERPT] in _letters(f"{story.headline} {story.body}"):
            continue
        if len(split(story.body, story.language)) in _SENTENCES:
            yield {
                "id": f"{kind}-{page.name}", "lang": story.language, "article": story.body,
                "reference": reference,
            }  # fmt: skip


def _description(tree: HtmlElement) -> str | None:
    """Return the page's description, unless it is cut off, or of another length than one has."""
    said = {
        (meta.get("property") or meta.get("name") or "").lower(): meta.get("content") or ""
        for meta in tree.iter("meta")
    }
    for name in _NAMES:
        text = " ".join(html.unescape(said.get(name, "")).split())
        if len(text) in _LENGTH and not text.endswith(("…", "...", "[…]")):
            return text
    return None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
