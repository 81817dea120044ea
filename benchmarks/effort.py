"""What the life of an article costs its people: commands, files, characters, seconds.

Runs the real commands in a workshop of its own and writes the table into docs/effort.md.

python benchmarks/effort.py            print the table
python benchmarks/effort.py --write    write it into docs/effort.md
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from service import catalog
from service.catalog import Edit
from service.editions import store
from service.editions.model import Edition
from service.review.project import Project

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "effort.md"
BEGIN, END = "<!-- effort -->", "<!-- end of effort -->"
SLUG, FIRE = "nato-condemns-attacks-on-ukraine", "harbor-fire"
WHO = "Jane Doe"
REVIEWERS = f'[[reviewers]]\nname = "{WHO}"\nkind = "person"\nlanguages = ["*"]\n'
# A page as it is saved from a browser; its sentences were written for this measurement.
SAVED = """<html lang="en"><head><title>Fire in the harbor – Example Daily</title>
<meta property="og:site_name" content="Example Daily">
<meta property="article:published_time" content="2026-11-20T10:30:00+02:00"></head><body><article>
<h1>Fire in the harbor</h1>
<p>A warehouse burned down in the harbor of Odesa overnight, the fire service said. The
warehouse held grain that was to be shipped to Egypt, according to the port authority.</p>
<p>Five people were hurt, and about 1,200 tons of grain were lost, the fire service said. Nobody was
killed, and three of the injured left the hospital on Friday morning.</p>
<p>The mayor said the port would reopen within ten days, once engineers have looked at the cranes.
The police have opened an investigation into the cause of the fire, a spokesman said on Friday.</p>
<p>It was the second fire in the harbor within a year, after one in March that destroyed an empty
hall. The port handles a third of the country's grain exports, the ministry says.</p>
</article></body></html>
"""
# In the workshop that the later rows begin with, the source has these two mistakes.
NAME = "Minister {} Kuleba urged Western countries to speed up"
TYPO = 'text = "Poland’s foreign minister proposed {} sanctions'
MISTAKES = {
    NAME.format("Dmytro"): NAME.format("Dmitry"),
    TYPO.format("tougher"): TYPO.format("tuogher"),
}


@dataclass
class Effort:
    """What one task took.

    Commands typed, files edited by hand, characters typed, seconds that the commands ran.
    """

    task: str
    commands: int = 0
    files: set[Path] = field(default_factory=set)
    characters: int = 0
    seconds: float = 0.0

    def row(self) -> str:
        """Return the row of the table."""
        return (
            f"| {self.task} | {self.commands} | {len(self.files)} | {self.characters:,} "
            f"| {self.seconds:.1f} |"
        )


class Workshop:
    """A workshop in a folder, and the hands that work there: everything they do is counted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.effort = Effort("")
        for name in ("articles", "locales"):
            (folder / name).mkdir(parents=True)
        (folder / "locales" / "reviewers.toml").write_text(REVIEWERS)
        self.project = Project(folder / "articles", folder / "locales", folder / "journal")
        self._environ = {k: v for k, v in os.environ.items() if not k.startswith("SUMMARIES_")}
        self._environ |= {
            "PYTHONPATH": str(ROOT),
            "SUMMARIES_EDITIONS": str(folder / "editions"),
            "SUMMARIES_PUBLISHED": str(folder / "published"),
            "SUMMARIES_REVIEWER": WHO,
        }

    def begin(self, task: str) -> None:
        """Begin to count for ``task``."""
        self.effort = Effort(task)

    def run(self, *words: str, typed: str = "") -> None:
        """Run ``summaries`` with ``words``, and type ``typed`` into it.

        Raises RuntimeError when it does not end with 0.
        """
        began = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-m", "service", *words], cwd=self.folder, env=self._environ,
            input=typed, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.effort.seconds += time.perf_counter() - began
        if done.returncode:
            raise RuntimeError(f"{shlex.join(words)}: {done.stdout}{done.stderr}")
        self.effort.commands += 1
        self.effort.characters += len(shlex.join(["summaries", *words])) + 1 + len(typed)

    def replace(self, file: str, old: str, new: str) -> None:
        """Change a file as in an editor, wherever ``old`` stands."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        times = text.count(old)
        if not times:
            raise RuntimeError(f"{file} has no {old!r}")
        path.write_text(text.replace(old, new), encoding="utf-8")
        steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
        inserted = sum(m - k for kind, _i, _j, k, m in steps if kind in ("insert", "replace"))
        self.effort.files.add(path)
        self.effort.characters += inserted * times

    def translate(self, locale: str, texts: dict[str, tuple[str, ...]]) -> None:
        """Type translations into a catalog, as in a PO editor."""
        source, path = self.project.source(SLUG), self.project.path(SLUG, locale)
        edits = {
            m.key: Edit(strings=texts[m.id], fuzzy=False) for m in source.messages if m.id in texts
        }
        catalog.edit(path, path.name, locale, lambda _found: (edits, ()))
        self.effort.files.add(path)
        self.effort.characters += sum(len(text) for several in texts.values() for text in several)

    def check(self, slug: str, languages: set[str], text: str = "") -> None:
        """Raise RuntimeError unless exactly ``languages`` are up, current, with ``text`` in them.

        Not counted: nobody types it.
        """
        found = set()
        for path in (self.folder / "editions" / slug).glob("[a-z]*.json"):
            edition = store.load(path)
            if not isinstance(edition, Edition) or edition.state != "current":
                raise RuntimeError(f"{path.name} is not current")
            content = [f"{edition.read(statement)}" for statement in edition.content.statements]
            if text and text not in " ".join(content):
                raise RuntimeError(f"{path.name} lacks {text!r}")
            found.add(path.stem)
        if found != languages:
            raise RuntimeError(f"up are {sorted(found)}")


def from_a_page(folder: Path) -> Effort:
    """From a saved page to live in one language."""
    shop = Workshop(folder)
    (folder / "page.html").write_text(SAVED, encoding="utf-8")
    shop.begin("from a saved page to live in one language")
    shop.run("draft", "page.html", "--slug", FIRE)
    # The editor shortens one sentence; the others stay as the article has them.
    summary = f"articles/{FIRE}/summary.toml"
    text = 'text = "{}, the fire service said."'
    long, short = "A warehouse burned down in the harbor of Odesa overnight", (
        "A warehouse burned down in the harbor of Odesa"
    )  # fmt: skip
    shop.replace(summary, text.format(long), text.format(short))
    messages = len(shop.project.source(FIRE).messages)
    shop.run("review", "en", "--article", FIRE, typed="s\n" * messages)
    shop.run("publish")
    shop.check(FIRE, {"en"}, short)
    return shop.effort


def translations(locale: str) -> dict[str, tuple[str, ...]]:
    """Return what the bundled catalog in ``locale`` says, by message."""
    bundled = Project(ROOT / "articles", ROOT / "locales", ROOT / "journal")
    found = bundled.catalog(SLUG, locale)
    if found is None:
        raise RuntimeError(f"there is no bundled catalog in {locale}")
    return {e.context: e.strings for e in found.entries if e.context}


def corrected_figure(shop: Workshop, others: list[str]) -> Effort:
    """A figure that is wrong in the article, until it is right in every language."""
    shop.begin("a corrected figure, with a note, in twelve languages")
    for file in ("article.txt", "summary.toml"):
        shop.replace(f"articles/{SLUG}/{file}", "160", "158")
    note = "An earlier version gave the number of missiles as 160."
    shop.run("correct", SLUG, "--statement", "december", "--note", note, "--yes")
    for name in others:  # who wrote the figure in words of their own writes it again
        texts = translations(name)["december"]
        if any("160" in text for text in texts):
            texts = tuple(text.replace("160", "158") for text in texts)
            shop.translate(name, {"december": texts})
            shop.run("review", name, "--article", SLUG, "--message", "december")
    shop.run("publish")
    shop.check(SLUG, {"en", *others}, "158")
    return shop.effort


def rows(folder: Path) -> Iterator[Effort]:
    """Yield what each task took, one after the other in the same workshop."""
    yield from_a_page(folder / "page")
    others = sorted(p.name for p in (ROOT / "locales").iterdir() if p.is_dir() and p.name != "en")
    shop = Workshop(folder / "twelve")
    shutil.copytree(ROOT / "articles" / SLUG, shop.project.articles / SLUG)
    summary = f"articles/{SLUG}/summary.toml"
    for right, wrong in MISTAKES.items():
        shop.replace(summary, right, wrong)
    shop.run("update", "--article", SLUG)
    shop.run("review", "en", "--article", SLUG, "--all")
    shop.run("publish")

    shop.begin("the bundled article, up in English, in eleven more languages")
    shop.run("update", "--article", SLUG, *(w for name in others for w in ("--locale", name)))
    for name in others:
        shop.translate(name, translations(name))
        shop.run("review", name, "--article", SLUG, "--all")
    shop.run("publish")
    everywhere = {"en", *others}
    shop.check(SLUG, everywhere)
    yield shop.effort

    yield corrected_figure(shop, others)

    shop.begin("a corrected name, wrong in the source alone, with a note, in twelve languages")
    shop.replace(summary, NAME.format("Dmitry"), NAME.format("Dmytro"))
    note = "An earlier version misspelled the minister’s name."
    shop.run("correct", SLUG, "--statement", "kuleba", "--note", note, "--yes")
    for name in others:
        shop.run("review", name, "--article", SLUG, "--outdated", typed="y\n")
    shop.run("publish")
    shop.check(SLUG, everywhere)
    yield shop.effort

    shop.begin("a typo in the source, in twelve languages")
    shop.replace(summary, TYPO.format("tuogher"), TYPO.format("tougher"))
    shop.run("correct", SLUG, "--statement", "poland", "--typo", "--yes")
    shop.run("publish")
    shop.check(SLUG, everywhere)
    yield shop.effort

    shop.begin("a rename")
    shop.run("rename", SLUG, "nato-on-attacks", "--name", WHO)
    shop.check("nato-on-attacks", everywhere)
    yield shop.effort
    shop.begin("a withdrawal, with its reason")
    shop.run("withdraw", "nato-on-attacks", "--reason", "The quotation was false.")
    yield shop.effort


def table() -> str:
    """Return the table."""
    with tempfile.TemporaryDirectory() as folder:
        found = [effort.row() for effort in rows(Path(folder))]
    head = "| task | commands | files edited | characters typed | seconds |"
    return "\n".join([head, "|---|--:|--:|--:|--:|", *found])


if __name__ == "__main__":
    text = table()
    if "--write" in sys.argv:
        page = PAGE.read_text(encoding="utf-8")
        start, end = page.index(BEGIN) + len(BEGIN), page.index(END)
        PAGE.write_text(f"{page[:start]}\n{text}\n{page[end:]}", encoding="utf-8")
    else:
        print(text)  # noqa: T201
