"""Withdrawals: which lines of a journal take an article down, and which bring it back. Pure.

``withdrawn`` {locale: "all" or a locale, reason} takes down, whoever wrote it. ``undone`` {of: the
digest of a withdrawn line} brings back, and counts only when its name may sign the source language
or the locale concerned. What the publisher knew stays in force when its line is gone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from msgspec import Struct, structs

from ..content.article_text import fold
from ..content.unsafe_characters import visible
from ..review.journal import Line
from ..review.ledger import ahead
from ..review.policy import Policy
from .model import Edition, Withdrawn

WITHDRAWN, UNDONE = "withdrawn", "undone"
ALL = "all"
MAX_REASON = 500


class Withdrawal(Struct, frozen=True):
    """One withdrawn line as the publisher knows it.

    ``reason`` is what readers see, empty where its name may not sign. ``at`` is the line's time,
    or when the publisher first saw it if that was in the future. ``undone`` is the digest of the
    line that brought back what it took down, empty while it is in force.
    """

    digest: str
    locale: str
    at: datetime.datetime
    name: str
    reason: str = ""
    undone: str = ""

    @property
    def open(self) -> bool:
        """Whether it is in force."""
        return not self.undone

    def concerns(self, locale: str) -> bool:
        """Tell whether it takes down the edition in ``locale``."""
        return self.locale in (ALL, locale)


class Known(Struct, frozen=True):
    """What is known of one article's withdrawals, open or not.

    ``stamp`` tells which journal, and which list of signers, it was read from; ``problems`` are the
    journal's findings. ``until`` is when a line that is dated ahead comes to count, if there is
    one.
    """

    stamp: str = ""
    withdrawals: list[Withdrawal] = []
    problems: list[dict[str, str | int | None]] = []
    until: datetime.datetime | None = None

    def open(self, locale: str | None = None) -> list[Withdrawal]:
        """Return those in force: all, or those that concern ``locale``."""
        return [w for w in self.withdrawals if w.open and (locale is None or w.concerns(locale))]


NOTHING_KNOWN = Known()


def clean(reason: str, longest: int | None = MAX_REASON) -> str:
    """Return ``reason`` as readers may see it.

    One line, without invisible and control characters, at most ``longest`` characters.
    """
    return fold(visible(fold(reason)))[:longest]


def signs(policy: Policy | None, line: Line, language: str, locale: str) -> bool:
    """Tell whether who wrote ``line`` may speak for ``locale`` (or all) of an article.

    ``language`` is the article's, and empty where it is not known; then only signers of all
    languages may.
    """
    locales = [language or "*", *([] if locale == ALL else [locale])]
    return policy is not None and policy.line_objection(line, *locales) is None


def judge(
    lines: Iterable[Line],
    before: Sequence[Withdrawal],
    allowed: Callable[[Line, str], bool],
    now: datetime.datetime,
) -> list[Withdrawal]:
    """Return all withdrawals of one article, by time.

    ``lines`` are those of its journal, ``before`` is what was known, ``allowed(line, locale)``
    tells whether its writer may speak for a locale. What was once allowed stays so: a change of the
    list of signers concerns what comes next.
    """
    by_digest = {withdrawal.digest: withdrawal for withdrawal in before}
    answers: dict[str, list[Line]] = {}
    for line in lines:
        of = line.fields.get("of")
        if line.kind == UNDONE and isinstance(of, str):
            answers.setdefault(of, []).append(line)
        locale, reason = line.fields.get("locale"), line.fields.get("reason")
        if line.kind == WITHDRAWN and isinstance(locale, str):
            known = by_digest.get(line.digest)
            public = isinstance(reason, str) and (
                bool(known and known.reason) or allowed(line, locale)
            )
            at = known.at if known else now if ahead(line.at, now) else line.at
            undone = known.undone if known else ""
            text = clean(str(reason)) if public else ""
            by_digest[line.digest] = Withdrawal(line.digest, locale, at, line.name, text, undone)
    for digest, withdrawal in by_digest.items():
        counting = [
            line.digest
            for line in answers.get(digest, ())
            if not ahead(line.at, now) and allowed(line, withdrawal.locale)
        ]
        if withdrawal.open and counting:
            by_digest[digest] = structs.replace(withdrawal, undone=min(counting))
    return sorted(by_digest.values(), key=lambda w: (w.at, w.digest))


def malformed(line: Line) -> str:
    """Say what a line lacks that its kind needs; nothing for a good one, or of another kind."""
    if line.kind == WITHDRAWN and not isinstance(line.fields.get("locale"), str):
        return "this withdrawal names no locale: it takes nothing down"
    if line.kind == UNDONE and not isinstance(line.fields.get("of"), str):
        return "this line brings nothing back: it names no withdrawal"
    return ""


def remembered(
    editions: Mapping[str, Edition | Withdrawn], zone: datetime.tzinfo | None
) -> list[Withdrawal]:
    """Return what ``editions``, files by locale, say of the withdrawals that they rest on.

    For those whose line and index entry are gone: their editions stay down, too.
    """
    by_digest: dict[str, Withdrawal] = {}
    for locale, edition in editions.items():
        if isinstance(edition, Withdrawn):
            at = datetime.datetime.combine(edition.date, datetime.time(12), zone)
            for digest in edition.lines:  # what took down two languages took down all
                where = ALL if digest in by_digest else locale
                by_digest[digest] = Withdrawal(digest, where, at, "", edition.reason)
    return list(by_digest.values())


def stand_in(
    domain: str,
    locale: str,
    language: str,
    open_: Sequence[Withdrawal],
    before: Edition | Withdrawn | None,
    zone: datetime.tzinfo | None,
) -> Withdrawn:
    """Return what stands in place of the edition in ``locale`` while ``open_`` are in force.

    There is at least one in ``open_``.

    Readers see the newest that has a reason, one of their language before one of all. The day is
    that of ``zone``. What says the same stays as it is.
    """
    chosen = max(open_, key=lambda w: (bool(w.reason), w.locale != ALL, w.at, w.digest))
    date = chosen.at.astimezone(zone).date()
    lines = tuple(sorted(withdrawal.digest for withdrawal in open_))
    revision = before.revision if before else 0
    new = Withdrawn(domain, locale, language, chosen.reason, date, revision, lines)
    if isinstance(before, Withdrawn) and before == replace(new, language=before.language):
        return before  # whatever language the article is in now
    return new


def accounted(before: Withdrawn, known: Known) -> bool:
    """Tell whether everything that took an edition down was brought back."""
    answered = {withdrawal.digest for withdrawal in known.withdrawals if withdrawal.undone}
    return bool(before.lines) and answered.issuperset(before.lines)


def to_fields(locale: str, reason: str) -> dict[str, Any]:
    """Return the fields of a withdrawn line; ``reason`` is a sentence for readers, or empty."""
    return {"locale": locale, "reason": clean(reason)}
