"""What is wrong with a summary before anybody signs it: its messages, and its measures. Pure."""

from __future__ import annotations

from ..content.article import Article
from ..errors import Finding
from . import checks, status
from .ledger import Ledger
from .measures import measure


def check(article: Article, known: Ledger) -> list[Finding]:
    """Return the findings about the words of ``summary.toml``, with their lines.

    They are what the source language's catalog would show, had it the words already. Warnings that
    a signer answered, as ``known`` says, are left out.
    """
    language = article.source.language
    found, measured = [], measure(article)
    for message in article.source.messages:
        words = status.words_of(message, language, article.source, message.forms)
        subject = status.subject_of(message, language, message.forms, language)
        found += [
            Finding(
                o.check, o.text, article.path, article.lines.get(message.id), message.id, o.level
            )
            for o in checks.run(subject)
            if o.level != "warning" or known.answered(words, o.check, o.text) is None
        ]
        measured = [
            f for f in measured
            if f.message != message.id or known.answered(words, f.check, f.text) is None
        ]  # fmt: skip
    return found + measured
