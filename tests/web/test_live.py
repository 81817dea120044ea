"""A real server over loopback: what readers see while people sign, edit and break things."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Newsroom

from service.editions import store

SUMMARIES = Path(sys.executable).parent / "summaries"
# The promise is two seconds; a loaded machine may be slower to start processes.
PROMISE, PATIENCE = 2.0, 30.0


def get(url: str) -> tuple[int, str]:
    try:
        # A new connection each time, so that every worker gets its share.
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def eventually(seconds: float, holds: Callable[[], bool]) -> bool:
    """Ask again and again until ``holds``, for at most ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
    return holds()


@pytest.fixture
def serve(newsroom: Newsroom) -> Iterator[Callable[..., str]]:
    """Return a function that starts ``summaries serve`` and returns its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*words: str, **extra: str) -> str:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        names = ("articles", "locales", "journal", "editions", "published")
        environment = os.environ | {
            f"SUMMARIES_{name.upper()}": str(newsroom.folder / name) for name in names
        }
        running.append(
            subprocess.Popen(
                [SUMMARIES, "serve", "--port", str(port), *words],
                env=environment | extra,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        )
        address = f"http://127.0.0.1:{port}"
        assert eventually(PATIENCE, lambda: get(f"{address}/healthz")[0] == 200)
        return address

    yield start
    for process in running:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) in (0, -signal.SIGTERM)
        assert process.stdout is not None
        process.stdout.close()


def test_a_signature_shows_in_every_worker_within_two_seconds(newsroom: Newsroom, serve) -> None:  # type: ignore[no-untyped-def]
    """An unsigned edit never shows; its signature does, without a restart, in both workers."""
    address = serve("--workers", "2")
    page = f"{address}/uk/harbor-fire"
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "повідомили", "сказали")
    api = f"{address}/api/v1/articles/harbor-fire/summary?lang=uk"
    assert eventually(PATIENCE, lambda: json.loads(get(api)[1])["state"] == "pending")
    assert all("повідомили" in get(page)[1] for _ in range(10))
    newsroom.sign("harbor-fire", "uk", "fire")
    # Ten answers in a row with the new words: no worker is left behind.
    assert eventually(PROMISE, lambda: all("сказали" in get(page)[1] for _ in range(10)))


def test_a_withdrawal_shows_in_every_worker_whatever_is_broken(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, serve, run
) -> None:
    """By a line that git brings, and by the command; the article's folder and catalog are gone."""
    alive = newsroom.editions / store.HEARTBEAT
    alive.unlink()
    address = serve("--workers", "2")
    assert eventually(PATIENCE, alive.exists)  # what is promised begins with a publisher
    shutil.rmtree(newsroom.articles / "harbor-fire")
    newsroom.path("harbor-fire", "uk").unlink()
    newsroom.withdraw(locale="en")
    page = f"{address}/en/harbor-fire"
    assert eventually(PROMISE, lambda: all(get(page)[0] == 410 for _ in range(10)))
    words = ("withdraw", "harbor-fire", "--reason", "It was false.", "--name", "Jane Doe")
    assert run(*words).exit_code == 0
    page = f"{address}/uk/harbor-fire"
    assert eventually(PROMISE, lambda: all("It was false." in get(page)[1] for _ in range(10)))


def test_a_broken_file_is_named_and_readers_do_not_notice(newsroom: Newsroom, serve) -> None:  # type: ignore[no-untyped-def]
    """/readyz names file and line; the page stays; once corrected, the service is ready again."""
    address = serve()
    path = newsroom.path("harbor-fire", "uk")
    good = path.read_bytes()
    path.write_bytes(good.replace(b'msgstr "', b"msgstr ", 1))
    name = "locales/uk/LC_MESSAGES/harbor-fire.po:"
    assert eventually(PATIENCE, lambda: name in get(f"{address}/readyz")[1])
    assert get(f"{address}/uk/harbor-fire")[0] == 200
    path.write_bytes(good)
    assert eventually(PATIENCE, lambda: '"ready"' in get(f"{address}/readyz")[1])


