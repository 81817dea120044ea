"""The corpus behind docs/checks.md: clean messages in twelve languages, and errors seeded in them.

Clean are the bundled summary and interface and the sentences of ``data/``. Seeds are made from them
by rule where a rule makes a real error (another placeholder, doubled words, lost marks), and by the
replacements that ``data/<locale>.toml`` lists where only a person can (a lost negation).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import msgspec

from service.content.placeholders import names as placeholder_names
from service.review import glossary
from service.review.checks import Subject
from service.review.project import Project

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"
SLUG = "nato-condemns-attacks-on-ukraine"
# An earlier summary of the bundled article, which the seeds were written for, and the interface.
CORPUS = DATA / "corpus"
PROJECT = Project(CORPUS / "articles", CORPUS / "locales")
LOCALES = ["ar", "de", "en", "es", "fr", "it", "ja", "pl", "ro", "tr", "uk", "zh_Hans"]
_UNSPACED = ("ja", "zh_Hans")
# A language in the same script, and one in another, to paste into the wrong file.
_SAME_SCRIPT = {"de": "pl", "es": "fr", "fr": "es", "it": "ro", "pl": "de", "ro": "it", "tr": "de",
                "ja": "zh_Hans", "zh_Hans": "ja"}  # fmt: skip
_FOREIGN = {"uk": "ru", "ar": "fa", "zh_Hans": "zh_Hant"}
_OTHER_SCRIPT = {"uk": "pl", "ar": "tr", "ja": "ar", "zh_Hans": "uk"}
_SWAPS = (("Ukraine", "Poland"), ("Russia", "Poland"), ("Kuleba", "Putin"), ("Putin", "Kuleba"),
          ("Poland", "Ukraine"), ("Kyiv", "Poland"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A message with its name; of a seed, what is wrong and which check sees it."""

    id: str
    subject: Subject
    kind: str = ""
    check: str = ""

    @property
    def text(self) -> str:
        """The first form."""
        return self.subject.strings[0]

    def seed(self, kind: str, check: str, *strings: str) -> Case | None:
        """Return this message with other ``strings``; None when nothing changed."""
        if strings == self.subject.strings:
            return None
        subject = msgspec.structs.replace(self.subject, strings=strings)
        return replace(self, subject=subject, kind=kind, check=check)


