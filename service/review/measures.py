"""Measures of a summary: how long it is, what its brief says, what is said twice in one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..content import lexicon
from ..content.article import HEADLINE, Article
from ..content.article_text import paragraphs
from ..content.facts import Fact
from ..content.lexicon import UNSPACED
from ..content.messages import Message
from ..content.placeholders import fill, parse, plain
from ..errors import Finding, Level
from .checks import length

BRIEF_STATEMENTS = (2, 4)
BRIEF_WORDS = 75
SENTENCE_WORDS = 25
SHARE = 0.4

# Chinese and Japanese: two characters say about as much as a word.
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# As many characters as an article needs before a share of it says anything.
_SHORT_ARTICLE = 120


def measure(article: Article) -> list[Finding]:
    """Return what is out of measure in a summary, as findings of its ``summary.toml``."""
    return [
        Finding(check, text, article.path, article.lines.get(name), name, level)
        for check, level, name, text in _measured(article)
    ]


def _measured(article: Article) -> Iterator[tuple[str, Level, str, str]]:
    language = article.source.language
    statements = [m for m in article.source.summary if m.context != HEADLINE]
    texts = {m.id: _reads(m, language) for m in statements}
    brief = [m for m in statements if m.brief]
    # A summary that names no brief has all of its statements in it, for as long as there are such;
    # only what holds for every summary is measured then.
    if brief:
        yield from _brief(article, brief, texts)
    for message in statements:
        yield from _statement(message, texts[message.id], language)
    words = sum(words_in(text, language) for text in texts.values())
    whole = words_in(article.text, language)
    if whole >= _SHORT_ARTICLE and words > SHARE * whole:
        text = f"the summary has {words} words, the article {whole}: at most {SHARE:.0%} of it"
        yield "share", "warning", HEADLINE, text
    if article.publication.show == "all" and not article.publication.licence:
        text = 'readers may see all of the article (show = "all"): say in [article] under which '
        yield "licence", "warning", HEADLINE, f"{text}licence, or by whose permission"


def _brief(
    article: Article, brief: list[Message], texts: dict[str, str]
) -> Iterator[tuple[str, Level, str, str]]:
    language = article.source.language
    least, most = BRIEF_STATEMENTS
    if not least <= len(brief) <= most:
        text = f"statements in the brief: {len(brief)}; {least} to {most} are right"
        yield "brief", "warning", brief[-1].id, text
    words = sum(words_in(texts[m.id], language) for m in brief)
    if words > BRIEF_WORDS:
        text = f"the brief has {words} words: say it in at most {BRIEF_WORDS}"
        yield "brief", "warning", brief[-1].id, text
    if figures := _main_figures(article):
        used = {name for m in brief for name in m.facts}
        if not figures & used:
            names = ", ".join(f"{{{name}}}" for name in sorted(figures))
            text = f"the brief has none of the article's main figures ({names})"
            yield "brief", "warning", brief[0].id, text


def _main_figures(article: Article) -> set[str]:
    """Return the number facts of the article's headline and first paragraph; else all of them."""
    numbers = {n for n, f in article.facts.items() if f.kind == "number"}
    start = "\n".join(paragraphs(article.text)[:2])
    return {n for n in numbers if article.quotes.get(n, "") in start} or numbers


def _statement(message: Message, text: str, language: str) -> Iterator[tuple[str, Level, str, str]]:
    sentences = length.split(text, language)
    if len(sentences) < 2:
        sentences = [text]
    longest = max(words_in(sentence, language) for sentence in sentences)
    if longest > SENTENCE_WORDS:
        what = f"a sentence has {longest} words: say it in at most {SENTENCE_WORDS}"
        yield "sentence", "warning", message.id, what
    bare = {
        segment.name
        for form in message.forms
        for segment in parse(form)
        if segment.name and segment.words is None and segment.name in message.facts
    }
    plurals = sorted(name for name in bare if _inflects(message.facts[name]))
    if len(plurals) > 1:
        names = " and ".join(f"{{{name}}}" for name in plurals)
        what = f"{names} each rule a plural: split this sentence, or give one a written form"
        yield "plurals", "warning", message.id, what
    if len(sentences) > 1 or re.search(r"[;；؛]", text):
        what = "a statement is one claim: split this sentence in two statements"
        yield "claims", "warning", message.id, what


def _inflects(fact: Fact) -> bool:
    """Tell whether the words around a number change with it in many languages.

    An amount or a measure brings its own word along, in the right form.
    """
    own_word = fact.currency or fact.unit or fact.format == "percent"
    return fact.kind == "number" and not own_word and fact.format != "plain"


def _reads(message: Message, language: str) -> str:
    """Return the longest form of a statement as it reads."""
    readings = (
        plain(fill(form, lambda name: message.value(name, language))) for form in message.forms
    )
    return max(readings, key=len)


def words_in(text: str, language: str) -> int:
    """Return how many words ``text`` has; in Chinese and Japanese two characters are a word.

    >>> words_in("Fire in the harbor", "en"), words_in("港口起火", "zh_Hans")
    (4, 2)
    """
    if lexicon.language_of(language) in UNSPACED:
        others = _CJK.sub(" ", text)
        return (len(_CJK.findall(text)) + 1) // 2 + len(re.findall(r"[^\W_]+", others))
    return sum(1 for word in text.split() if any(map(str.isalnum, word)))
