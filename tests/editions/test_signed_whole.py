"""What readers get is what the source's editor signed as a whole, and what the journal has."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
from collections.abc import Callable

import pytest
from click.testing import Result
from conftest import ARTICLE, SUMMARY, UKRAINIAN, Newsroom

from service.editions import store
from service.editions.model import Edition
from service.editions.publisher import Publisher
from service.review import journal
from service.review.keys import PrivateKey

SLUG = "harbor-fire"
Run = Callable[..., Result]
GRAIN = """
[[statements]]
id = "port"
text = "The mayor said the port will reopen."
evidence = ["The mayor said the port will reopen"]
"""
# The same summary with a brief of one, and a detail after it.
BRIEF = SUMMARY.replace('id = "fire"\n', 'id = "fire"\nbrief = true\n')


def edition(room: Newsroom, locale: str = "uk", slug: str = SLUG) -> Edition:
    found = store.load(store.path(room.editions, slug, locale))
    assert isinstance(found, Edition)
    return found


def ids(room: Newsroom, locale: str = "uk") -> list[str]:
    return [statement.id for statement in edition(room, locale).statements]


def both(room: Newsroom) -> list[list[str]]:
    return [ids(room, locale) for locale in ("en", "uk")]


def served(room: Newsroom, locale: str, slug: str = SLUG) -> bool:
    """Tell whether a fresh window shows the edition, and finds nothing wrong with the folder."""
    window = room.client()
    assert window.get("/readyz").json["status"] == "ready"
    return bool(window.get(f"/{locale}/{slug}").status_code == 200)


def reads(room: Newsroom, locale: str = "uk") -> str:
    """Return what a fresh window says, all statements in one."""
    data = room.client().get(f"/api/v1/articles/{SLUG}/summary?lang={locale}").json
    return " ".join([data["headline"], *(s["text"] for s in data["statements"])])


def statements(summary: str) -> list[str]:
    """Return the parts of a summary: its head, then a part for each statement."""
    head, *parts = summary.split("[[statements]]")
    return [head, *(f"[[statements]]{part}" for part in parts)]


def without(summary: str, *names: str) -> str:
    """Take statements out, and facts with them."""
    head, *parts = re.split(r"(?m)^(?=\[)", summary)
    kept = [p for p in parts if not any(f'id = "{n}"' in p or f"[facts.{n}]" in p for n in names)]
    return "".join([head, *kept])


def swapped(summary: str) -> str:
    head, first, second = statements(summary)
    return f"{head}{second.rstrip()}\n\n{first}"


def add(room: Newsroom, summary: str, *locales: str, words: dict[str, list[str]]) -> None:
    """Change the summary, with words in Ukrainian for what is new, signed in ``locales``."""
    room.write(summary=summary)
    room.update()
    room.translate(SLUG, "uk", words)
    for locale in locales:
        room.sign(SLUG, locale)
    room.publish()


# --- the whole ---------------------------------------------------------------------------------


def test_a_statement_taken_out_is_live_once_the_headline_is_signed_again(
    newsroom: Newsroom,
) -> None:
    """Then at once, and in every language; until then readers keep what was signed."""
    newsroom.write(summary=without(SUMMARY, "hurt", "tons"))
    newsroom.update()
    newsroom.publish()
    assert both(newsroom) == [["fire", "hurt"]] * 2
    assert newsroom.states() == {"en": "pending", "uk": "current", "de": "incomplete"}
    newsroom.sign(SLUG, "en", "headline")
    newsroom.publish()
    assert both(newsroom) == [["fire"]] * 2
    assert served(newsroom, "en") and served(newsroom, "uk")


def test_statements_that_change_places_wait_for_the_headline(newsroom: Newsroom) -> None:
    """What comes first is the editor's decision, for all languages."""
    newsroom.write(summary=swapped(SUMMARY))
    newsroom.update()
    newsroom.publish()
    assert both(newsroom) == [["fire", "hurt"]] * 2
    newsroom.sign(SLUG, "en", "headline")
    newsroom.publish()
    assert both(newsroom) == [["hurt", "fire"]] * 2
    assert served(newsroom, "uk")


