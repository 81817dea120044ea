"""``summaries verify``: whoever has a list of signers can check what readers get, by themselves."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import serving
from click.testing import CliRunner, Result
from conftest import REVIEWERS, SUMMARY, UKRAINIAN, Newsroom

from service import cli
from service.editions import store
from service.review.keys import PrivateKey

SLUG = "harbor-fire"
API = f"/api/v1/articles/{SLUG}/summary?lang=uk"
KEY, OTHER = PrivateKey(bytes(range(32))), PrivateKey(bytes(32))
Json = dict[str, Any]


def signers(key: PrivateKey, *, name: str = "Jane Doe", kind: str = "person") -> str:
    entry = f'[[reviewers]]\nname = "{name}"\nkind = "{kind}"\nlanguages = ["*"]\n'
    return f'{entry}key = "{key.public}"\n'


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom whose signer has a key."""
    room = Newsroom(tmp_path_factory.mktemp("keyed"))
    room.appoint(signers(KEY))
    for locale in ("en", "uk"):
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    room.write()
    room.update()
    room.translate(SLUG, "uk", UKRAINIAN)
    for locale in ("en", "uk"):
        room.sign(SLUG, locale, key=KEY)
    assert not room.publish().problems
    return room


@pytest.fixture
def answer(keyed: Newsroom) -> Json:
    """The API's answer about its Ukrainian edition."""
    record: Json = keyed.client(BASE_URL="https://news.example").get(API).json
    return record


@pytest.fixture
def verify(tmp_path: Path) -> Iterator[Callable[..., Result]]:
    """A function that runs the command with a list of signers."""
    file = tmp_path / "signers.toml"

    def run(target: object, text: str = signers(KEY), *more: str) -> Result:
        file.write_text(text)
        words = ["verify", str(target), "--signers", str(file), *more]
        return CliRunner().invoke(cli.main, words)

    yield run


Verify = Callable[..., Result]


def test_an_edition_file_is_verified_sentence_by_sentence(keyed: Newsroom, verify: Verify) -> None:
    """Who signed, in which language, when, and that the key fits."""
    result = verify(store.path(keyed.editions, SLUG, "uk"))
    assert result.exit_code == 0
    assert "uk.json: all signed" in result.stdout
    assert "signed  3 травня у порту згорів склад, повідомили пожежники." in result.stdout
    line = "uk: Jane Doe (person), 2026-11-22T12:00:00Z, with their key"
    assert result.stdout.count(line) == 3
    assert result.stdout.count(line.replace("uk:", "en:")) == 3


def test_a_folder_of_editions_is_verified_whole(keyed: Newsroom, verify: Verify) -> None:
    """Both languages; the interface is part of the program."""
    result = verify(keyed.editions, signers(KEY), "--format", "json")
    assert result.exit_code == 0
    editions = json.loads(result.stdout)
    assert [edition["place"] for edition in editions] == [f"{SLUG}/en.json", f"{SLUG}/uk.json"]
    assert all(edition["holds"] and len(edition["sentences"]) == 3 for edition in editions)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (signers(OTHER), "is not signed with it"),
        (signers(KEY, name="Ann"), "is not listed"),
        (signers(KEY, kind="team"), "signed as person, and is listed as team"),
        (signers(KEY).replace('["*"]', '["en"]'), "may not sign uk"),
        (signers(KEY) + "until = 2026-11-21\n", "could sign until 2026-11-21"),
        (signers(KEY) + "revoked = 2026-11-25\n", "was revoked"),
    ],
    ids=["another key", "not listed", "another kind", "language", "date", "revoked"],
)
def test_what_the_list_does_not_let_count_is_named(
    keyed: Newsroom, verify: Verify, text: str, said: str
) -> None:
    """With the reason; and the command fails."""
    result = verify(keyed.editions, text)
    assert result.exit_code == 1
    assert "NOT SIGNED" in result.stdout
    assert said in result.stdout


