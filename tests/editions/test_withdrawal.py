"""Which lines take an article down, which bring it back, and what stands in its place meanwhile."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from service.editions import withdrawal
from service.editions.model import Withdrawn
from service.editions.withdrawal import Known, Withdrawal
from service.review import journal
from service.review.journal import Line

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
ONE, TWO = "1" * 32, "2" * 32


def line(kind: str, name: str = "Jane Doe", at: datetime.datetime = NOW, **fields: Any) -> Line:
    return journal.make("harbor-fire", kind, name, at, (), fields)[0]


def judged(*lines: Line, before: tuple[Withdrawal, ...] = ()) -> list[Withdrawal]:
    """Return what these lines say where Mallory may speak for nothing."""
    return withdrawal.judge(lines, before, lambda line, _locale: line.name != "Mallory", NOW)


DOWN = line("withdrawn", locale="uk", reason="wrong  figures")


@pytest.mark.parametrize(
    "other",
    [
        line("loss-accepted", of=DOWN.digest), line("seen", of=DOWN.digest),
        line("undone", of=TWO), line("undone", of=[DOWN.digest]), line("undone"),
        line("undone", "Mallory", of=DOWN.digest),
        line("undone", at=NOW + 2 * DAY, of=DOWN.digest),
    ],
    ids=lambda one: f"{one.kind} {one.name} {one.fields} {one.at:%d}",
)  # fmt: skip
def test_nothing_but_its_own_line_by_who_may_brings_an_article_back(other: Line) -> None:
    """Neither a line of another kind, nor one of another withdrawal, of anybody or of tomorrow."""
    assert [w.open for w in judged(DOWN, other)] == [True]
    back = line("undone", at=NOW + DAY, of=DOWN.digest)
    assert [w.undone for w in judged(back, DOWN, other)] == [back.digest]


def test_what_was_brought_back_stays_so_whoever_may_sign_now() -> None:
    """A change of the list of signers, or a line that is gone, concerns what comes next."""
    before = Withdrawal(DOWN.digest, "uk", NOW, "Jane Doe", "wrong figures", ONE)
    assert judged(DOWN, before=(before,)) == [before]
    assert judged(before=(before,)) == [before]


def test_anybody_takes_down_and_only_a_signer_gives_readers_the_reason() -> None:
    """A reason that readers have had stays; a line dated tomorrow counts from when it was seen."""
    anonymous = line("withdrawn", "Mallory", at=NOW + 3 * DAY, locale="all", reason="hahaha")
    first, second = judged(anonymous, DOWN)
    assert {(w.locale, w.reason, w.at) for w in (first, second)} == {
        ("uk", "wrong figures", NOW), ("all", "", NOW),
    }  # fmt: skip
    known = Withdrawal(anonymous.digest, "all", NOW - DAY, "Mallory", "hahaha")
    assert judged(anonymous, before=(known,)) == [known]
    assert judged(line("withdrawn", locale=["uk"]), line("withdrawn", reason="x")) == []


def test_readers_see_the_newest_reason_of_their_language() -> None:
    """Before one of all languages, and before one without a reason, on the newsroom's day."""
    everywhere = Withdrawal(ONE, "all", NOW + DAY, "Jane Doe", "a court's order")
    mute = Withdrawal(TWO, "uk", NOW + 2 * DAY, "Jane Doe")
    own = Withdrawal("3" * 32, "uk", NOW - 3 * DAY, "Jane Doe", "wrong figures")
    zone = datetime.timezone(datetime.timedelta(hours=14))
    notice = withdrawal.stand_in("harbor-fire", "uk", "en", (mute, own, everywhere), None, zone)
    assert (notice.reason, notice.date) == ("wrong figures", datetime.date(2026, 11, 20))
    assert notice.lines == (ONE, TWO, "3" * 32)
    assert notice.revision == 0, "nothing was up: it goes when the withdrawal ends"
    later = withdrawal.stand_in("harbor-fire", "uk", "en", (everywhere, mute), notice, zone)
    assert (later.reason, later.revision) == ("a court's order", notice.revision)
    again = withdrawal.stand_in("harbor-fire", "uk", "de", (mute, own, everywhere), notice, zone)
    assert again is notice


def test_a_notice_without_its_lines_keeps_down_what_it_took_down() -> None:
    """What took down two languages took down all; it ends when every line of it is answered."""

    def notice(locale: str, *lines: str) -> Withdrawn:
        return Withdrawn("harbor-fire", locale, "en", "why", NOW.date(), 2, lines)

    files = {"en": notice("en", ONE), "uk": notice("uk", ONE, TWO)}
    several = withdrawal.remembered(files, datetime.UTC)
    assert [(w.digest, w.locale, w.reason, w.open) for w in several] == [
        (ONE, "all", "why", True), (TWO, "uk", "why", True),
    ]  # fmt: skip
    ended = Withdrawal(ONE, "all", NOW, "", "why", "a" * 32)
    assert withdrawal.accounted(files["en"], Known("", [ended]))
    assert not withdrawal.accounted(files["uk"], Known("", [ended]))
    assert not withdrawal.accounted(files["uk"], Known("", [ended, several[1]]))
    assert not withdrawal.accounted(notice("uk"), Known("", [ended]))
