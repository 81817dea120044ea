"""Write docs/command-line.md from the commands: ``python tools/command_line.py [--write]``.

Without ``--write`` it exits with 1 when the page is not current.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from service.cli import main as summaries

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "command-line.md"
HEAD = """# The command line

Every command and option, from the commands themselves, and every setting, from the table in the
[README](../README.md#settings) (`python tools/command_line.py --write`). Where a command reports,
`--format json` is for programs. Exit status: 0 fine, 1 findings or something that cannot be used,
2 wrong use. Errors are one sentence on stderr.
"""


def commands(
    group: click.Group, context: click.Context, name: str
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield each command below ``group`` with its full name, in the order of ``--help``."""
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        full = f"{name} {word}"
        inner = click.Context(command, info_name=word, parent=context)
        yield full, command, inner
        if isinstance(command, click.Group):
            yield from commands(command, inner, full)


def settings() -> str:
    """Return the table of settings, as the README has it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Settings\n")[2]
    rows = text[text.index("| variable") :].partition("\n\n")[0]
    return f"\n## Settings\n\nEnvironment variables.\n\n{rows.replace('](docs/', '](')}\n"


def page() -> str:
    """Return the page as it has to be now."""
    context = click.Context(summaries, info_name="summaries")
    parts = [HEAD]
    for name, command, inner in commands(summaries, context, "summaries"):
        usage = " ".join(command.collect_usage_pieces(inner))
        text = inspect.cleandoc(command.help or "").replace("\b\n", "")
        text = re.sub(r"(?m)^Example: (.+)$", r"Example: `\1`", text)
        parts.append(f"\n## {name}\n\n`{name} {usage}`\n\n{text}\n")
        options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
        rows = [record for option in options if (record := option.get_help_record(inner))]
        if rows:
            parts.append("\n| option | |\n|---|---|\n")
            cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
            parts += [f"| `{option}` | {said} |\n" for option, said in cells]
    return "".join([*parts, settings()])


def main() -> None:
    """Write the page, or say that it is not current."""
    wanted = page()
    if "--write" in sys.argv:
        PAGE.write_text(wanted, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted:
        sys.exit(f"docs/{PAGE.name} is not current: run python tools/command_line.py --write")


if __name__ == "__main__":
    main()
