"""One edition as plain text and as Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from ..content.placeholders import plain
from ..editions.model import Edition, Statement
from . import article, corrections, credits
from .request_context import absolute, brief, details, edition_path, view, written_date

# What is asked for of an edition.
Part = Literal["all", "brief"]

# The notices of the pages.
OUTDATED = (
    "The summary was changed on {date}. This language version does not contain the change yet."
)
OUTLET_CHANGED = (
    "Note of {date}: the outlet has changed its article. This summary rests on the earlier text."
)
# What could start a link, emphasis, code, markup or a table inside a line …
_INLINE = re.compile(r"[\\`*_\[\]<>&|~^$#]")
# … and a heading, list, quotation, rule or heading's underline at the start of one.
_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")


def text(edition: Edition, *, part: Part = "all") -> str:
    """Return ``edition`` as plain text: headline, brief, further sentences, who stands behind them.

    With the ``part`` “brief”, without the further ones.
    """
    blocks = ["\n".join([plain(edition.headline), *_pending(edition)])]
    for heading, statements in _sections(edition, part):
        blocks += [heading] if heading else []
        for number, statement in statements:
            lines = [plain(edition.read(statement)), *_pending(edition, statement)]
            blocks.append(f"{number}. " + "\n   ".join(lines))
    return _blocks(*blocks, "\n".join(_about(edition)))


def markdown(edition: Edition, *, part: Part = "all") -> str:
    """Return ``edition`` as Markdown, each sentence with its evidence as a quotation.

    Nothing in its words is markup: what Markdown would take for it is escaped.
    """
    blocks = [f"# {escape(plain(edition.headline))}", *map(escape, _pending(edition))]
    for heading, statements in _sections(edition, part):
        blocks += [f"## {escape(heading)}"] if heading else []
        for number, statement in statements:
            blocks.append(f"{number}. {escape(plain(edition.read(statement)))}")
            indent = " " * (len(str(number)) + 2)
            blocks += [f"{indent}{escape(line)}" for line in _pending(edition, statement)]
            blocks += [f"{indent}> {escape(quote)}" for quote in statement.evidence]
    blocks.append("  \n".join(escape(line) for line in _about(edition)))
    return _blocks(*blocks)


def _pending(edition: Edition, statement: Statement | None = None) -> list[str]:
    """Say what of a statement, or of the headline, is being corrected."""
    return corrections.pending_in_text(edition, statement or edition.content.statements[0])


def _sections(
    edition: Edition, part: Part
) -> Iterator[tuple[str, list[tuple[int, Statement]]]]:  # fmt: skip
    """Yield the brief, and what follows it under its heading, with the sentences' numbers."""
    first, rest = brief(edition), details(edition)
    yield "", list(enumerate(first, 1))
    if rest and part == "all":
        heading = view().interfaces[edition.locale].plain("In detail")
        yield heading, list(enumerate(rest, len(first) + 1))


def escape(words: str) -> str:
    r"""Return ``words`` as Markdown that shows exactly them.

    >>> print(escape("*five* people"))
    \*five\* people
    """
    words = _INLINE.sub(lambda match: "\\" + match.group(), " ".join(words.split()))
    return _START.sub(_escape_start, words)


def _escape_start(match: re.Match[str]) -> str:
    space, character = match.groups()
    return f"{space}{character}\\" if character.isdigit() else f"{space}\\{character}"


def _blocks(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


def outlet_notice(edition: Edition) -> str:
    """Return the notice that the outlet changed its article; nothing where there is none."""
    if not edition.outlet_changed:
        return ""
    day = written_date(edition.outlet_changed.date)
    return view().interfaces[edition.locale].plain(OUTLET_CHANGED, {"date": day})


def _about(edition: Edition) -> Iterator[str]:
    say = view().interfaces[edition.locale].plain
    if line := article.in_text(edition):
        yield line
    yield from credits.in_text(edition)
    if edition.outdated_since:
        yield say(OUTDATED, {"date": written_date(edition.outdated_since)})
    if notice := outlet_notice(edition):
        yield notice
    yield from corrections.in_text(edition)
    if edition.missing:
        yield say("Further sentences in preparation: {number}", {"number": len(edition.missing)})
    yield say("Published: {date}", {"date": written_date(edition.published)})
    if edition.updated != edition.published:
        yield say("Updated: {date}", {"date": written_date(edition.updated)})
    yield say("Version {number}", {"number": edition.revision})
    if edition.models:
        yield say("A language model proposed a first draft.")
    yield absolute(edition_path(edition.content.domain, edition.locale))
