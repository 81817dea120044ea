"""What pages, feeds, data and text say of who signed: what is true of a person, a team, a model."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape

import pytest
from conftest import LOCALES, REVIEWERS, ROOT, SLUG, Newsroom
from flask.testing import FlaskClient

from service.editions import store
from service.review.signatures import Signer, read_signature
from service.web import credits

PEOPLE = REVIEWERS.replace("models = true\nopen = true\n", "")
MODEL = '[[reviewers]]\nname = "Lingua"\nkind = "model"\nlanguages = ["*"]\n'
TEAM = '[[reviewers]]\nname = "The Desk"\nkind = "team"\nlanguages = ["*"]\n'
ONLY_PEOPLE = "Only summaries that people have checked and signed are shown here."
WHOEVER = "Only signed summaries are shown here. Each one shows who or what signed it."
UK, EN = "/uk/harbor-fire", "/en/harbor-fire"


def plain(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def byline(window: FlaskClient, path: str) -> list[str]:
    """Return the lines on a page that say who stands behind its words."""
    return [plain(line) for line in re.findall('<p class="signed">(.*?)</p>', get(window, path))]


def get(window: FlaskClient, path: str) -> str:
    answer = window.get(path)
    assert answer.status_code == 200
    return answer.text


def data(window: FlaskClient, path: str) -> dict[str, object]:
    json_ld: dict[str, object] = json.loads(
        re.findall(r'ld\+json">(.*?)</script>', get(window, path), re.S)[0]
    )
    return json_ld


def signed_by(room: Newsroom, name: str, *ids: str, policy: str = REVIEWERS + MODEL + TEAM) -> None:
    """Let only ``name`` have signed the English edition (or the messages ``ids`` of it)."""
    room.appoint(policy)
    room.unsign("harbor-fire", "en", *ids)
    room.sign("harbor-fire", "en", *ids, name=name)
    room.publish()


def test_a_person_checked_it(newsroom: Newsroom) -> None:
    """The line says so, and search engines are told of a person."""
    window = newsroom.client(BASE_URL="https://x.example")
    assert byline(window, EN) == ["Checked on November 22, 2026 by Jane Doe"]
    json_ld = data(window, EN)
    assert json_ld["editor"] == [{"@type": "Person", "name": "Jane Doe"}]
    assert not {"contributor", "digitalSourceType"} & json_ld.keys()


def test_a_team_checked_it(newsroom: Newsroom) -> None:
    """As an organisation, and it counts as people."""
    signed_by(newsroom, "The Desk")
    window = newsroom.client()
    assert byline(window, EN) == ["Checked on November 22, 2026 by The Desk"]
    assert data(window, EN)["editor"] == [{"@type": "Organization", "name": "The Desk"}]


def test_a_model_is_never_called_a_person(newsroom: Newsroom) -> None:
    """On the page, in a frame, as text, in the feed, in data and the API."""
    signed_by(newsroom, "Lingua")
    window = newsroom.client(BASE_URL="https://x.example")
    line = "Checked by language models (Lingua) on November 22, 2026. Not checked by a person."
    api = "/api/v1/articles/harbor-fire/summary?lang=en"
    for path in (EN, f"{EN}/embed", f"{api}&format=html"):
        assert byline(window, path) == [line]
    assert line in get(window, f"{api}&format=text")
    assert line in get(window, f"{api}&format=markdown")
    assert "<author><name>Lingua (language model)</name></author>" in get(window, "/en/feed.atom")
    json_ld = data(window, EN)
    assert "editor" not in json_ld
    assert json_ld["contributor"] == [{"@type": "SoftwareApplication", "name": "Lingua"}]
    assert str(json_ld["digitalSourceType"]).endswith("/trainedAlgorithmicMedia")
    assert window.get(api).json["reviewers"] == [{"name": "Lingua", "kind": "model"}]


def test_who_signs_beside_a_model_is_said_of_each(newsroom: Newsroom) -> None:
    """Where a model alone signed one sentence, nobody is said to have checked the text."""
    signed_by(newsroom, "Lingua", "fire")
    window = newsroom.client()
    assert byline(window, EN) == [
        "Signed on November 22, 2026 by Jane Doe, Lingua (language model)"
    ]
    assert "digitalSourceType" not in data(window, EN)
    newsroom.sign("harbor-fire", "en", "fire")
    newsroom.publish()
    assert byline(window, EN) == ["Checked on November 22, 2026 by Jane Doe"]


def test_of_an_unlisted_name_only_the_signature_is_said(newsroom: Newsroom) -> None:
    """Nobody knows whether a person checked anything."""
    signed_by(newsroom, "Whoever")
    window = newsroom.client()
    assert byline(window, EN) == ["Signed on November 22, 2026 by Whoever"]
    json_ld = data(window, EN)
    assert json_ld["editor"] == [{"name": "Whoever"}]


def test_a_translation_by_a_model_says_so(newsroom: Newsroom) -> None:
    """Beside whoever checked it; where no person did, a model made what is read."""
    newsroom.appoint(REVIEWERS + MODEL)
    line = 'msgctxt "fire"'
    path = newsroom.path("harbor-fire", "uk")
    newsroom.replace(path, line, f"# translated-by: Lingua; date: 2026-11-20\n{line}")
    newsroom.sign("harbor-fire", "uk", "fire")
    newsroom.publish()
    window = newsroom.client()
    assert byline(window, UK) == [
        "Перевірка: Jane Doe, 22 листопада 2026 року", "Переклад: Lingua (мовна модель)",
    ]  # fmt: skip
    json_ld = data(window, UK)
    assert json_ld["contributor"] == [{"@type": "SoftwareApplication", "name": "Lingua"}]
    assert not {"translator", "digitalSourceType"} & json_ld.keys()
    newsroom.unsign("harbor-fire", "uk")
    newsroom.sign("harbor-fire", "uk", name="Whoever")
    newsroom.publish()
    assert "digitalSourceType" in data(window, UK)


def test_a_draft_by_a_model_claims_nothing_of_people(newsroom: Newsroom) -> None:
    """The page says that there was one; who checked it is said by the signatures."""
    line = 'msgctxt "fire"'
    path = newsroom.path("harbor-fire", "en")
    newsroom.replace(path, line, f"# draft-by: lingua-1; date: 2026-11-20\n{line}")
    newsroom.sign("harbor-fire", "en", "fire")
    newsroom.publish()
    window = newsroom.client()
    assert "<p>A language model proposed a first draft.</p>" in get(window, EN)
    assert "digitalSourceType" not in data(window, EN)


@pytest.mark.parametrize("path", [EN, "/en/", "/en/nothing"])
def test_the_footer_follows_from_who_may_sign(newsroom: Newsroom, path: str) -> None:
    """People only: that is said as soon as it is true of all that is up, and no moment longer."""
    window = newsroom.client()
    signed_by(newsroom, "Lingua")
    assert WHOEVER in window.get(path).text
    newsroom.appoint(PEOPLE)
    newsroom.publish()
    # What a model signed is still up: a change of the list concerns what comes next.
    assert byline(window, EN)[0].startswith("Checked by language models")
    assert WHOEVER in window.get(path).text
    signed_by(newsroom, "Jane Doe", policy=PEOPLE)
    assert ONLY_PEOPLE in window.get(path).text
    for text in ("models = true\n" + PEOPLE, "open = true\n" + PEOPLE, "["):
        newsroom.appoint(text)
        newsroom.publish()
        assert WHOEVER in window.get(path).text
        newsroom.appoint(PEOPLE)
        newsroom.publish()
        assert ONLY_PEOPLE in window.get(path).text


def test_what_a_model_signed_counts_as_long_as_it_is_up(newsroom: Newsroom) -> None:
    """Also when its article cannot be read any more, or is gone from the workshop."""
    signed_by(newsroom, "Lingua")
    newsroom.write("mill-fire")
    newsroom.appoint(PEOPLE)
    window, folder = newsroom.client(), newsroom.articles / "harbor-fire"
    (folder / "summary.toml").write_text("[")
    newsroom.publish()
    assert "Lingua" in get(window, EN) and WHOEVER in get(window, "/en/")
    shutil.rmtree(folder)
    newsroom.publish()
    assert "Lingua" in get(window, EN) and WHOEVER in get(window, "/en/")
    shutil.rmtree(newsroom.editions / "harbor-fire")
    (newsroom.folder / "published" / "harbor-fire.jsonl").unlink()
    newsroom.write("harbor-fire")
    newsroom.publish()
    assert ONLY_PEOPLE in get(window, "/en/")  # what nobody signed yet is not up


def test_people_only_is_taken_back_before_a_model_is_published(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round may take minutes; the footer is not to be wrong for one of them."""
    newsroom.appoint(PEOPLE)
    newsroom.publish()
    assert store.load_people_only(newsroom.editions, None)
    save, claims = store.save_all, []

    def saved(*values: object, **more: bool) -> None:
        claims.append(store.load_people_only(newsroom.editions, None))
        save(*values, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "save_all", saved)
    signed_by(newsroom, "Lingua", policy="models = true\n" + PEOPLE + MODEL)
    assert claims and not any(claims)


