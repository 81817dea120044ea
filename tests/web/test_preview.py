"""The translators' preview: everything that waits, marked; and never where readers are."""

from __future__ import annotations

import pytest
from conftest import Newsroom
from flask.testing import FlaskClient

from service.content.environment import load as load_settings
from service.review.project import Project
from service.web import preview

BANNER = "Попередній перегляд"


@pytest.fixture
def page(newsroom: Newsroom) -> FlaskClient:
    """A client of the Ukrainian preview."""
    return preview.create_app(load_settings(), newsroom.project, "uk").test_client()


def test_words_that_wait_are_shown_and_marked(newsroom: Newsroom, page: FlaskClient) -> None:
    """The unsigned sentence is there with its marker; the window still has the signed one."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "пожежники", "рятувальники")
    newsroom.publish()
    text = page.get("/uk/harbor-fire").text
    assert "рятувальники" in text
    assert text.count('class="waiting"') == 1
    public = newsroom.client().get("/uk/harbor-fire").text
    assert "рятувальники" not in public
    assert 'class="waiting"' not in public and "notice preview" not in public


def test_the_banner_is_true(newsroom: Newsroom, page: FlaskClient) -> None:
    """Where all is signed it does not say that nobody did; one sentence that waits is enough."""
    assert preview.SIGNED in page.get("/uk/harbor-fire").text
    assert BANNER not in page.get("/uk/harbor-fire").text
    newsroom.write("second")
    newsroom.update()
    assert preview.SIGNED in page.get("/uk/harbor-fire").text
    assert BANNER in page.get("/uk/").text  # the list has the other one, too
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "пожежники", "рятувальники")
    assert BANNER in page.get("/uk/harbor-fire").text


@pytest.mark.parametrize("path", ["/uk/", "/uk/harbor-fire", "/uk/nothing", "/"])
def test_every_page_says_what_it_is(page: FlaskClient, path: str) -> None:
    """Nobody takes a preview for the publication."""
    assert "notice preview" in page.get(path, follow_redirects=True).text


def test_a_language_with_no_words_can_be_previewed(newsroom: Newsroom) -> None:
    """A translator sees the source's words, marked, from the first day."""
    newsroom.update("he")
    client = preview.create_app(load_settings(), newsroom.project, "he").test_client()
    answer = client.get("/he/harbor-fire")
    assert answer.status_code == 200
    assert '<html lang="he" dir="rtl">' in answer.text
    assert "people were hurt" in answer.text
    assert answer.text.count('class="waiting"') == 3


def test_a_file_in_the_middle_of_an_edit_is_no_error(newsroom: Newsroom, page: FlaskClient) -> None:
    """A broken file shows the source's words until it is whole again; hostile words never show."""
    path = newsroom.path("harbor-fire", "uk")
    good = path.read_bytes()
    path.write_bytes(good.replace(b'msgstr "', b"msgstr ", 1))
    assert page.get("/uk/harbor-fire").status_code == 200
    path.write_bytes(good.replace("{day} у порту".encode(), b"{day.__class__}<script>"))
    answer = page.get("/uk/harbor-fire")
    assert answer.status_code == 200 and "<script>" not in answer.text


def test_serving_readers_never_loads_the_preview() -> None:
    """The window has no way to show words that nobody signed."""
    import subprocess
    import sys

    code = (
        "import service, sys; service.create_app(); assert 'service.web.preview' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_page_of_one_article_reads_no_other(
    newsroom: Newsroom, page: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many articles there are; and a page that is loaded again reads what changed."""
    newsroom.write("second")
    newsroom.update()
    read: list[str] = []
    load = Project.article
    monkeypatch.setattr(
        Project, "article", lambda self, slug: read.append(slug) or load(self, slug)
    )
    assert page.get("/uk/harbor-fire").status_code == 200
    assert read == ["harbor-fire"]
    assert page.get("/uk/").text.count("second") > 0
    assert read == ["harbor-fire", "second"]
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "пожежники", "рятувальники")
    assert "рятувальники" in page.get("/uk/harbor-fire").text
    assert read == ["harbor-fire", "second", "harbor-fire"]
