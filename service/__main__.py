"""``summaries``, and ``python -m service``."""

from __future__ import annotations

import os
import signal
from types import FrameType


def _end(number: int, _frame: FrameType | None) -> None:
    """End silently, as programs do that have no use for the signal.

    That takes a function: Python says KeyboardInterrupt with a traceback, and the kernel sends the
    first process of a container nothing that it does not listen for.
    """
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    os._exit(128 + number)  # where even that was not sent


def main() -> None:
    """Run the command, and hear signals from before it is loaded."""
    asked = signal.getsignal(signal.SIGINT)
    if asked != signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _end)
    from .cli import main as command  # noqa: PLC0415 - what takes half a second

    signal.signal(signal.SIGINT, asked)  # from here on Ctrl-C is for the command to clean up
    command(prog_name="summaries")


if __name__ == "__main__":
    main()
