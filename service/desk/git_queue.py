"""Commits of what people write at the desk, made behind them by one thread, with them as authors.

Files and the journal are the truth, and written before a commit is thought of. Whatever git cannot
do now (a hook that refuses, a conflict, a remote that is away) is said and tried again; it keeps
nobody from working. The real ``git`` runs: hooks, signing and the committer are as configured.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import SummariesError
from ..processes import locked
from ..review.project import Project

log = logging.getLogger(__name__)
# Seconds between two looks at the remote, and after something failed.
INTERVAL, AGAIN = 60.0, 10.0
# Seconds for one command; a hook that runs tests takes some.
PATIENCE = 300
_DRIVER = f"{sys.executable} -m service merge-driver %O %A %B %P"
_OF = re.compile(r"(?:.*/)?LC_MESSAGES/([^/]+)\.po|([^/]+)\.(?:pot|jsonl)")
_MOST_SUBJECT = 72


@dataclass(frozen=True, slots=True)
class Save:
    """Something that was written: by whom, of which article, and what it was."""

    name: str
    slug: str
    what: str


class GitQueue:
    """Commits what changed in the workshop's folders, and exchanges it with the upstream branch.

    Raises SummariesError where the folders are in no git repository.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._folders = [project.articles, project.locales, project.journal]
        self._root = Path(self._first("rev-parse", "--show-toplevel"))
        self._lock = threading.Lock()
        self._saves: list[Save] = []
        self._wanted = threading.Event()
        self._paths = [self._inside(folder) for folder in self._folders]
        self.problem = ""

    def _first(self, *words: str) -> str:
        folder = self._project.articles
        try:
            done = subprocess.run(  # noqa: S603
                ["git", "-C", str(folder), *words], capture_output=True, text=True, check=False,  # noqa: S607
            )  # fmt: skip
        except FileNotFoundError:
            raise SummariesError("SUMMARIES_GIT=1 needs git: install it, or unset it") from None
        if done.returncode:
            raise SummariesError(
                f"SUMMARIES_GIT=1, and {folder} is in no git repository: "
                "run “git init”, or unset it"
            )
        return done.stdout.strip()

    def _inside(self, folder: Path) -> str:
        try:
            return folder.resolve().relative_to(self._root.resolve()).as_posix()
        except ValueError:
            raise SummariesError(
                f"SUMMARIES_GIT=1, and {folder} is not in the repository {self._root}: "
                "keep articles, locales and journal in one"
            ) from None

    def put(self, name: str, slug: str, what: str) -> None:
        """Note that ``name`` wrote something of ``slug``; it is committed soon.

        ``what`` is a word or two for the commit's message, as ``save uk``.
        """
        with self._lock:
            self._saves.append(Save(name, slug, what))
        self._wanted.set()

    def look(self) -> None:
        """Look at the upstream branch soon, and not only when its minute is over."""
        self._wanted.set()

    def begin(self) -> None:
        """Commit from now on, in a thread; first what was written while none ran."""
        self._wanted.set()
        threading.Thread(target=self._work, name="git", daemon=True).start()

    def _work(self) -> None:
        while True:
            self._wanted.clear()
            self.round()
            self._wanted.wait(AGAIN if self.problem else INTERVAL)

    def round(self) -> None:
        """Commit all that waits, and exchange it with the upstream; keep what went wrong."""
        try:
            self.commit()
            self.exchange()
        except (SummariesError, OSError, subprocess.SubprocessError) as error:
            said = str(error)
            if said != self.problem:
                log.error("git: %s", said)
            self.problem = said
        else:
            self.problem = ""

    def commit(self) -> int:
        """Commit what changed, an article at a time; return how many commits that took.

        Its authors are those who wrote it: the first the author, others in ``Co-authored-by``.
        """
        with self._lock:
            saves = list(self._saves)
        made = 0
        for slug, paths in self._changed().items():
            mine = [save for save in saves if save.slug == slug]
            self._git("add", "-A", "--", *paths)
            if not self._git("diff", "--cached", "--name-only", "--", *paths):
                continue
            names = [*(save.name for save in mine), *self._signers(paths)]
            self._git("commit", "--quiet", "-F", "-", *_author(names), "--", *paths,
                      stdin=_message(slug, mine, names))  # fmt: skip
            made += 1
        with self._lock:
            # What was put meanwhile may not be in these commits.
            self._saves = self._saves[len(saves) :]
        return made

    def _changed(self) -> dict[str, list[str]]:
        """Return the paths that changed, by article; those of no article under an empty name."""
        listed = self._git(
            "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--",
            *self._paths,
        )  # fmt: skip
        paths: dict[str, list[str]] = {}
        for row in listed.split("\0"):
            if row and not row.endswith(".mo"):
                path = row[3:]
                paths.setdefault(self._slug(path), []).append(path)
        return paths

    def _slug(self, path: str) -> str:
        articles = f"{self._paths[0]}/"
        if self._paths[0] != "." and path.startswith(articles):
            return path.removeprefix(articles).partition("/")[0]
        match = _OF.fullmatch(path.rpartition("/")[2] if "LC_MESSAGES" not in path else path)
        return (match[1] or match[2]) if match else ""

    def _signers(self, paths: Sequence[str]) -> Iterator[str]:
        """Yield the names in the journal's lines that are about to be committed."""
        lines = [path for path in paths if path.endswith(".jsonl")]
        if not lines:
            return
        for line in self._git("diff", "--cached", "--unified=0", "--", *lines).splitlines():
            if line.startswith("+{"):
                with contextlib.suppress(ValueError, AttributeError, RecursionError):
                    name = json.loads(line[1:]).get("name")
                    if isinstance(name, str):
                        yield name

    def exchange(self) -> None:
        """Merge what the upstream branch has more, and push what it has not.

        Raises SummariesError for a conflict; the work tree is then as it was.
        """
        upstream = self._git(
            "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}", fails=True
        )
        if upstream is None:
            return
        self._git("fetch", "--quiet")
        if self._git("rev-list", "--max-count=1", "HEAD..@{upstream}"):
            changed = self._git("diff", "--name-only", "-z", "HEAD...@{upstream}")
            with self._held(changed.split("\0")):
                self.commit()
                self._merge()
        if self._git("rev-list", "--max-count=1", "@{upstream}..HEAD"):
            self._git("push", "--quiet")

    def _merge(self) -> None:
        driver = ["-c", f"merge.summaries.driver={_DRIVER}"]
        if self._git(*driver, "merge", "--quiet", "--no-edit", "@{upstream}", fails=True) is None:
            paths = self._git("diff", "--name-only", "--diff-filter=U")
            self._git("merge", "--abort", fails=True)
            named = ", ".join(paths.splitlines()) or "files that are being written"
            raise SummariesError(
                f"the other side changed the same lines of {named}: merge them by hand (git "
                "merge). Until then the desk commits here, and pushes nothing"
            )

    @contextlib.contextmanager
    def _held(self, paths: Iterable[str]) -> Iterator[None]:
        """Hold the locks of the folders that a merge is going to write into."""
        folders = {(self._root / path).parent for path in paths if path}
        with contextlib.ExitStack() as stack:
            # A save holds its catalog's folder while it waits for the journal: never the other way.
            for folder in sorted(folders, key=lambda one: (one == self._project.journal, one)):
                if folder.is_dir():
                    stack.enter_context(locked(folder))
            yield

    def _git(self, *words: str, stdin: str | None = None, fails: bool = False) -> str:
        """Run git, and return what it prints; with ``fails``, None where it cannot do it."""
        env = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(self._root), "-c", "core.quotePath=false", *words],  # noqa: S607
            input=stdin or "", capture_output=True, text=True, encoding="utf-8", check=False,
            timeout=PATIENCE, env=env,
        )  # fmt: skip
        if done.returncode and not fails:
            said = [
                line
                for line in (done.stderr or done.stdout).splitlines()
                if line.strip() and not line.startswith("hint:")
            ]
            raise SummariesError(f"git {words[0]}: {said[-1] if said else 'it failed'}")
        return None if done.returncode else done.stdout.strip("\n")  # type: ignore[return-value]


def _author(names: Sequence[str]) -> list[str]:
    return [f"--author={_person(names[0])}"] if names else []


def _person(name: str) -> str:
    """Return a name as git has it. There is no address: “.invalid” is no domain (RFC 2606)."""
    plain = re.sub(r"[<>\n\r\0]", " ", name).strip()
    return f"{plain} <{'.'.join(plain.casefold().split())}@desk.invalid>"


def _message(slug: str, saves: Sequence[Save], names: Sequence[str]) -> str:
    done = list(dict.fromkeys(save.what for save in saves)) or ["write"]
    subject = f"{slug}: {', '.join(done)}" if slug else ", ".join(done)
    others = [f"Co-authored-by: {_person(name)}" for name in dict.fromkeys(names[1:])
              if name != names[0]]  # fmt: skip
    return "\n\n".join(filter(None, [subject[:_MOST_SUBJECT], "\n".join(others)])) + "\n"
