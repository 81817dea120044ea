"""What an operator's Prometheus sees: everything that happened, once, and nothing made up."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Newsroom
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from service.content.environment import load as load_settings
from service.editions.publisher import Publisher
from service.errors import SettingsError

SUMMARIES = Path(sys.executable).parent / "summaries"
TOKEN = "a-token-for-prometheus"
PATIENCE = 30.0
EDITION = "/<lang:language>/<slug>"

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(text: str) -> Samples:
    """Return the values of a scrape by name and labels; each is there once."""
    values: Samples = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            key = (sample.name, frozenset(sample.labels.items()))
            assert key not in values
            values[key] = sample.value
    return values


def scrape(window: FlaskClient) -> Samples:
    answer = window.get("/metrics")
    assert answer.status_code == 200
    return samples(answer.text)


def value(scraped: Samples, name: str, **labels: str) -> float:
    return scraped.get((name, frozenset(labels.items())), 0.0)


def requests(scraped: Samples, **labels: str) -> float:
    """Return how many requests with these labels were answered."""
    return sum(
        number
        for (name, have), number in scraped.items()
        if name == "summaries_http_requests_total" and labels.items() <= set(have)
    )


# --- requests ------------------------------------------------------------------------------------


def test_every_request_counts_once_however_it_was_answered(newsroom: Newsroom) -> None:
    """Rendered, kept, compressed, unchanged, without a body: one route, one language."""
    window = newsroom.client(METRICS="1")
    page = "/uk/harbor-fire"
    etag = window.get(page).headers["ETag"]
    window.get(page)
    window.get(page, headers={"Accept-Encoding": "br"})
    window.head(page)
    window.get(page, headers={"If-None-Match": etag})
    scraped = scrape(window)
    assert requests(scraped, route=EDITION, language="uk", status="200") == 4
    assert requests(scraped, route=EDITION, language="uk", status="304") == 1
    assert requests(scraped) == 5
    assert value(scraped, "summaries_http_request_seconds_count", route=EDITION) == 5
    assert value(scraped, "summaries_http_request_seconds_bucket", route=EDITION, le="+Inf") == 5
    assert value(scraped, "summaries_http_request_seconds_sum", route=EDITION) > 0


def test_redirects_errors_and_wrong_methods_count_too(newsroom: Newsroom) -> None:
    """An operator sees what readers get, not only what works."""
    window = newsroom.client(METRICS="1")
    window.get("/")
    window.get("/de/harbor-fire")
    window.get("/api/v1/articles/harbor-fire/summary?lang=uk")
    window.post("/uk/harbor-fire")
    scraped = scrape(window)
    assert requests(scraped, route="/", status="302") == 1
    assert requests(scraped, route=EDITION, language="de", status="404") == 1
    assert requests(scraped, route="/api/v1/articles/<slug>/summary", language="uk") == 1
    assert requests(scraped, status="405") == 1


def test_nobody_can_make_label_values_up(newsroom: Newsroom) -> None:
    """Whatever addresses, languages, methods and hosts clients send, the series stay few."""
    window = newsroom.client(METRICS="1")
    for n in range(50):
        for path in (f"/x{n}/y/z", f"/aa-{n:03}/harbor-fire", f"/uk/no-{n}", f"/uk/?page={n}",
                     f"/api/v1/articles/harbor-fire/summary?lang=x{n}"):  # fmt: skip
            window.open(path, method=f"M{n}" if n % 5 == 0 else "GET",
                        headers={"Accept-Language": f"q{n}"})  # fmt: skip
    labels = [dict(have) for (name, have) in scrape(window) if "requests_total" in name]
    assert len(labels) < 20
    assert {have["language"] for have in labels} <= {"", "en", "uk", "de"}
    rules = {rule.rule for rule in window.application.url_map.iter_rules()}
    assert {have["route"] for have in labels} <= {"", *rules}


def test_a_token_that_is_none_stops_the_start_and_is_not_repeated() -> None:
    """A guessable one protects nothing; a log is no place for one."""
    for wrong in ("secret", "2", "maybe", "long enough but with spaces", "x" * 15):
        with pytest.raises(SettingsError, match="write 1 or 0, or at least 16") as raised:
            load_settings({"METRICS": wrong})
        assert wrong not in str(raised.value).split()
    assert load_settings().metrics == load_settings({"METRICS": "off"}).metrics == ""


def test_metrics_are_for_those_who_may_see_them(newsroom: Newsroom) -> None:
    """Nobody by default, else everybody or who has the token; and no cache keeps them."""
    assert newsroom.client().get("/metrics").status_code == 404
    window = newsroom.client(METRICS=TOKEN)
    for sent in (None, "", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer \u00e9"):
        answer = window.get("/metrics", headers={"Authorization": sent} if sent else {})
        assert answer.status_code == 401
        assert "summaries_" not in answer.text
    answer = window.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/plain"


# --- editions, problems, reviews -----------------------------------------------------------------


def test_editions_are_counted_by_state_and_language(newsroom: Newsroom) -> None:
    """As readers have them: a withdrawn one and one that never was are told apart."""
    window = newsroom.client(METRICS="1")

    def states(tag: str) -> dict[str, float]:
        scraped = scrape(window)
        return {
            dict(have)["state"]: number
            for (name, have), number in scraped.items()
            if name == "summaries_editions" and dict(have)["language"] == tag and number
        }

    assert (states("uk"), states("de")) == ({"current": 1}, {"incomplete": 1})
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "повідомили", "сказали")
    newsroom.publish()
    assert states("uk") == {"pending": 1}
    newsroom.withdraw(locale="uk", reason="wrong")
    newsroom.publish()
    assert states("uk") == {"withdrawn": 1}


def test_reloads_count_by_what_came_of_them(newsroom: Newsroom) -> None:
    """A file that cannot be used makes a degraded one, and is counted as a problem."""
    window = newsroom.client(METRICS="1")
    before = scrape(window)
    assert value(before, "summaries_reload_total", outcome="ok") == 1
    assert value(before, "summaries_problems") == 0
    (newsroom.editions / "harbor-fire" / "uk.json").write_text("{")
    after = scrape(window)
    assert value(after, "summaries_reload_total", outcome="degraded") == 1
    assert value(after, "summaries_problems") == 1
    assert value(after, "summaries_reload_seconds_count") == 2


@pytest.mark.parametrize("many", [100, 1])
def test_the_clock_of_a_review_starts_with_the_words_and_stops_with_the_signature(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Later edits of the same catalog do not start it again, nor does it matter which process
    publishes; a window apart from the publisher knows it."""
    monkeypatch.setattr("service.editions.article_publisher.MANY", many)
    window = newsroom.client(METRICS="1")
    newsroom.now = datetime.datetime.now(datetime.UTC)
    path = newsroom.path("harbor-fire", "uk")

    def waits() -> tuple[float, float]:
        newsroom.publish()
        scraped = scrape(window)
        return (
            value(scraped, "summaries_messages_waiting_review", language="uk"),
            value(scraped, "summaries_oldest_waiting_review_seconds"),
        )

    assert waits() == (0, 0)
    newsroom.replace(path, "повідомили", "сказали")
    long_ago = time.time() - 5000
    os.utime(path, (long_ago, long_ago))
    messages, age = waits()
    assert messages == 1
    assert 5000 <= age < 5100
    newsroom.replace(path, "Пожежа складу", "Пожежа")  # now
    messages, age = waits()
    assert messages == 2
    assert 5000 <= age < 5100
    path.rename(path.with_suffix(".away"))
    path.write_text("broken")
    assert waits()[0] == 2  # nobody signed anything
    path.with_suffix(".away").rename(path)
    newsroom.sign("harbor-fire", "uk")
    assert waits() == (0, 0)


