"""What was left out of an article: lists, headings, tables in it, the standfirst above it. Pure.

trafilatura drops lists and short paragraphs that stand in the text as if they stood about it. What
lies between two paragraphs of the article, in an element that nothing marks as something else, is a
part of the article; so is what a page calls its standfirst, or describes itself with, between the
headline and the text, and so are paragraphs, lists and tables beside the first and the last known
line. A text in one line, as trafilatura's last resort returns it, gets its paragraphs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from ...content.article_text import fold
from ...content.unsafe_characters import visible
from .titles import squash

# A line of so many letters may be no paragraph, in a script without spaces one of fewer; this much
# of it must be found again in the page's.
_WHOLE, _WHOLE_UNPARTED, _COVERED = 800, 250, 0.9
_UNPARTED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
# What stands in a line of its own.
_HEADS = ("h2", "h3", "h4", "h5", "h6")
_BLOCKS = {
    "p", "li", "dt", "dd", "pre", "blockquote", "div", "section", "article", "main", "table", "tr",
    "td", "th", "ul", "ol", "dl", "h1", "figure", "header", "center", *_HEADS,
}  # fmt: skip
# Shorter words may stand in two places by chance.
_TELLING = 16
# A paragraph of so many letters, or a sentence, is no label.
_SENTENCE_LETTERS, _PARAGRAPH = 25, 100
# More of it in links is a list of other pages.
_LINKED = 0.5
_LISTS = ("ul", "ol", "dl")
# So far above a line, or its list, the element is that has others.
_DEEP = {"table": 9, "ul": 3, "ol": 3, "dl": 3}
_SHALLOW, _PROSE_DEEP, _HEADING_DEEP = 2, 6, 5
# A sentence of so many letters, with so little of it in links, is prose.
_PROSE, _PROSE_LINKED = 150, 0.3
# What goes on below the last known line, without a doubt.
_PLAIN, _PLAIN_LINKED = 120, 0.1
# So many letters may come above or below the known lines, or a part of as many as those have.
_AT_LEAST = 400
# An article with fewer lines may have each in a box of its own.
_FEW = 4
# A standfirst has so many letters, all its paragraphs together at most as many as the last.
_STANDFIRST = (40, 450)
_STANDFIRST_NAMED = re.compile(
    r"(?:^|[\s_-]|[a-z])(?:[Ll]ead|[Ii]ntro|[Ss]tandfirst|[Ss]ub-?[Tt]itle|[Pp]reamble|[Pp]erex|[Tt]easer"
    r"|[Dd]e[ck]k?|[Ss]ummary|[Ss]ynopsis|[Ss]ub-?[Hh]ead\w*|[Ee]xcerpt|[Cc]hapo|[Cc]hapeau|[Ss]ottotitolo"
    r"|[Oo]cchiello|[Bb]ajada|[Ee]ntradilla|[Ss]apo)(?:$|[\s_-]|[A-Z])"
)
# What is a box of its own between two paragraphs.
_APART = {"a", "header", "figure", "label", "form", "summary"}
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:cta|call-?to-?action|banner|modal|tooltip|widget|rail|form|authors?|affiliate"
    r"|products?|lightbox|message|gallery|popup|survey|sidebar|hidden|info-?box|expandable|img|image"
    r"|media|description|meta|time|embed|breaking|copyright|contribut\w+)(?:$|[\s_-]|__)",
    re.IGNORECASE,
)
# A cell with more letters is a column of a layout, and so is a table with more of it in links.
_CELL = 200
_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।", ":", "：", "”", '"', "»", "」", ")")


@dataclass(slots=True)
class _Block:
    """A line of the page: ``key`` is what another spelling of it has in common."""

    element: HtmlElement
    text: str
    key: str
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the lines of an article stand.

    ``around`` are the elements that have two of them or more, no matter how deep, ``beside`` those
    that have three as their children, and ``alike`` how those with two are called.
    """

    around: set[HtmlElement]
    beside: set[HtmlElement]
    alike: set[str]


