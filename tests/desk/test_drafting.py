"""A draft at the desk: in a process of its own, to be watched and cancelled."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import ARTICLE, Newsroom
from flask import Flask

from desk.conftest import EDITOR, REVIEWER, SLUG, Person, fields, settings_of
from service.desk.app import create_app
from service.desk.draft_jobs import DraftJobs, Job
from service.desk.draft_process import Order
from service.errors import SettingsError, SummariesError
from service.settings import Settings

PATIENCE = 60


def ended(app: Flask, slug: str) -> Job:
    """Wait until the draft of an article has ended, and return it."""
    for thread in threading.enumerate():
        if thread.name == f"draft {slug}":
            thread.join(PATIENCE)
    job: Job | None = app.extensions["drafts"].of(slug)
    assert job is not None and job.state != "running"
    return job


@pytest.fixture
def fresh(staffed: Newsroom, app: Flask) -> Person:
    """An editor who has just taken an article in."""
    jane = Person(app, EDITOR)
    data = {"csrf": jane.token(), "article": ARTICLE, "language": "en", "slug": "fresh"}
    jane.post("/desk/new", data)
    return jane


@pytest.fixture
def silent() -> Iterator[tuple[str, threading.Event]]:
    """The server of a model that never answers, and what tells that it was asked."""
    asked, over = threading.Event(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"data": [{"id": "slow"}]}')

        def do_POST(self) -> None:
            asked.set()
            over.wait(PATIENCE)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1", asked
    over.set()
    server.shutdown()
    server.server_close()


def test_a_summary_is_drafted(staffed: Newsroom, app: Flask, fresh: Person) -> None:
    """From the article's own sentences, with its figures as facts, and signed by nobody."""
    path = "/desk/articles/fresh/draft"
    answer = fresh.post(path, {"csrf": fresh.token(), "summary": "1", "count": "3"})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert ended(app, "fresh").state == "done"
    page = fresh.page(path)
    assert "Nothing of it is signed" in page
    text = (staffed.articles / "fresh" / "summary.toml").read_text()
    assert text.count("[[statements]]") >= 2 and "{ton}" in text
    assert "#, fuzzy" in staffed.path("fresh", "en").read_text()
    assert not (staffed.journal / "fresh.jsonl").exists()


def test_a_draft_that_is_signed_as_it_is_reaches_translators(fresh: Person, app: Flask) -> None:
    """Nobody has to save the summary once more before its catalogs are there."""
    fresh.post("/desk/articles/fresh/draft", {"csrf": fresh.token(), "summary": "1", "count": "2"})
    assert ended(app, "fresh").state == "done"
    oksana = Person(app, REVIEWER)
    assert "/desk/uk/fresh" not in oksana.page("/desk/")
    form = fields(fresh.page("/desk/en/fresh"), "headline")
    assert fresh.post("/desk/en/fresh/sign", form).status_code == 303
    assert "/desk/uk/fresh" in oksana.page("/desk/")
    assert "to translate" in oksana.page("/desk/uk/fresh")


def test_a_persons_work_is_left_alone(staffed: Newsroom, app: Flask) -> None:
    """No process is started."""
    jane, path = Person(app, EDITOR), f"/desk/articles/{SLUG}/draft"
    assert "somebody’s work already" in jane.page(path)
    answer = jane.post(path, {"csrf": jane.token(), "summary": "1"})
    assert answer.status_code == 422
    assert app.extensions["drafts"].of(SLUG) is None
    assert jane.post(path, {"csrf": jane.token()}).status_code == 422
    assert jane.post(path, {"csrf": jane.token(), "locales": "uk"}).status_code == 422


def test_a_draft_is_watched_and_cancelled(
    staffed: Newsroom, silent: tuple[str, threading.Event]
) -> None:
    """While a model takes its time, pages answer; cancelling ends the process, writing nothing."""
    address, asked = silent
    app = create_app(replace(settings_of(staffed), drafts=True, desk_translator=address))
    staffed.update("fr")
    jane, path = Person(app, EDITOR), f"/desk/articles/{SLUG}/draft"
    before = staffed.path(SLUG, "fr").read_bytes()
    assert jane.post(path, {"csrf": jane.token(), "locales": "fr"}).status_code == 303
    assert asked.wait(PATIENCE)
    page = jane.page(path)
    assert "Being drafted for" in page and "<progress" in page
    twice = jane.post(path, {"csrf": jane.token(), "locales": "fr"})
    assert "being drafted already" in twice.get_data(as_text=True)
    assert jane.post(f"{path}/cancel", {"csrf": jane.token()}).status_code == 303
    assert ended(app, SLUG).state == "cancelled"
    assert "The draft was cancelled." in jane.page(path)
    assert staffed.path(SLUG, "fr").read_bytes() == before


def test_what_fails_is_said(staffed: Newsroom, app: Flask) -> None:
    """In the sentence that the command line has for it."""
    jobs = DraftJobs()
    here = staffed.project
    order = Order(
        str(here.articles), str(here.locales), str(here.journal), SLUG, "en", "2026-11-26", 3
    )
    with app.test_request_context():
        job = jobs.start(order, EDITOR)
        app.extensions["drafts"] = jobs
        assert ended(app, SLUG) is job
    assert (job.state, "somebody's work" in job.error) == ("failed", True)


def test_a_machine_is_not_filled_with_models(
    staffed: Newsroom, app: Flask, silent: tuple[str, threading.Event]
) -> None:
    """Two drafts at once; a third is asked to wait."""
    jobs, here = DraftJobs(), staffed.project
    staffed.write("second")
    staffed.update("fr")
    order = Order(
        str(here.articles), str(here.locales), str(here.journal), SLUG, "en", "2026-11-26",
        locales=("fr",), translator=silent[0],
    )  # fmt: skip
    with app.test_request_context():
        for name in (SLUG, "second"):
            jobs.start(replace(order, slug=name), EDITOR)
        with pytest.raises(SummariesError, match="Try again"):
            jobs.start(replace(order, slug="third"), EDITOR)
        for name in (SLUG, "second"):
            jobs.cancel(name)
    app.extensions["drafts"] = jobs
    assert ended(app, SLUG).state == "cancelled"


def test_a_translator_needs_the_switch(staffed: Newsroom) -> None:
    """A model that nobody switched on is no accident that is noticed late."""
    with pytest.raises(SettingsError, match="SUMMARIES_DRAFTS=1"):
        Settings.from_mapping({"DESK_TRANSLATOR": "some-model"}, staffed.folder)
