"""Withdraw an article, and take a withdrawal back: the journal's line first, then the editions.

Both end by reading back what readers get. Neither needs the article to be in order.
"""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..content.article_text import fold
from ..content.unsafe_characters import visible
from ..errors import Finding, InputError, SummariesError
from ..review import journal, renames, signatures
from ..review.journal import Line
from ..review.keys import PrivateKey
from ..review.project import Project
from . import edition_folder, takedown, withdrawal
from .edition_plan import EditionPlan
from .model import Edition, Withdrawn
from .plan import Planner
from .publisher import Publisher
from .takedown import Register
from .withdrawal import ALL, UNDONE, WITHDRAWN, Known, Withdrawal

# Seconds to wait for a publisher that holds the editions; in a long round it looks at withdrawals
# every half second, and then does what is waited for.
PATIENCE = 15.0
UP = "up"
NEVER_UP = "was never up: once the publisher has looked, readers get the notice (410)"
NOT_UP = "is not up: there never was an edition, and the notice is gone (404)"
DOWN = "down: readers are told that there is no such edition (404)"


@dataclass(slots=True)
class Outcome:
    """What became of a withdrawal.

    For each language a line, what is not as it was asked for, and findings that concern the
    article but not this. ``journaled`` tells whether the journal has it.
    """

    languages: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    journaled: bool = True


def slugs(project: Project, editions: Path) -> list[str]:
    """Return everything that can be withdrawn, sorted.

    That is what has a journal, an article's folder, a catalog or an edition.
    """
    patterns = (
        (project.journal, f"*{journal.ENDING}"), (project.articles, "*/"),
        (project.locales, "*/LC_MESSAGES/*.po"), (editions, "*/"),
    )  # fmt: skip
    names = set()
    for folder, pattern in patterns:
        with contextlib.suppress(OSError):
            names |= {path.stem for path in folder.glob(pattern)}
    return sorted(filter(takedown.journaled, names))


def locales(project: Project, editions: Path, slug: str, known: Known) -> list[str]:
    """Return the locales that can be asked for: with catalogs, an edition, or a withdrawal."""
    names = {w.locale for w in known.withdrawals} - {ALL}
    with contextlib.suppress(OSError):
        names.update(project.languages())
    with contextlib.suppress(OSError):
        names.update(edition_folder.locales(editions, slug))
    return sorted(names)


def take_down(
    publisher: Publisher, slug: str, locale: str, reason: str, name: str, now: datetime.datetime,
    key: PrivateKey | None = None,
) -> Outcome:  # fmt: skip
    """Withdraw ``slug`` in ``locale`` (or all), and return what readers get now.

    ``reason`` is a sentence for readers, ``name`` who says so. An article that was renamed and is
    not signed under its new name is up under the earlier one: it goes down there, too.
    """
    project = publisher.project
    left: list[str] = []
    fields = withdrawal.to_fields(locale, reason)

    def down() -> bool:
        there = standing(publisher, slug)
        return all(isinstance(there[name], Withdrawn) for name in there if locale in (ALL, name))

    def attempt() -> tuple[Outcome, Line, str]:
        outcome, why = Outcome(), ""
        more: list[Withdrawal] = []
        try:
            line = journal.append(project.journal, slug, WITHDRAWN, name, now, fields, key)
        except (OSError, InputError) as error:
            line, _content = journal.make(slug, WITHDRAWN, name, now, (), fields)
            more, why = [Withdrawal(line.digest, locale, line.at, name)], _said(error)
        _settle(publisher, slug, outcome, down, more)
        return outcome, line, why

    before: dict[str, Edition | Withdrawn | None] = {}
    with contextlib.suppress(OSError):  # said below
        before = standing(publisher, slug)
    outcome, line, why = attempt()
    if why and _noted(publisher, slug, line, now) is None:
        outcome, line, why = attempt()  # what went down may have made room on a full disk
    noted = _noted(publisher, slug, line, now)
    if why:
        outcome.journaled = False
        text = f"the journal cannot be written ({why}): " + (
            "the publisher remembers the withdrawal, other machines do not see it; repeat this "
            "where the journal can be written"
            if noted
            else "nothing remembers the withdrawal, and the publisher puts back what is gone; "
            "repeat this as soon as it can be written"
        )
        outcome.failures.insert(0, text)
    elif withdrawal.clean(reason) and not (noted and noted.reason):
        text = f"readers do not see the reason: “{name}” may not sign this article"
        outcome.findings.append(Finding("withdrawn", text, level="warning"))
    with contextlib.suppress(OSError):  # said already
        for name_, value in standing(publisher, slug).items():
            outcome.languages[name_] = _now(value)
            if locale in (ALL, name_) and not isinstance(value, Withdrawn):
                left.append(name_)
    rows, _problems = Planner(
        project, publisher.editions, lambda: now, published=publisher.published
    ).article(slug)
    for row in rows:
        if row.locale not in outcome.languages and isinstance(row.after, Withdrawn):
            up = isinstance(before.get(row.locale), Edition)
            outcome.languages[row.locale] = DOWN if up else NEVER_UP
    if left:
        outcome.failures.append(f"not withdrawn yet: {', '.join(left)}")
    for old, names in _formerly_up(publisher, slug, now):
        if locale == ALL or locale in names:
            there = take_down(publisher, old, locale, reason, name, now, key)
            outcome.languages |= {f"{n}, as {old}": text for n, text in there.languages.items()}
            outcome.failures += there.failures
            outcome.journaled &= there.journaled
            outcome.findings += there.findings
    return outcome


