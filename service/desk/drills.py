"""Drills: whether people find errors put into copies of signed sentences, and at which speed.

A drill and its answers are in the desk's memory alone. No catalog, journal or edition is touched,
and nothing of a drill can be signed. Who took part is kept as a digest of the drill's own, so that
nobody does it twice; results are of all together.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..errors import SummariesError
from .memory import Memory

# Sentences of a drill: fewer say nothing, more nobody does in one go. Every third has an error.
LEAST, MOST, USUAL = 6, 60, 24
EVERY = 3
# Bounds between bands of speed, in words of source and translation a second. Reading for the gist
# reaches some 7.5 (450 a minute), careful reading some 4 (240); comparing two texts is slower.
BANDS = (2.0, 4.0, 8.0)
_SCHEMA = """
create table if not exists drill (
  id text primary key, locale text not null, at real not null);
create table if not exists drill_item (
  drill text, number integer, kind text not null, words integer not null, content text not null,
  primary key (drill, number));
create table if not exists drill_answer (
  drill text, run text, number integer, since real not null, seconds real, wrong integer,
  asked integer not null default 0, primary key (drill, run, number));
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of a drill as it is shown. ``kind`` is that of its error, empty where it is sound.

    ``words`` are those of source and sentence together.
    """

    source: str
    language: str
    text: str
    evidence: tuple[str, ...]
    figures: tuple[str, ...]
    words: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill: its language, when it began (seconds of the epoch), how many sentences it has."""

    id: str
    locale: str
    at: float
    size: int


