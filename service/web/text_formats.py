"""One edition as plain text and as Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..editions.model import Edition
from . import credits
from .request_context import absolute, edition_path, plain, view, written_date

# The notice of the pages.
OUTDATED = (
    "The summary was changed on {date}. This language version does not contain the change yet."
)
# What could start a link, emphasis, code, markup or a table inside a line …
_INLINE = re.compile(r"[\\`*_\[\]<>&|~^$#]")
# … and a heading, list, quotation, rule or heading's underline at the start of one.
_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")


def text(edition: Edition) -> str:
    """Return ``edition`` as plain text: headline, numbered sentences, who stands behind them."""
    sentences = [plain(edition.read(statement)) for statement in edition.statements]
    numbered = [f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1)]
    return _blocks(plain(edition.headline), "\n\n".join(numbered), "\n".join(_about(edition)))


def markdown(edition: Edition) -> str:
    """Return ``edition`` as Markdown, each sentence with its evidence as a quotation.

    Nothing in its words is markup: what Markdown would take for it is escaped.
    """
    blocks = [f"# {escape(plain(edition.headline))}"]
    for number, statement in enumerate(edition.statements, 1):
        blocks.append(f"{number}. {escape(plain(edition.read(statement)))}")
        indent = " " * (len(str(number)) + 2)
        blocks += [f"{indent}> {escape(quote)}" for quote in statement.evidence]
    blocks.append("  \n".join(escape(line) for line in _about(edition)))
    return _blocks(*blocks)


def escape(words: str) -> str:
    """Return ``words`` as Markdown that shows exactly them."""
    words = _INLINE.sub(lambda match: "\\" + match.group(), " ".join(words.split()))
    return _START.sub(_escape_start, words)


def _escape_start(match: re.Match[str]) -> str:
    space, found = match.groups()
    return f"{space}{found}\\" if found.isdigit() else f"{space}\\{found}"


def _blocks(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


def _about(edition: Edition) -> Iterator[str]:
    say = view().interfaces[edition.locale].plain
    yield from credits.in_text(edition)
    if edition.outdated_since:
        yield say(OUTDATED, {"date": written_date(edition.outdated_since)})
    for correction in edition.corrections:
        yield say(
            "Corrected on {date}: {old} → {new}",
            {
                "date": written_date(correction.date),
                "old": correction.old.render(edition.locale),
                "new": correction.new.render(edition.locale),
            },
        )
    yield say("Published: {date}", {"date": written_date(edition.published)})
    if edition.updated != edition.published:
        yield say("Updated: {date}", {"date": written_date(edition.updated)})
    yield say("Revision {number}", {"number": edition.revision})
    if edition.models:
        yield say("A language model proposed a first draft.")
    yield absolute(edition_path(edition.content.domain, edition.locale))