def test_a_report_that_the_publisher_did_not_write_claims_nothing(newsroom: Newsroom) -> None:
    """Nobody else has its key."""
    report = newsroom.editions / store.REPORT
    content = json.loads(report.read_text())
    assert content["people_only"] is False
    report.write_text(json.dumps(content | {"people_only": True}))
    assert not store.load_people_only(newsroom.editions, None)
    assert WHOEVER in newsroom.client().get(EN).text


def test_a_kind_that_is_none_is_refused() -> None:
    """An edition file says what a signer is, or is not served."""
    signed = {"name": "Jane", "via": "cli", "date": "2026-11-22T14:03:27Z", "digest": 32 * "0"}
    for kind in ("person", "team", "model", "unlisted"):
        translator = {"name": "Ann", "kind": kind}
        read = read_signature(signed | {"kind": kind, "translated_by": translator})
        assert (read.kind, read.translated_by) == (kind, Signer("Ann", kind))
    for kind in ("human", None, 1, ["person"]):
        with pytest.raises(ValueError, match="not a signature"):
            read_signature(signed | {"kind": kind})
        with pytest.raises(ValueError, match="not a signature"):
            read_signature(signed | {"kind": "team", "translated_by": {"name": "A", "kind": kind}})
    with pytest.raises(ValueError, match="not a signature"):
        read_signature(signed)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_bundled_editions_say_that_no_person_checked_them(
    bundled_window: FlaskClient, locale: str
) -> None:
    """In every language one line, with the model's name and a digital source type."""
    page = f"/{locale.replace('_', '-')}/{SLUG}"
    (line,) = byline(bundled_window, page)
    words = bundled_window.application.extensions["summaries"].view().interfaces[locale].texts
    message = words[credits.CHECKED_BY_MODELS if locale == "en" else credits.BY_MODELS]
    assert "Claude" in line
    assert all(part.strip() in line for part in re.split(r"\{\w+\}", message))
    json_ld = data(bundled_window, page)
    assert "editor" not in json_ld and "translator" not in json_ld
    assert str(json_ld["digitalSourceType"]).endswith("/trainedAlgorithmicMedia")


