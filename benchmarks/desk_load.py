"""The review desk under load: what it acknowledged is on disk, and how long people wait.

    python benchmarks/desk_load.py [--editors 50] [--saves 2000] [--kill 3] [--articles 10000]
                                   [--only save|sign|board]

Starts ``summaries desk`` on a free port of the loopback device, with SUMMARIES_GIT=1, for copies of
the bundled article. First EDITORS people at once save SAVES sentences while the process that
serves them is killed (SIGKILL) every KILL seconds; then every save that was acknowledged has to be
in its catalog or replaced there by a later one, in the journal, and in git. Then one person signs
300 sentences, each with the answer of the one before. Then a desk with ARTICLES articles in two
languages shows its board, also after its worker was replaced. Prints what it saw; ends with
status 1 when a save was lost. Linux.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from service import catalog
from service.desk.people import People

ROOT = Path(__file__).parent.parent
SUMMARIES = Path(sys.executable).parent / "summaries"
SLUG = "nato-condemns-attacks-on-ukraine"
PASSWORD = "correct horse battery"  # noqa: S105
PATIENCE = 120.0
_FORM = re.compile(r"<form\b[^>]*class=\"words\".*?</form>", re.DOTALL)
_FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
_AREA = re.compile(r'<textarea [^>]*name="(text-\d)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
_CSRF = re.compile(r'name="csrf" value="([^"]*)"')


@dataclass
class Load:
    """What became of the saves."""

    acknowledged: list[tuple[str, str, str]] = field(default_factory=list)
    kills: int = 0
    broken: int = 0
    conflicts: int = 0
    seconds: float = 0.0
    lost: list[str] = field(default_factory=list)


def make(folder: Path, articles: int, editors: int, *, repository: bool) -> None:
    """Make a newsroom of copies of the bundled article, in English and Ukrainian, unsigned."""
    for name in ("articles", "locales/uk/LC_MESSAGES", "locales/en/LC_MESSAGES", "journal"):
        (folder / name).mkdir(parents=True)
    names = "\n".join(
        f'[[reviewers]]\nname = "{who(number)}"\nkind = "person"\nlanguages = ["*"]'
        for number in range(editors)
    )
    (folder / "locales" / "reviewers.toml").write_text(f"{names}\n")
    texts = {
        locale: re.sub(
            r"^# reviewed-by:.*\n", "",
            (ROOT / f"locales/{locale}/LC_MESSAGES/{SLUG}.po").read_text(), flags=re.MULTILINE,
        )
        for locale in ("uk", "en")
    }  # fmt: skip
    for number in range(articles):
        slug = f"story-{number}"
        shutil.copytree(ROOT / "articles" / SLUG, folder / "articles" / slug)
        for locale, text in texts.items():
            path = folder / "locales" / locale / "LC_MESSAGES" / f"{slug}.po"
            path.write_text(text.replace(SLUG, slug))
    people = People(folder / "desk")
    made = people.add(who(0), ["reviewer"], ["*"], PASSWORD)
    # The same hash for all: making fifty takes seconds, and says nothing about the desk.
    text = (folder / "desk" / "users.toml").read_text()
    table = text[text.index("[[users]]") :]
    others = [table.replace(made.name, who(number)) for number in range(1, editors)]
    (folder / "desk" / "users.toml").write_text("\n".join([text, *others]))
    if repository:
        (folder / ".gitignore").write_text("/editions\n/published\n")
        for words in (
            ["init", "-q", "-b", "main"], ["config", "user.name", "Desk"],
            ["config", "user.email", "desk@news.example"], ["add", "-A"],
            ["commit", "-qm", "Begin"],
        ):  # fmt: skip
            git(folder, *words)


def who(number: int) -> str:
    """Return the name of a person."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return f"Person {letters[number // 26].upper()}{letters[number % 26]}"


def git(folder: Path, *words: str) -> str:
    """Run git in ``folder``."""
    done = subprocess.run(  # noqa: S603
        ["git", "-c", "core.quotePath=false", *words], cwd=folder, check=True,  # noqa: S607
        capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


@contextlib.contextmanager
def desk(folder: Path, **more: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve the desk of ``folder``; gives its port and process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    names = ("articles", "locales", "journal", "editions", "published", "desk_folder")
    env = {f"SUMMARIES_{n.upper()}": str(folder / n.removesuffix("_folder")) for n in names}
    process = subprocess.Popen(  # noqa: S603
        [SUMMARIES, "desk", "--port", str(port)], env={**os.environ, **env, **more},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: ask(port, "GET", "/desk/sign-in")[0] == 200)
        yield port, process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def until(there: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait until something holds. Raises TimeoutError."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if there():
                return
        time.sleep(0.02)
    raise TimeoutError


def ask(
    port: int, method: str, path: str, cookie: str = "", form: Mapping[str, str] | None = None,
    script: bool = False,
) -> tuple[int, str, str]:  # fmt: skip
    """Return status, body and cookies of one answer. Raises OSError or HTTPException."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    if script:
        headers["X-Desk"] = "1"
    with contextlib.closing(connection):
        connection.request(method, path, urlencode(form or {}), headers)
        answer = connection.getresponse()
        cookies = "; ".join(c.partition(";")[0] for c in answer.headers.get_all("Set-Cookie") or [])
        return answer.status, answer.read().decode(), cookies


def enter(port: int, name: str) -> str:
    """Sign in, and return the cookies."""
    _status, page, start = ask(port, "GET", "/desk/sign-in")
    found = _CSRF.search(page)
    assert found
    form = {"csrf": html.unescape(found[1]), "name": name, "password": PASSWORD}
    status, _page, cookies = ask(port, "POST", "/desk/sign-in", start, form)
    assert status == 303, status
    return cookies


def forms(page: str) -> dict[str, dict[str, str]]:
    """Return the forms of the words in a page, by message."""
    found = {}
    for match in _FORM.finditer(page):
        fields = {n: html.unescape(v) for n, v in _FIELD.findall(match.group())}
        fields |= {n: html.unescape(v) for n, v in _AREA.findall(match.group())}
        found[fields["message"]] = fields
    return found


def edit(
    port: int, name: str, places: list[tuple[str, str]], first: int, load: Load,
    counted: Callable[[], None],
) -> None:  # fmt: skip
    """Save a sentence in each of ``places``; try again until the desk has acknowledged it.

    Where no answer comes the same form goes once more, as somebody presses the button again.
    """
    cookie = ""
    for number, (slug, message) in enumerate(places, first):
        while True:
            try:
                cookie = cookie or enter(port, name)
                page = ask(port, "GET", f"/desk/uk/{slug}", cookie)[1]
                fields = forms(page)[message]
                words = re.sub(r" №\d+$", "", fields["text-0"].rstrip("."))
                fields["text-0"] = f"{words} №{number}"
                status, body = press(port, f"/desk/uk/{slug}/save", cookie, fields, load)
            except (OSError, http.client.HTTPException, KeyError):
                load.broken += 1
                time.sleep(0.05)
                continue
            if status == 409:
                load.conflicts += 1
                continue
            assert status == 200 and json.loads(body)["ok"], (status, body[:300])
            load.acknowledged.append((slug, message, fields["text-0"]))
            counted()
            break


def press(
    port: int, path: str, cookie: str, fields: Mapping[str, str], load: Load
) -> tuple[int, str]:  # fmt: skip
    """Send a form until it is answered; return status and body. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            return ask(port, "POST", path, cookie, fields, script=True)[:2]
        except (OSError, http.client.HTTPException):
            load.broken += 1
            time.sleep(0.05)
    raise TimeoutError


def kill_worker(process: subprocess.Popen[bytes]) -> bool:
    """Kill the process that answers, as a machine that lacks memory would."""
    if found := worker(process):
        os.kill(found, signal.SIGKILL)
    return found is not None


def worker(process: subprocess.Popen[bytes]) -> int | None:
    """Return the id of the process that answers; None while there is none."""
    for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes():
            return int(child)
    return None


def processor_time(process: subprocess.Popen[bytes]) -> float:
    """Return how long the process that answers had a processor until now, in milliseconds."""
    fields = Path(f"/proc/{worker(process)}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def save_all(
    folder: Path, editors: int, saves: int, *, every: float = 0.0, after: int = 0
) -> Load:  # fmt: skip
    """Have ``editors`` save ``saves`` sentences, and compare what is on disk.

    The worker is killed each ``every`` seconds, or each time that ``after`` saves more are done.
    """
    load, over = Load(), threading.Event()
    slugs = sorted(path.name for path in (folder / "articles").iterdir())
    ids = [e.context for e in read(folder, slugs[0]).entries if e.context and e.plural is None]
    with desk(folder, SUMMARIES_GIT="1") as (port, process):

        def kill() -> None:
            while not over.wait(every):
                load.kills += kill_worker(process)

        def counted() -> None:
            if after and len(load.acknowledged) % after == 0:
                load.kills += kill_worker(process)

        if every:
            threading.Thread(target=kill, daemon=True).start()
        begun, share = time.monotonic(), saves // editors
        threads = []
        for number in range(editors):
            places = [
                (slugs[(number + step) % len(slugs)], ids[(number * 7 + step) % len(ids)])
                for step in range(share)
            ]
            threads.append(
                threading.Thread(
                    target=edit, args=(port, who(number), places, number * share, load, counted)
                )
            )
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        load.seconds = time.monotonic() - begun
        over.set()
        until(lambda: ask(port, "GET", "/desk/sign-in")[0] == 200)
        until(lambda: not git(folder, "status", "--porcelain", "articles", "locales", "journal"))
    load.lost = compare(folder, load)
    return load


def read(folder: Path, slug: str) -> catalog.Catalog:
    """Return the Ukrainian catalog of an article."""
    return catalog.read(folder / "locales" / "uk" / "LC_MESSAGES" / f"{slug}.po", slug, "uk")


def compare(folder: Path, load: Load) -> list[str]:
    """Return what of the acknowledged saves is not in file, journal and git."""
    lost = []
    for slug in {row[0] for row in load.acknowledged}:
        content = (folder / "journal" / f"{slug}.jsonl").read_text()
        if git(folder, "show", f"HEAD:journal/{slug}.jsonl") != content:
            lost.append(f"{slug}: git has another journal")
        saved: dict[str, list[str]] = {}
        for line in content.splitlines():
            data = json.loads(line)
            fields = data.get("fields", data)
            if "strings" in fields:
                saved.setdefault(fields["message"], []).append(fields["strings"][0])
        for where, message, text in load.acknowledged:
            if where == slug and text not in saved.get(message, []):
                lost.append(f"{slug} {message}: {text} is not in the journal")
        now = {e.context: e.strings[0] for e in read(folder, slug).entries}
        for message, texts in saved.items():
            # A worker that was killed between file and journal leaves words that only the file has:
            # they were acknowledged to nobody.
            known = [text for where, m, text in load.acknowledged if (where, m) == (slug, message)]
            newest = [text for text in texts if text in known][-1:]
            if newest and now[message] != newest[0] and now[message] in known:
                lost.append(f"{slug} {message}: the file has not the newest words")
    return lost


def sign_times(folder: Path, most: int) -> tuple[list[float], float]:
    """Sign sentences one after the other.

    Returns how long each answer took, and what each took of a processor, in milliseconds.
    """
    times: list[float] = []
    spent = 0.0
    with desk(folder) as (port, process):
        cookie = enter(port, who(0))
        for slug in sorted(path.name for path in (folder / "articles").iterdir()):
            page = ask(port, "GET", f"/desk/uk/{slug}", cookie)[1]
            before = processor_time(process)
            for fields in forms(page).values():
                begun = time.perf_counter()
                path = f"/desk/uk/{slug}/sign"
                status, body, _c = ask(port, "POST", path, cookie, fields, script=True)
                times.append((time.perf_counter() - begun) * 1000)
                assert status == 200, (status, body[:300])
            spent += processor_time(process) - before
            if len(times) >= most:
                break
    return times, spent / len(times)


def board_times(folder: Path, articles: int) -> dict[str, float]:
    """Return how long the board takes, in seconds.

    For the first one who asks, once all is read, after a change, and after a worker was replaced.
    """
    found = {}
    with desk(folder) as (port, process):
        cookie = enter(port, who(0))

        def show(path: str = "/desk/board") -> tuple[float, str]:
            begun = time.perf_counter()
            status, page, _cookies = ask(port, "GET", path, cookie)
            assert status == 200
            return time.perf_counter() - begun, page

        def read() -> bool:
            page = show()[1]
            return f"{articles} articles" in page and "still being read" not in page

        found["first"], _page = show()
        begun = time.perf_counter()
        until(read, 30 * PATIENCE)
        found["all read after"] = time.perf_counter() - begun
        for name, path in (("board", "/desk/board"), ("last page", "/desk/board?page=200"),
                           ("search", "/desk/board?q=story-77"), ("queue", "/desk/")):  # fmt: skip
            found[name] = max(show(path)[0] for _ in range(10))
        (folder / "articles" / "story-5" / "article.txt").touch()
        found["after a change"] = show()[0]
        kill_worker(process)
        until(lambda: ask(port, "GET", "/desk/sign-in")[0] == 200)
        found["first of another worker"], _page = show()
        begun = time.perf_counter()
        until(read, 30 * PATIENCE)
        found["all there again after"] = time.perf_counter() - begun
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--saves", type=int, default=2000)
    parser.add_argument("--kill", type=float, default=3.0)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--only", choices=("save", "sign", "board"))
    given = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as name:
        if given.only in (None, "save"):
            folder = Path(name) / "load"
            make(folder, max(1, given.editors // 2), given.editors, repository=True)
            load = save_all(folder, given.editors, given.saves, every=given.kill)
            print(  # noqa: T201
                f"{given.editors} people, {len(load.acknowledged)} saves acknowledged in "
                f"{load.seconds:.0f} s; worker killed {load.kills} times, "
                f"{load.broken} requests broken, "
                f"{load.conflicts} conflicts; lost: {len(load.lost)}; commits: "
                f"{git(folder, 'rev-list', '--count', 'HEAD').strip()}", *load.lost[:20], sep="\n",
            )  # fmt: skip
            failed = bool(load.lost)
        if given.only in (None, "sign"):
            folder = Path(name) / "sign"
            make(folder, 40, 1, repository=False)
            times, spent = sign_times(folder, 300)
            times.sort()
            p95 = times[int(len(times) * 0.95)]
            print(  # noqa: T201
                f"signing: median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, "
                f"most {times[-1]:.0f} ms of {len(times)}; processor: {spent:.0f} ms each"
            )  # fmt: skip
        if given.only in (None, "board") and given.articles:
            folder = Path(name) / "board"
            make(folder, given.articles, 1, repository=False)
            found = board_times(folder, given.articles)
            print(f"board of {given.articles}: ", {k: f"{v:.2f} s" for k, v in found.items()})  # noqa: T201
    return failed


if __name__ == "__main__":
    sys.exit(main())