def _formerly_up(
    publisher: Publisher, slug: str, now: datetime.datetime
) -> Iterator[tuple[str, list[str]]]:
    """Yield the earlier slugs of an article under which readers get it, with the locales."""
    project = publisher.project
    for old in renames.read(project.journal, slug, project.policy_or_nobody(), now).formerly:
        names = edition_folder.up(publisher.editions, old)
        if names and old not in project:
            yield old, names


def bring_back(
    publisher: Publisher, slug: str, locale: str, name: str, now: datetime.datetime,
    key: PrivateKey | None = None,
) -> Outcome:  # fmt: skip
    """Take back the withdrawals of ``slug`` that are of ``locale``, or with ``all`` every one.

    Publishes the article if that is possible, and returns what readers get now. Raises
    SummariesError, and writes nothing, when there is none, when only one of all languages stands
    against it, or when ``name`` may not sign.
    """
    project, outcome = publisher.project, Outcome()
    known = takedown.remembering(project, publisher.editions, lambda: now)(slug)
    wanted = [w for w in known.open() if locale in (ALL, w.locale)]
    if not wanted:
        raise SummariesError(_nothing(slug, locale, known))
    if any(line.kind == renames.REMOVED for line in journal.read(project.journal, slug).lines):
        raise SummariesError(renames.given_away(project.journal, slug))
    _check_signer(project, publisher.editions, slug, name, now, wanted)
    if key is None and project.policy().has_key(name):
        raise SummariesError(f"the list of signers has a key for “{name}”: use --key")
    before: dict[str, Edition | Withdrawn | None] = {}
    with contextlib.suppress(OSError):
        before = standing(publisher, slug)
    for entry in wanted:
        journal.append(project.journal, slug, UNDONE, name, now, {"of": entry.digest}, key)

    def up() -> bool:
        there = standing(publisher, slug)
        return all(isinstance(there[name], Edition) for name in there if locale in (ALL, name))

    _settle(publisher, slug, outcome, up, publish=True)
    _tell(publisher, slug, outcome, now)
    outcome.languages |= {
        name: NOT_UP for name, value in before.items()
        if isinstance(value, Withdrawn) and name not in outcome.languages
    }  # fmt: skip
    left = [
        name for name, text in outcome.languages.items()
        if locale in (ALL, name) and not text.startswith(UP) and text != NOT_UP
    ]  # fmt: skip
    if left:
        outcome.failures.append(f"not up: {', '.join(left)}; the reasons are above")
    return outcome


def bring_up_to_date(publisher: Publisher, slug: str, now: datetime.datetime) -> Outcome:
    """Publish the article ``slug`` as the journal has it now.

    Returns what readers get of it, in the languages where that changed.
    """
    outcome, before = Outcome(), standing(publisher, slug)

    def done() -> bool:
        return standing(publisher, slug) != before

    _settle(publisher, slug, outcome, done, publish=True)
    _tell(publisher, slug, outcome, now)
    after = standing(publisher, slug)
    same = {name for name in before if name in after and before[name] == after[name]}
    outcome.languages = {n: text for n, text in outcome.languages.items() if n not in same}
    # What is gone has no file that would tell of it.
    outcome.languages |= dict.fromkeys(sorted(before.keys() - after.keys()), DOWN)
    return outcome


def _tell(publisher: Publisher, slug: str, outcome: Outcome, now: datetime.datetime) -> None:
    """Enter what readers get of ``slug`` in each language, and why not where it is not up."""
    project = publisher.project
    known = takedown.remembering(project, publisher.editions, lambda: now)(slug)
    rows, problems = Planner(
        project, publisher.editions, lambda: now, published=publisher.published
    ).article(slug)
    outcome.findings += [problem for problem in problems if problem not in outcome.findings]
    with contextlib.suppress(OSError):  # said already
        for name, value in standing(publisher, slug).items():
            row = next((row for row in rows if row.locale == name), None)
            if isinstance(value, Edition) or (isinstance(value, Withdrawn) and known.open(name)):
                outcome.languages[name] = _now(value)
                continue
            gets = "; readers get the notice (410)" if value is not None else ""
            outcome.languages[name] = _why(row, bool(rows)) + gets


