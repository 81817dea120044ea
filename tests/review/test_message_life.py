"""The life of a message: rejected, answered, carried over a change of the source; who may sign."""

from __future__ import annotations

import datetime

import pytest
from conftest import Newsroom

from service.errors import InputError, SummariesError
from service.review import sign
from service.review.sign import Reviewer


def entry(name: str, *languages: str, more: str = "") -> str:
    """Return an entry of reviewers.toml."""
    listed = ", ".join(f'"{language}"' for language in languages)
    return f'[[reviewers]]\nname = "{name}"\nkind = "person"\nlanguages = [{listed}]\n{more}\n'


def reword(room: Newsroom, old: str, new: str) -> None:
    """Change the text of the source's “fire” statement, and nothing of its evidence."""
    summary = room.articles / "harbor-fire" / "summary.toml"
    lines = summary.read_text().splitlines(keepends=True)
    summary.write_text(
        "".join(line.replace(old, new) if line.startswith("text =") else line for line in lines)
    )
    room.update()
    room.sign("harbor-fire", "en", "fire")
    room.publish()


def test_commands_say_of_a_future_date_what_the_publisher_does(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, run, assess
) -> None:
    """It does not count: nobody is told “reviewed” of words that readers do not get."""
    newsroom.translate("harbor-fire", "uk", {"headline": ["Велика пожежа в порту"]})
    now, newsroom.now = newsroom.now, datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)
    newsroom.sign("harbor-fire", "uk", "headline")
    newsroom.now = now
    newsroom.publish()
    assert newsroom.states()["uk"] == "pending"
    assert assess("uk", "headline").state == "translated"
    assert "its date, 9999-12-31T00:00:00Z, is in the future" in run("check", "uk").output


def test_a_rejection_stays_with_its_reason_until_the_words_change(newsroom, run, assess) -> None:  # type: ignore[no-untyped-def]
    """Rejected words lose their marks; new words wait for review; signing clears the reason."""
    words = ["--article", "harbor-fire", "--message", "fire", "--reviewer", "Jane Doe"]
    assert run("review", "uk", *words, "--reject", "fire service, not firemen").exit_code == 0
    assert assess("uk", "fire").state == "rejected"
    text = newsroom.path("harbor-fire", "uk").read_text()
    assert "reason: fire service, not firemen" in text
    assert "1 rejected" in run("status").output
    newsroom.publish()
    assert newsroom.states()["uk"] == "pending"  # readers keep what they have
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "пожежники", "рятувальники")
    assert assess("uk", "fire").state == "translated"
    assert "fire service, not firemen" in newsroom.path("harbor-fire", "uk").read_text()
    assert run("review", "uk", *words).exit_code == 0
    assert assess("uk", "fire").state == "reviewed"
    assert "fire service, not firemen" not in newsroom.path("harbor-fire", "uk").read_text()


