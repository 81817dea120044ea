"""A publisher and a window on two machines, as processes, with a bucket between them."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import UKRAINIAN, Newsroom
from object_store import BUCKET, Cable, Store
from test_live import PATIENCE, SUMMARIES, eventually, get

# Without a bucket it is two seconds; a look of the uploader and one of the window are on top.
PROMISE = 5.0
OTHER = "Пожежа в порту: згорів склад"
START = ("serve", "--no-publisher", "--workers", "2", "--port")


class Machine:
    """Where one command runs, with folders of its own."""

    def __init__(self, folder: Path, port: int, **settings: str) -> None:
        own = {"SUMMARIES_EDITIONS": f"s3://{BUCKET}/{folder.parent.name}",
               "SUMMARIES_BUCKET_FOLDER": str(folder / "bucket"),
               "SUMMARIES_PUBLISHED": str(folder / "published"),
               "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "SUMMARIES_METRICS": "1",
               "SUMMARIES_BASE_URL": "https://summaries.example.org"}  # fmt: skip
        folder.mkdir()
        self.environment = os.environ | own | settings
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *words: str) -> None:
        with self.log.open("ab") as log:
            command = [str(SUMMARIES), *words]
            self.process = subprocess.Popen(command, env=self.environment, stderr=log, stdout=log)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(20) in (0, -signal.SIGTERM)
            self.process = None

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(SUMMARIES), *words], env=self.environment, check=False,
                              capture_output=True, text=True, timeout=60)  # fmt: skip


@pytest.fixture
def newsroom_signed(newsroom: Newsroom) -> Newsroom:
    newsroom.write()
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    return newsroom


@pytest.fixture
def publisher(newsroom_signed: Newsroom, seaweed: Store, tmp_path: Path) -> Iterator[Machine]:
    places = {
        f"SUMMARIES_{name.upper()}": str(newsroom_signed.folder / name)
        for name in ("articles", "locales", "journal")
    }
    machine = Machine(tmp_path / "publisher", seaweed.port, **places)
    machine.start("publish", "--watch")
    yield machine
    machine.stop()


@pytest.fixture
def window(cable: Cable, tmp_path: Path) -> Iterator[Callable[[], str]]:
    machine = Machine(tmp_path / "window", cable.port)

    def start() -> str:
        with contextlib.suppress(AssertionError):
            machine.stop()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        machine.start(*START, str(port))
        assert eventually(PATIENCE, lambda: get(f"http://127.0.0.1:{port}/healthz")[0] == 200)
        return f"http://127.0.0.1:{port}"

    yield start
    machine.stop()


def report(what: str, began: float) -> None:
    """Say how long something took; “pytest -s” shows it."""
    sys.stdout.write(f"{what}: {time.monotonic() - began:.2f} s\n")


def everywhere(address: str, status: int, words: str = "") -> bool:
    """Tell whether every worker answers so."""
    return all(get(address)[0] == status and words in get(address)[1] for _ in range(10))


def test_a_signature_and_a_withdrawal_reach_a_window_elsewhere(
    newsroom_signed: Newsroom, publisher: Machine, window: Callable[[], str],
) -> None:  # fmt: skip
    """In every worker, within seconds, from a window that starts with nothing."""
    newsroom, address = newsroom_signed, window()
    page = f"{address}/uk/harbor-fire"
    assert eventually(PATIENCE, lambda: everywhere(page, 200, UKRAINIAN["headline"][0]))
    newsroom.translate("harbor-fire", "uk", UKRAINIAN | {"headline": [OTHER]})
    began = time.monotonic()
    newsroom.sign("harbor-fire", "uk")
    assert eventually(PROMISE, lambda: everywhere(page, 200, OTHER))
    report("signature", began)
    began = time.monotonic()
    newsroom.withdraw("harbor-fire", "uk", "A mistake.")
    assert eventually(PROMISE, lambda: everywhere(page, 410, "A mistake."))
    report("withdrawal", began)
    ready = json.loads(get(f"{address}/readyz")[1])
    assert (ready["status"], ready["problems"]) == ("ready", [])
    assert ready["publisher_alive"] is not None


def test_a_window_serves_on_and_starts_again_without_its_bucket(
    newsroom_signed: Newsroom, publisher: Machine, window: Callable[[], str], cable: Cable
) -> None:
    """What was read is served; /readyz and the metrics say what is wrong; then it catches up."""
    newsroom, address = newsroom_signed, window()
    assert eventually(PATIENCE, lambda: everywhere(f"{address}/en/harbor-fire", 200))
    cable.silence()
    assert eventually(PATIENCE, lambda: "does not answer" in get(f"{address}/readyz")[1])
    assert eventually(PATIENCE, lambda: everywhere(f"{address}/readyz", 200, '"degraded"'))
    assert "summaries_bucket_answered_timestamp_seconds" in get(f"{address}/metrics")[1]
    assert everywhere(f"{address}/en/harbor-fire", 200)
    cable.cut()
    address = window()
    assert everywhere(f"{address}/en/harbor-fire", 200)
    newsroom.translate("harbor-fire", "uk", UKRAINIAN | {"headline": [OTHER]})
    newsroom.sign("harbor-fire", "uk")
    cable.mend()
    assert eventually(PATIENCE, lambda: everywhere(f"{address}/uk/harbor-fire", 200, OTHER))
    assert eventually(PATIENCE, lambda: '"ready"' in get(f"{address}/readyz")[1])


def test_a_publisher_without_its_bucket_says_so_and_goes_on(
    newsroom_signed: Newsroom, seaweed: Store, tmp_path: Path
) -> None:
    """It publishes into its folder; “publish” and “status” name what is not uploaded, and why."""
    places = {
        f"SUMMARIES_{name.upper()}": str(newsroom_signed.folder / name)
        for name in ("articles", "locales", "journal")
    }
    cable = Cable(seaweed.port)
    machine = Machine(tmp_path / "publisher", cable.port, **places)
    cable.cut()
    done = machine.run("publish")
    # It cannot know yet what readers have by another machine.
    assert done.returncode == 1 and "published" not in done.stdout
    assert "does not answer" in done.stderr and "Traceback" not in done.stderr
    assert "does not answer" in machine.run("status").stderr
    cable.mend()
    assert "published harbor-fire/en" in machine.run("publish").stdout
    cable.cut()
    newsroom_signed.now += datetime.timedelta(hours=1)
    newsroom_signed.translate("harbor-fire", "uk", UKRAINIAN | {"headline": ["Пожежа"]})
    newsroom_signed.sign("harbor-fire", "uk")
    done = machine.run("publish")
    assert done.returncode == 1 and "published harbor-fire/uk" in done.stdout
    assert "does not answer" in done.stderr and "Traceback" not in done.stderr
    machine.start("publish", "--watch")
    try:
        assert eventually(PATIENCE, lambda: "does not answer" in machine.run("status").stderr)
        cable.mend()
        assert eventually(PATIENCE, lambda: "does not answer" not in machine.run("status").stderr)
    finally:
        machine.stop()
        cable.close()
    assert "nothing to publish" in machine.run("publish").stdout
