"""Names, acronyms and addresses are the source's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from babel import Locale

from ...content import lexicon
from ...content.lexicon import UNSPACED
from ...content.lexicon_patterns import VOWEL_MARKS
from ...errors import Level
from .base import Check, Subject, words_only

ACRONYM = re.compile(r"(?<![\w-])[A-Z]{2,6}(?![\w-])")
_CAPITALS = re.compile(r"(?<!\w)[^\W\d_a-z]{2,7}(?!\w)")
# These write names in cases.
_CASES = frozenset({"be", "bg", "cs", "et", "fi", "hr", "hu", "lt", "lv", "pl", "ro", "ru", "sk",
                    "sl", "sr", "tr", "uk"})  # fmt: skip
# Before a name it says which one, and readers elsewhere may need no telling: “US President …”.
_ATTRIBUTE = re.compile(r"(?<![\w-])[A-Z]{2,6} (?=[A-Z][a-z])")
# Zones of time, which readers elsewhere get in words: "British time".
_ZONES = frozenset({"BST", "GMT", "UTC", "CET", "CEST", "EET", "EEST", "EST", "EDT", "CST", "CDT",
                    "MST", "MDT", "PST", "PDT", "JST", "IST", "MSK", "AEST"})  # fmt: skip
# An acronym behind what it is short for.
_BRACKETED = re.compile(r"\(([A-Z]{2,6})s?\)")
_EMAIL = re.compile(r"[A-Za-z0-9.+-][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_URL = re.compile(r"(?:https?://|www\.)[!-~]+")
_DOMAIN = re.compile(r"(?<![@\w./-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[!-~]*)?(?![\w-])", re.ASCII)


def addresses(subject: Subject) -> Iterator[str]:
    """Web and e-mail addresses stand as in the source, letter for letter."""
    for source, text in subject.pairs():
        wanted, present = _addresses(source), _addresses(text)
        for address in wanted - present:
            yield f"the address “{address}” is missing or changed: copy it from the source"
        for address in present - wanted:
            yield f"the address “{address}” is not in the source: remove or correct it"
        rest = _URL.sub(" ", source)
        for domain in _DOMAIN.findall(_EMAIL.sub(" ", rest)):
            if domain.rstrip(".,").casefold() not in text.casefold():
                yield f"the address “{domain}” is missing or changed: copy it from the source"


def _addresses(text: str) -> Counter[str]:
    urls = [match.group().rstrip(".,;:!?)'\"") for match in _URL.finditer(text)]
    return Counter([*urls, *(m.group().rstrip(".-") for m in _EMAIL.finditer(text))])


def names(subject: Subject) -> Iterator[str]:
    """Names of the glossary are there when the source has them, in an accepted form; no others."""
    if not subject.translated:
        return
    for source, text in subject.pairs():
        plain, rendered = words_only(source), words_only(text)
        for term in subject.glossary:
            if _occurs((term.name,), plain, subject.language):
                if not _occurs(term.forms, rendered, subject.locale, ending=True):
                    yield (
                        f"the name “{term.name}” is missing: write it in an accepted form "
                        f"(“{term.forms[0]}”), or add yours to the glossary"
                    )
            # A form of one letter is part of too many other words; in small letters it may be
            # any alliance.
            elif (
                long := tuple(f for f in term.forms if len(f) > _least(f) and not f.islower())
            ) and (
                _occurs(long, _other_words(rendered, plain, long, subject.locale), subject.locale)
                and not _occurs(term.source, plain, subject.language)
            ):
                yield f"“{term.name}” is named here and not in the source: check the name"


def _least(form: str) -> int:
    """Return how many letters tell no name: in Arabic Ross is written like “Russians”."""
    return 3 if unicodedata.name(form[0], "").startswith(("ARABIC", "HEBREW")) else 1


def _other_words(text: str, source: str, forms: tuple[str, ...], locale: str) -> str:
    """Return ``text`` without the words of ``source``, and countries that have a form in theirs."""
    text = _without_shared(text, source)
    # 白俄罗斯 is Belarus, and no 俄罗斯.
    for country in _countries(locale) if lexicon.language_of(locale) in UNSPACED else ():
        if country in text and any(form in country and form != country for form in forms):
            text = text.replace(country, " ")
    return text


@lru_cache(maxsize=4)
def _countries(locale: str) -> tuple[str, ...]:
    return tuple(sorted(Locale.parse(locale).territories.values(), key=len, reverse=True))


def _without_shared(text: str, source: str) -> str:
    """Return ``text`` without the words that the source has, too: “Pole Position”."""
    theirs = set(re.findall(r"\w+", source.casefold()))
    return re.sub(r"\w+", lambda w: " " if w.group().casefold() in theirs else w.group(), text)


def _occurs(forms: Iterable[str], text: str, locale: str, ending: bool = False) -> bool:
    pattern = _forms(tuple(forms), lexicon.language_of(locale), ending)
    return pattern.search(_apostrophes(text)) is not None


@lru_cache(maxsize=2048)
def _forms(forms: tuple[str, ...], language: str, ending: bool) -> re.Pattern[str]:
    body = "|".join(re.escape(_apostrophes(form)) for form in sorted(forms, key=len, reverse=True))
    # A case that no list has: “Путіним”.
    after = r"\w{0,3}(?!\w)" if ending and language in _CASES else r"(?!\w)"
    return re.compile(body if language in UNSPACED else rf"(?<!\w)(?:{body}){after}")


def _apostrophes(text: str) -> str:
    return text.replace("'", "\u2019").replace("\u02bc", "\u2019")


def acronyms(subject: Subject) -> Iterator[str]:
    """Acronyms stand as in the source, or in the language's own form."""
    words = lexicon.of(subject.locale)
    if not subject.translated or words is None:
        return
    known = {form for term in subject.glossary for form in (term.name, *term.source)}
    for source, text in subject.pairs():
        plain = words_only(source)
        if plain.isupper():
            continue
        rendered = words_only(text)
        # What no list has may stand in the language's own form (PTBS for PTSD, ВВП for GDP), or
        # written out, which makes a text longer. Scripts without capitals write all of them out.
        written = len(rendered) > len(plain) or words.language in (*UNSPACED, "ar")
        own = {a for a in _CAPITALS.findall(rendered) if a not in plain}
        mentioned = set(ACRONYM.findall(_ATTRIBUTE.sub(" ", plain)))
        expanded = _expanded(plain)
        for acronym in sorted(mentioned - known - expanded):
            # Two letters that no list has are a word of English: HQ, TV, PM.
            if acronym not in words.acronyms and (
                own or written or acronym in _ZONES or len(acronym) == 2
            ):
                continue
            currency = words.currencies.get(acronym)
            if currency is not None and currency.search(lexicon.prepare(rendered)):
                continue
            forms = (acronym, *words.acronyms.get(acronym, ()))
            if not _acronym_occurs(forms, rendered, subject.locale):
                yield (
                    f"the acronym “{acronym}” is missing: write it, or add the form used here "
                    "to the glossary"
                )


