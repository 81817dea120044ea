"""Break the program on purpose and see whether its tests notice: ``python tools/mutation.py``.

mutmut makes the mutants: each is one small change of one function. Of every module a random sample
is tried, with the tests of its own room. ``--write`` brings the table of docs/mutation.md up to
date. What no test notices is printed, and the exit status is 1, unless ``tools/equivalent.toml``
says why no reader or user can notice it either.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "mutation.md"
EQUIVALENT = ROOT / "tools" / "equivalent.toml"
SCRATCH = ROOT / ".mutation"
BEGIN, END = "<!-- mutation -->", "<!-- end of mutation -->"
# Modules for which the tests of a room are asked, by room.
ROOMS = {
    "catalog": (("service/catalog/*.py",), ("tests/catalog",)),
    "review": (("service/review/*.py", "service/review/journal/*.py"), ("tests/review",)),
    "editions": (("service/editions/*.py",), ("tests/editions",)),
    "web": (("service/web/negotiation.py",), ("tests/web/test_negotiation.py",)),
}
# Through these a word would reach a reader that nobody signed: of them twice as many are tried.
GUARDS = frozenset({
    "catalog/entry_text", "catalog/fast_parser", "catalog/parser", "catalog/reader",
    "catalog/writer",
    "editions/compose", "editions/edition_files", "editions/edition_folder",
    "editions/edition_json", "editions/edition_reader", "editions/embargo", "editions/index",
    "editions/model", "editions/next_editions", "editions/plan", "editions/proofs",
    "editions/publication_log", "editions/publisher", "editions/publisher_index",
    "editions/refused_files", "editions/repository", "editions/store", "editions/succession",
    "editions/takedown", "editions/verification", "editions/withdrawal", "editions/withdrawing",
    "review/decisions",
    "review/journal/graph", "review/journal/line", "review/journal/reader",
    "review/journal/redacted", "review/journal/writer", "review/keys", "review/ledger",
    "review/marks", "review/outlet_changes", "review/policy", "review/policy_file",
    "review/redaction", "review/renames", "review/saving", "review/sign", "review/signatures",
    "review/status",
    "web/negotiation",
})  # fmt: skip
# These wait for processes of their own, which run the program as it is and not the mutant, or are
# about parts of a room that are not mutated.
ELSEWHERE = (
    "tests/catalog/test_merge.py::test_git_merges_two_branches_by_message",
    "tests/catalog/test_roundtrip.py",
    "tests/catalog/test_writer.py::test_a_process_killed_while_it_writes_leaves_the_old_file_or_the_new_and_no_lock",
    "tests/catalog/test_writer.py::test_a_writer_killed_two_hundred_times_leaves_a_whole_file",
    "tests/catalog/test_writer.py::test_two_processes_in_one_file_lose_nothing",
    "tests/editions/test_large_newsroom.py::test_a_catalog_replaced_a_thousand_times",
    "tests/editions/test_large_newsroom.py::test_many_articles_are_published_by_several_processes",
    "tests/review/test_content_checks.py",
    "tests/review/test_evidence_checks.py",
    "tests/review/test_exchange.py",
    "tests/review/test_lexicon.py",
    "tests/review/test_structure_checks.py",
    "tests/review/test_written_forms.py",
    "tests/editions/test_withdraw.py::test_many_articles_are_taken_down_and_published_by_every_core",
)
# What the tests read beside the program.
COPIED = (
    "service", "tests", "articles", "locales", "journal", "benchmarks", "tools", "docs",
    "pyproject.toml",
)  # fmt: skip
# Seconds for one test: many times what the longest of these takes where nothing else runs.
TIMEOUT = 600
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"  # what mutmut shows while it works
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: mutmut's name for it, its module, and the lines before and after."""

    name: str
    module: str
    old: str
    new: str

    @property
    def function(self) -> str:
        """The function or method that is changed."""
        mangled = self.name.rpartition(".")[2].partition("__mutmut_")[0]
        return mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")

    @property
    def is_wording(self) -> bool:
        """Whether only a sentence is changed: its words are not what a test is for."""
        before, after = _STRING.findall(self.old), _STRING.findall(self.new)
        if len(before) != len(after) or _STRING.sub("", self.old) != _STRING.sub("", self.new):
            return False
        return all(" " in a for a, b in zip(before, after, strict=True) if a != b)

    def __str__(self) -> str:
        return f"{self.module} {self.function}\n  - {self.old}\n  + {self.new}"