def test_drafts_and_what_is_withdrawn_wait_for_nobodys_signature(newsroom: Newsroom) -> None:
    """Only words that a reviewer could sign now make anybody wait."""
    path = newsroom.path("harbor-fire", "uk")
    newsroom.replace(path, 'msgctxt "fire"', '#, fuzzy\nmsgctxt "fire"')
    newsroom.publish()
    window = newsroom.client(METRICS="1")
    assert value(scrape(window), "summaries_messages_waiting_review", language="uk") == 0
    newsroom.replace(path, "Пожежа складу", "Пожежа")
    newsroom.publish()
    assert value(scrape(window), "summaries_messages_waiting_review", language="uk") == 1
    newsroom.withdraw(locale="uk", reason="wrong")
    newsroom.publish()
    assert value(scrape(window), "summaries_messages_waiting_review", language="uk") == 0


def test_no_report_takes_the_metrics_down(newsroom: Newsroom) -> None:
    """Of an older publisher, or damaged: then nothing is known to wait."""
    window = newsroom.client(METRICS="1")
    for waiting in ("[]", "1", '{"uk": 1}', '{"uk": {"messages": 1, "since": "now"}}',
                    '{"uk": {"messages": [], "since": "2026-11-22T00:00:00+00:00"}}',
                    '{"uk": {"messages": 1, "since": "2026-11-22T00:00:00"}}'):  # fmt: skip
        report = newsroom.editions / "_publisher.json"
        report.write_text(f'{{"problems": [], "waiting": {waiting}}}')
        assert value(scrape(window), "summaries_oldest_waiting_review_seconds") == 0
        assert window.get("/uk/harbor-fire").status_code == 200