def _table(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def clean(locale: str) -> tuple[Case, ...]:
    """Return all clean messages in ``locale``."""
    return (*bundled(SLUG, locale), *bundled("service", locale), *sentences(locale))


@lru_cache(maxsize=64)
def bundled(domain: str, locale: str) -> tuple[Case, ...]:
    """Return the messages of a bundled catalog."""
    source = PROJECT.source(domain)
    terms = glossary.load(ROOT / "locales", locale, source.language)
    return tuple(
        Case(
            f"{domain}: {a.message.id}",
            Subject(
                locale, a.message.singular, a.message.plural, a.entry.strings,
                frozenset(a.message.placeholders), a.message.count, source.language,
                a.message.context is not None, terms,
            ),
        )
        for a in PROJECT.assess(source, locale, thorough=False) or ()
        if a.entry
    )  # fmt: skip


@lru_cache(maxsize=32)
def sentences(locale: str) -> tuple[Case, ...]:
    """Return the clean sentences of ``data/``; English has none, it is their source."""
    if locale == "en":
        return ()
    terms = glossary.load(ROOT / "locales", locale, "en")
    sources = tomllib.loads((DATA / "source.toml").read_text(encoding="utf-8"))
    table = _table(locale)
    return tuple(
        Case(
            name,
            Subject(
                locale, source, None, (str(table[name]["text"]),),
                frozenset(placeholder_names(source)), None, "en", True, terms,
            ),
        )
        for name, source in sources.items()
    )  # fmt: skip


def seeds(locale: str) -> Iterator[Case]:
    """Yield every seeded error in ``locale``."""
    statements = bundled(SLUG, locale)
    cases = (*statements, *sentences(locale))
    for case in cases:
        made = [*_structural(case), *_garbled(case, locale)]
        if locale != "en":
            made += [*_foreign(case, locale), *_figures(case), *_swapped(case), *_shortened(case)]
            made += [*_unquoted(case), *_addresses(case)]
        yield from (seed for seed in made if seed is not None)
    if locale != "en":
        yield from _listed(cases, locale)


def _structural(case: Case) -> Iterator[Case | None]:
    forms = case.subject.strings
    if found := re.search(r"\{(\w+)\}", case.text):
        renamed = tuple(text.replace(found.group(), "{other}") for text in forms)
        yield case.seed("wrong placeholder", "placeholders", *renamed)
        dropped = tuple(text.replace(found.group(), "42") for text in forms)
        yield case.seed("placeholder written out", "placeholders", *dropped)
    if case.id.endswith("headline"):
        yield case.seed("empty", "empty", *("" for _ in forms))
        yield case.seed("markup", "markup", *(f"<b>{text}</b>" for text in forms))
        yield case.seed("bidi override", "controls", *(f"\u202e{text}" for text in forms))
        yield case.seed("invisible letter", "controls", *(f"{text}\u3164" for text in forms))


def _figures(case: Case) -> Iterator[Case | None]:
    if found := re.search(r"\{(\w+)\}", case.text):
        forms = (
            text.replace(found.group(), found.group() + " (27)") for text in case.subject.strings
        )
        yield case.seed("number added", "numbers", *forms)


def _garbled(case: Case, locale: str) -> Iterator[Case | None]:
    forms = case.subject.strings
    if locale in _UNSPACED:
        run = r"([\u4e00-\u9fff\u30a0-\u30ff]{2,4})"
        yield case.seed(
            "doubled words", "repetition", *(re.sub(run, r"\1\1", t, count=1) for t in forms)
        )
    else:
        word = r"(?<= )([^\W\d_]{4,})(?= )"
        yield case.seed(
            "doubled words", "repetition", *(re.sub(word, r"\1 \1", t, count=1) for t in forms)
        )
        yield case.seed("double space", "spacing", *(t.replace(" ", "  ", 1) for t in forms))
        comma = "،" if locale == "ar" else ","
        spaced = (re.sub(rf"(?<=\w){comma}", f" {comma}", t, count=1) for t in forms)
        yield case.seed("space before comma", "spacing", *spaced)
    straight = tuple(re.sub(r"«[\u00a0\u202f]?|[\u00a0\u202f]?»|[„“”「」]", '"', t) for t in forms)
    yield case.seed("straight quotation marks", "quotation-marks", *straight)
    if locale in ("ar", "ja", "zh_Hans"):
        table = str.maketrans({"،": ",", "؛": ";", "，": ",", "、": ",", "。": ".", "；": ";"})
        yield case.seed("ASCII punctuation", "punctuation", *(t.translate(table) for t in forms))
    if locale == "fr":
        plain = (re.sub("[\u00a0\u202f](?=[;:?!»])", "", t) for t in forms)
        yield case.seed("ASCII punctuation", "punctuation", *plain)
    if "’" in case.text and locale not in _UNSPACED:
        yield case.seed(
            "typewriter’s apostrophe", "punctuation", *(t.replace("’", "'") for t in forms)
        )


def _foreign(case: Case, locale: str) -> Iterator[Case | None]:
    size, subject = len(case.subject.strings), case.subject
    source = (subject.plural or subject.singular,)
    if size == 1 or subject.plural:
        forms = [subject.singular if i == 0 and size == 2 else source[0] for i in range(size)]
        yield case.seed("untranslated", "language", *forms)
    if "headline" in case.id:
        return
    for kind, table in (("other language", _SAME_SCRIPT), ("other script", _OTHER_SCRIPT)):
        other = table.get(locale, "uk" if kind == "other script" else "")
        pool = (*bundled(SLUG, other), *sentences(other)) if other else ()
        for twin in pool:
            if twin.id == case.id:
                yield case.seed(kind, "language", *[twin.subject.strings[-1]] * size)
    foreign = _table("foreign").get(_FOREIGN.get(locale, ""), {})
    if case.id in foreign:
        kind = "other script" if locale == "zh_Hans" else "other language"
        yield case.seed(kind, "language", str(foreign[case.id]))


def _swapped(case: Case) -> Iterator[Case | None]:
    terms = {term.name: term for term in case.subject.glossary}
    unspaced = case.subject.locale in _UNSPACED
    for old, new in _SWAPS:
        source = case.subject.singular
        if old not in source or any(form in source for form in terms[new].source):
            continue
        forms = sorted(terms[old].forms, key=len, reverse=True)
        body = "|".join(map(re.escape, forms))
        pattern = body if unspaced else rf"(?<!\w)(?:{body})(?!\w)"
        texts = (re.sub(pattern, terms[new].forms[0], text) for text in case.subject.strings)
        yield case.seed("swapped name", "names", *texts)


def _shortened(case: Case) -> Iterator[Case | None]:
    if len(case.subject.singular) < 100:
        return
    marks = "".join(f"{{{name}}}" for name in placeholder_names(case.text))
    if not marks and len(case.subject.strings) == 1:
        cut = len(case.text) // 4
        yield case.seed("cut off", "length", case.text[:cut])
        yield case.seed("written twice", "repetition", f"{case.text} {case.text}")
        others = (c.text for c in bundled(SLUG, case.subject.locale) if "{" not in c.text)
        yield case.seed("padded", "length", " ".join(others))


def _unquoted(case: Case) -> Iterator[Case | None]:
    if "“" in case.subject.singular:
        texts = (re.sub(r"[«»„“”「」][\u00a0\u202f]?", "", t) for t in case.subject.strings)
        yield case.seed("lost quotation marks", "quotations", *texts)


def _addresses(case: Case) -> Iterator[Case | None]:
    if "@" not in case.text:
        return
    for old, new in (
        ("press@", "pres@"), ("example.org/", "example.com/"), ("/contact", "/kontakt"),
        ("press@example.org", ""),
    ):  # fmt: skip
        yield case.seed("changed address", "addresses", case.text.replace(old, new))


_KINDS = {
    "negation": "lost negation", "attribution": "lost attribution", "hedges": "dropped hedge",
    "numbers": "wrong number", "magnitude": "million or billion", "currency": "other currency",
    "units": "other unit", "names": "swapped name", "acronyms": "lost acronym",
    "sentences": "lost sentence", "opposites": "the contrary",
    "number-senses": "hundreds for thousands", "times": "other day or month",
}  # fmt: skip


def _listed(cases: tuple[Case, ...], locale: str) -> Iterator[Case]:
    """Yield the errors that ``data/<locale>.toml`` lists as replacements: old words, new words."""
    by_id = {case.id.removeprefix(f"{SLUG}: "): case for case in cases}
    for name, entry in _table(locale).items():
        case = by_id[name]
        for key, pair in entry.items():
            if key == "text" or key.endswith("_also"):
                continue
            strings = [text.replace(pair[0], pair[1]) for text in case.subject.strings]
            if also := entry.get(f"{key}_also"):
                strings = [text.replace(also[0], also[1]) for text in strings]
            check = key.rstrip("0123456789")
            seed = case.seed(_KINDS[check], _by(check, pair[0]), *strings)
            if seed is None:
                raise ValueError(f"{locale}.toml: [{name}] {key}: “{pair[0]}” is not in the text")
            yield seed


def _by(check: str, old: str) -> str:
    """Return the check that sees the error: a figure's magnitude is part of its value."""
    digits = any(c.isdigit() for c in old)
    return "numbers" if check == "magnitude" and digits else check