@dataclass(frozen=True, slots=True)
class Share:
    """Of ``all`` sentences of a kind or a speed, its ``name``, ``caught`` were called wrong."""

    name: str
    caught: int
    all: int


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a drill, or of one person's part in it.

    ``by_kind`` and ``by_speed`` are of seeded errors; ``alarms`` of sound sentences. ``people`` is
    how many took part; ``asked`` of how many errors the desk asked, and how many were found then.
    """

    people: int
    by_kind: tuple[Share, ...]
    by_speed: tuple[Share, ...]
    alarms: Share
    asked: Share

    @property
    def errors(self) -> Share:
        """All seeded errors together."""
        return Share(
            "", sum(one.caught for one in self.by_kind), sum(one.all for one in self.by_kind)
        )


class Drills:
    """The drills in ``memory``. Methods raise sqlite3.Error where it cannot be used."""

    def __init__(self, memory: Memory) -> None:
        """Make the tables where there are none."""
        self._memory = memory
        with memory.open() as db:
            db.executescript(_SCHEMA)

    def start(self, locale: str, items: Sequence[Item]) -> str:
        """Begin a drill of ``items`` and return its id."""
        name = secrets.token_urlsafe(9)
        with self._memory.open() as db:
            db.execute("insert into drill values (?, ?, ?)", (name, locale, time.time()))
            db.executemany(
                "insert into drill_item values (?, ?, ?, ?, ?)",
                [(name, n, x.kind, x.words, _packed(x)) for n, x in enumerate(items)],
            )
        return name

    def all(self) -> list[Drill]:
        """Return the drills, the newest first."""
        with self._memory.open() as db:
            rows = db.execute(
                "select id, locale, at, (select count(*) from drill_item where drill = id) "
                "from drill order by at desc limit 100"
            ).fetchall()
        return [Drill(*row) for row in rows]

    def find(self, name: str) -> Drill | None:
        """Return the drill with the id ``name``; None where there is none."""
        return next((drill for drill in self.all() if drill.id == name), None)

    def end(self, name: str) -> None:
        """Forget the drill with the id ``name`` and all of its answers."""
        with self._memory.open() as db:
            for table, key in (("drill", "id"), ("drill_item", "drill"), ("drill_answer", "drill")):
                db.execute(f"delete from {table} where {key} = ?", (name,))  # noqa: S608 - ours

    def next(self, name: str, person: str) -> tuple[int, Item] | None:
        """Return the sentence that is before ``person``, and its number; None after the last one.

        ``name`` is the drill's id. Its time runs from the first time that it is given.
        """
        run = _run(name, person)
        with self._memory.open() as db:
            row = db.execute(
                "select number, kind, words, content from drill_item as i where drill = ? and "
                "not exists (select * from drill_answer as a where a.drill = i.drill "
                "and a.number = i.number and run = ? and wrong is not null) "
                "order by number limit 1",
                (name, run),
            ).fetchone()
            if row is None:
                return None
            db.execute(
                "insert or ignore into drill_answer (drill, run, number, since) "
                "values (?, ?, ?, ?)",
                (name, run, row[0], time.time()),
            )
        return row[0], _unpacked(*row[1:])

    def answer(self, name: str, person: str, number: int, *, wrong: bool, pace: float = 0) -> bool:
        """Take an answer to a sentence that was asked about; tell whether it was taken.

        ``name`` is the drill's id, ``person`` the user's name, ``number`` the sentence's, and
        ``wrong`` whether they call it so. With ``pace`` (words a second) one that calls a sentence
        right sooner is asked about once, as at the bench, and then not taken yet. One that was
        answered, or not given, stays so.
        """
        run = _run(name, person)
        with self._memory.open() as db:
            row = db.execute(
                "select since, asked, words from drill_answer join drill_item "
                "using (drill, number) where drill = ? and run = ? and number = ? "
                "and wrong is null",
                (name, run, number),
            ).fetchone()
            if row is None:
                return True
            seconds = time.time() - row[0]
            key = (name, run, number)
            if pace and not wrong and not row[1] and seconds < row[2] / pace:
                db.execute(
                    "update drill_answer set asked = 1 where drill = ? and run = ? and number = ?",
                    key,
                )
                return False
            db.execute(
                "update drill_answer set seconds = ?, wrong = ? "
                "where drill = ? and run = ? and number = ?",
                (seconds, wrong, *key),
            )
        return True

    def results(self, name: str, person: str | None = None) -> Results:
        """Return what came of the drill with the id ``name``.

        Of all who took part, or of one ``person``'s part.
        """
        with self._memory.open() as db:
            rows = db.execute(
                "select run, kind, words, seconds, wrong, asked from drill_answer "
                "join drill_item using (drill, number) where drill = ? and wrong is not null "
                "and ? in (run, '')",
                (name, "" if person is None else _run(name, person)),
            ).fetchall()
        return _results(rows)


def _results(rows: Iterable[tuple[str, str, int, float, int, int]]) -> Results:
    rows = list(rows)
    errors = [row for row in rows if row[1]]
    bands = list(itertools.pairwise([0.0, *BANDS, float("inf")]))
    by_speed = [
        _share(
            f"{low:g}–{high:g}" if high < float("inf") else f"> {low:g}",
            (row for row in errors if low <= row[2] / max(row[3], 0.001) < high),
        )
        for low, high in bands
    ]
    kinds = dict.fromkeys(row[1] for row in errors)
    return Results(
        len({row[0] for row in rows}),
        tuple(_share(kind, (r for r in errors if r[1] == kind)) for kind in sorted(kinds)),
        tuple(by_speed), _share("", (row for row in rows if not row[1])),
        _share("", (row for row in errors if row[5])),
    )  # fmt: skip


def _share(name: str, rows: Iterator[tuple[str, str, int, float, int, int]]) -> Share:
    several = list(rows)
    return Share(name, sum(row[4] for row in several), len(several))


def draw(sound: Sequence[Item], seeded: Sequence[Item], size: int) -> list[Item]:
    """Return the sentences of a drill: of ``seeded`` a third, evenly of each kind, else ``sound``.

    Both are of the same sentences; none is there twice. Raises SummariesError where there are too
    few for ``size``, or nothing can be seeded.
    """
    chance = random.SystemRandom()
    sound = list({_key(item): item for item in sound}.values())
    size = max(LEAST, min(size, MOST, len(sound)))
    if len(sound) < LEAST or not seeded:
        raise SummariesError(
            f"a drill needs {LEAST} signed sentences in a language, and there are {len(sound)}"
        )
    kinds: dict[str, list[Item]] = {}
    for item in chance.sample(seeded, len(seeded)):
        kinds.setdefault(item.kind, []).append(item)
    chosen: dict[tuple[str, tuple[str, ...]], Item] = {}
    wanted = max(1, size // EVERY)
    while len(chosen) < wanted and any(kinds.values()):
        for items in kinds.values():
            while items and len(chosen) < wanted:
                item = items.pop()
                if _key(item) not in chosen:
                    chosen[_key(item)] = item
                    break
    rest = [item for item in sound if _key(item) not in chosen]
    items = [*chosen.values(), *chance.sample(rest, min(len(rest), size - len(chosen)))]
    return chance.sample(items, len(items))


def _key(item: Item) -> tuple[str, tuple[str, ...]]:
    """Return what two copies of one sentence have in common."""
    return item.source, item.evidence


def _run(drill: str, person: str) -> str:
    return hashlib.sha256(f"{drill} {person}".encode()).hexdigest()[:32]


def _packed(item: Item) -> str:
    return json.dumps([item.source, item.language, item.text, item.evidence, item.figures])


def _unpacked(kind: str, words: int, content: str) -> Item:
    source, language, text, evidence, figures = json.loads(content)
    return Item(source, language, text, tuple(evidence), tuple(figures), words, kind)