def test_a_name_without_a_key_is_shown_as_such(newsroom: Newsroom, verify: Verify) -> None:
    """Nothing proves that it was she."""
    result = verify(store.path(newsroom.editions, SLUG, "uk"), REVIEWERS)
    assert result.exit_code == 0
    assert "Jane Doe (person), 2026-11-22T12:00:00Z, without a key" in result.stdout
    assert verify(store.path(newsroom.editions, SLUG, "uk"), signers(KEY)).exit_code == 1


def test_the_list_of_the_newsroom_counts_where_none_is_named(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """As on the editor's own machine; without it there is nothing to go by."""
    assert run("verify", str(newsroom.editions)).exit_code == 0
    (newsroom.locales / "reviewers.toml").unlink()
    result = run("verify", str(newsroom.editions))
    assert result.exit_code == 1
    assert "nobody may sign" in result.stderr


def changed(answer: Json, change: Callable[[Json], object]) -> Json:
    data: Json = json.loads(json.dumps(answer))
    change(data)
    return data


CHANGES: dict[str, Callable[[Json], object]] = {
    "a letter": lambda d: d["statements"][0].update(text="4 травня у порту згорів склад."),
    "the headline": lambda d: d.update(headline="Пожежа в місті"),
    "a statement less": lambda d: d["statements"].pop(),
    "one more": lambda d: d["statements"].append(d["statements"][0] | {"id": "more"}),
    "another order": lambda d: d["statements"].reverse(),
    "another article": lambda d: d.update(slug="mill-fire"),
    "a signed word": lambda d: d["record"]["edition"]["messages"][1]["target"].update(
        msgstr=["{day} згорів склад."]
    ),
    "a proof": lambda d: d["record"]["edition"]["messages"][1]["target"]["marks"][0].update(
        proof="A" * 86 + "=="
    ),
    "no proof": lambda d: d["record"]["edition"]["messages"][1]["target"]["marks"][0].update(
        proof="", key=""
    ),
    "the evidence": lambda d: d["statements"][0].update(evidence=["The mayor set it on fire."]),
    "a figure": lambda d: d["statements"][1]["facts"]["hurt"].update(value="6"),
    "what is brief": lambda d: d["statements"][1].update(brief=False),
    "a sentence twice": lambda d: d["statements"].append(d["statements"][1]),
    "no text": lambda d: d["statements"][1].pop("text"),
    "the language": lambda d: d.update(language="de"),
    "that models made it": lambda d: d["record"].update(digital_source_type="x"),
    "that a figure is old": lambda d: d["statements"][1].update(being_corrected=["hurt"]),
    "that the headline's is": lambda d: d.update(headline_being_corrected=["hurt"]),
    "who signed": lambda d: d.update(reviewers=[{"name": "John Doe", "kind": "person"}]),
    "who translated": lambda d: d.update(translated_by=[{"name": "Ann", "kind": "person"}]),
    "what drafted": lambda d: d.update(drafted_by=["a model"]),
    "when": lambda d: d.update(reviewed_on="2026-11-25"),
    "the article's title": lambda d: d["article"].update(title="Arson in the harbor"),
    "the article's outlet": lambda d: d["article"].update(outlet="Example Daily"),
    "a correction note": lambda d: d.update(corrections=[{"note": "Two people died."}]),
    "the record of a sentence": lambda d: d["record"]["statements"][1]["reviewed"][0].update(
        name="John Doe"
    ),
    "a record that says withdrawn": lambda d: d["record"]["edition"].update(
        state="withdrawn", reason="", date="2026-11-22"
    ),
    "no record": lambda d: d["record"].clear(),
    "a record that is none": lambda d: d.update(record=[]),
    "an edition that is none": lambda d: d["record"].update(edition="x"),
    "statements that are none": lambda d: d.update(statements=[None]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_answer_of_the_api_that_was_changed_does_not_hold(
    answer: Json, verify: Verify, tmp_path: Path, change: Callable[[Json], object]
) -> None:
    """A mirror, a partner, a proxy: whoever passes it on cannot change a word unnoticed."""
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answer))
    assert verify(file).exit_code == 0
    file.write_text(json.dumps(changed(answer, change)))
    result = verify(file)
    assert (result.exit_code, "NOT SIGNED" in result.stdout) == (1, True), result.output


PAGE = {
    "a letter": ("у порту згорів", "в порту згорів"),
    "the headline": ("<h1>Пожежа складу", "<h1>Пожежа будинку"),
    "a sentence less": ('<li id="fire">', '<li id="fire" hidden><b></b></li><li id="fire-">'),
    "one more": ('<li id="hurt">', '<li id="more"><p>Мер винен.</p></li><li id="hurt">'),
    "another order": ('<li id="fire">', '<li id="hurt"><p></p></li><li id="fire">'),
    "another answer": ("summary?lang=uk", "summary?lang=en"),
    "an answer that is not there": ("summary?lang=uk", "summary?lang=pl"),
}


@pytest.fixture
def site(keyed: Newsroom, tmp_path: Path) -> Path:
    """Its exported site."""
    folder = tmp_path / "public"
    env = {"SUMMARIES_BASE_URL": "https://news.example", "SUMMARIES_EDITIONS": str(keyed.editions)}
    words = ["export", str(folder), "--format", "json"]
    assert CliRunner().invoke(cli.main, words, env=env).exit_code == 0
    return folder / "site"


def test_an_exported_site_is_verified_pages_and_answers(site: Path, verify: Verify) -> None:
    """Each edition once as JSON, once as a page."""
    result = verify(site)
    assert (result.exit_code, result.stdout.count("all signed")) == (0, 4), result.output
    result = verify(site, signers(OTHER))
    assert (result.exit_code, "all signed" in result.stdout) == (1, False), result.output


@pytest.mark.parametrize(("old", "new"), PAGE.values(), ids=PAGE)
def test_a_page_of_an_exported_site_that_was_changed_does_not_hold(
    site: Path, verify: Verify, old: str, new: str
) -> None:
    """Its answer is as it was; the page, which people read, is not."""
    page = site / f"uk/{SLUG}.html"
    text = page.read_text()
    assert old in text
    page.write_text(text.replace(old, new))
    result = verify(site)
    assert result.exit_code == 1
    assert f"uk/{SLUG}.html: " in result.stdout
    assert result.stdout.count("all signed") == 3


def test_a_page_that_names_no_answer_is_known_by_its_place(site: Path, verify: Verify) -> None:
    """What was changed in it is found all the same."""
    page = site / f"uk/{SLUG}.html"
    page.write_text(page.read_text().replace('type="application/json"', 'type="text/plain"'))
    assert verify(site).stdout.count("all signed") == 4
    page.write_text(page.read_text().replace("у порту згорів", "в порту згорів"))
    assert verify(site).exit_code == 1


def test_an_answer_of_an_exported_site_that_was_changed_does_not_hold(
    site: Path, verify: Verify
) -> None:
    """Neither does the page beside it."""
    file = site / f"api/v1/articles/{SLUG}/summary/uk.json"
    file.write_text(file.read_text().replace("згорів склад", "згорів дім"))
    result = verify(site)
    assert (result.exit_code, result.stdout.count("all signed")) == (1, 2), result.output


def test_one_edition_with_its_statements_changed_does_not_hold(
    keyed: Newsroom, verify: Verify, tmp_path: Path
) -> None:
    """A word, a figure, one statement less, another order, another's signature."""
    data = json.loads(store.path(keyed.editions, SLUG, "uk").read_text())
    changes: list[Callable[[Json], object]] = [
        lambda d: d["messages"][1]["target"].update(msgstr=["{day} згорів склад."]),
        lambda d: d["messages"][2]["facts"][0].update(value="6"),
        lambda d: d["messages"].pop(),
        lambda d: d["messages"].append(d["messages"].pop(1)),
        lambda d: d["messages"][1]["target"]["marks"][0].update(name="John Doe"),
        lambda d: d["messages"][0]["source"]["whole"].update(slug="mill-fire"),
        lambda d: d["messages"][1].update(evidence=["The mayor set it on fire."]),
    ]
    file = tmp_path / "uk.json"
    for change in changes:
        file.write_text(json.dumps(changed(data, change)))
        result = verify(file)
        assert (result.exit_code, "NOT SIGNED" in result.stdout) == (1, True), result.output


def test_the_brief_comes_first_and_is_verified_alone_where_asked_for(
    newsroom: Newsroom, verify: Verify
) -> None:
    """An answer has the order of readers; without its details it is whole only for ?part=brief."""
    newsroom.write(summary=SUMMARY.replace('id = "hurt"', 'id = "hurt"\nbrief = true'))
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.sign(SLUG, "en", "headline")
    newsroom.publish()
    with serving(newsroom) as site:
        result = verify(site + API, REVIEWERS)
        assert (result.exit_code, result.stdout.count("  signed")) == (0, 3), result.output
        result = verify(f"{site}{API}&part=brief", REVIEWERS)
        assert (result.exit_code, result.stdout.count("  signed")) == (0, 2), result.output
        assert verify(f"{site}/uk/{SLUG}", REVIEWERS).exit_code == 0


@pytest.mark.parametrize("content", ["", "{", "[]", "7", '{"locale": 1}', "[" * 100_000])
def test_a_file_that_is_no_edition_is_said_in_a_sentence(
    verify: Verify, tmp_path: Path, content: str
) -> None:
    """No traceback."""
    file = tmp_path / "x.json"
    file.write_text(content)
    result = verify(file)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert verify(tmp_path / "nothing.json").exit_code == 1
    assert verify(tmp_path).exit_code == 1


def test_addresses_are_verified_too(keyed: Newsroom, verify: Verify) -> None:
    """An answer, and a page: its sentences are held against the answer that it names."""
    with serving(keyed) as site:
        for path in (API, f"/uk/{SLUG}", f"/en/{SLUG}"):
            result = verify(site + path)
            assert (result.exit_code, "all signed" in result.stdout) == (0, True), result.output
            assert verify(site + path, signers(OTHER)).exit_code == 1
        for path in ("/uk/", "/uk/nothing", "/api/v1/languages"):
            result = verify(site + path)
            assert result.exit_code == 1
            assert isinstance(result.exception, SystemExit)


def test_a_site_says_itself_who_may_sign_there(keyed: Newsroom, tmp_path: Path) -> None:
    """Names, kinds and keys, and with them its own editions are verified; no e-mail address."""
    keyed.appoint(signers(KEY) + 'also = ["jane@example.org"]\nfrom = 2026-01-01\n')
    keyed.publish()
    window = keyed.client()
    answer = window.get("/.well-known/summaries-signers.json")
    assert answer.content_type == "application/json"
    assert "jane@example.org" not in answer.text
    (signer,) = answer.json["signers"]
    assert (signer["name"], signer["kind"]) == ("Jane Doe", "person")
    assert signer["entries"] == [
        {"locales": ["*"], "key": KEY.public, "from": "2026-01-01", "until": None, "revoked": None}
    ]
    file = tmp_path / "signers.json"
    words = ["verify", str(store.path(keyed.editions, SLUG, "uk")), "--signers", str(file)]
    file.write_text(answer.text)
    assert CliRunner().invoke(cli.main, words).exit_code == 0
    file.write_text(answer.text.replace(KEY.public, OTHER.public))
    assert CliRunner().invoke(cli.main, words).exit_code == 1
    file.write_text("[]")
    result = CliRunner().invoke(cli.main, words)
    assert result.exit_code in (1, 2)
    assert "no list of signers" in result.stderr
    # A report that was changed by hand says of nobody that they may.
    report = keyed.editions / store.REPORT
    report.write_text(report.read_text().replace("Jane Doe", "Jane Dox"))
    assert keyed.client().get("/.well-known/summaries-signers.json").json["signers"] == []
    keyed.appoint(signers(KEY))
    keyed.publish()
