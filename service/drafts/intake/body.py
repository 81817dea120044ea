"""The text of an article, without what stands about it: trafilatura, before it and after it.

Before: what by its mark-up is no part of the text goes out of the tree, so that nothing of it is
weighed. After: the body in JSON-LD stands in where the page shows less, and labels behind the last
sentence go.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence

from lxml.html import HtmlElement

from . import body_lines, elements, gaps, pruning
from .records import Record, clean
from .titles import squash

# What a text is made of.
_BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote"}


def extract(
    tree: HtmlElement, headline: str | None, article: Record | None, address: str | None = None
) -> list[str]:
    """Return the paragraphs of the article in ``tree``, ``headline`` not among them.

    ``article`` is what JSON-LD says of it: its body stands in where the page itself has less.
    ``address`` is the page's own.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - an optional extra

    def lines_of(source: HtmlElement) -> list[str]:
        extracted = bare_extraction(source, include_comments=False, include_tables=False)
        return body_lines.ended(
            body_lines.lines_of(str(extracted.text or "") if extracted is not None else "")
        )

    pruned = pruning.prune(tree, headline, elements.host_of(address or ""))
    title = squash(headline or "")
    lines = gaps.fill(pruned, lines_of(pruned), title, _described(tree, article))
    # Where next to nothing is left, paragraphs that stand together are the text, or what was taken
    # for something else was a part of it.
    others: tuple[Callable[[], list[str]], ...] = (
        lambda: _together(pruned), lambda: lines_of(tree), lambda: _together(tree),
    )  # fmt: skip
    for other in others:
        if sum(map(len, lines)) >= elements.LITTLE:
            break
        lines = max(lines, other(), key=lambda texts: sum(map(len, texts)))
    stated = body_lines.lines_of(_paragraphs(article.get("articleBody")) if article else "")
    if _is_more(stated, lines):
        lines = [*body_lines.above(lines, stated), *stated]
    lines = [
        line
        for line in body_lines.without_asides(body_lines.without_end(lines))
        if not body_lines.is_title(line, title)
    ]
    titles = _titles(tree, article)
    while len(lines) > 1 and body_lines.is_label(lines[0]) and squash(lines[0]) in titles:
        del lines[0]
    return body_lines.without_opening(lines)


def _titles(tree: HtmlElement, article: Record | None) -> set[str]:
    """Return the page's other titles, squashed: those for machines, and the first heading's."""
    metas = (
        e.get("content") or ""
        for e in tree.iter("meta")
        if (e.get("property") or e.get("name") or "").casefold().endswith(":title")
    )
    stated = (
        [clean(str(article.get(key) or "")) for key in ("headline", "alternativeHeadline")]
        if article
        else []
    )
    heads = (" ".join(e.text_content().split()) for e in itertools.islice(tree.iter("h1"), 3))
    return {squash(text) for text in (*metas, *stated, *heads) if text}


def _described(tree: HtmlElement, article: Record | None) -> list[str]:
    """Return what a page says of itself for machines, squashed: many say their standfirst."""
    metas = (
        (e.get("property") or e.get("name") or "", e.get("content")) for e in tree.iter("meta")
    )
    texts = [text for name, text in metas if name.casefold().endswith("description")]
    texts.append(clean(article.get("description")) if article else "")
    return [squash(text) for text in texts if text]


def _together(tree: HtmlElement) -> list[str]:
    """Return the paragraphs of the element that has most of the page's, with what is among them."""
    totals: dict[HtmlElement, int] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and not elements.is_links(paragraph):
            totals[parent] = totals.get(parent, 0) + elements.letters(paragraph)
    if not totals:
        return []
    best = max(totals, key=lambda element: totals[element])
    blocks = (e for e in best if e.tag in _BLOCKS and not elements.is_links(e))
    return body_lines.ended(
        body_lines.lines_of("\n".join(" ".join(e.text_content().split()) for e in blocks))
    )


def _paragraphs(value: object) -> str:
    """Return the body in JSON-LD with its paragraphs on lines of their own."""
    if not isinstance(value, str):
        return ""
    marked = re.sub(r"</p>|<br\s*/?>|</h\d>|\\n", "\n", value, flags=re.IGNORECASE)
    return "\n".join(clean(line) for line in marked.splitlines())


def _is_more(others: Iterable[str], lines: Sequence[str]) -> bool:
    """Tell whether the body in JSON-LD is this article's, and has much more of it."""
    ours, theirs = squash("".join(lines)), squash("".join(others))
    if len(theirs) < 300 or len(theirs) * 0.75 < len(ours):
        return False
    shared = sum(squash(line) in theirs for line in lines)
    return not lines or shared * 2 >= len(lines)