@pytest.mark.parametrize("summary", [SUMMARY, BRIEF], ids=["without a brief", "with a brief"])
def test_a_statement_that_is_taken_out_goes_also_where_the_new_brief_is_not_signed(
    newsroom: Newsroom, summary: str
) -> None:
    """A translation of an older summary keeps what it has, less what was taken out."""
    add(newsroom, summary, "en", "uk", words={})
    new = GRAIN.replace('id = "port"', 'id = "port"\nbrief = true')
    newsroom.write(summary=without(summary, "fire", "day") + new)
    newsroom.update()
    newsroom.sign(SLUG, "en")
    newsroom.publish()
    assert both(newsroom) == [["hurt", "port"], ["hurt"]]
    assert newsroom.states()["uk"] == "outdated"
    assert served(newsroom, "en") and served(newsroom, "uk")
    newsroom.translate(SLUG, "uk", {"port": ["Порт відкриють знову, сказав мер."]})
    newsroom.sign(SLUG, "uk", "port")
    newsroom.publish()
    assert both(newsroom) == [["hurt", "port"]] * 2
    assert newsroom.states()["uk"] == "current"


def test_an_edition_goes_up_with_headline_and_brief_and_details_join(newsroom: Newsroom) -> None:
    """Two signatures, and the story is up; the page counts what is missing."""
    newsroom.write("mill-fire", BRIEF)
    newsroom.update()
    newsroom.translate("mill-fire", "uk", UKRAINIAN)
    newsroom.sign("mill-fire", "en")
    newsroom.sign("mill-fire", "uk", "headline", "fire")
    newsroom.publish()
    found = edition(newsroom, "uk", "mill-fire")
    assert [s.id for s in found.statements] == ["fire"]
    assert (found.missing, found.revision) == (("hurt",), 1)
    shown = newsroom.client().get("/api/v1/articles/mill-fire/summary?lang=uk").json
    assert shown["missing_statements"] == 1
    newsroom.sign("mill-fire", "uk", "hurt")
    newsroom.publish()
    found = edition(newsroom, "uk", "mill-fire")
    assert [(s.id, s.brief) for s in found.statements] == [("fire", True), ("hurt", False)]
    assert (found.missing, found.revision) == ((), 2)


def test_a_signed_article_under_another_slug_is_not_published(newsroom: Newsroom) -> None:
    """Copied with its catalogs and its journal, beside another article's text."""
    shutil.copytree(newsroom.articles / SLUG, newsroom.articles / "mill-fire")
    (newsroom.articles / "mill-fire" / "article.txt").write_text(f"Another one\n{ARTICLE}")
    for locale in ("en", "uk"):
        shutil.copy(newsroom.path(SLUG, locale), newsroom.path("mill-fire", locale))
    newsroom.publish()
    assert set(newsroom.states("mill-fire").values()) == {"incomplete"}
    lines = journal.path(newsroom.journal, SLUG).read_bytes().splitlines()
    renamed = [journal.canonical(json.loads(line) | {"slug": "mill-fire"}) for line in lines]
    for found in (lines, renamed):
        journal.path(newsroom.journal, "mill-fire").write_bytes(b"\n".join([*found, b""]))
        newsroom.publish()
        assert set(newsroom.states("mill-fire").values()) == {"incomplete"}
    assert newsroom.client().get("/en/mill-fire").status_code == 404


@pytest.mark.parametrize("changed", [False, True])
def test_a_signed_sentence_of_another_article_is_not_shown_in_its_place(
    newsroom: Newsroom, changed: bool
) -> None:
    """Copied into this journal with its signature and proof: this article has no such passage.

    Nor while a change of the article's text waits for its signature.
    """
    key = PrivateKey(b"jane".ljust(32))
    listed = f'name = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\nkey = "{key.public}"\n'
    newsroom.appoint(f"[[reviewers]]\n{listed}")
    text = "Flood in the valley\nThe river rose by a metre on Monday, the mayor said.\n"
    newsroom.write(
        "flood",
        'language = "en"\nheadline = "Flood in the valley"\n[[statements]]\nid = "fire"\n'
        'text = "The river rose, the mayor said."\n'
        'evidence = ["The river rose by a metre on Monday, the mayor said."]\n',
        text,
    )
    newsroom.update()
    newsroom.translate("flood", "uk", {"fire": ["Річка піднялася, сказав мер."]})
    for slug in (SLUG, "flood"):
        for locale in ("en", "uk"):
            newsroom.sign(slug, locale, *(["fire"] if slug == "flood" else []), key=key)
    newsroom.publish()
    before = [reads(newsroom, locale) for locale in ("en", "uk")]
    for line in journal.read(newsroom.journal, "flood").lines:
        journal.append(newsroom.journal, SLUG, line.kind, line.name, newsroom.now, line.fields)
    if changed:
        path = newsroom.articles / SLUG / "article.txt"
        path.write_text(f"{path.read_text()}The port was closed.\n")
    newsroom.publish()
    assert [reads(newsroom, locale) for locale in ("en", "uk")] == before


