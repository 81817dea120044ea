"""What other rooms say, in the language of who reads it: all of it, and one text at a time."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from service.desk import said, said_texts
from tools import said_literals

_PLACE = re.compile(r"%\((\w+)\)s")

# What stays English, and why. A folder or a module, or one text of it.
NO_SENTENCE = {
    "catalog/changes.py": "a line of a catalog",
    "cli/check.py": "a workflow command of GitHub Actions",
    "content/lexicon.py": "names the line of a file of ours",
    "content/number_words/search.py": "patterns of names",
    "desk/git_queue.py": "what is written into a commit, or git's own words",
    "drafts/article_table.py": "comments of a summary.toml, which people of many languages share",
    "drafts/models/api.py": "a prompt",
    "drafts/models/json_server.py": "caught where it is raised",
    "drafts/models/torch_runtime.py": "a command",
    "drafts/models/translation_tags.py": "markup for a model",
    "drafts/outline.py": "comments of a summary.toml",
    "drafts/proposal.py": "comments of a summary.toml",
    "drafts/ray_pool.py": "a command",
    "export/server_configs.py": "configuration of servers",
    "review/backlog.py": "caught where it is raised",
    "review/decisions.py": "caught where it is raised",
    "review/exchange/xliff": "markup",
    "review/merge_source.py": "a comment of a catalog",
    "web/": "what readers get is translated in the site's own catalogs, the API speaks English",
}
# Parts that are put together in several steps, which the list cannot follow; the whole is known.
PARTS = {
    "catalog/reader.py": ("X, or run “summaries catalog convert X”",
                          ", not X: run “summaries catalog convert X”"),
    "cli/correct.py": ("summaries correct X --statement X",),
    "cli/export.py": ("“summaries export”",),
    "cli/history.py": (" (X, with a key)", "said to mean the same", "X  X by X",
                       "readers told no more that the outlet changed its article,",
                       "readers told that the outlet changed its article,",
                       "    X before: X", "    X now:    X"),
    "cli/message_display.py": ("reads for X",),
    "cli/new_again.py": ("; its value is not", "; its value is still there",
                         "X stands differentlyX:"),
    "cli/redact.py": ("; commit the journals, and have every clone pull before it pushes; git's "
                      "history, backups and other copies keep the words until they are cleaned "
                      "(docs/operations.md)", "X lines taken out againX"),
    "cli/review_session.py": ("X X in X as X",),
    "cli/status.py": ("not uploaded since X: ",),
    "content/correction_notes.py": (
        "correction X", 'correction X needs an id of its own, such as "casualties/1"',
        "corrections are at most X [[corrections]] tables: “summaries correct” gives it one",
    ),
    "content/fact_table.py": (
        "the quote “X” is about X, the fact about X",
        "X does not occur in its quote “X”: correct one of them: correct one of them",
        "stated must be the words of the quote that state the value: correct one of them",
    ),
    "content/placeholders.py": ("the written form “X” X", "has X in it: remove it",
                                "begins or ends with a space: put it outside the brackets"),
    "desk/people.py": ("[[users]]: X",),
    "editions/article_publisher.py": ("X/X (X, revision X)",),
    "editions/correcting.py": (
        "no sentence to correct", "nobody read what was wrong; change it, and sign it",
        "“X” is withdrawn (X): readers see the reason, and X; take it back first: “summaries "
        "withdraw X --undo”", "no language of “X” is up: X",
        "; the words of a note can be changed in summary.toml, and are signed again",
        "this change of “X” is decided already: XX",
    ),
    "editions/outlet_notice.py": (
        "no summary of the earlier text",
        "no reader has a summary of the earlier text; sign it for the new one",
    ),
    "editions/takedown.py": ("; put the line back from a copy or from git",
                             "X (withdrawn, revision X)"),
    "review/checks/__init__.py": (
        "another language in the same script is not noticed (cld3-py)",
        "another language in the same script is not noticed (sentencex)",
        "sentences are not counted (cld3-py)", "sentences are not counted (sentencex)",
        "X: install the package named to have this checked",
    ),
    "review/journal/reader.py": ("the journal X",),
    "site_look.py": (
        "X=X is hard to read: X on dark pages has a contrast of X to 1, and 4.5 is needed: write "
        "a darker one",
        "X=X is hard to read: X on light pages has a contrast of X to 1, and 4.5 is needed: write "
        "a lighter one",
    ),
}  # fmt: skip


def _sample(place: str) -> str:
    if place in ("errors", "languages", "warnings"):
        return f"7 {place}"
    return "7" if place == "num" else f"Q{place}"


@pytest.fixture(scope="module")
def texts() -> list[said_literals.Said]:
    """Every text of the program that a person can read."""
    return said_literals.Literals(ROOT / "service").said()


def test_every_text_is_known(texts: list[said_literals.Said]) -> None:
    """Whoever adds an error or a line of a command adds it to the desk's strings."""
    assert len(texts) > 900
    english = [
        one
        for one in said_literals.missing(texts)
        if not one.path.startswith(tuple(NO_SENTENCE)) and one.text not in PARTS.get(one.path, ())
    ]
    assert english == []


