"""What becomes of an edition when what it says is corrected, taken out, or waits."""

from __future__ import annotations

import datetime
from dataclasses import replace

import msgspec
from conftest import Newsroom

from service.editions import store
from service.editions.model import Content, Edition
from service.editions.succession import OfferedNote, keep, succeed

HOUR = datetime.timedelta(hours=1)


def published(newsroom: Newsroom) -> Edition:
    edition = store.load(store.path(newsroom.editions, "harbor-fire", "en"))
    assert isinstance(edition, Edition)
    return edition


def note_about(edition: Edition, at: datetime.datetime) -> OfferedNote:
    """Return a note that the sentence about the people who were hurt was wrong."""
    wrong = edition.statements[-1]
    facts = tuple(fact.source_inputs() for fact in wrong.facts.values())
    return OfferedNote("hurt-corrected", wrong.id, wrong.source.strings, facts, at)


def with_figure(edition: Edition, value: int) -> Content:
    """Return what ``edition`` says, with another number of people hurt."""
    *others, last = edition.content.statements
    facts = dict(last.facts) | {"hurt": replace(last.facts["hurt"], value=value)}
    last = msgspec.structs.replace(last, facts=facts)
    return replace(edition.content, statements=(*others, last))


def test_a_note_stands_at_the_figure_that_it_is_about(newsroom: Newsroom) -> None:
    """Readers get one correction with its reason, not a figure here and a sentence there."""
    before = published(newsroom)
    now = before.updated + HOUR
    third = succeed(with_figure(before, 7), before, now)
    after = succeed(with_figure(before, 6), before, now, notes=[note_about(before, now)])
    (correction,) = after.corrections
    assert correction.old is not None
    assert correction.new is not None
    assert (correction.old.value, correction.new.value) == (5, 6)
    assert (correction.date, correction.note) == (now.date(), "hurt-corrected")
    assert (after.state, after.revision) == ("current", before.revision + 1)
    again = succeed(with_figure(before, 5), third, now + HOUR, notes=[note_about(third, now)])
    assert [c.note for c in again.corrections] == ["", "hurt-corrected"]


def test_a_note_waits_until_what_was_wrong_is_gone(newsroom: Newsroom) -> None:
    """Then it is told, also where the whole sentence was taken out; and only once."""
    before = published(newsroom)
    now = before.updated + HOUR
    note = note_about(before, now)
    assert succeed(before.content, before, now, notes=[note]).corrections == ()
    *others, last = before.content.statements
    shorter = replace(before.content, statements=tuple(others))  # the whole still has it
    assert succeed(shorter, before, now, notes=[note]).corrections == ()
    head = others[0]
    whole = dict(head.source.whole or {})
    whole["ids"] = [name for name in whole["ids"] if name != last.id]
    source = msgspec.structs.replace(head.source, whole=whole)
    others[0] = msgspec.structs.replace(head, source=source)
    content = replace(before.content, statements=tuple(others))
    after = succeed(content, before, now, notes=[note])
    assert [(c.note, c.old) for c in after.corrections] == [("hurt-corrected", None)]
    assert succeed(content, after, now, notes=[note]).corrections == after.corrections


def test_a_reader_who_never_saw_the_mistake_hears_nothing_of_it(newsroom: Newsroom) -> None:
    """In a language that went up after the note, with the right words."""
    before = published(newsroom)
    right = replace(before, content=with_figure(before, 6))
    note = note_about(before, before.published - HOUR)
    assert succeed(right.content, right, before.updated, notes=[note]).corrections == ()


def test_what_cannot_be_replaced_waits(newsroom: Newsroom) -> None:
    """What is outdated stays so: it says more."""
    before = published(newsroom)
    assert keep(before).state == "pending"
    assert keep(replace(before, state="outdated")).state == "outdated"
    assert keep(before).content is before.content