def test_another_text_under_a_signed_summary_is_not_shown(newsroom: Newsroom) -> None:
    """A sentence added outside the quotes waits for the headline, too."""
    address = f"/articles/{SLUG}/source"
    assert "within ten days" in newsroom.client().get(address).text
    newsroom.write(text=f"{ARTICLE}The mayor was seen laughing.\n")
    newsroom.update()
    newsroom.publish()
    assert newsroom.states()["en"] == "pending"
    assert "laughing" not in newsroom.client().get(address).text
    newsroom.sign(SLUG, "en", "headline")
    newsroom.publish()
    assert "laughing" in newsroom.client().get(address).text


# --- figures -----------------------------------------------------------------------------------


def test_a_signed_correction_reaches_every_translation_while_other_words_wait(
    newsroom: Newsroom,
) -> None:
    """Five becomes six in every language at once, with a dated correction."""
    newsroom.replace(newsroom.path(SLUG, "uk"), "повідомили пожежники", "повідомив мер")
    newsroom.write(
        summary=SUMMARY.replace("value = 5\n", "value = 6\n").replace("Five people", "Six people"),
        text=ARTICLE.replace("Five people", "Six people"),
    )
    newsroom.update()
    newsroom.publish()
    assert "5 людей" in reads(newsroom)
    newsroom.sign(SLUG, "en", "hurt")
    newsroom.publish()
    for locale, words in (("en", "6 people"), ("uk", "6 людей")):
        assert words in reads(newsroom, locale)
    found = edition(newsroom)
    assert "повідомили пожежники" in found.statements[0].target.strings[0]
    assert (found.state, len(found.corrections)) == ("pending", 1)


def test_a_written_form_of_the_old_figure_says_that_it_is_being_corrected(
    newsroom: Newsroom,
) -> None:
    """The words cannot follow by themselves; the sentence says so until they are signed."""
    forms = [f"{text.replace('{hurt}', '[п’ятеро]({hurt})')}" for text in UKRAINIAN["hurt"]]
    newsroom.translate(SLUG, "uk", {"hurt": forms})
    newsroom.sign(SLUG, "uk", "hurt")
    newsroom.publish()
    assert "п’ятеро" in newsroom.client().get(f"/uk/{SLUG}").text
    newsroom.write(
        summary=SUMMARY.replace("value = 5\n", "value = 6\n").replace("Five people", "Six people"),
        text=ARTICLE.replace("Five people", "Six people"),
    )
    newsroom.update()
    newsroom.sign(SLUG, "en", "hurt")
    newsroom.publish()
    found = edition(newsroom)
    assert [s.corrected for s in found.statements] == [(), ("hurt",)]
    assert found.state == "outdated"
    says_so(newsroom, "п’ятеро", "hurt")


def says_so(room: Newsroom, figure: str, statement: str) -> None:
    """Hold what readers get in Ukrainian: wherever the old figure is, it is said of it."""
    client = room.client()
    notice = room.project.catalog("service", "uk")
    assert notice is not None
    entry = next(e for e in notice.entries if e.singular.startswith("Being corrected in this"))
    said = entry.strings[0].replace("{figure}", figure)
    summary = f"/api/v1/articles/{SLUG}/summary?lang=uk"
    for address in (
        f"/uk/{SLUG}", f"/uk/{SLUG}/embed", "/uk/feed.atom", f"{summary}&format=html",
        f"{summary}&format=text", f"{summary}&format=markdown",
    ):  # fmt: skip
        text = " ".join(re.sub("<[^>]*>", " ", client.get(address).text).split())
        assert figure in text.replace(said, ""), address
        assert said in text, address
    answer = client.get(summary).json
    about = {s["id"]: s["being_corrected"] for s in answer["statements"]}
    assert [name for name, facts in about.items() if facts] == [statement]
    assert answer["headline_being_corrected"] == []


