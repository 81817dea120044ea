"""Take down what is withdrawn, ahead of everything else and whatever else is broken.

Needs the journal, or what the index remembers of it, and the folder of the edition files. Neither
article, catalogs nor list of signers have to be there or in order.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

from ..content.article import RESERVED, SLUG
from ..errors import Finding, InputError
from ..review import journal, policy, renames
from ..review.keys import PrivateKey
from ..review.ledger import first_ahead
from ..review.policy import Policy
from ..review.project import Project
from . import edition_folder, file_scan, index, publication_log, publisher_key, store, withdrawal
from .file_scan import FileScanner
from .index import Entry, Line
from .model import Edition, Withdrawn
from .withdrawal import ALL, NOTHING_KNOWN, UNDONE, WITHDRAWN, Known, Withdrawal

# How many of the journals, and of the editions of withdrawn articles, a look asks whether they were
# changed from outside. Our own writers touch the journals' folder, which every look sees.
JOURNALS, WITHDRAWALS = 250, (100, 100)
STAYS = "what is withdrawn stays so"
Zone = datetime.tzinfo | None


@dataclass(slots=True)
class Outcome:
    """What taking one article down did.

    The notices written, the entries of its withdrawn files, and the names of those that are
    gone.
    """

    written: list[str] = field(default_factory=list)
    files: dict[str, Entry] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    problems: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Held:
    """The lines of one journal that matter here, as far as it was read."""

    tail: journal.Tail | None
    lines: dict[str, journal.Line]
    findings: list[Finding]


def orphan(project: Project, slug: str, names: Sequence[str]) -> str:
    """Say what is to be done about an article that is up in ``names`` though it is gone."""
    to = renames.name_today(project.journal, slug)
    if to and to in project:
        return (
            f"the article is called “{to}” now, and nothing of that is up: readers still get the "
            f"earlier address ({', '.join(names)}); sign what waits of “{to}”"
        )
    return (
        f"the article is gone, and readers still get it ({', '.join(names)}): put its folder back, "
        f"or run “summaries remove {slug}”"
    )


def journaled(slug: str) -> bool:
    """Tell whether ``slug`` is a name that an article, and so its journal, can have.

    >>> journaled("harbor-fire"), journaled("../harbor-fire")
    (True, False)
    """
    return bool(SLUG.fullmatch(slug)) and slug not in RESERVED


def stamp(project: Project, slug: str, signed: bool) -> str:
    """Return what changes with the journal of ``slug``; if ``signed``, with who may sign, too."""
    if not journaled(slug):
        return ""
    lines = file_scan.stamp_of(journal.path(project.journal, slug))
    if not signed:
        return "" if lines is None else str(lines)
    return f"{lines} {file_scan.stamp_of(project.locales / policy.FILE)}"


def forgotten(line: Line) -> bool:
    """Tell whether an article has notices while nothing is known of a withdrawal."""
    return not line.known.withdrawals and any(
        entry.state == "withdrawn" for entry in line.files.values()
    )


class Register:
    """What is withdrawn, by article, and what has to be done about it.

    ``lines`` are the index's throughout: what an earlier look, or process, knew. Only with the
    publisher's key, which ``key`` returns, can it be carried out.
    """

    def __init__(
        self,
        project: Project,
        editions: Path,
        key: Callable[[], PrivateKey] | None = None,
        published: Path | None = None,
    ) -> None:
        self.project = project
        self._key = key
        self._published = published or publisher_key.beside(editions)
        self.editions = editions
        self._journals, self._outputs = FileScanner(journal.ENDING), FileScanner(".json")
        self._signers: object = self  # no stamp yet
        self._held: dict[str, _Held] = {}
        self._down: dict[str, file_scan.Stamps] = {}
        self._again: set[str] = set()
        self._until: dict[str, datetime.datetime] = {}
        self._folders_down: dict[str, str] = {}

    def again(self, slug: str) -> None:
        """Have ``slug`` looked into next time, whether it changes or not."""
        self._again.add(slug)

    def due(self, lines: Mapping[str, Line], now: datetime.datetime) -> list[str]:
        """Return the articles to look into, of those that the index has ``lines`` of, by slug.

        Those whose journal changed, or whose editions changed while they are withdrawn, or of which
        a line that was dated ahead counts ``now``.
        """
        slugs, self._again = self._again, set()
        slugs.update(slug for slug, until in self._until.items() if until <= now)
        folder = str(self.project.journal)
        for names in self._journals.changes([folder], turn=(0, JOURNALS)).values():
            slugs.update(name.removesuffix(journal.ENDING) for name in names)
        signers = file_scan.stamp_of(self.project.locales / policy.FILE)
        if signers != self._signers:  # also at first: then what an earlier process knew counts
            self._signers = signers
            slugs.update(slug for slug, line in lines.items() if line.known.withdrawals)
        if not self._folders_down:
            self._folders_down = {f"{self.editions}/{slug}": slug for slug in self._down}
        for path in self._outputs.changes((), self._folders_down, WITHDRAWALS):
            slug = self._folders_down.get(path)
            if slug and self._outputs[path] != self._down[slug]:
                slugs.add(slug)
        return sorted(filter(journaled, slugs))

    def judge(
        self,
        slug: str,
        line: Line | None,
        now: datetime.datetime,
        more: Sequence[Withdrawal] = (),
    ) -> Known:
        """Return what is known of ``slug``'s withdrawals now. Never fails for what a file holds.

        ``more`` are some that could not be written into the journal.
        """
        before = line.known if line else NOTHING_KNOWN
        same = before.stamp == stamp(self.project, slug, bool(before.withdrawals))
        same &= before.until is None or now < before.until
        if line is not None and same and not more and not forgotten(line):
            return self._timed(slug, before)
        # Asked before the files are read: what comes in between is seen at the next look.
        stamps = {signed: stamp(self.project, slug, signed) for signed in (False, True)}
        held, problems, readable = self._read(slug)
        withdrawals = [*before.withdrawals, *more]
        known = {w.digest for w in withdrawals} | held.lines.keys()
        files = self._withdrawn_files(slug, line)
        withdrawals += [
            w for w in withdrawal.remembered(files, now.tzinfo) if w.digest not in known
        ]
        if readable:
            problems += [self._gone(slug, w) for w in withdrawals if _lost(w, held.lines)]
        # Only a withdrawal asks for it, and reading an article for it takes a while.
        language = cache(lambda: self.language(slug, line))
        policy = self._policy()

        def allowed(entry: journal.Line, locale: str) -> bool:
            return withdrawal.signs(policy, entry, language(), locale)

        judged = withdrawal.judge(held.lines.values(), withdrawals, allowed, now)
        # What could not be written is read again: the next look says that its line is not there.
        current = "" if more else stamps[bool(judged)]
        undone = (entry.at for entry in held.lines.values() if entry.kind == UNDONE)
        until = first_ahead(undone, now)
        return self._timed(
            slug, Known(current, judged, [asdict(problem) for problem in problems], until)
        )

    def _timed(self, slug: str, known: Known) -> Known:
        """Note until when ``known`` is true of ``slug``, and return it."""
        self._until.pop(slug, None)
        if known.until is not None:
            self._until[slug] = known.until
        return known

    def _read(self, slug: str) -> tuple[_Held, list[Finding], bool]:
        """Read what was added to a journal; return also what is wrong, and whether it is all."""
        held = self._held.get(slug)
        try:
            reading = journal.read(self.project.journal, slug, held.tail if held else None)
        except InputError as error:
            stays = [
                replace(finding, text=f"{finding.text}; {STAYS}") for finding in error.findings
            ]
            return held or _Held(None, {}, []), stays, False
        if held is None or reading.whole:
            held = self._held[slug] = _Held(None, {}, [])
        held.tail = reading.tail
        held.findings += reading.findings
        held.lines |= {x.digest: x for x in reading.lines if x.kind in (WITHDRAWN, UNDONE)}
        label = journal.shown(self.project.journal, slug)
        malformed = filter(None, map(withdrawal.malformed, held.lines.values()))
        wrong = [Finding("journal", text, label) for text in malformed]
        return held, [*held.findings, *reading.unfinished, *wrong], True

    def _gone(self, slug: str, entry: Withdrawal) -> Finding:
        day = f"{entry.at:%Y-%m-%d}"
        if entry.open:
            text = (
                f"a line of the journal is gone: the withdrawal of {day} ({entry.digest}); {STAYS}"
            )
        else:
            text = (
                f"a line of the journal is gone: of the withdrawal of {day} ({entry.digest}), or "
                "of its end; what is up stays"
            )
        text += "; put the line back from a copy or from git"
        return Finding("journal", text, journal.shown(self.project.journal, slug))

    def _policy(self) -> Policy | None:
        """Return who may sign; None when that cannot be read: then no name may."""
        try:
            return self.project.policy()
        except Exception:  # a withdrawal depends on no file but its own
            return None

    def _withdrawn_files(self, slug: str, line: Line | None) -> dict[str, Edition | Withdrawn]:
        if line is not None and line.files:
            names = [name for name, entry in line.files.items() if entry.state == "withdrawn"]
        else:
            names = edition_folder.locales_or_none(self.editions, slug)
        values = {name: edition_folder.load(self.editions, slug, name) for name in names}
        return {name: value for name, value in values.items() if value is not None}

    def language(self, slug: str, line: Line | None) -> str:
        """Return an article's source language, as its editions, its files or its notices say.

        Empty when none does.
        """
        if line is not None and line.files:
            return next(iter(line.files.values())).language
        for name in edition_folder.locales_or_none(self.editions, slug):
            if value := edition_folder.load(self.editions, slug, name):
                return _language_of(value)
        try:
            return self.project.article(slug).source.language
        except Exception:  # a withdrawal depends on no file but its own
            return next((notice.language for notice in self._notices(slug).values()), "")

    def _notices(self, slug: str) -> Mapping[str, Withdrawn]:
        """Return the notices that the publisher's log has of an article."""
        trusted = publisher_key.trusted(self._published, self.editions)
        return publication_log.read(self._published, slug, trusted).notices(slug)

    def carry_out(self, slug: str, known: Known, line: Line | None, zone: Zone) -> Outcome:
        """Put notices in place of the editions that ``known`` withdraws.

        This is done in every language that has an edition file, or had a notice before the files
        were lost: an article that was removed has nothing else to make it from. The article's own
        text goes where readers may not see it.

        The days on the notices are those of ``zone``. Raises OSError when the article's folder
        cannot be looked into.
        """
        done = Outcome()
        if self._down.pop(slug, None) is not None:
            self._folders_down = {}
        if not known.open():
            return done
        language = self.language(slug, line) or "en"
        there = edition_folder.locales(self.editions, slug)
        lost = {n: w for n, w in self._notices(slug).items() if n not in there}
        for locale in [*there, *lost]:
            if open_ := known.open(locale):
                before = lost.get(locale) or edition_folder.load(self.editions, slug, locale)
                own = _language_of(before) if before else language
                after = withdrawal.stand_in(slug, locale, own, open_, before, zone)
                if locale in lost:
                    after = replace(after)  # written, whether it says the same or not
                self._replace(done, before, after)
        if any(w.locale in (ALL, language) for w in known.open()):
            store.path(self.editions, slug, store.ORIGINAL).unlink(missing_ok=True)
            done.gone.add(store.ORIGINAL)
        if done.problems:
            self.again(slug)
        self._folders_down = {}
        self._down[slug] = file_scan.stamps(self.editions / slug, (".json",))
        return done

    def _replace(self, done: Outcome, before: Edition | Withdrawn | None, after: Withdrawn) -> None:
        path = store.path(self.editions, after.domain, after.locale)
        name = store.shown(path)
        assert self._key is not None  # who carries out has it
        try:
            if after is not before:
                after = self._numbered(after, before)
                store.save(self.editions, after, self._key())
                done.written.append(
                    f"{name.removesuffix('.json')} (withdrawn, revision {after.revision})"
                )
            status = path.stat()
        except OSError as error:
            reason = f"the notice cannot be written ({error.strerror})"
            try:
                path.unlink()
            except OSError:
                text = f"{reason}, nor the edition removed: readers still get it"
            else:
                done.gone.add(after.locale)
                text = f"{reason}: the edition is removed, and readers get 404"
            done.problems.append(Finding("withdrawn", text, name))
        else:
            done.files[after.locale] = index.entry(after, file_scan.stamp(status), status.st_size)

    def _numbered(self, after: Withdrawn, before: Edition | Withdrawn | None) -> Withdrawn:
        """Return a notice with its serial.

        It is noted in the publisher's log where that can be written: a withdrawal waits for
        nothing.
        """
        assert self._key is not None
        try:
            serial = publication_log.append(
                self._published, after.domain, {after.locale: after}, [before], self._key()
            )
            publication_log.sync(self._published, [after.domain])
        except OSError:
            serial = max(time.time_ns() // 1_000_000, (before.serial if before else 0) + 1)
        return replace(after, serial=serial)


def remembering(
    project: Project,
    editions: Path,
    clock: Callable[[], datetime.datetime],
    lines: Callable[[str], Line | None] | None = None,
) -> Callable[[str], Known]:
    """Return a function that says what is known of an article's withdrawals.

    By the journal and what the publisher's index remembers, as :func:`.index.lines_of` says of the
    folder ``editions``, or ``lines`` of which that was returned. Writes nothing. ``clock`` returns
    the present time.
    """
    register, lines = Register(project, editions), lines or index.lines_of(editions)
    return lambda slug: register.judge(slug, lines(slug), clock())


def _lost(entry: Withdrawal, there: Mapping[str, journal.Line]) -> bool:
    return entry.digest not in there or bool(entry.undone and entry.undone not in there)


def _language_of(edition: Edition | Withdrawn) -> str:
    return edition.language if isinstance(edition, Withdrawn) else edition.content.language