@dataclass(slots=True)
class Result:
    """What became of the mutants of one module."""

    mutants: int
    killed: int = 0
    equivalent: int = 0
    survivors: list[Mutant] = field(default_factory=list)

    def row(self, module: str, tests: Sequence[str], seed: int) -> str:
        """Return the line of the table."""
        asked = " ".join(Path(test).stem.removeprefix("test_") for test in tests)
        numbers = self.mutants, self.killed, self.equivalent, len(self.survivors)
        day = datetime.datetime.now(datetime.UTC).date()
        return row(f"`{module}`", *numbers, f"{asked} | {seed} | {day}")


def row(name: str, mutants: int, killed: int, equivalent: int, survived: int, when: str) -> str:
    """Return a line of the table: tried and score follow from the numbers."""
    noticeable = killed + survived
    score = f"{100 * killed // noticeable} %" if noticeable else "–"
    cells = name, mutants, noticeable + equivalent, killed, equivalent, survived, score, when
    return f"| {' | '.join(map(str, cells))} |"


def modules_of(room: str, wanted: Sequence[str]) -> list[str]:
    """Return the modules of ``room`` that ``wanted`` names, by room or by themselves; else all."""
    files = sorted(file for pattern in ROOMS[room][0] for file in ROOT.glob(pattern))
    names = [file.relative_to(ROOT / "service").with_suffix("").as_posix() for file in files]
    return [n for n in names if not wanted or room in wanted or n in wanted]


def prepare(room: str, modules: Sequence[str], tests: Sequence[str], *, keep: bool) -> Path:
    """Copy what ``tests`` need into a folder of its own, set mutmut up there, and return it."""
    deselected = [
        f"--{'deselect' if '::' in test else 'ignore'}={test}"
        for test in ELSEWHERE if test.startswith(tuple(tests))
    ]  # fmt: skip
    settings = {
        "source_paths": ["service"],
        "only_mutate": [f"service/{module}.py" for module in modules],
        "also_copy": [name for name in COPIED if name != "service"],
        "pytest_add_cli_args": [
            "-p", "mutation_plugin", "-p", "no:cacheprovider", f"--timeout={TIMEOUT}", *deselected,
        ],
        "pytest_add_cli_args_test_selection": list(tests),
        # Forked from a process that has run no test.
        "process_isolation": "forkserver",
        "use_git_change_detection": False,
        "track_dependencies": False,
    }  # fmt: skip
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    section = "\n[tool.mutmut]\n" + "\n".join(lines) + "\n"
    folder = SCRATCH / room
    file = folder / "pyproject.toml"
    # Under other settings what was measured is worth nothing.
    if not keep or not file.exists() or section not in file.read_text(encoding="utf-8"):
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignore, dirs_exist_ok=True)
        else:
            shutil.copy2(ROOT / name, folder)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(section)
    return folder


def generate() -> None:
    """Make all mutants of the current folder, as ``mutmut run`` does before it runs."""
    from mutmut import __main__ as mutmut  # noqa: PLC0415 # reads the settings of this folder

    Path("mutants").mkdir(exist_ok=True)
    with contextlib.redirect_stdout(io.StringIO()):
        mutmut.copy_src_dir()
        mutmut.copy_also_copy_files()
        mutmut.create_mutants(1)


def codes(module: str) -> dict[str, int | None]:
    """Return the exit status of each mutant of ``module`` by name; None where it did not run."""
    meta = Path("mutants/service") / f"{module}.py.meta"
    if not meta.exists():
        return {}
    exit_codes: dict[str, int | None] = json.loads(meta.read_text(encoding="utf-8"))[
        "exit_code_by_key"
    ]
    return exit_codes


def sample(module: str, count: int, seed: int) -> list[Mutant]:
    """Return ``count`` mutants of ``module`` by chance, without those that change a sentence."""
    names = sorted(codes(module))
    random.Random(f"{seed} {module}").shuffle(names)  # noqa: S311 # a sample, not a secret
    chosen: list[Mutant] = []
    for name in names:
        if len(chosen) == count:
            break
        mutant = read(name, module)
        if not mutant.is_wording:
            chosen.append(mutant)
    return chosen


