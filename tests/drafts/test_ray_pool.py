"""Drafting on a Ray cluster: a real one, of two workers, that these tests start.

Its token is the only way in, and it listens on the loopback address.
"""

from __future__ import annotations

import datetime
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Newsroom
from drafting import need
from test_draft_commands import STORY
from test_models import PAIRS, tiny

from service.cli import draft_steps as steps
from service.drafts import jobs, proposal, ray_pool
from service.drafts.engine import Limits

__all__ = ["tiny"]

TODAY = datetime.date(2026, 11, 22)
# Ray reads them when it is loaded, which is later than this.
os.environ["RAY_AUTH_MODE"], os.environ["RAY_AUTH_TOKEN"] = "token", uuid.uuid4().hex
LOOPBACK = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a running cluster."""
    need("ray")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    folder = tempfile.mkdtemp(prefix="ray")  # short: it is part of the path of sockets
    running = subprocess.Popen(
        [Path(sys.executable).with_name("ray"), "start", "--head", "--block", "--num-cpus=2",
         "--node-ip-address=127.0.0.1", f"--port={address[10:]}", f"--temp-dir={folder}",
         "--include-dashboard=false", "--disable-usage-stats"],
        env={**os.environ, **LOOPBACK}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert running.stdout is not None
    said = []
    for line in running.stdout:
        said.append(line)
        if "runtime started" in line:
            break
    else:
        pytest.fail("".join(said))
    yield address
    running.terminate()
    running.communicate()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def stories(newsroom: Newsroom) -> list[Path]:
    """Four articles without a summary."""
    folders = [newsroom.articles / name for name in ("one", "two", "three", "four")]
    for number, folder in enumerate(folders, 1):
        folder.mkdir()
        (folder / "article.txt").write_text(STORY.replace("May 3", f"May {number}"))
    return folders


def works(count: int, found: list[str]) -> list[tuple[str, jobs.Steps]]:
    """Return the drafting of some articles; what was drafted goes to ``found``."""

    def one(name: str) -> jobs.Steps:
        made = yield jobs.Summary(STORY, "en", 3, TODAY)
        assert len(made.statements) == 3
        found.append(name)

    return [(f"story-{number}", one(f"story-{number}")) for number in range(count)]


def times(folders: list[Path]) -> list[int]:
    """Return when the summaries were written."""
    return [(folder / "summary.toml").stat().st_mtime_ns for folder in folders]


def command(newsroom: Newsroom, *words: str, **more: str) -> subprocess.Popen[str]:
    """Start ``summaries`` as a program of its own."""
    places = {
        f"SUMMARIES_{name.upper()}": str(newsroom.folder / name)
        for name in ("articles", "locales", "journal", "editions", "published")
    }
    return subprocess.Popen(
        [sys.executable, "-m", "service", *words], env={**os.environ, **places, **more},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def test_what_goes_to_a_worker_and_comes_back_is_plain_data(newsroom: Newsroom) -> None:
    """And a worker here makes what a worker there makes."""
    source = newsroom.project.source("harbor-fire")
    asked = jobs.Summary(STORY, "en", 3, TODAY)
    made = jobs.Worker(jobs.Kit(), str).run(asked)
    assert made == proposal.propose(STORY, "en", 3, TODAY)
    for thing in (
        asked,
        made,
        jobs.Translations(tuple(source.messages), "en", "uk", ()),
        jobs.Kit(),
    ):
        assert pickle.loads(pickle.dumps(thing)) == thing


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        (["x.txt", "--ray", "local"], "--ray goes with --all", 2),
        (["--all", "--workers", "2"], "--workers with --ray", 2),
        (["--all", "--ray", "http://nowhere"], "is not the address of a Ray cluster", 1),
    ],
)
def test_wrong_use_is_one_sentence(words: list[str], said: str, status: int, run) -> None:  # type: ignore[no-untyped-def]
    """Before anything is started."""
    result = run("draft", *words)
    assert result.exit_code == status and said in result.output


def test_without_ray_one_sentence_says_what_to_install(
    stories: list[Path], monkeypatch: pytest.MonkeyPatch, run
) -> None:  # type: ignore[no-untyped-def]
    """As where the extra is missing; where there is nothing to do, nothing is missed."""
    monkeypatch.setitem(sys.modules, "ray", None)
    result = run("draft", "--all", "--ray", "local")
    assert result.exit_code == 1
    assert "pip install 'multilingual-summary-service[ray]'" in result.output
    for folder in stories:
        shutil.rmtree(folder)
    assert run("draft", "--all", "--ray", "local").exit_code == 0


def test_nobody_at_the_address(stories: list[Path], run) -> None:  # type: ignore[no-untyped-def]
    """Ray itself would wait for minutes."""
    need("ray")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    result = run("draft", "--all", "--ray", f"127.0.0.1:{port}")
    assert result.exit_code == 1 and "no Ray cluster answers at" in result.output


def test_all_articles_are_drafted_once_by_two_workers(
    newsroom: Newsroom, stories: list[Path], cluster: str, run
) -> None:  # type: ignore[no-untyped-def]
    """As without a cluster, to the byte; one bad article stops nobody; nothing is done twice."""
    bad = newsroom.articles / "bad"
    bad.mkdir()
    (bad / "article.txt").write_text("Bridge\nNo end here\n")
    result = run("draft", "--all", "--language", "en", "--ray", cluster)
    assert result.exit_code == 1 and result.output.count("no complete sentence") == 1
    assert "1 of 6 articles could not be drafted" in result.output
    assert 1 <= result.output.count("worker ready on") <= 2
    there = [(folder / "summary.toml").read_bytes() for folder in stories]
    before = times(stories)
    shutil.rmtree(bad)
    result = run("draft", "--all", "--ray", cluster)
    assert (result.exit_code, result.output) == (0, "")
    assert times(stories) == before
    for folder in stories:
        (folder / "summary.toml").unlink()
    assert run("draft", "--all", "--language", "en").exit_code == 0
    assert [(folder / "summary.toml").read_bytes() for folder in stories] == there


def test_a_model_is_loaded_once_by_each_worker(
    newsroom: Newsroom, stories: list[Path], cluster: str, tiny: Path
) -> None:
    """Two workers, two loadings, for eight jobs and more."""
    for folder in stories:  # in words that the tiny model has pieces for
        (folder / "article.txt").write_text(f"Fire\n{chr(10).join([*PAIRS][:2])}\n")
    ready: list[ray_pool.Ready] = []
    wish = steps.Wish(3, ("uk",), TODAY, False)

    def given() -> Iterator[tuple[str, jobs.Steps]]:
        while len(ready) < 2:  # so that both have something to do
            yield from works(1, [])
        for folder in stories:
            yield folder.name, steps.resume(newsroom.project, folder.name, "en", wish)

    kit = jobs.Kit(translator=str(tiny))
    with ray_pool.Pool(cluster, kit, str, ready=ready.append) as workers:
        workers.work(given(), lambda name, error: pytest.fail(f"{name}: {error}"), str)
    assert len({one.pid for one in ready}) == len(ready) == 2
    for folder in stories:
        assert (folder / "summary.toml").exists() and newsroom.path(folder.name, "uk").exists()


def test_a_model_that_is_none_is_told_once(
    stories: list[Path], cluster: str, run, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    """Not for every article; nothing is written."""
    monkeypatch.setenv("SUMMARIES_DRAFTS", "1")
    result = run("draft", "--all", "--language", "en", "--ray", cluster, "--engine", "generate",
                 "--model", str(stories[0] / "nothing"))  # fmt: skip
    assert result.exit_code == 1 and result.output.count("there is no model at") == 1
    assert not any((folder / "summary.toml").exists() for folder in stories)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_dead_or_hanging_workers_job_is_done_by_another(
    cluster: str, how: signal.Signals
) -> None:
    """Killed, or silent beyond its time."""
    said: list[str] = []
    found: list[str] = []
    hit: list[int] = []

    def strike(ready: ray_pool.Ready) -> None:
        if not hit:
            hit.append(ready.pid)
            os.kill(ready.pid, how)

    kit = jobs.Kit(limits=Limits(seconds=1))
    try:
        with ray_pool.Pool(cluster, kit, said.append, workers=1, ready=strike, grace=6) as workers:
            workers.work(works(3, found), lambda name, error: pytest.fail(name), str)
    finally:
        for pid in hit:
            if Path(f"/proc/{pid}").exists():
                os.kill(pid, signal.SIGKILL)
    assert sorted(found) == ["story-0", "story-1", "story-2"]
    assert sum("a worker died over" in line for line in said) == 1


def test_a_job_that_kills_its_workers_is_given_up(cluster: str) -> None:
    """After three, and that is all that is lost."""
    failed: dict[str, str] = {}
    killed: list[int] = []

    def kill(ready: ray_pool.Ready) -> None:
        killed.append(ready.pid)
        os.kill(ready.pid, signal.SIGKILL)

    with ray_pool.Pool(cluster, jobs.Kit(), str, workers=1, ready=kill) as workers:
        workers.work(works(1, []), lambda name, error: failed.update({name: str(error)}), str)
    assert len(killed) == ray_pool.TRIES and "3 workers died over it" in failed["story-0"]


def test_an_interrupted_run_goes_on_where_it_stopped(
    newsroom: Newsroom, stories: list[Path], cluster: str
) -> None:
    """Ctrl-C after the first summary: what is there is whole, and not made again."""
    words = ("draft", "--all", "--language", "en", "--ray", cluster)
    running = command(newsroom, *words)
    assert running.stdout is not None
    first = next(line for line in running.stdout if "drafted" in line).partition(":")[0]
    running.send_signal(signal.SIGINT)
    rest, _ = running.communicate()
    assert running.returncode in (0, 1) and "Traceback" not in rest
    there = [folder for folder in stories if (folder / "summary.toml").exists()]
    assert first in {folder.name for folder in there}
    before = times(there)
    assert not [path for path in newsroom.articles.rglob("*") if path.suffix == ".tmp"]
    again = command(newsroom, *words)
    said, _ = again.communicate()
    assert again.returncode == 0, said
    assert said.count("drafted") == len(stories) - len(there)
    assert times(there) == before
    assert all(newsroom.project.article(folder.name) for folder in stories)


def test_a_cluster_of_its_own_leaves_nothing_running(
    newsroom: Newsroom, stories: list[Path]
) -> None:
    """`--ray local` starts one, stops it, and takes its files away."""
    need("ray")
    mark = f"mark-{uuid.uuid4().hex}"
    words = ("draft", "--all", "--language", "en", "--ray", "local")
    with tempfile.TemporaryDirectory() as folder:  # a short path, as sockets need
        done = command(newsroom, *words, MARK=mark, TMPDIR=folder)
        said, _ = done.communicate()
        assert list(Path(folder).glob("ray*")) == []
    assert done.returncode == 0, said
    assert said.count("drafted 3 statements") == len(stories)
    assert [pid for pid in _processes() if mark.encode() in _environment(pid)] == []


def _processes() -> list[Path]:
    return [path for path in Path("/proc").iterdir() if path.name.isdigit()]


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:  # it has ended, or is somebody else's
        return b""