def test_no_exception_is_left_over(texts: list[said_literals.Said]) -> None:
    """A text that went, or is translated now, needs none."""
    english = {(one.path, one.text) for one in said_literals.missing(texts)}
    listed = {(path, text) for path, several in PARTS.items() for text in several}
    assert listed - english == set()
    paths = {path for path, _text in english}
    assert [p for p in NO_SENTENCE if not any(one.startswith(p) for one in paths)] == []


def test_each_pattern_is_told_from_the_others() -> None:
    """Else a text comes out as another that is like it."""
    for pattern in said_texts.patterns():
        text = _PLACE.sub(lambda m: _sample(m[1]), pattern.text)
        assert said_texts.fits(text) == pattern.text


@pytest.mark.parametrize(("text", "ukrainian"), [
    ("signed 1 message in uk as A B", "підписано 1 повідомлення (uk), підписує A B"),
    ("signed 3 messages in uk as A B", "підписано 3 повідомлення (uk), підписує A B"),
    ("signed 25 messages in uk as A B", "підписано 25 повідомлень (uk), підписує A B"),
    ("3 reviewed, 1 draft", "підписано: 3, чернетки: 1"),
    ("Error: x.po: is not UTF-8: save it again in that encoding",
     "Помилка: x.po: це не UTF-8: збережіть файл у цьому кодуванні"),
    ("  x.po:3: has a NUL character: remove it",
     "  x.po:3: містить символ NUL: вилучіть його"),
])  # fmt: skip
def test_numbers_lists_and_what_stands_before(text: str, ukrainian: str) -> None:
    """Forms agree with their number; a file stays before what is said of it."""
    assert said_texts.in_language(text, "uk") == ukrainian


@pytest.mark.parametrize("text", [
    "3 reviewed, and something else", "no reason; something else", "something else",
    "https://example.org/: no reason", "0 of 3",
])  # fmt: skip
def test_a_text_that_is_known_in_part_stays_whole(text: str) -> None:
    """No sentence is half in one language, half in another."""
    assert said_texts.in_language(text, "uk") == text


@pytest.mark.parametrize(("text", "ukrainian"), [
    ("  source: thousands", "  оригінал: thousands"),
    ("withdrawn: readers get the notice (410), dated 2026-11-27, with the reason “no reason”",
     "відкликано: читачі отримують повідомлення (410) від 2026-11-27, з ним причина «no reason»"),
    ("words: NOT SIGNED  x", "слова: NOT SIGNED  x"),
])  # fmt: skip
def test_peoples_words_are_not_translated(text: str, ukrainian: str) -> None:
    """Not where they are like a text of ours either."""
    assert said_texts.in_language(text, "uk") == ukrainian


def test_nothing_is_compiled_that_cannot_fit() -> None:
    """A first line in Ukrainian waits for no thousand of expressions."""
    assert len(said.TEXTS) + len(said.COUNTED) > 900
    said_texts.patterns.cache_clear()
    assert said_texts.fits("“fire” cannot be signed: no reason")
    assert sum("regex" in vars(pattern) for pattern in said_texts.patterns()) < 20
