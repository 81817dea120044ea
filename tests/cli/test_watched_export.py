"""``summaries publish --watch --export``: what is signed or withdrawn is soon in the folder."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, UKRAINIAN, Newsroom
from test_live import PATIENCE, SUMMARIES, eventually
from test_stop import ours

from service.cli.export import METRICS

pytestmark = pytest.mark.usefixtures("watching")


@pytest.fixture
def site(newsroom: Newsroom) -> Path:
    return newsroom.folder / "out" / "site"


@pytest.fixture
def watching(newsroom: Newsroom, site: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The command, as an operator starts it, over a newsroom whose article is signed in English."""
    newsroom.write()
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    names = ("articles", "locales", "journal", "editions", "published")
    places = {f"SUMMARIES_{name.upper()}": str(newsroom.folder / name) for name in names}
    places["SUMMARIES_BASE_URL"] = "https://summaries.example.org"
    words = [str(SUMMARIES), "publish", "--watch", "--export", str(site.parent)]
    process = subprocess.Popen(words, env=os.environ | places, stderr=subprocess.PIPE)
    try:
        soon((site / "en" / "harbor-fire.html").exists)
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
    assert process.returncode == 0
    soon(lambda: not ours(newsroom))


def soon(holds: Callable[[], bool]) -> None:
    """Wait until something is true, for as long as a busy machine may need."""
    assert eventually(PATIENCE, holds)


def test_a_signature_and_a_withdrawal_reach_the_files(newsroom: Newsroom, site: Path) -> None:
    """In every language that they concern, with the twins that web servers send."""
    newsroom.translate("harbor-fire", "uk", UKRAINIAN)
    newsroom.sign("harbor-fire", "uk")
    page = site / "uk" / "harbor-fire.html"
    soon(page.exists)
    soon(lambda: 'hreflang="uk"' in (site / "en" / "harbor-fire.html").read_text())
    newsroom.withdraw("harbor-fire", "uk", "A mistake.")
    soon(lambda: not page.exists() and not page.with_name("harbor-fire.html.gz").exists())
    gone = site / "_errors" / "410" / "uk" / "harbor-fire.html"
    soon(lambda: gone.exists() and "A mistake." in gone.read_text())


def test_the_export_says_when_it_last_was_as_published(site: Path) -> None:
    """For an alert: the sign gets old where the export fails, or does not run."""
    sign = site.parent / METRICS
    soon(sign.exists)
    name, seconds = sign.read_text().splitlines()[-1].split()
    assert name == "summaries_export_current_timestamp_seconds"
    assert abs(time.time() - float(seconds)) < PATIENCE
    rules = (ROOT / "deploy" / "metrics" / "rules.yml").read_text()
    assert f'time() - {name}{{job="summaries-export"}}' in rules


def test_an_export_that_is_killed_is_started_again(newsroom: Newsroom, site: Path) -> None:
    """And goes on from what it had written."""
    (child,) = (pid for pid in ours(newsroom) if b"\0export\0" in command(pid))
    os.kill(child, signal.SIGKILL)
    newsroom.translate("harbor-fire", "uk", UKRAINIAN)
    newsroom.sign("harbor-fire", "uk")
    soon((site / "uk" / "harbor-fire.html").exists)


def command(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()