def test_a_rejection_needs_a_reason(newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """An empty one is refused, and nothing is written."""
    before = newsroom.path("harbor-fire", "uk").read_bytes()
    result = run("review", "uk", "--message", "fire", "--reviewer", "Jane Doe", "--reject", " ")
    assert result.exit_code == 1
    assert "needs a reason" in result.output
    assert newsroom.path("harbor-fire", "uk").read_bytes() == before


def test_rejecting_in_the_review_asks_for_the_reason(newsroom, run, assess) -> None:  # type: ignore[no-untyped-def]
    """The interactive way does the same as the scripted one."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "пожежники", "люди")
    run("review", "uk", "--article", "harbor-fire", "--reviewer", "J", stdin="r\nwho?\nq\n")
    assert assess("uk", "fire").state == "rejected"


def test_a_typo_in_the_source_is_carried_over_by_one_signature(newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Old and new stand side by side; one yes signs; readers get no outdated notice any more."""
    reword(newsroom, "burned down in", "burnt down in")
    assert newsroom.states()["uk"] == "outdated"
    words = ("review", "uk", "--outdated", "--reviewer", "Jane Doe")
    result = run(*words, stdin="n\n")
    assert "before: A warehouse [-burned-] down" in result.output
    assert "now:    A warehouse {+burnt+} down" in result.output
    assert "stays:  {day} у порту згорів склад" in result.output
    assert newsroom.states()["uk"] == "outdated"
    assert "signed 1 message" in run(*words, stdin="y\n").output
    newsroom.publish()
    assert newsroom.states()["uk"] == "current"
    assert "#|" not in newsroom.path("harbor-fire", "uk").read_text()
    assert "no signed translation in uk waits" in run(*words).output


def test_a_draft_that_nobody_signed_is_not_carried_over(newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """--outdated --all signs what was signed for the old source, and nothing else."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "пожежники", "люди")
    reword(newsroom, "burned down in", "burnt down in")
    result = run("review", "uk", "--outdated", "--all", "--reviewer", "Jane Doe")
    assert "signed 0 messages" in result.output
    assert newsroom.states()["uk"] == "outdated"


def test_two_changes_of_the_source_still_show_the_one_that_was_translated(newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The previous source is the signed one, not the one in between."""
    reword(newsroom, "burned down in", "burnt down in")
    reword(newsroom, "burnt down in", "burnt down at")
    result = run("review", "uk", "--outdated", "--all", "--reviewer", "Jane Doe")
    assert "[-burned-] down [-in-]" in result.output
    assert "signed 1 message" in result.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (entry("John Doe", "uk"), "“Jane Doe” is not listed in reviewers.toml"),
        (entry("Jane Doe", "pl", "de"), "“Jane Doe” may not sign uk"),
        ("four_eyes = true\n" + entry("Jane Doe", "*"), "nobody is named as the translator"),
        (entry("Jane Doe", "*", more="until = 2026-11-21"), "could sign until 2026-11-21"),
        (entry("Jane Doe", "*", more="from = 3026-01-01"), "may sign from 3026-01-01 on"),
        (entry("Jane Doe", "*", more="revoked = 2026-11-23"), "was revoked on 2026-11-23"),
        (entry("Jane Doe", "*").replace("person", "model"), "is a model"),
    ],
)
def test_a_mark_of_somebody_who_may_not_sign_does_not_count(  # type: ignore[no-untyped-def]
    newsroom, run, assess, text: str, said: str
) -> None:
    """Readers keep their edition; signing is refused; check and status say why."""
    newsroom.appoint(text)
    newsroom.publish()
    assert newsroom.states()["uk"] == "pending"
    assert assess("uk", "fire").state == "translated"
    assert said in run("check", "uk", "--article", "harbor-fire").output
    result = run("review", "uk", "--message", "fire", "--reviewer", "Jane Doe")
    assert result.exit_code == 1
    assert said in result.output


def test_a_listed_reviewer_signs(newsroom, assess) -> None:  # type: ignore[no-untyped-def]
    """For her languages, or for all of them."""
    newsroom.appoint(entry("Jane Doe", "uk", "en"))
    assert assess("uk", "fire").state == "reviewed"
    newsroom.appoint(entry("Jane Doe", "*", more="from = 2026-11-22\nuntil = 2026-11-22"))
    assert assess("uk", "fire").state == "reviewed"


def test_four_eyes_let_nobody_review_their_own_translation(newsroom, assess) -> None:  # type: ignore[no-untyped-def]
    """The header's translator, or the message's own, cannot sign; somebody else can."""
    people = entry("Jane Doe", "*", more='also = ["j@example.org"]') + entry("John Doe", "*")
    newsroom.appoint("four_eyes = true\n" + people)
    path = newsroom.path("harbor-fire", "uk")
    newsroom.replace(path, '"Last-Translator: \\n"', '"Last-Translator: J. DOE <J@example.org>\\n"')
    with pytest.raises(SummariesError, match="“Jane Doe” translated it"):
        newsroom.sign("harbor-fire", "uk", "fire")
    newsroom.sign("harbor-fire", "uk", "fire", name="John Doe")
    assert assess("uk", "fire").state == "reviewed"
    newsroom.replace(
        path, 'msgctxt "fire"', '# translated-by: John Doe; date: 2026-11-20\nmsgctxt "fire"'
    )
    # Who translated is in the signature: what a file says later neither undoes nor permits.
    assert assess("uk", "fire").state == "reviewed"
    assert [mark.name for mark in assess("uk", "fire").signatures] == ["John Doe"]


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-22"])
def test_who_translated_the_words_before_did_not_translate_those_of_today(
    newsroom: Newsroom, day: str
) -> None:
    """A comment that stood there when other words were signed is about those: the header counts."""
    path, note = newsroom.path("harbor-fire", "uk"), f"# translated-by: John Doe; date: {day}"
    newsroom.replace(path, 'msgctxt "fire"', f'{note}\nmsgctxt "fire"')
    newsroom.appoint("four_eyes = true\n" + entry("Jane Doe", "*") + entry("John Doe", "*"))
    newsroom.replace(path, '"Last-Translator: \\n"', '"Last-Translator: Jane Doe\\n"')
    newsroom.replace(path, "повідомили пожежники", "кажуть пожежники")
    with pytest.raises(SummariesError, match="“Jane Doe” translated it"):
        newsroom.sign("harbor-fire", "uk", "fire")
    newsroom.replace(path, f"date: {day}", "date: 2026-11-23")
    newsroom.sign("harbor-fire", "uk", "fire")


