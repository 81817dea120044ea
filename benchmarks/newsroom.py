"""Make a large newsroom: N articles in the twelve languages of the bundled one, really signed.

The bundled article's words are used again under new names; its figures, its headline's first word
and its dates differ from article to article, so that no two editions have the same signatures.
"""

from __future__ import annotations

import datetime
import multiprocessing
import re
import shutil
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from service import catalog, review
from service.assessment import words_of
from service.message import Source
from service.workshop import Workshop

ROOT = Path(__file__).parent.parent
BUNDLED = "nato-condemns-attacks-on-ukraine"
DAY = datetime.date(2026, 11, 22)
_MARK = re.compile(r"# reviewed-by: [^\n]*\n(?:# [^\n]*sha256:[^\n]*\n)?")


def slug(number: int) -> str:
    """Return the name of article ``number``."""
    return f"{BUNDLED}-{number}"


def make(folder: Path, articles: int) -> Workshop:
    """Make ``folder`` hold ``articles`` articles and return its workshop.

    Those that are there already are kept, and those beyond taken away.
    """
    shop = Workshop(folder / "articles", folder / "locales")
    languages = Workshop(ROOT / "articles", ROOT / "locales").languages()
    for locale in languages:
        target = shop.path("service", locale)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "locales" / locale / "LC_MESSAGES" / "service.po", target)
    shop.articles.mkdir(exist_ok=True)
    for path in shop.articles.iterdir():
        if int(path.name.rpartition("-")[2]) >= articles:
            shutil.rmtree(path)
            for locale in languages:
                shop.path(path.name, locale).unlink()
    wanted = [n for n in range(articles) if not (shop.articles / slug(n)).exists()]
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(partial(_article, shop, languages), wanted, chunksize=50))
    return shop


def _article(shop: Workshop, languages: list[str], number: int) -> None:
    name = slug(number)
    source_folder, target = ROOT / "articles" / BUNDLED, shop.articles / name
    target.mkdir()
    # A headline and a sentence of its own for each article, in every language alike.
    text = (source_folder / "article.txt").read_text(encoding="utf-8")
    summary = (source_folder / "summary.toml").read_text(encoding="utf-8")
    headline = re.search(r'^headline = "(.*)"$', summary, re.MULTILINE)
    assert headline is not None
    new = f"{headline[1]} [{_letters(number)}]"
    (target / "article.txt").write_text(text, encoding="utf-8")
    summary = summary.replace(headline[0], f'headline = "{new}"')
    (target / "summary.toml").write_text(summary, encoding="utf-8")
    source = shop.article(name).source
    for locale in languages:
        path = ROOT / "locales" / locale / "LC_MESSAGES" / f"{BUNDLED}.po"
        words = _MARK.sub("", path.read_text(encoding="utf-8"))
        words = _mark_headline(words, number)
        found = catalog.parse(words.encode(), path.name, locale)
        shop.path(name, locale).write_text(_signed(words, found, source, locale), encoding="utf-8")


def _letters(number: int) -> str:
    """Return ``number`` in letters: no figure may stand in a text."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))


def _mark_headline(words: str, number: int) -> str:
    """Add the article's letters to the headline's msgid and msgstr."""
    start = words.index('msgctxt "headline"')
    end = words.find("\n\n", start)
    end = len(words) if end < 0 else end
    entry = words[start:end]
    text, translation = entry.split("msgstr ", 1)
    added = f' [{_letters(number)}]"'
    both = [re.sub(r'"\s*\Z', added, part.rstrip()) for part in (text, translation)]
    return words[:start] + both[0] + "\nmsgstr " + both[1] + words[end:]


def _signed(words: str, found: catalog.Catalog, source: Source, locale: str) -> str:
    for message in source.messages:
        entry = found.get(message.key)
        assert entry is not None, (locale, message.key)
        signed = words_of(message, locale, source.language, entry.strings)
        mark = review.sign(signed, "Jane Doe", DAY)
        line = f'msgctxt "{message.context}"'
        words = words.replace(line, f"# {mark}\n{line}", 1)
    return words
