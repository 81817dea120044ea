"""The ``summary.toml`` that a person writes a summary into: everything prepared, nothing decided.

Facts are proposed as comments: a fact that no statement uses would be an error.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import tomlkit
from tomlkit.items import Table

from ..content.article_text import fold
from ..content.unsafe_characters import visible
from . import article_table
from .figures import Figure, Figures, anchor, fact_toml
from .sentences.splitting import split


def outline(
    text: str,
    language: str,
    today: datetime.date,
    article: Table | None = None,
    notes: Sequence[str] = (),
) -> str:
    """Return a ``summary.toml`` for ``text``, an article's, with its sentences and figures to copy.

    ``article`` is its ``[article]`` table, ``notes`` what the editor should look at.
    """
    first, _, body = text.partition("\n")
    sentences = split(body, language)
    published = article_table.day(article)
    figures = Figures(language, published or anchor(text, language, today), published)
    for sentence in sentences:
        figures.collect(sentence.text)
    said = [*(f"# {fold(visible(note))}" for note in notes)]
    table = (
        ["", "[article]", *article.as_string().strip().splitlines()] if article is not None else []
    )
    lines = _lines(first, language, [s.text for s in sentences], figures, (said, table))
    return "\n".join(lines) + "\n"


def _lines(
    headline: str,
    language: str,
    sentences: list[str],
    figures: Figures,
    about: tuple[list[str], list[str]],
) -> Iterator[str]:
    notes, table = about
    yield "# The summary, in the article's language. Every number and date is a fact, named in"
    yield "# braces; every statement rests on evidence: words of the article, copied exactly."
    yield from notes
    yield ""
    yield f"language = {_text(language)}"
    yield "# The article's own headline. Yours must have its numbers and dates as facts, too."
    yield f"headline = {_text(headline)}"
    yield from table
    if figures.by_name:
        yield ""
        yield "# Figures of the article. Uncomment those that you use, and give them telling names."
    for name, figure in figures.by_name.items():
        yield "#"
        yield from (f"# {line}" for line in _fact(name, figure))
    yield ""
    yield "# A statement to begin with; the id stays when the text changes."
    yield "# [[statements]]"
    yield '# id = "what-happened"'
    yield '# text = ""'
    yield f"# evidence = [{_text(sentences[0] if sentences else '')}]"
    if sentences:
        yield ""
        yield "# The article's sentences, to copy evidence from:"
    for sentence in sentences:
        yield f"# {_text(sentence)}"


def _fact(name: str, figure: Figure) -> Iterator[str]:
    yield f"[facts.{name}]"
    if figure.doubt:
        yield f"# {fold(visible(figure.doubt))}"
    yield from fact_toml.table(figure).as_string().strip().splitlines()


def _text(words: str) -> str:
    return tomlkit.item(words).as_string()