# --- the publisher --------------------------------------------------------------------------------


def test_a_publisher_is_seen_to_work_and_nothing_else_moves(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sign is a time alone: it makes no new view, so no kept page goes for its sake."""
    monkeypatch.setattr("service.editions.publisher.SIGN", 0)
    window = newsroom.client(METRICS="1")
    library = window.application.extensions["summaries"]
    sign, name = newsroom.editions / "_alive", "summaries_publisher_alive_timestamp_seconds"
    reloads = value(scrape(window), "summaries_reload_total", outcome="ok")
    generation = library.view().generation
    os.utime(sign, (1000, 1000))
    assert value(scrape(window), name) == 1000
    assert window.get("/readyz").json["publisher_alive"] == "1970-01-01T00:16:40+00:00"
    assert newsroom.publisher.poll() is None  # it finds nothing to do
    after = scrape(window)
    assert time.time() - 60 < value(after, name) < time.time() + 60
    assert value(after, "summaries_reload_total", outcome="ok") == reloads
    assert library.view().generation == generation
    sign.unlink()
    assert (name, frozenset()) not in scrape(window)  # unknown, and not the year 1970
    ready = window.get("/readyz").json
    assert (ready["status"], ready["publisher_alive"]) == ("ready", None)


def test_a_publisher_that_cannot_publish_shows_no_sign(newsroom: Newsroom) -> None:
    """Who looks at nothing but the process would not notice."""
    sign, report = newsroom.editions / "_alive", newsroom.editions / "_publisher.json"
    os.utime(sign, (1000, 1000))
    report.unlink()
    report.mkdir()
    publisher = Publisher(newsroom.project, newsroom.editions)
    for _ in range(2):
        with pytest.raises(OSError, match=r"_publisher\.json"):
            publisher.poll()
    assert sign.stat().st_mtime == 1000
    report.rmdir()
    publisher.poll()  # it tries again, though nothing has changed
    assert report.is_file()
    assert sign.stat().st_mtime > 1000


# --- several processes ---------------------------------------------------------------------------


def ask(url: str) -> str:
    # A new connection each time, so that every worker gets its share.
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def workers(url: str) -> set[str]:
    """Return who answers: what the identities of a worker's requests begin with."""
    identities = set()
    for _ in range(10):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=10) as answer:
            identities.add(answer.headers["X-Request-ID"][:16])
    return identities


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if holds():
            return True
    return holds()


