"""What the tests of drafting share: models that answer as they are told, and real ones if there."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Sequence

import pytest

from service.drafts.models.api import Answer, Task, check_fit

os.environ["HF_HUB_OFFLINE"] = "1"
# Threads that wait actively starve each other where tests share processors.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


class Told:
    """A model that answers with what ``say`` returns, and keeps the tasks it was given."""

    name = "told"
    follows = True
    tags = False

    def __init__(self, say: Callable[[Task], str | Answer], window: int | None = None) -> None:
        self.say, self.window = say, window
        self.settings = {"sampling": False}
        self.tasks: list[Task] = []

    def size(self, task: Task) -> int:
        return len(task.text.split())

    def generate(
        self,
        tasks: Sequence[Task],
        limit_tokens: int,
        limit_seconds: float,
        seed: int,
        progress: Callable[[int], None] | None = None,
    ) -> list[Answer]:
        check_fit(self, tasks, limit_tokens)
        self.tasks += tasks
        if progress:
            progress(len(tasks))
        said = [self.say(task) for task in tasks]
        return [s if isinstance(s, Answer) else Answer(s) for s in said]


def need(*modules: str) -> None:
    """Skip the test without ``modules``; where drafting is what is tested, fail."""
    lacking = [name for name in modules if importlib.util.find_spec(name) is None]
    if lacking:
        reason = f"not installed: {', '.join(lacking)} (make test-drafts has them)"
        if os.environ.get("CI") and DRAFTS_WANTED:
            pytest.fail(reason)
        pytest.skip(reason)


# Read before the fixture that takes all SUMMARIES_ variables away.
DRAFTS_WANTED = bool(os.environ.get("SUMMARIES_TEST_DRAFTS"))