def test_the_list_says_as_well_that_a_figure_is_being_corrected(newsroom: Newsroom) -> None:
    """It shows the headline and the first sentence: a figure in either may be an old one."""
    newsroom.write(summary=SUMMARY.replace('"Warehouse fire in', '"Fire on {day} in'))
    newsroom.update()
    newsroom.sign(SLUG, "en")
    forms = {"headline": ["Пожежа [третього травня]({day})"],
             "fire": ["[Третього травня]({day}) згорів склад, повідомили пожежники."]}  # fmt: skip
    newsroom.translate(SLUG, "uk", forms)
    newsroom.sign(SLUG, "uk")
    newsroom.publish()
    newsroom.write(
        summary=SUMMARY.replace('"Warehouse fire in', '"Fire on {day} in')
        .replace("May 3", "May 4").replace("2024-05-03", "2024-05-04"),
        text=ARTICLE.replace("May 3", "May 4"),
    )  # fmt: skip
    newsroom.update()
    newsroom.sign(SLUG, "en")
    newsroom.publish()
    for address in ("/uk/", "/uk/feed.atom", f"/uk/{SLUG}/embed"):
        text = newsroom.client().get(address).text
        assert text.count("третього травня") + text.count("Третього травня") >= 4, address
    summary = newsroom.client().get(f"/api/v1/articles/{SLUG}/summary?lang=uk").json
    assert summary["headline_being_corrected"] == ["day"]
    text = newsroom.client().get(f"/api/v1/articles/{SLUG}/summary?lang=uk&format=markdown").text
    assert text.count("третього травня") == 2


# --- the journal -------------------------------------------------------------------------------


def drop(room: Newsroom, locale: str, message: str) -> bytes:
    """Take the line of a signature out of the journal, and return the journal as it was."""
    path = journal.path(room.journal, SLUG)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)

    def about(line: bytes) -> bool:
        payload = json.loads(line).get("payload", {})
        return (payload.get("locale"), payload.get("msgctxt")) == (locale, message)

    path.write_bytes(b"".join(line for line in lines if not about(line)))
    assert path.read_bytes() != whole
    return whole


def test_a_line_of_the_journal_that_is_gone_keeps_what_is_up(newsroom: Newsroom) -> None:
    """It is a finding, nothing new of that edition goes up; put back, all goes on."""
    whole = drop(newsroom, "uk", "fire")
    newsroom.replace(newsroom.path(SLUG, "uk"), "Пожежа складу", "Пожежа на складі")
    newsroom.sign(SLUG, "uk", "headline")
    report = newsroom.publish()
    assert any("a line of the journal is gone" in problem.text for problem in report.problems)
    assert (edition(newsroom).revision, newsroom.states()["uk"]) == (1, "pending")
    path = journal.path(newsroom.journal, SLUG)
    path.write_bytes(whole + path.read_bytes())
    assert not newsroom.publish().problems
    assert (edition(newsroom).revision, newsroom.states()["uk"]) == (2, "current")


def test_without_its_line_a_mark_counts_for_nothing(newsroom: Newsroom) -> None:
    """A catalog that came without its journal is not published."""
    drop(newsroom, "uk", "fire")
    shutil.rmtree(newsroom.editions)
    newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    newsroom.publish()
    assert newsroom.states() == {"en": "current", "uk": "incomplete", "de": "incomplete"}


def test_an_older_mark_that_comes_back_is_not_published(newsroom: Newsroom) -> None:
    """From a backup or another checkout: what a later signature replaced stays replaced."""
    path = newsroom.path(SLUG, "uk")
    old = path.read_bytes()
    newsroom.replace(path, "повідомили пожежники", "кажуть пожежники")
    newsroom.sign(SLUG, "uk", "fire")
    newsroom.publish()
    path.write_bytes(old)
    newsroom.publish()
    shutil.rmtree(newsroom.editions)
    newsroom.publish()
    assert "кажуть пожежники" in newsroom.client().get(f"/uk/{SLUG}").text
    assert newsroom.states()["uk"] == "pending"


def test_deleted_editions_come_back_with_the_same_words(newsroom: Newsroom) -> None:
    """From the journal alone: what waits in the catalogs makes no difference."""
    newsroom.replace(newsroom.path(SLUG, "uk"), "повідомили пожежники", "повідомив мер")
    newsroom.publish()
    before = {
        locale: newsroom.client().get(f"/api/v1/articles/{SLUG}/summary?lang={locale}").json
        for locale in ("en", "uk")
    }
    shutil.rmtree(newsroom.editions)
    newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    newsroom.publish()
    for locale, data in before.items():
        assert newsroom.client().get(f"/api/v1/articles/{SLUG}/summary?lang={locale}").json == data


