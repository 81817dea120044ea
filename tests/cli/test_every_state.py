"""What commands print about readers is what readers get: every state of an article × command."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable

import pytest
from click.testing import Result
from conftest import Newsroom
from flask.testing import FlaskClient

from service.review import journal

SLUG, NEW = "harbor-fire", "warehouse-fire"
BY = ("--name", "Jane Doe")
LOCALES = ("en", "uk", "de")
Run = Callable[..., Result]
DAY = datetime.timedelta(days=1)


# --- states -----------------------------------------------------------------------------------


def current(room: Newsroom, run: Run) -> None:
    """Up in English and Ukrainian, in German never."""


def outdated(room: Newsroom, run: Run) -> None:
    """The source has moved on, Ukrainian has not."""
    reword(room)
    room.sign(SLUG, "en")


def reword(room: Newsroom) -> None:
    path = room.articles / SLUG / "summary.toml"
    text = "A warehouse burned down in the harbor on {day}, the fire service said."
    room.replace(path, f'text = "{text}"', f'text = "{text.replace("A ware", "A big ware")}"')
    room.update()


def pending(room: Newsroom, run: Run) -> None:
    """Other Ukrainian words wait for a signature."""
    room.translate(SLUG, "uk", {"fire": ["{day} у порту згорів склад, кажуть пожежники."]})


def source_waits(room: Newsroom, run: Run) -> None:
    """The source was changed, and is not signed."""
    reword(room)


def language_withdrawn(room: Newsroom, run: Run) -> None:
    room.withdraw(locale="uk", reason="A wrong figure.")


def withdrawn(room: Newsroom, run: Run) -> None:
    room.withdraw(reason="It was false.")


def withdrawn_by_nobody(room: Newsroom, run: Run) -> None:
    """Without a reason, by a name that may not sign."""
    room.withdraw(name="Nobody")


def withdrawn_twice(room: Newsroom, run: Run) -> None:
    room.withdraw(locale="uk", reason="A wrong figure.")
    room.now += DAY
    room.withdraw(reason="It was false.")


def brought_back(room: Newsroom, run: Run) -> None:
    digest = room.withdraw(reason="It was false.")
    room.publish()
    room.undo(digest)


def embargoed(room: Newsroom, run: Run) -> None:
    """The next version waits for its time; what is up stays."""
    room.replace(
        room.articles / SLUG / "summary.toml", "language =",
        "publish_at = 2026-12-01T06:00:00Z\nlanguage =",
    )  # fmt: skip
    room.update()
    room.sign(SLUG, "en")


def embargoed_and_withdrawn(room: Newsroom, run: Run) -> None:
    embargoed(room, run)
    room.withdraw(reason="It was false.")


def never_up(room: Newsroom, run: Run) -> None:
    """Written, translated, not signed."""
    shutil.rmtree(room.editions)
    shutil.rmtree(room.folder / "published")
    journal.path(room.journal, SLUG).unlink()


def taken_down(room: Newsroom, run: Run) -> None:
    """A sentence of the Ukrainian brief was rejected with a take-down."""
    room.reject(SLUG, "uk", "fire", "False.", keep=False)


def rejected_and_kept(room: Newsroom, run: Run) -> None:
    room.reject(SLUG, "uk", "fire", "Clumsy.", keep=True)


def source_taken_down(room: Newsroom, run: Run) -> None:
    room.reject(SLUG, "en", "fire", "False.", keep=False)


def signer_gone(room: Newsroom, run: Run) -> None:
    """Who signed is not listed any more: what is up stays."""
    room.appoint('[[reviewers]]\nname = "John Doe"\nkind = "person"\nlanguages = ["*"]\n')


def article_gone(room: Newsroom, run: Run) -> None:
    shutil.rmtree(room.articles / SLUG)


def article_broken(room: Newsroom, run: Run) -> None:
    room.replace(room.articles / SLUG / "summary.toml", "headline =", "headline = =")


def catalog_broken(room: Newsroom, run: Run) -> None:
    room.path(SLUG, "uk").write_text("msgid nonsense\n")


def catalog_gone(room: Newsroom, run: Run) -> None:
    shutil.rmtree(room.locales / "uk")


def removed(room: Newsroom, run: Run) -> None:
    assert run("remove", SLUG, "--yes", *BY).exit_code == 0


def renamed(room: Newsroom, run: Run) -> None:
    assert run("rename", SLUG, "port-fire", *BY).exit_code == 0


STATES = (
    current, outdated, pending, source_waits, language_withdrawn, withdrawn, withdrawn_by_nobody,
    withdrawn_twice, brought_back, embargoed, embargoed_and_withdrawn, never_up, taken_down,
    rejected_and_kept, source_taken_down, signer_gone, article_gone, article_broken, catalog_broken,
    catalog_gone, removed, renamed,
)  # fmt: skip
COMMANDS = {
    "withdraw": ("withdraw", SLUG, "--reason", "Not true.", *BY),
    "withdraw uk": ("withdraw", SLUG, "--locale", "uk", "--reason", "Not true.", *BY),
    "undo": ("withdraw", SLUG, "--undo", *BY),
    "undo uk": ("withdraw", SLUG, "--undo", "--locale", "uk", *BY),
    "reject, keep": (
        "review", "uk", "--article", SLUG, "--message", "fire", "--reject", "Clumsy.", "--keep",
        "--reviewer", "Jane Doe",
    ),
    "reject, take down": (
        "review", "uk", "--article", SLUG, "--message", "fire", "--reject", "False.",
        "--take-down", "--reviewer", "Jane Doe",
    ),
    "reject the source": (
        "review", "en", "--article", SLUG, "--message", "fire", "--reject", "False.",
        "--take-down", "--reviewer", "Jane Doe",
    ),
    "rename": ("rename", SLUG, NEW, *BY),
    "remove": ("remove", SLUG, "--yes", "--reason", "Not true.", *BY),
    "correct": ("correct", SLUG, "--no-note", "Nothing.", "--yes", *BY),
}  # fmt: skip


# --- what readers get -------------------------------------------------------------------------


_windows: dict[str, FlaskClient] = {}


def _window(room: Newsroom) -> FlaskClient:
    """Return the one window of a newsroom: it looks at the editions each time."""
    key = str(room.folder)
    if key not in _windows:
        _windows.clear()
        _windows[key] = room.client()
    return _windows[key]


def readers_get(room: Newsroom, slug: str = SLUG) -> dict[str, tuple[int, str, int]]:
    """Return status, page and revision in each language, from a window of its own."""
    window, answers = _window(room), {}
    for locale in LOCALES:
        answer = window.get(f"/{locale}/{slug}")
        api = window.get(f"/api/v1/articles/{slug}/summary?lang={locale}")
        revision = api.json["revision"] if api.status_code == 200 else 0
        answers[locale] = answer.status_code, answer.text, revision
    return answers


def statuses(room: Newsroom, slug: str = SLUG) -> dict[str, int]:
    return {locale: answer[0] for locale, answer in readers_get(room, slug).items()}


LINE = re.compile(r"^  ([a-z]{2}): (.+)$", re.MULTILINE)


def is_true(text: str, answer: tuple[int, str, int]) -> bool:
    """Tell whether what a command said of a language is what its readers get."""
    status, page, revision = answer
    if match := re.fullmatch(r"up: readers get revision (\d+)(?:, without (.+))?", text):
        return (status, revision) == (200, int(match[1]))
    if match := re.fullmatch(r"withdrawn: readers get the notice \(410\), dated (.+), with (?:no "
                             r"reason|the reason “(.+)”)", text):  # fmt: skip
        return status == 410 and match[1] in page and (not match[2] or match[2] in page)
    if text.startswith("was never up"):
        return status in (404, 410)
    if text.startswith(("stays down", "down", "is not up")):
        return status == (410 if "(410)" in text else 404)
    return False


def settled(room: Newsroom) -> None:
    for _round in range(3):
        room.publisher.poll()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
def test_what_is_printed_is_what_readers_get(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, run: Run, monkeypatch, state, command: str
) -> None:
    """At once, and after the publisher's next rounds; what is refused changes nothing."""
    room = newsroom
    monkeypatch.setattr("service.cli.workshop.now", lambda _zone: room.now)
    room.now += DAY
    state(room, run)
    room.publish()
    settled(room)
    room.now += DAY
    before = readers_get(room)
    lines = {path: path.read_bytes() for path in room.journal.glob("*.jsonl")}
    result = run(*COMMANDS[command])
    said = dict(LINE.findall(result.stdout))
    now = readers_get(room)
    settled(room)
    later = readers_get(room)
    wrong = [f"{name}: {text}" for name, text in said.items() if not is_true(text, now[name])]
    wrong += [f"{name}: {t}, later" for name, t in said.items() if not is_true(t, later[name])]
    for name, text in said.items():
        if text.startswith("was never up") and (now[name][0], later[name][0]) != (404, 410):
            wrong.append(f"{name}: {text}")
    assert wrong == [], (result.output, {name: value[0] for name, value in now.items()})
    assert result.exit_code in (0, 1, 2)
    assert result.exit_code == 0 or result.stderr.strip(), result.output
    changed = {name for name in LOCALES if before[name][::2] != later[name][::2]}
    if not said and command != "rename":
        refused = {path: path.read_bytes() for path in room.journal.glob("*.jsonl")} == lines
        nothing_up = re.search("do not have these words|no edition is there", result.stdout)
        assert refused or nothing_up or command in ("correct", "reject, keep"), result.output
        assert changed == set() or (command == "correct" and "signed" in result.stdout)
    elif command == "rename":
        if "is called" not in result.stdout or "keep the old" in result.stderr:
            assert changed == set(), result.output
        else:
            moved = {name: 308 if status == 200 else status for name, status in _status(before)}
            assert dict(_status(later)) == moved or set(dict(_status(later)).values()) == {308}
            assert statuses(room, NEW) == dict(_status(before))
    else:
        # Whatever changed for readers was said.
        assert changed <= set(said), result.output
    _as_asked(command, result, before, later)


def _status(answers: dict[str, tuple[int, str, int]]) -> list[tuple[str, int]]:
    return [(name, value[0]) for name, value in answers.items()]


def _as_asked(
    command: str, result: Result, before: dict[str, tuple[int, str, int]],
    later: dict[str, tuple[int, str, int]],
) -> None:  # fmt: skip
    """A command that ends with 0 did what it was asked for, in every language concerned."""
    was, now = dict(_status(before)), dict(_status(later))
    if result.exit_code != 0:
        return
    if command in ("withdraw", "remove"):
        assert 200 not in now.values(), result.output
    elif command == "withdraw uk":
        assert now["uk"] != 200, result.output
        assert was["en"] == now["en"]
    elif command in ("undo", "undo uk"):
        assert 410 not in ((now["uk"],) if command == "undo uk" else now.values()), result.output
    elif command == "reject, keep":
        assert was == now, result.output