def standing(publisher: Publisher, slug: str) -> dict[str, Edition | Withdrawn | None]:
    """Return what the edition files of ``slug`` hold, by locale; None for one that cannot be used.

    Raises OSError when they cannot be looked at.
    """
    publisher.editions.stat()  # a folder that is not there says nothing of what readers get
    names = edition_folder.locales(publisher.editions, slug)
    return {name: edition_folder.load(publisher.editions, slug, name) for name in names}


def _settle(
    publisher: Publisher,
    slug: str,
    outcome: Outcome,
    done: Callable[[], bool],
    more: list[Withdrawal] | None = None,
    *,
    publish: bool = False,
) -> None:
    """Carry it out here, or wait for the publisher that is at work to do it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            outcome.findings += publisher.settle(slug, more or (), publish=publish)
            return
        except BlockingIOError:
            with contextlib.suppress(OSError):
                if not more and done():
                    return
            if time.monotonic() > until:
                text = "a publisher is at work on them: it acts on the journal by itself"
                break
        except Exception as error:  # whatever it is, the line is written, or that it is not is said
            acts = "" if more else ": the publisher acts once it sees the journal"
            text = f"{_said(error)}{acts}"
            break
        time.sleep(0.1)
    outcome.failures.append(f"the editions in {publisher.editions} could not be changed ({text})")


def _noted(
    publisher: Publisher, slug: str, line: Line, now: datetime.datetime
) -> Withdrawal | None:
    """Return what journal or index know of the withdrawal ``line``; None where neither does."""
    known = takedown.remembering(publisher.project, publisher.editions, lambda: now)(slug)
    return next((entry for entry in known.withdrawals if entry.digest == line.digest), None)


def _check_signer(
    project: Project, editions: Path, slug: str, name: str, now: datetime.datetime,
    wanted: list[Withdrawal],
) -> None:  # fmt: skip
    """Raise SummariesError unless ``name`` may take all of ``wanted`` back."""
    policy = project.policy()
    language = Register(project, editions).language(slug, None)
    for entry in wanted:
        locales = [language or "*", *([] if entry.locale == ALL else [entry.locale])]
        date = signatures.timestamp(now)
        reasons = [policy.objection(name, code, date, None, article=True) for code in locales]
        if None not in reasons:
            raise SummariesError(f"the withdrawal cannot be taken back: {reasons[0]}")


def _nothing(slug: str, locale: str, known: Known) -> str:
    everywhere = known.open(locale)
    if locale == ALL or not everywhere:
        where = "" if locale == ALL else f" in {locale}"
        return f"“{slug}” is not withdrawn{where}: there is nothing to take back"
    return (
        f"“{slug}” was withdrawn in all languages ({_by(everywhere[0])}), not in {locale} alone: "
        "take that back without --locale, then withdraw what is to stay down"
    )


def _now(value: Edition | Withdrawn | None) -> str:
    if isinstance(value, Edition):
        return f"up: readers get revision {value.revision}"
    if value is None:
        return "its edition file cannot be used"
    reason = f"the reason “{value.reason}”" if value.reason else "no reason"
    return f"withdrawn: readers get the notice (410), dated {value.date}, with {reason}"


def _why(row: EditionPlan | None, usable: bool) -> str:
    """Say why an edition that nothing withdraws is not up."""
    if row is None or row.assessments is None:
        what = "its catalog is not there, or cannot be used"
        return f"stays down: {what if usable else 'its article cannot be used now'}"
    needed = {message.id for message in row.source.needed}
    lacking = [
        status for status in row.assessments if status.message.id in needed and not status.ready
    ]
    rejected = [status.message.id for status in lacking if status.state == "rejected"]
    reasons = {
        f"until its time, {row.due}": row.due is not None,
        f"until these languages are signed, too: {', '.join(row.waits_for)}": row.waits_for,
        f"for as long as rejected words are there: {', '.join(rejected)}": rejected,
        f"until its messages are signed: {len(lacking)} wait": lacking,
    }
    why = (reason for reason, holds in reasons.items() if holds)
    return f"stays down {next(why, 'until the source is signed, or the publisher has run')}"


def _by(entry: Withdrawal) -> str:
    name = fold(visible(entry.name)) or "a line that is gone"
    return f"{entry.at:%Y-%m-%d}, by {name}"


def _said(error: Exception) -> str:
    if isinstance(error, OSError):
        return str(error.strerror or error)
    return str(error)