def test_what_is_up_stays_when_the_list_of_signers_changes(newsroom: Newsroom) -> None:
    """It concerns what is published next."""
    entry = '[[reviewers]]\nname = "John Doe"\nkind = "person"\nlanguages = ["*"]\n'
    newsroom.appoint(entry)
    newsroom.publish()
    assert served(newsroom, "uk")
    newsroom.now += datetime.timedelta(days=1)
    newsroom.replace(newsroom.path(SLUG, "uk"), "повідомили пожежники", "кажуть пожежники")
    newsroom.sign(SLUG, "uk", "fire", name="John Doe")
    newsroom.publish()
    text = newsroom.client().get(f"/uk/{SLUG}").text
    assert "кажуть пожежники" in text and "Jane Doe" in text


# --- rejected while they are up ----------------------------------------------------------------


def test_rejected_words_stay_up_where_the_rejection_says_so(newsroom: Newsroom) -> None:
    """Readers keep them until others are signed, but nobody gets them who did not have them."""
    newsroom.reject(SLUG, "uk", "fire", "The mayor said it, not the firefighters.")
    newsroom.publish()
    assert "повідомили пожежники" in newsroom.client().get(f"/uk/{SLUG}").text
    assert newsroom.states()["uk"] == "pending"
    shutil.rmtree(newsroom.editions)
    shutil.rmtree(newsroom.folder / "published")
    newsroom.publish()
    assert newsroom.states()["uk"] == "incomplete"
    newsroom.translate(SLUG, "uk", {"fire": ["{day} у порту згорів склад, повідомив мер."]})
    newsroom.sign(SLUG, "uk", "fire")
    newsroom.publish()
    assert "повідомив мер" in newsroom.client().get(f"/uk/{SLUG}").text


@pytest.mark.parametrize("message", ["headline", "fire"])
def test_a_rejection_as_a_take_down_takes_the_edition_down(
    newsroom: Newsroom, message: str
) -> None:
    """Of headline or brief; the other languages stay up. Signed again, it goes on from there."""
    window, before = newsroom.client(), edition(newsroom)
    assert window.get(f"/uk/{SLUG}").status_code == 200
    newsroom.reject(SLUG, "uk", message, "It is false.", keep=False)
    newsroom.publish()
    for _again in range(2):
        answer = window.get(f"/uk/{SLUG}")
        assert (answer.status_code, "повідомили пожежники" in answer.text) == (404, False)
        newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
        newsroom.publish()
    assert window.get(f"/en/{SLUG}").status_code == 200
    newsroom.translate(
        SLUG, "uk",
        {"headline": ["Пожежа на складі"], "fire": ["{day} у порту згорів склад, сказав мер."]},
    )  # fmt: skip
    newsroom.now += datetime.timedelta(days=1)
    newsroom.sign(SLUG, "uk")
    newsroom.publish()
    assert served(newsroom, "uk")
    after = edition(newsroom)
    assert (after.revision, after.published) == (before.revision + 1, before.published)


def test_a_rejection_as_a_take_down_takes_a_detail_down_alone(newsroom: Newsroom) -> None:
    """The rest of the edition stays, as another revision."""
    add(newsroom, BRIEF, "en", "uk", words={})
    revision = edition(newsroom).revision
    newsroom.reject(SLUG, "uk", "hurt", "Wrong case.", keep=False)
    newsroom.publish()
    assert ids(newsroom) == ["fire"]
    found = edition(newsroom)
    assert (found.missing, found.revision) == (("hurt",), revision + 1)
    assert served(newsroom, "uk")


def test_a_take_down_in_the_source_takes_it_down_everywhere(newsroom: Newsroom) -> None:
    """A translation rests on it."""
    newsroom.reject(SLUG, "en", "fire", "It is false.", keep=False)
    newsroom.publish()
    assert newsroom.client().get(f"/en/{SLUG}").status_code == 404
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 404


def corrected_source(room: Newsroom) -> None:
    """Have the words of “fire” signed again, in the source and in Ukrainian, and published."""
    room.now += datetime.timedelta(hours=1)
    old, new = "burned down in the harbor on {day}", "in the harbor burned down on {day}"
    room.write(summary=SUMMARY.replace(old, new))
    room.update()
    room.sign(SLUG, "en", "headline", "fire")
    room.translate(SLUG, "uk", {"fire": ["{day} склад у порту згорів, повідомили пожежники."]})
    room.sign(SLUG, "uk", "fire")
    room.publish()
    assert "склад у порту згорів" in room.client().get(f"/uk/{SLUG}").text


