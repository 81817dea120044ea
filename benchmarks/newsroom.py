"""Make a large newsroom: N articles in the twelve languages of the bundled one, really signed.

The bundled article's words are used again under new names. Every message ends in letters that
differ from article to article, in every language, and is signed each time: what is kept in memory
of one article must not help with the next, as it would not in a real newsroom.
"""

from __future__ import annotations

import datetime
import multiprocessing
import re
import shutil
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

from service import catalog
from service.catalog import Edit
from service.review import journal, merge_source, policy, sign
from service.review.project import Project
from service.review.sign import Reviewer

ROOT = Path(__file__).parent.parent
BUNDLED = "nato-condemns-attacks-on-ukraine"
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
LOCALES = ["ar", "de", "en", "es", "fr", "it", "ja", "pl", "ro", "tr", "uk", "zh_Hans"]
SIGNER = "Jane Doe"
REVIEWERS = f"""open = true
[[reviewers]]
name = "{SIGNER}"
kind = "person"
languages = ["*"]
[[reviewers]]
name = "Claude"
kind = "model"
languages = ["*"]
"""
# What stands in the summary for an article's letters.
TOKEN = "@LETTERS@"  # noqa: S105


def slug(number: int) -> str:
    """Return the name of article ``number``."""
    return f"{BUNDLED}-{number}"


def make(folder: Path, articles: int) -> Project:
    """Make ``folder`` hold ``articles`` articles and return its workshop.

    Those that are there already are kept, and those beyond taken away.
    """
    project = Project(folder / "articles", folder / "locales")
    for locale in LOCALES:
        (project.locales / locale / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    (project.locales / policy.FILE).write_text(REVIEWERS, encoding="utf-8")
    project.articles.mkdir(exist_ok=True)
    for path in project.articles.iterdir():
        if int(path.name.rpartition("-")[2]) >= articles:
            shutil.rmtree(path)
            journal.path(project.journal, path.name).unlink()
            for locale in LOCALES:
                project.path(path.name, locale).unlink()
    wanted = [n for n in range(articles) if not (project.articles / slug(n)).exists()]
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(partial(_article, project), wanted, chunksize=50))
    return project


def _article(project: Project, number: int) -> None:
    name, letters = slug(number), _letters(number)
    text, summary = _source()
    (project.articles / name).mkdir()
    (project.articles / name / "article.txt").write_bytes(text)
    (project.articles / name / "summary.toml").write_text(
        summary.replace(TOKEN, letters), encoding="utf-8"
    )
    source = project.source(name)
    merge_source.update(project, source, LOCALES)
    for locale in LOCALES:
        if locale != source.language:
            _translate(project, name, locale, letters)
        seen = project.assess(source, locale, thorough=False) or []
        sign.sign(project, source, locale, seen, Reviewer(SIGNER), NOW)


@lru_cache(maxsize=1)
def _source() -> tuple[bytes, str]:
    folder = ROOT / "articles" / BUNDLED
    summary = (folder / "summary.toml").read_text(encoding="utf-8")
    texts = re.compile(r'^((?:headline|text|one|other) = ".*)"$', re.MULTILINE)
    return (folder / "article.txt").read_bytes(), texts.sub(rf'\1 ({TOKEN})"', summary)


def _letters(number: int) -> str:
    """Return ``number`` in letters: no figure may stand in a text."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))


def _translate(project: Project, name: str, locale: str, letters: str) -> None:
    """Put the bundled translations, each with ``letters`` behind it, into a catalog."""
    words = _translations(locale)
    edits = {
        message.key: Edit(
            strings=[f"{text} ({letters})" for text in words[message.id]], fuzzy=False
        )
        for message in project.source(name).messages
    }
    catalog.edit(
        project.path(name, locale), project.shown(name, locale), locale, lambda _found: (edits, ())
    )


@lru_cache(maxsize=16)
def _translations(locale: str) -> dict[str, tuple[str, ...]]:
    """Return the strings of the bundled catalog by message."""
    project = Project(ROOT / "articles", ROOT / "locales")
    found = project.catalog(BUNDLED, locale)
    assert found is not None
    return {entry.id: entry.strings for entry in found.entries}