def says(address: str, name: str, ending: str = "") -> bool:
    """Tell whether /readyz comes to name a problem of the file ``name`` that ends in ``ending``."""

    def said() -> bool:
        problems = json.loads(get(f"{address}/readyz")[1])["problems"]
        return any(name in problem and problem.endswith(ending) for problem in problems)

    return eventually(PATIENCE, said)


def test_what_is_said_of_a_broken_catalog_is_what_readers_get(newsroom: Newsroom, serve) -> None:  # type: ignore[no-untyped-def]
    """That they keep an edition, and which; that there is none; that they keep what they have."""
    catalog, new = newsroom.path("harbor-fire", "uk"), newsroom.path("harbor-fire", "de")
    newsroom.replace(catalog, "повідомили", "сказали")
    newsroom.sign("harbor-fire", "uk")
    newsroom.publish()  # revision 2
    address = serve()
    for path in (catalog, new):
        newsroom.replace(path, 'msgid "', "msgid ")
    assert says(address, "/uk/LC_MESSAGES/harbor-fire.po", "; readers keep revision 2")
    assert says(address, "/de/LC_MESSAGES/harbor-fire.po", "; there is no edition of it yet")
    assert [get(f"{address}/{tag}/harbor-fire")[0] for tag in ("uk", "de")] == [200, 404]
    (newsroom.articles / "harbor-fire" / "summary.toml").write_text("=")
    assert says(address, "summary.toml", "; readers keep what they have")
    assert get(f"{address}/uk/harbor-fire")[0] == 200


def test_what_is_said_of_a_broken_edition_is_what_readers_get(newsroom: Newsroom, serve) -> None:  # type: ignore[no-untyped-def]
    """A window that has read it before serves it from memory, a new one does not have it.

    No publisher runs: it would make the edition again from the journal.
    """
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "повідомили", "сказали")
    newsroom.sign("harbor-fire", "uk")
    newsroom.publish()  # revision 2
    address, page = serve("--no-publisher"), "/uk/harbor-fire"
    assert "сказали" in get(f"{address}{page}")[1]
    (newsroom.editions / "harbor-fire" / "uk.json").write_text("{")
    name = "harbor-fire/uk.json"
    assert says(address, f"{name} cannot be used: ", "; readers keep revision 2, from memory")
    assert "сказали" in get(f"{address}{page}")[1]
    later = serve("--no-publisher")
    assert says(later, f"{name} is not served: ")
    assert get(f"{later}{page}")[0] == 404


def test_the_window_runs_without_the_workshop(newsroom: Newsroom, serve) -> None:  # type: ignore[no-untyped-def]
    """With neither articles nor catalogs in sight, readers are served all the same."""
    nowhere = str(newsroom.folder / "nowhere")
    address = serve(SUMMARIES_ARTICLES=nowhere, SUMMARIES_LOCALES=nowhere)
    assert get(f"{address}/uk/harbor-fire")[0] == 200


def test_a_header_of_100_kilobytes_is_answered(newsroom: Newsroom, serve) -> None:  # type: ignore[no-untyped-def]
    """The reader behind it, if there is one, gets a page."""
    address = serve()
    header = "uk," + "x" * 100_000
    request = urllib.request.Request(f"{address}/", headers={"Accept-Language": header})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.url.startswith(f"{address}/uk/")


def test_a_taken_port_or_a_wrong_setting_stops_the_start_with_one_sentence(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, serve
) -> None:
    """The operator reads what is wrong, not a traceback."""
    address = serve()
    result = subprocess.run(
        [SUMMARIES, "serve", "--port", address.rpartition(":")[2]],
        env=os.environ | {"SUMMARIES_EDITIONS": str(newsroom.editions)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "choose another with --port" in result.stderr
    result = subprocess.run(
        [SUMMARIES, "serve"], env=os.environ | {"SUMMARIES_REFRESH": "soon"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert result.stderr.startswith("Error: SUMMARIES_REFRESH=soon is not a number")
