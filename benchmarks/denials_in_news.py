"""How many lost denials the check `negation` notices in translations that professionals made.

``python benchmarks/denials_in_news.py FOLDER [--half]``: FOLDER is one that ``checks_in_news.py``
reads. From each translation of a sentence with one denial of a verb (“did not”, “hasn’t”) the only
denial is taken out, so that it says the contrary; where other words deny, too, the rest would be
broken, and the sentence is left out. ``--half`` takes the second half of each language. The second
figure is of the contrary error: “not” taken out of the source, so that the translation has a denial
too many. With a news test, whose English differs by language, put ``src.LOCALE`` beside
``ref.LOCALE``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from checks_in_news import LANGUAGES, LONGEST, OTHERS, Pairs, sentences, subject

from service.review.checks import attribution

# What is taken out, and what is put there.
DENIALS: dict[str, tuple[tuple[str, str], ...]] = {
    "ar": ((r"(?<!\w)و?(?:لم|لا|لن|ليس|ليست)\s+", ""),),
    "de": ((r"(?<!\w)nicht\s+", ""), (r"(?<!\w)k(?=ein(?:e|en|em|er|es)?(?!\w))", "")),
    "es": ((r"(?<!\w)[Nn]o\s+", ""),),
    "fr": ((r"(?<!\w)pas\s+", ""),),
    "it": ((r"(?<!\w)[Nn]on\s+", ""),),
    "ja": (
        ("なかった", "た"), ("ません", "ます"), ("(?<=て)いない", "いる"),
        ("(?<=[れりきけせてえべげ])ない", "る"), ("ではない", "である"),
    ),
    "pl": ((r"(?<!\w)[Nn]ie\s+", ""),),
    "ro": ((r"(?<!\w)[Nn]u\s+", ""), (r"(?<!\w)n-(?=a[rmușiț]?\b)", "")),
    "tr": (
        (r"(?<=\w)m[ae](?=d[ıi]\w*\b)", ""), (r"(?<=\w)m(?=[ıiuü]yor)", ""),
        (r"(?<=\w)m[ae]z(?=lar|ler|\b)", "r"), (r"(?<=\w)m[ae]y(?=[ae]ca[kğ]|[ae]ce[kğ])", ""),
        (r"(?<=\w)m[ae](?=m[ıi]ş)", ""), (r"\s+değil(?=\w*)", ""), (r"(?<!\w)yok(?!\w)", "var"),
    ),
    "uk": ((r"(?<!\w)[Нн]е\s+", ""),),
    "zh_Hans": (("没有|不|未", ""),),
}  # fmt: skip
OTHER_DENIALS = {
    "ar": r"أبد|(?<!\w)ما(?!\w)|قط",
    "de": r"nie\b|niemals|niemand|nichts|weder|keinerlei|keinesw|nirgend|nein",
    "es": r"nunca|ning[uú]n|nadie|nada|\bni\b|jamás|tampoco",
    "fr": r"jamais|aucun|rien|\bnul|\bni\b|guère|\bnon\b|personne n",
    "it": r"\bmai\b|nessun|niente|nulla|né|neppure|nemmeno|neanche",
    "ja": "しか|ぬ|ず|無|不|未|なし|なく|決して|まったく|全く",
    "pl": r"(?<!\w)nigd|żad[ne]|żaden|(?<!\w)nikt|niko|(?<!\w)nic|(?<!\w)ani(?!\w)|(?<!\w)ni(?!\w)",
    "ro": "nici|nimeni|nimic",
    "tr": "hiç|asla|(?<!\\w)ne .* ne",
    "uk": r"(?<!\w)ні|(?<!\w)жодн|жоден|нема|(?<!\w)ані",
    "zh_Hans": "无|非|别|勿|莫|否",
}
_VERB = re.compile(
    r"\b(?:did|does|do|has|have|had|is|are|was|were|will|would|could|can|should) ?"
    r"(?:not|n[’'′]t)\b|\b(?:ca|wo)n[’'′]t\b|\bcannot\b",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:not|no|never|none|nobody|neither|nor|nowhere|nothing|cannot)\b|n[’'′]t\b", re.IGNORECASE
)
# Of these nobody can say that taking “not” out turns the sentence.
_SOFT = re.compile(
    r"\W*(?:only|just|merely|simply|necessarily|long|far|until|fail|least|without|un\w+|in\w+ble"
    r"|to mention|surprising\w*|the first)\b",
    re.IGNORECASE,
)


def is_plain(source: str) -> bool:
    """Tell whether ``source`` is a sentence with one denial, of a verb."""
    match = _VERB.search(source)
    return (
        match is not None
        and len(_ANY.findall(source)) == 1
        and not _SOFT.match(source[match.end() :])
        and not source.rstrip('"”').endswith("?")
        and not re.search(r"\b(?:until|whether|unless)\b", source)
    )


def without_denial(text: str, locale: str) -> str | None:
    """Return ``text`` with its only denial taken out; None where it has none or several."""
    hits = [(m, new) for old, new in DENIALS[locale] for m in re.finditer(old, text)]
    if len(hits) != 1 or re.search(OTHER_DENIALS[locale], text, re.IGNORECASE):
        return None
    match, new = hits[0]
    turned = text[: match.start()] + new + text[match.end() :]
    return re.sub(r"(?<!\w)(?:ne\s|n[’'])", "", turned) if locale == "fr" else turned


def pairs(folder: Path, locale: str, code: str) -> Pairs:
    """Return sentences with their translations, of a source that may be the language's own."""
    source, reference = folder / f"src.{locale}", folder / f"ref.{locale}"
    if not source.exists():
        return sentences(folder, locale, code)
    lines = (file.read_text("utf-8").split("\n") for file in (source, reference))
    return [pair for pair in zip(*lines, strict=True) if 40 <= len(pair[0]) <= LONGEST]


def main(folder: Path, half: bool) -> None:
    """Print for each language how many of the errors are noticed."""
    total = [0, 0, 0]
    for locale, code in {**LANGUAGES, **OTHERS}.items():
        lost = added = seeds = 0
        several = pairs(folder, locale, code)
        for source, text in several[len(several) // 2 :] if half else several:
            turned = without_denial(text, locale) if is_plain(source) else None
            if turned is None:
                continue
            affirmed = re.sub(r" ?(?<!\w)not\b|n[’'′]t\b|(?<=can)not", "", source)
            seeds += 1
            lost += any(attribution.negation(subject(locale, source, turned)))
            added += any(attribution.negation(subject(locale, affirmed, text)))
        print(f"{locale:8} lost {lost}, added {added} of {seeds}")  # noqa: T201
        total = [a + b for a, b in zip(total, (lost, added, seeds), strict=True)]
    print("total    lost {}, added {} of {}".format(*total))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--half" in sys.argv)