def test_status_says_what_may_sign(run, newsroom: Newsroom) -> None:  # type: ignore[no-untyped-def]
    """An operator sees it without opening the file."""
    newsroom.appoint("models = true\n" + PEOPLE)
    assert "models may sign here" in run("status").output
    assert '"models": true' in run("status", "--format", "json").output
    newsroom.appoint("open = true\n" + PEOPLE)
    assert "anybody may sign here" in run("status").output
    newsroom.appoint(PEOPLE)
    assert "may sign here" not in run("status").output


def test_no_text_of_ours_says_that_a_person_signed_everything() -> None:
    """The words that once did are not in any catalog, template or answer."""
    places = [*ROOT.glob("service/web/**/*"), *ROOT.glob("locales/**/*.po*")]
    for file in places:
        if file.suffix in (".py", ".html", ".xml", ".json", ".po", ".pot"):
            text = file.read_text(encoding="utf-8")
            assert "a person signed" not in text and "person has reviewed" not in text


def test_who_answers_for_what_is_published_is_named(newsroom: Newsroom) -> None:
    """In the footer of every page, with the legal notice; to programs and search engines, too."""
    window = newsroom.client(
        PUBLISHER="Example Press GmbH", IMPRINT="https://x.example/imprint",
        CONTACT="errors@x.example", BASE_URL="https://x.example",
    )  # fmt: skip
    for path in (EN, "/en/"):
        footer = get(window, path).partition('<footer class="site">')[2]
        assert "Editorial responsibility: Example Press GmbH" in plain(footer)
        assert '<a href="https://x.example/imprint">Legal notice</a>' in footer
    assert '<a href="mailto:errors@x.example">Report an error</a>' in get(window, "/en/")
    assert get(window, EN).count("Report an error") == 1
    record = window.get("/api/v1/articles/harbor-fire/summary?lang=en").json["record"]
    assert record["responsible"] == "Example Press GmbH"
    assert data(window, EN)["publisher"] == {
        "@type": "Organization", "name": "Example Press GmbH", "url": "https://x.example/imprint",
    }  # fmt: skip


def test_nobody_is_named_where_nobody_is_set(newsroom: Newsroom) -> None:
    """No empty line, and no link that leads nowhere."""
    page = get(newsroom.client(), EN)
    assert "Editorial responsibility" not in page and "Legal notice" not in page
    answer = newsroom.client().get("/api/v1/articles/harbor-fire/summary?lang=en").json
    assert answer["record"]["responsible"] is None
