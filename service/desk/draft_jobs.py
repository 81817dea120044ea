"""Drafts that run now, each in a process of its own: started, watched, cancelled."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ..errors import SummariesError
from .draft_process import Order
from .language import gettext as _

State = Literal["running", "done", "failed", "cancelled"]
# Drafts at once: a model takes all that a machine has. And drafts whose end is remembered.
MOST_AT_ONCE, _REMEMBERED = 2, 200
_MOST_NOTES = 100


@dataclass(slots=True)
class Job:
    """One draft: by whom, where it stands, and what it said."""

    slug: str
    name: str
    state: State = "running"
    done: int = 0
    of: int = 0
    what: str = ""
    notes: list[str] = field(default_factory=list)
    error: str = ""


class DraftJobs:
    """The drafts of this process. They end with it, and nothing half-done is left."""

    def __init__(self, after: Callable[[Job], None] = lambda _job: None) -> None:
        """Run drafts, and call ``after`` with each that ended."""
        self._after = after
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._processes: dict[str, subprocess.Popen[str]] = {}

    def of(self, slug: str) -> Job | None:
        """Return the newest draft of an article."""
        return self._jobs.get(slug)

    def start(self, order: Order, name: str) -> Job:
        """Start a draft for the user ``name``.

        Raises SummariesError while one of that article, or too many, run.
        """
        with self._lock:
            if order.slug in self._processes:
                raise SummariesError(_("This article is being drafted already."))
            if len(self._processes) >= MOST_AT_ONCE:
                raise SummariesError(
                    _("Other articles are being drafted. Try again when one is done.")
                )
            job = Job(order.slug, name, of=order.count)
            process = subprocess.Popen(
                [sys.executable, "-m", "service.desk.draft_process"], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True,
            )  # fmt: skip
            self._processes[order.slug] = process
            self._jobs[order.slug] = job
            self._jobs.move_to_end(order.slug)
            while len(self._jobs) > _REMEMBERED:
                self._jobs.popitem(last=False)
        with contextlib.suppress(OSError):
            assert process.stdin is not None
            process.stdin.write(json.dumps(dataclasses.asdict(order)) + "\n")
            process.stdin.close()
        threading.Thread(
            target=self._watch, args=(job, process), name=f"draft {order.slug}", daemon=True
        ).start()
        return job

    def cancel(self, slug: str) -> None:
        """End the draft of an article, and what it started."""
        with self._lock:
            process, job = self._processes.get(slug), self._jobs.get(slug)
            if process is None or job is None:
                return
            job.state = "cancelled"
            # Not waited for yet, so its number is still its own.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def _watch(self, job: Job, process: subprocess.Popen[str]) -> None:
        finished = False
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                try:
                    said = json.loads(line)
                except ValueError:
                    continue  # a library that prints
                if not isinstance(said, dict):
                    continue
                finished = finished or bool(said.get("finished"))
                job.error = str(said.get("error", job.error))
                if note := said.get("note"):
                    job.notes = [*job.notes, str(note)][-_MOST_NOTES:]
                if "of" in said:
                    job.done, job.of, job.what = said["done"], said["of"], said["what"]
        with self._lock:
            process.wait()
            del self._processes[job.slug]
            if job.state == "running":
                job.state = "done" if finished else "failed"
        self._after(job)
