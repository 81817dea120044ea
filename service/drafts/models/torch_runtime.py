"""The machine that models run on, and the libraries that run them, kept quiet and in check."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ... import processes
from ...errors import SummariesError
from .files import INSTALL, REMEDY

# Tokens, padding included, that are looked at in one batch: bounds memory.
BATCH_TOKENS = 4096


def machine(torch: Any) -> tuple[str, Any]:
    """Return the device to run on, and the number format that is fast and exact enough there.

    ``torch`` is the module.
    """
    if torch.cuda.is_available():
        return "cuda", torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if torch.backends.mps.is_available():
        return "mps", torch.float16
    # Without hardware for it, bfloat16 reads a prompt six times slower than float32.
    with contextlib.suppress(OSError):
        flags = Path("/proc/cpuinfo").read_text()
        if " amx_bf16" in flags or " avx512_bf16" in flags:
            return "cpu", torch.bfloat16
    return "cpu", torch.float32


def threads(torch: Any) -> None:
    """Use as many threads as this process may have processors, unless OMP_NUM_THREADS says.

    ``torch`` is the module.
    """
    if "OMP_NUM_THREADS" in os.environ:
        return
    count = processes.cores()
    with contextlib.suppress(OSError, ValueError):  # a container's share
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        count = min(count, max(1, int(quota) // int(period)))
    torch.set_num_threads(min(count, 16))


def batches(sizes: Sequence[int], room: int) -> Iterator[list[int]]:
    """Yield the indexes of tasks in batches: alike in size, so that little is padded.

    ``sizes`` are those of the tasks in tokens; ``room`` is what each answer may add to the size of
    its task.
    """
    batch: list[int] = []
    for index in sorted(range(len(sizes)), key=lambda i: sizes[i]):
        if batch and (len(batch) + 1) * (sizes[index] + room) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep the libraries' progress bars, advice and warnings from the terminal."""
    # Read when PyTorch is loaded. Threads that wait actively for each other make a model up to ten
    # times slower where another program wants the processors, too.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        from transformers.utils import logging  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SummariesError(f"no model can run here: {INSTALL}") from error
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def telling(name: str) -> Iterator[None]:
    """Turn what goes wrong inside the libraries into one sentence about the model ``name``."""
    try:
        yield
    except SummariesError:
        raise
    except ImportError as error:
        raise SummariesError(
            f"“{name}” needs what is not installed ({error}): {INSTALL}"
        ) from error
    except MemoryError as error:
        raise SummariesError(_no_memory(name)) from error
    except Exception as error:  # whatever kind of error a library thought fit
        said = " ".join(str(error).split())
        if "allocate memory" in said or "out of memory" in said.lower():
            raise SummariesError(_no_memory(name)) from error
        if "trust_remote_code" in said or "custom code" in said:
            raise SummariesError(
                f"“{name}” would run code of its own, which is never trusted: {REMEDY}"
            ) from error
        raise SummariesError(f"“{name}” cannot be used ({said[:200]}): {REMEDY}") from error


def _no_memory(name: str) -> str:
    return (
        f"there is not enough memory for “{name}”: take a smaller model, or a server's (http://…)"
    )
