"""Which checks raise something on translations that professional translators made of news.

``python benchmarks/checks_in_news.py FOLDER [FIRST] [--half]``: FOLDER is ``NTREX-128`` of the
NTREX corpus (https://github.com/MicrosoftTranslator/NTREX, CC BY-SA 4.0). Sentences with an even
number are for development, those with an odd one are held out: nobody looks at them to fix a
check. Every 34th counts, from number FIRST (0) on, some 300 messages in five languages; with
``--half`` every second; ``--others`` takes six other languages. ``--show`` lists the findings, for
somebody to say which were raised in vain: translators also drop a “more than”, a quotation or a
number.

With a folder of WMT24++ (https://huggingface.co/datasets/google/wmt24pp, Apache-2.0) in place of
NTREX the same of its news, of passages up to 300 characters: ``en-de_DE.jsonl`` and so on. There
``0 --half`` takes the even ones, and ``1 --half`` the odd.

A third kind of folder has the texts of a WMT news test, line by line, as
https://github.com/wmt-conference/wmt21-news-systems has them (``src.en``, ``ref.de`` and so on,
renamed so): sentences of 40 to 300 characters. ``devtest`` of FLORES-200 (CC BY-SA 4.0) renamed so
is read as well.

``--seed`` puts another number in the place of one that both texts have, in every third sentence,
and counts where a check blocks it.

What the corpus itself writes with a typewriter's quotation marks, apostrophes and spaces is counted
apart: those findings are right.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

from service.review import checks, glossary
from service.review.checks import Subject

ROOT = Path(__file__).parent.parent
Pairs = list[tuple[str, str]]
LANGUAGES = {"de": "deu", "es": "spa", "fr": "fra", "ja": "jpn", "uk": "ukr"}
# The checks were not tuned on these.
OTHERS = {"ar": "arb", "it": "ita", "pl": "pol", "ro": "ron", "tr": "tur", "zh_Hans": "zho-CN"}
WMT = {
    "ar": "ar_SA", "de": "de_DE", "es": "es_MX", "fr": "fr_FR", "it": "it_IT", "ja": "ja_JP",
    "pl": "pl_PL", "ro": "ro_RO", "tr": "tr_TR", "uk": "uk_UA", "zh_Hans": "zh_CN",
}  # fmt: skip
EVERY = 34
# WMT24++ has whole paragraphs; longer ones are no statement of a summary.
LONGEST = 300
_BRACES = frozenset("{}[]<>")
_NUMBER = re.compile(r"(?<![\w.,])[0-9]{2,}(?![\w.,]*\d)")
TYPOGRAPHY = frozenset({"quotation-marks", "punctuation", "spacing"})


def subject(locale: str, source: str, text: str) -> Subject:
    """Return an English sentence and its translation as the checks see a statement."""
    terms = glossary.load(ROOT / "locales", locale, "en")
    # Whoever writes in a catalog writes a bracket as the format has it.
    text = text.replace("[", r"\[")
    return Subject(locale, source, None, (text,), frozenset(), None, "en", True, terms)


def sentences(folder: Path, locale: str, code: str) -> Pairs:
    """Return the English sentences of the corpus in ``folder`` with their translations."""
    if (folder / "src.en").exists():
        reference = folder / f"ref.{locale}"
        if not reference.exists():
            return []
        lines = ((folder / "src.en").read_text("utf-8"), reference.read_text("utf-8"))
        pairs = zip(*(text.split("\n") for text in lines), strict=True)
        return [
            pair for pair in pairs if 40 <= len(pair[0]) <= LONGEST and not _BRACES & {*pair[0]}
        ]
    file = folder / f"en-{WMT[locale]}.jsonl"
    if file.exists():
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        return [
            (row["source"], row["target"])
            for row in rows
            if row["domain"] == "news" and len(row["source"]) <= LONGEST
        ]
    source = (folder / "newstest2019-src.eng.txt").read_text(encoding="utf-8").splitlines()
    target = (folder / f"newstest2019-ref.{code}.txt").read_text(encoding="utf-8").splitlines()
    return list(zip(source, target, strict=True))


def seeded(folder: Path, languages: dict[str, str]) -> None:
    """Print in how many sentences another number is blocked, by language."""
    chance = random.Random(1)  # noqa: S311 - figures, no secret
    for locale, code in languages.items():
        noticed = seeds = 0
        for source, text in sentences(folder, locale, code)[1::3]:
            number = next((m for m in _NUMBER.finditer(text) if m.group() in source), None)
            if number is None:
                continue
            other = number.group()[:-1] + str((int(number.group()[-1]) + chance.randint(1, 9)) % 10)
            if other in source:
                continue
            wrong = text[: number.start()] + other + text[number.end() :]
            before = set(checks.run(subject(locale, source, text)))
            new = set(checks.run(subject(locale, source, wrong))) - before
            seeds += 1
            noticed += any(o.check == "numbers" and o.level == "error" for o in new)
        print(f"{locale:8} {noticed} of {seeds}")  # noqa: T201


def main(folder: Path, first: int, every: int, show: bool, languages: dict[str, str]) -> None:
    """Print a table by language, and by check."""
    by_check: Counter[str] = Counter()
    for locale, code in languages.items():
        pairs = sentences(folder, locale, code)[first::every]
        alarms = typographic = blocked = 0
        for source, text in pairs:
            found = checks.run(subject(locale, source, text))
            others = [o for o in found if o.check not in TYPOGRAPHY]
            alarms += bool(others)
            typographic += bool(found) and not others
            blocked += any(o.level == "error" for o in others)
            by_check.update(o.check for o in others)
            for objection in others if show else ():
                print(f"{locale} {objection.check}: {objection.text}")  # noqa: T201
                print(f"    {source}\n    {text}")  # noqa: T201
        print(  # noqa: T201
            f"{locale:4} {len(pairs)} messages, {alarms} with a finding ({blocked} blocked), "
            f"{typographic} with the corpus’ own typography only"
        )
    print(*(f"{name} {count}" for name, count in by_check.most_common()), sep="\n")  # noqa: T201


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    first = int(words[1]) if len(words) > 1 else 0
    languages = OTHERS if "--others" in sys.argv else LANGUAGES
    if "--seed" in sys.argv:
        seeded(Path(words[0]), languages)
    else:
        every = 2 if "--half" in sys.argv else EVERY
        main(Path(words[0]), first, every, "--show" in sys.argv, languages)
