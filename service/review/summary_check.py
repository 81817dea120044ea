"""What is wrong with a summary before anybody signs it: its messages, and its measures. Pure."""

from __future__ import annotations

import datetime

from ..content.article import HEADLINE, Article
from ..errors import Finding
from . import checks, status
from .ledger import Ledger
from .measures import measure


def check(
    article: Article, known: Ledger, now: datetime.datetime | None = None
) -> list[Finding]:  # fmt: skip
    """Return the findings about the words of ``summary.toml``, with their lines.

    With ``now``, also that an embargo which is not signed yet has passed.

    They are what the source language's catalog would show, had it the words already. Warnings that
    a signer answered, as ``known`` says, are left out.
    """
    language = article.source.language
    findings, measured = [], measure(article)
    for message in article.source.messages:
        words = status.words_of(message, language, article.source, message.forms)
        subject = status.subject_of(message, language, message.forms, language)
        findings += [
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
    return findings + measured + ([] if now is None else _passed(article, known, now))


def _passed(article: Article, known: Ledger, now: datetime.datetime) -> list[Finding]:
    """Return a warning where ``publish_at`` is in the past, and nobody signed it."""
    time, language = article.publish_at, article.source.language
    if time is None or time > now:
        return []
    wholes = (signed.words.whole or {} for signed in known.of(language, HEADLINE))
    if any(whole.get("publish_at") == time.isoformat() for whole in wholes):
        return []
    text = (
        f"publish_at, {time.isoformat(sep=' ', timespec='minutes')}, has passed: the summary goes "
        "up as soon as it is signed; correct the time, or take it out"
    )
    line = article.lines.get("publish_at")
    return [Finding("publish_at", text, article.path, line, None, "warning")]