@pytest.mark.parametrize(
    "text",
    [
        "four_eyes = 1",
        "[reviewers",
        '[reviewers]\n"Jane Doe" = ["uk"]',
        "fuor_eyes = true",
        "reviewers = 1",
        None,
    ],
)
def test_a_broken_reviewers_file_publishes_nothing_and_takes_nothing_down(
    newsroom, run, text: str | None
) -> None:  # type: ignore[no-untyped-def]
    """It is not known whose mark counts, so nothing new is published; the file is named.

    So it is without the file.
    """
    if text is None:
        (newsroom.locales / "reviewers.toml").unlink()
    else:
        newsroom.appoint(text)
    report = newsroom.publish()
    assert report.problems[0].path == "locales/reviewers.toml"
    assert newsroom.states()["uk"] == "pending"
    with pytest.raises(InputError):
        newsroom.sign("harbor-fire", "uk", "fire")
    for command in (("status",), ("check", "uk"), ("publish",)):
        result = run(*command)
        assert result.exit_code == 1
        told = [line for line in result.output.splitlines() if "locales/reviewers.toml" in line]
        assert len(told) == 1 and "error" in told[0]


def test_check_speaks_the_language_of_github(newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """One annotation per finding, at its file and line."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "{day} у порту", "{dya} у порту")
    lines = run("check", "uk", "--format", "github").output.splitlines()
    own = [line for line in lines if "file=articles/harbor-fire/summary.toml,line=" in line]
    assert len(own) == 2  # two plural numbers in one statement, no licence
    lines = [line for line in lines if line not in own]
    place = "file=locales/uk/LC_MESSAGES/harbor-fire.po,line="
    assert all(line.startswith(("::error " + place, "::warning " + place)) for line in lines)
    assert any("title=placeholders%3A fire::{dya} is not a placeholder" in line for line in lines)


def test_the_same_words_are_not_signed_over_a_change_made_meanwhile(newsroom, assess) -> None:  # type: ignore[no-untyped-def]
    """A rejection or a signature goes on what the reviewer saw, or nowhere."""
    seen = assess("uk", "fire")
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "пожежники", "люди")
    source = newsroom.project.source("harbor-fire")
    for act in (
        lambda: sign.sign(newsroom.project, source, "uk", seen, Reviewer("Jane Doe"), newsroom.now),
        lambda: sign.reject(
            newsroom.project, source, "uk", seen, Reviewer("Jane Doe"), newsroom.now, "no"
        ),
    ):
        with pytest.raises(SummariesError, match="changed while it was open"):
            act()


def test_a_figure_in_the_words_refuses_a_signature(newsroom, run, assess) -> None:  # type: ignore[no-untyped-def]
    """What a check of content blocks cannot be signed; a warning can, and is shown."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "згорів склад", "згоріли 3 склади")
    words = [
        "review",
        "uk",
        "--article",
        "harbor-fire",
        "--message",
        "fire",
        "--reviewer",
        "Jane Doe",
    ]
    result = run(*words)
    assert result.exit_code == 1
    assert "“fire” cannot be signed" in result.output
    assert assess("uk", "fire").state == "translated"
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "згоріли 3 склади", "згорів  склад")
    assert [o.check for o in assess("uk", "fire").objections] == ["spacing"]
    assert run(*words).exit_code == 0