def _expanded(text: str) -> set[str]:
    """Return the acronyms that stand once, in brackets behind their words: “… unit (ICU)”."""
    return {
        match[1]
        for match in _BRACKETED.finditer(text)
        if text.count(match[1]) == 1 and _abbreviates(match[1], text[: match.start()])
    }


def _abbreviates(acronym: str, before: str) -> bool:
    """Tell whether the words at the end of ``before`` begin with the letters of ``acronym``."""
    words = re.findall(r"[^\W_]+", before.casefold())[-2 * len(acronym) :]
    letters = acronym.casefold()
    for word in reversed(words):
        if letters and word.startswith(letters[-1]):
            letters = letters[:-1]
    return not letters


def _acronym_occurs(forms: tuple[str, ...], text: str, locale: str) -> bool:
    text = re.sub(r"[\u00a0\u202f]", " ", text)
    text = re.sub(f"[{VOWEL_MARKS}]", "", text)  # المتّحدة is المتحدة
    folded = lexicon.fold(text)
    if lexicon.language_of(locale) in UNSPACED:
        return any(lexicon.fold(form) in folded for form in forms)
    # Full names may be inflected at the end; Arabic joins prefixes to the first word: “for the”.
    if locale.startswith("ar"):
        forms = (*forms, *(f"لل{form[2:]}" for form in forms if form.startswith("ال")))
    return any(
        re.search(rf"(?<!\w)\w{{0,3}}{re.escape(lexicon.fold(form))}", folded)
        if len(form) > 5 or locale.startswith("ar")
        else re.search(rf"(?<!\w){re.escape(form)}s?(?!\w)", text)
        or any(
            # MDax for MDAX; “nato” is born, in Italian.
            sum(map(str.isupper, match.group())) > 1
            for match in re.finditer(rf"(?i)(?<!\w){re.escape(form)}(?!\w)", text)
        )
        # As a name, inside a sentence: l’Onu, la Nato.
        or (
            len(form) > 2
            and form.isupper()
            and re.search(rf"(?<=[\w,;] |.[’'(]){re.escape(form.title())}(?!\w)", text)
        )
        for form in forms
    )


NAMES: dict[str, tuple[Level, Check]] = {
    "addresses": ("error", addresses),
    "names": ("warning", names),
    "acronyms": ("warning", acronyms),
}
