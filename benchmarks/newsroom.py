"""Make a large newsroom: N articles in the twelve languages of the bundled one, really signed.

The bundled article's words are used again under new names. Every message ends in letters that
differ from article to article, in every language, and is signed anew each time: what is kept in
memory of one article must not help with the next, as it would not in a real newsroom.
"""

from __future__ import annotations

import datetime
import multiprocessing
import re
import shutil
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

from msgspec.structs import replace

from service import catalog
from service.review import policy, signatures
from service.review.project import Project
from service.review.signatures import Words
from service.review.status import words_of

ROOT = Path(__file__).parent.parent
BUNDLED = "nato-condemns-attacks-on-ukraine"
DAY = datetime.date(2026, 11, 22)
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
# What stands in the templates for an article's letters, and for the mark of a message.
TOKEN, MARK = "@LETTERS@", "@MARK:{}@"
_UNSIGNED = re.compile(r"^# reviewed-by: .*\n", re.MULTILINE)


def slug(number: int) -> str:
    """Return the name of article ``number``."""
    return f"{BUNDLED}-{number}"


def make(folder: Path, articles: int) -> Project:
    """Make ``folder`` hold ``articles`` articles and return its workshop.

    Those that are there already are kept, and those beyond taken away.
    """
    project = Project(folder / "articles", folder / "locales")
    languages = Project(ROOT / "articles", ROOT / "locales").languages()
    for locale in languages:
        target = project.path("service", locale)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "locales" / locale / "LC_MESSAGES" / "service.po", target)
    (project.locales / policy.FILE).write_text(REVIEWERS, encoding="utf-8")
    project.articles.mkdir(exist_ok=True)
    for path in project.articles.iterdir():
        if int(path.name.rpartition("-")[2]) >= articles:
            shutil.rmtree(path)
            for locale in languages:
                project.path(path.name, locale).unlink()
    wanted = [n for n in range(articles) if not (project.articles / slug(n)).exists()]
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(partial(_article, project, languages), wanted, chunksize=50))
    return project


def _article(project: Project, languages: list[str], number: int) -> None:
    name, letters = slug(number), _letters(number)
    target = project.articles / name
    text, summary = _source()
    for locale in languages:
        project.path(name, locale).write_bytes(_catalog(locale, letters))
    target.mkdir()
    (target / "article.txt").write_bytes(text)
    (target / "summary.toml").write_text(summary.replace(TOKEN, letters), encoding="utf-8")


@lru_cache(maxsize=1)
def _source() -> tuple[bytes, str]:
    folder = ROOT / "articles" / BUNDLED
    summary = (folder / "summary.toml").read_text(encoding="utf-8")
    texts = re.compile(r'^((?:headline|text|one|other) = ".*)"$', re.MULTILINE)
    return (folder / "article.txt").read_bytes(), texts.sub(rf'\1 [{TOKEN}]"', summary)


def _letters(number: int) -> str:
    """Return ``number`` in letters: no figure may stand in a text."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))


def _catalog(locale: str, letters: str) -> bytes:
    """Return the catalog of the article with ``letters`` in its messages, all of them signed."""
    text, messages = _template(locale)
    text = text.replace(TOKEN, letters)
    for words in messages:
        said = replace(
            words,
            singular=words.singular.replace(TOKEN, letters),
            plural=words.plural and words.plural.replace(TOKEN, letters),
            strings=tuple(string.replace(TOKEN, letters) for string in words.strings),
        )
        mark = str(signatures.sign(said, SIGNER, DAY))
        text = text.replace(MARK.format(words.context), mark)
    return text.encode()


@lru_cache(maxsize=64)
def _template(locale: str) -> tuple[str, list[Words]]:
    """Return the bundled catalog, and what the signatures in it cover, both with TOKEN for the
    article's letters, the catalog also with MARK for each signature."""
    project = Project(ROOT / "articles", ROOT / "locales")
    text = _UNSIGNED.sub("", project.path(BUNDLED, locale).read_text(encoding="utf-8"))
    found = catalog.parse(text.encode(), BUNDLED, locale)
    source = project.article(BUNDLED).source
    added = f" [{TOKEN}]"
    covered: list[Words] = []
    for message in source.messages:
        entry = found.get(message.key)
        assert entry is not None
        words = words_of(message, locale, source.language, entry.strings)
        plural = None if words.plural is None else words.plural + added
        strings = tuple(string + added for string in words.strings)
        covered.append(
            replace(words, singular=words.singular + added, plural=plural, strings=strings)
        )
        line = f'msgctxt "{message.context}"'
        start = text.index(line)
        end = (text + "\n\n").index("\n\n", start)
        lettered = re.sub(r'"(?=\n(?:msgid_plural|msgstr)|\n?\Z)', f'{added}"', text[start:end])
        lettered = lettered.replace(f'"{message.context}{added}"', f'"{message.context}"')
        text = f"{text[:start]}# {MARK.format(message.context)}\n{lettered}{text[end:]}"
    return text, covered