def test_workers_count_together_and_a_killed_one_takes_nothing_along(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    """Every scrape, whichever worker answers, has all requests; none is forgotten or counted twice
    when a worker dies and another takes its place; at the end no file is left."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    env = os.environ | {
        "SUMMARIES_EDITIONS": str(newsroom.editions), "SUMMARIES_ARTICLES": str(tmp_path / "none"),
        "SUMMARIES_METRICS": "1", "TMPDIR": str(scratch),
    }  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    page = f"{url}/uk/harbor-fire"
    with subprocess.Popen(
        [SUMMARIES, "serve", "--port", str(port), "--workers", "2"], env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            assert eventually(lambda: len(workers(f"{url}/healthz")) == 2)
            first = workers(f"{url}/healthz")

            def counted() -> float:
                return requests(samples(ask(f"{url}/metrics")), route=EDITION, language="uk")

            assert all(ask(page) for _ in range(40))
            assert eventually(lambda: counted() == 40)
            assert [counted() for _ in range(10)] == [40.0] * 10
            children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
            os.kill(int(children[0]), signal.SIGKILL)
            assert counted() in (0.0, 40.0)  # 0: the connection was the dead one's
            assert sum(bool(ask(page)) for _ in range(20)) >= 19
            # Also because a worker that is told to stop before it serves does not hear it.
            assert eventually(lambda: bool(workers(f"{url}/healthz") - first))
            heartbeat = 40 + 20
            assert eventually(lambda: counted() >= heartbeat - 1)
            counts = [counted() for _ in range(10)]
            assert counts == sorted(counts)
            assert counts[-1] <= heartbeat
            assert len(list(scratch.glob("summaries-metrics-*/counter_*.db"))) == 2
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                assert server.wait(20) in (0, -signal.SIGTERM)
            finally:
                server.kill()
    assert list(scratch.iterdir()) == []


# --- what operators are given --------------------------------------------------------------------

DEPLOY = ROOT / "deploy" / "metrics"


def test_rules_dashboard_and_documentation_speak_of_metrics_that_exist(newsroom: Newsroom) -> None:
    """An alert on a name that nobody exports would never fire."""
    text = newsroom.client(METRICS="1").get("/metrics").text
    there = set(re.findall(r"^# TYPE (\w+)", text, re.MULTILINE))
    there |= {f"{name}_bucket" for name in there if name.endswith("_seconds")}
    there.add("summaries_bucket_answered_timestamp_seconds")  # in tests/web/test_bucket_live.py
    # An export's own, in tests/cli/test_watched_export.py.
    there.add("summaries_export_current_timestamp_seconds")
    for path in (*DEPLOY.glob("*.*"), ROOT / "docs" / "operations.md"):
        named = set(re.findall(r"\bsummaries_[a-z_]*[a-z]\b", path.read_text()))
        assert named - {"summaries_metrics"} <= there, path.name
    documented = (ROOT / "docs" / "operations.md").read_text()
    assert all(f"`{name}" in documented for name in there if not name.endswith("_bucket"))
    rules = (DEPLOY / "rules.yml").read_text()
    assert all(f"`{alert}`" in documented for alert in re.findall(r"- alert: (\w+)", rules))
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text())
    assert all(target["expr"] for panel in board["panels"] for target in panel["targets"])


def test_prometheus_takes_every_expression_of_the_dashboard(
    tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """With what Grafana puts in for its variables."""
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text())
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    filled = [expr.replace("$__rate_interval", "1m").replace("$job", "summaries") for expr in asked]
    rules = [{"record": f"panel:{n}", "expr": expr} for n, expr in enumerate(filled)]
    file = tmp_path / "rules.json"  # which is YAML too
    file.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
    done = subprocess.run(
        [tool("promtool"), "check", "rules", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [expr for expr in filled if "$" in expr]


def test_prometheus_takes_the_rules_and_they_fire_when_they_say(
    newsroom: Newsroom, tool: Callable[[str], str]
) -> None:
    """By Prometheus's own tool; it also finds nothing to say against what we export."""
    promtool = tool("promtool")

    def said(*words: str, stdin: str = "") -> tuple[int, str]:
        done = subprocess.run(
            [promtool, *words], cwd=DEPLOY, input=stdin, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode, done.stdout

    for words in (("check", "config", "prometheus.yml"), ("test", "rules", "rules.test.yml")):
        status, output = said(*words)
        assert status == 0, output
    window = newsroom.client(METRICS="1")
    window.get("/uk/harbor-fire")
    assert said("check", "metrics", stdin=window.get("/metrics").text) == (0, "")