def read(name: str, module: str) -> Mutant:
    """Return the mutant that mutmut calls ``name``."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant  # noqa: PLC0415

    lines = get_diff_for_mutant(name, path=f"service/{module}.py").splitlines()[2:]
    parts = [" ".join(x[1:].strip() for x in lines if x.startswith(sign)) for sign in "-+"]
    return Mutant(name, module, *parts)


def try_all(names: Iterable[str]) -> None:
    """Let mutmut run the tests with each of the mutants ``names``, one process at a time."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tools")}
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", "1", *names]
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = [x for x in done.stdout.splitlines() if not x.startswith(tuple(_SPINNER))]
        sys.exit("\n".join([*said[-60:], done.stderr]))


def is_killed(status: int | None) -> bool:
    """Tell whether a test failed or took too long, by mutmut's word for an exit status."""
    from mutmut.stats import status_by_exit_code  # noqa: PLC0415

    return status_by_exit_code[status] in ("killed", "timeout", "segfault")


def equivalents() -> set[tuple[str, str, str]]:
    """Return the changes that nobody can notice: module, line before, line after."""
    data = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {(e["module"], e["old"], e["new"]) for kind in data["kind"] for e in kind["mutants"]}


def run(
    room: str, modules: Sequence[str], tests: Sequence[str], count: int, seed: int, *, keep: bool
) -> Iterator[tuple[str, Result]]:
    """Try a sample of each of ``modules``, and yield what became of it."""
    os.chdir(prepare(room, modules, tests, keep=keep))
    from mutmut import configuration  # noqa: PLC0415

    configuration.reset_config()
    generate()
    samples = {
        module: sample(module, count if module in GUARDS else (count + 1) // 2, seed)
        for module in modules
    }
    before = {name: status for module in modules for name, status in codes(module).items()}
    names = [mutant.name for several in samples.values() for mutant in several]
    names = [name for name in names if before[name] is None or not is_killed(before[name])]
    if names:
        try_all(names)
    known = equivalents()
    for module, several in samples.items():
        # What was noticed before stays so; mutmut forgets it where its own settings change.
        statuses = {n: before[n] if s is None else s for n, s in codes(module).items()}
        result = Result(len(statuses))
        for mutant in several:
            if is_killed(statuses[mutant.name]):
                result.killed += 1
            elif (mutant.module, mutant.old, mutant.new) in known:
                result.equivalent += 1
            else:
                result.survivors.append(mutant)
        if several:
            yield module, result


def write(rows: Mapping[str, str]) -> None:
    """Put ``rows``, by module, into the table of docs/mutation.md."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    table, _, after = rest.partition(END)
    kept = dict(re.findall(r"^(?=\| `([^`]+)`)(.*)$", table, re.MULTILINE)) | dict(rows)
    names = ("module", "mutants", "tried", "noticed", "equivalent", "not noticed", "score",
             "tests", "seed", "day")  # fmt: skip
    head = f"| {' | '.join(names)} |\n|{'---|' * len(names)}"
    lines = "\n".join(kept[module] for module in sorted(kept))
    cells = [[int(c) for c in re.findall(r"\| (\d+) (?=\|)", line)[:5]] for line in kept.values()]
    if cells:
        mutants, _tried, *others = map(sum, zip(*cells, strict=True))
        lines += "\n" + row("all", mutants, *others, "| | ")
    PAGE.write_text(f"{before}{BEGIN}\n\n{head}\n{lines}\n\n{END}{after}", encoding="utf-8")


def main() -> int:
    """Try the mutants that are asked for, and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=10, help="mutants for each guarding module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--keep",
        action="store_true",
        help="try again what was not noticed, after a change of tests",
    )
    parser.add_argument("--write", action="store_true", help="write the table of docs/mutation.md")
    parser.add_argument("--tests", nargs="+", metavar="FILE", help="instead of all of the room")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="review, review/ledger, …")
    arguments = parser.parse_args()
    rows, survivors = {}, 0
    for room in ROOMS:
        modules = modules_of(room, arguments.modules)
        if not modules:
            continue
        tests = arguments.tests or ROOMS[room][1]
        results = run(room, modules, tests, arguments.count, arguments.seed, keep=arguments.keep)
        for module, result in results:
            rows[module] = result.row(module, tests, arguments.seed)
            survivors += len(result.survivors)
            print(rows[module], *result.survivors, sep="\n", flush=True)  # noqa: T201
    if arguments.write:
        write(rows)
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