@pytest.mark.parametrize("locale", ["en", "uk"])
@pytest.mark.parametrize("keep", [True, False], ids=["keep", "take down"])
def test_a_rejection_does_not_bring_back_what_its_words_had_replaced(
    newsroom: Newsroom, locale: str, keep: bool
) -> None:
    """Kept words stay, in every language; taken down, no older ones come in their place."""
    corrected_source(newsroom)
    window = newsroom.client()
    had = {name: window.get(f"/api/v1/articles/{SLUG}/summary?lang={name}").json["statements"]
           for name in ("en", "uk")}  # fmt: skip
    newsroom.reject(SLUG, locale, "fire", "It is false.", keep=keep)
    for _again in range(2):
        newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
        newsroom.publish()
        for name, statements in had.items():
            answer = window.get(f"/api/v1/articles/{SLUG}/summary?lang={name}")
            if keep or (locale, name) == ("uk", "en"):
                assert answer.json["statements"] == statements
                assert answer.json["state"] != "outdated"
            else:
                assert answer.status_code == 404


def test_words_that_readers_never_had_are_rejected_without_taking_theirs(
    newsroom: Newsroom,
) -> None:
    """Signed, and rejected before the publisher saw them: readers keep what they have."""
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.translate(SLUG, "uk", {"fire": ["{day} у порту згоріло все, повідомили пожежники."]})
    newsroom.sign(SLUG, "uk", "fire")
    newsroom.reject(SLUG, "uk", "fire", "Not all of it burned.")
    newsroom.publish()
    found = edition(newsroom)
    assert (found.revision, ids(newsroom)) == (1, ["fire", "hurt"])
    assert "згорів склад" in newsroom.client().get(f"/uk/{SLUG}").text


def test_a_take_down_does_not_wait_for_a_line_that_is_gone(newsroom: Newsroom) -> None:
    """What takes away always counts."""
    add(newsroom, BRIEF, "en", "uk", words={})
    drop(newsroom, "uk", "headline")
    newsroom.reject(SLUG, "uk", "hurt", "Wrong case.", keep=False)
    newsroom.publish()
    assert ids(newsroom) == ["fire"]
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 200
    newsroom.reject(SLUG, "uk", "fire", "It is false.", keep=False)
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 404


def test_a_loss_that_a_signer_accepts_lets_the_article_go_on(newsroom: Newsroom, run: Run) -> None:
    """Words without a proof are signed again; whoever may not sign accepts nothing."""
    newsroom.appoint('[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\n')
    drop(newsroom, "uk", "fire")
    newsroom.publish()
    refused = run("history", "--accept-loss", SLUG, "--reviewer", "Mallory")
    assert refused.exit_code == 1
    assert "not listed" in refused.stderr
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.sign(SLUG, "uk", "fire")
    newsroom.publish()
    assert edition(newsroom).revision == 1
    accepted = run("history", "--accept-loss", SLUG, "--reviewer", "Jane Doe")
    assert accepted.exit_code == 0, accepted.output
    newsroom.now = datetime.datetime.now(datetime.UTC)  # the command's own
    assert not newsroom.publish().problems
    assert newsroom.states()["uk"] == "current"
    assert run("history", "--accept-loss", SLUG, "--reviewer", "Jane Doe").exit_code == 2


def test_status_names_what_would_have_to_be_signed_again(newsroom: Newsroom, run: Run) -> None:
    """When somebody leaves the list of signers, what is up stays, and its editor sees it."""
    newsroom.appoint('[[reviewers]]\nname = "John Doe"\nkind = "person"\nlanguages = ["*"]\n')
    newsroom.publish()
    text = run("status", "--article", SLUG).output
    assert "up, but to be signed again: “Jane Doe” is not listed in reviewers.toml" in text


def test_a_language_whose_folder_is_gone_is_named(newsroom: Newsroom) -> None:
    """Readers keep it, and the publisher does not say that nothing is to be done."""
    shutil.rmtree(newsroom.locales / "uk")
    (problem,) = newsroom.publish().problems
    assert f"summaries withdraw {SLUG} --locale uk" in str(problem)
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 200


def test_what_a_killed_publisher_left_is_swept_up(newsroom: Newsroom) -> None:
    """Its temporary files, once they are old; those of one at work stay."""
    places = (newsroom.editions / SLUG, newsroom.editions, newsroom.folder / "published")
    old, new = ([place / f".uk.json.{x}_3n2x0q.summaries.tmp" for place in places] for x in "on")
    for path in (*old, *new):
        path.write_bytes(b"{")
    for path in old:
        os.utime(path, (1, 1))
    newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    newsroom.publish()
    assert [path for path in old if path.exists()] == []
    assert [path for path in new if not path.exists()] == []