def fill(
    tree: HtmlElement, lines: Sequence[str], title: str = "", described: Sequence[str] = ()
) -> list[str]:
    """Return ``lines``, those of an article in ``tree``, with what was left out of it.

    ``title`` is the headline and ``described`` what the page says of itself, both squashed.
    """
    blocks = list(_blocks(tree))
    lines = [part for line in lines for part in _parted(line, blocks)]
    keys = [squash(line) for line in lines]
    alone, whole = set(keys), "".join(keys)
    for block in blocks:
        block.known = block.key in alone or (len(block.key) >= _TELLING and block.key in whole)
    known = [index for index, block in enumerate(blocks) if block.known]
    if len(known) < 2:
        return list(lines)
    first, last = known[0], known[-1]
    last += _further(blocks[last:])
    places = _places(blocks[first : last + 1])
    letters = sum(map(len, lines))
    above = blocks[_behind(blocks[:first], title) : first]
    first -= _begun(above, places, max(letters // 2, _AT_LEAST))
    last += _goes_on(blocks[last + 1 :], places, max(letters // 3, _AT_LEAST))
    filled = _standfirst(blocks[:first], title, described)
    at = 0
    for index in range(first, last + 1):
        block = blocks[index]
        if block.known:
            end = next((i for i in range(at, len(keys)) if block.key in keys[i]), None)
            if end is not None:
                filled += lines[at : end + 1]
                at = end + 1
        elif _belongs(block, places, *blocks[index + 1 : index + 2]):
            filled.append(block.text)
    return [*filled, *lines[at:]]


def _parted(line: str, blocks: Sequence[_Block]) -> list[str]:
    """Return the paragraphs of the page that ``line`` is, where it is more than a paragraph.

    trafilatura's last resort returns all its text in one line.
    """
    if len(line) < _WHOLE and len(_UNPARTED.findall(line)) < _WHOLE_UNPARTED:
        return [line]
    key, at = squash(line), 0
    parts: list[_Block] = []
    for block in blocks:
        if (begin := key.find(block.key, at)) >= 0 and (len(block.key) >= _TELLING or begin == at):
            parts.append(block)
            at = begin + len(block.key)
    covered = sum(len(part.key) for part in parts)
    return [part.text for part in parts] if covered >= _COVERED * len(key) else [line]


def _standfirst(blocks: Sequence[_Block], title: str, described: Sequence[str]) -> list[str]:
    """Return the standfirst among the blocks above the text: behind the headline, and named so."""
    least, most = _STANDFIRST
    lines: list[str] = []
    for block in blocks[_behind(blocks, title) :]:
        around = [block.element, *itertools.islice(block.element.iterancestors(), 2)]
        if (
            least <= len(block.text) <= most
            and _linked(block.element) <= _PROSE_LINKED
            and not any(e.tag in _APART - {"header"} for e in around)
        ):
            says = (text for text in described if len(text) >= least)
            same = any(block.key[:least] in text or text[:least] in block.key for text in says)
            if same or any(_STANDFIRST_NAMED.search(_marks(e)) for e in around):
                lines.append(block.text)
    return lines if sum(map(len, lines)) <= most else []


def _behind(blocks: Sequence[_Block], title: str) -> int:
    """Return the index of the block behind the headline; the end where it is not there."""
    for index, block in enumerate(blocks):
        around = [block.element, *itertools.islice(block.element.iterancestors(), 3)]
        kicked = block.key.endswith(title) and len(block.key) < 2 * len(title)
        if title and kicked and any(e.tag in ("h1", "h2") for e in around):
            return index + 1
    return len(blocks)


def _places(blocks: Sequence[_Block]) -> _Places:
    """Return where the lines of an article stand, of which ``blocks`` has all."""
    counts: dict[HtmlElement, int] = {}
    parents: dict[HtmlElement, int] = {}
    for block in blocks:
        above = list(block.element.iterancestors()) if block.known else []
        for element in above:
            counts[element] = counts.get(element, 0) + 1
        for element in above[:1]:
            parents[element] = parents.get(element, 0) + 1
    few = sum(parents.values()) < _FEW
    return _Places(
        {element for element, count in counts.items() if count > 1},
        {element for element, count in parents.items() if count > 2 or few},
        {_marks(e) for e, count in parents.items() if count > 1 and _marks(e).strip()},
    )


def _begun(blocks: Sequence[_Block], places: _Places, most: int) -> int:
    """Return how many blocks at the end of ``blocks``, above the text, are its beginning.

    It begins with a paragraph, and they have ``most`` letters.
    """
    count = letters = 0
    for number, block in enumerate(reversed(blocks), 1):
        letters += len(block.text)
        if letters > most or not _belongs(block, places):
            break
        if _is_prose(block):
            count = number
    return count


def _goes_on(blocks: Sequence[_Block], places: _Places, most: int) -> int:
    """Return how many blocks at the beginning of ``blocks``, below the text, are its end.

    They stand beside its lines, or in a box that is called as those are, are paragraphs, lists and
    tables with their headings, and have ``most`` letters.
    """
    count = letters = 0
    for number, block in enumerate(blocks, 1):
        letters += len(block.text)
        if letters > most or not _belongs(block, places):
            break
        whole = _whole(block, places.around)
        parent = whole.getparent()
        if (
            whole.tag != "table"
            and parent not in places.beside
            and _marks(parent) not in places.alike
        ):
            break
        if block.element.tag in _HEADS:
            continue
        if whole is block.element and not _is_plain(block):
            break
        count = number
    return count


def _further(blocks: Sequence[_Block]) -> int:
    """Return how many blocks behind the first of ``blocks`` stand in the same list or table."""
    around = [e for e in blocks[0].element.iterancestors() if e.tag in ("ul", "ol", "table")][:1]
    count = 0
    for block in blocks[1:]:
        if not around or around[0] not in block.element.iterancestors():
            break
        count += 1
    return count


def _blocks(tree: HtmlElement) -> Iterator[_Block]:
    """Yield the lines of a page in their order: the innermost blocks, and rows of tables."""
    rows: set[HtmlElement] = set()
    for element in tree.iter():
        if element.tag not in _BLOCKS:
            continue
        if element.tag == "table" and _is_data(element):
            rows.update(element.iter("tr"))
        if element in rows:
            text = " | ".join(filter(None, map(_words, element.iterchildren("td", "th"))))
        elif any(above in rows for above in element.iterancestors("tr")) or any(
            inner.tag in _BLOCKS for inner in element.iterdescendants()
        ):
            continue
        else:
            text = _words(element)
        if key := squash(text):
            yield _Block(element, text, key)


def _is_data(table: HtmlElement) -> bool:
    """Tell whether a table has rows of short cells: one made for the layout has the text."""
    if table.find(".//table") is not None:
        return False
    rows = [list(row.iterchildren("td", "th")) for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row]
    wide = sum(len(row) > 1 for row in rows)
    return (
        wide > 1
        and wide * 2 > len(rows)
        and all(len(_words(cell)) <= _CELL for cell in cells)
        and _linked(table) <= _LINKED
    )


def _whole(block: _Block, around: set[HtmlElement]) -> HtmlElement:
    """Return the list or the table that a line is a part of, in an element of ``around``."""
    whole = block.element
    for above in block.element.iterancestors():
        if above.tag in _LISTS or (block.element.tag == "tr" and above.tag == "table"):
            whole = above
        elif above in around:
            break
    return whole


def _belongs(block: _Block, places: _Places, following: _Block | None = None) -> bool:
    """Tell whether a line between two of the article's is one of them.

    It, its list or its table stands in an element that has others, with few elements about it:
    what stands deeper is a box of its own. ``following`` is the next line.
    """
    around = places.around
    whole = _whole(block, around)
    deep = _DEEP.get(whole.tag, _PROSE_DEEP if _is_prose(block) else _SHALLOW)
    if block.element.tag in _HEADS and following is not None and _is_text(following):
        deep = _HEADING_DEEP
    boxes = list(itertools.islice(whole.iterancestors(), deep))
    if not any(box in around for box in boxes):
        return False
    boxes = [whole, *itertools.takewhile(lambda box: box not in around, boxes)]
    if whole.tag == "table":
        # Tables stand in what scrolls, and is called "embed" or "widget".
        boxes = []
    if any(box.tag in _APART or _NAMED.search(_marks(box)) for box in boxes):
        return False
    if block.element.tag in _HEADS or block.element.tag == "tr":
        return True
    if whole is not block.element:
        return _linked(whole) <= _LINKED
    ends = block.text.endswith(_ENDS)
    long = len(block.text) >= (_SENTENCE_LETTERS if ends else _PARAGRAPH)
    return long and _linked(whole) <= _LINKED


def _is_plain(block: _Block) -> bool:
    """Tell whether a line is a sentence or more, with next to nothing of it in links."""
    long = len(block.text) >= _PLAIN and block.text.endswith(_ENDS)
    return long and _linked(block.element) <= _PLAIN_LINKED


def _is_text(block: _Block) -> bool:
    """Tell whether a line of the article is a paragraph that ends as a sentence does."""
    return block.known and len(block.text) >= _PARAGRAPH and block.text.endswith(_ENDS)


def _is_prose(block: _Block) -> bool:
    return (
        len(block.text) >= _PROSE
        and block.text.endswith(_ENDS)
        and _linked(block.element) <= _PROSE_LINKED
    )


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _linked(element: HtmlElement) -> float:
    """Return how large a part of an element's words is in links."""
    whole = len(squash("".join(element.itertext())))
    links = sum(len(squash("".join(link.itertext()))) for link in element.iter("a"))
    return links / whole if whole else 0.0


def _words(element: HtmlElement) -> str:
    parts: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        # An initial in an element of its own begins a word; a cell or a line ends one.
        apart = " " if inner.tag in _BLOCKS or inner.tag == "br" else ""
        if event == "start":
            parts += (apart, inner.text or "")
        elif inner is not element:
            parts += (apart, inner.tail or "")
    return fold(visible(fold("".join(parts).replace("\u00ad", ""))))
