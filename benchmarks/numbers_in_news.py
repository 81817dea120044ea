"""Which figures of English news are read in their translations by news translators.

``python benchmarks/numbers_in_news.py FOLDER``: FOLDER is ``NTREX-128`` of the NTREX corpus
(https://github.com/MicrosoftTranslator/NTREX, CC BY-SA 4.0). Every fourth sentence counts. A figure
that is not found is one that the reader misses, or one that the translator converted (miles, °F,
5.30 p.m.) or left out: ``--show`` lists them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from service.content import number_words

LANGUAGES = {
    "ar": "arb", "de": "deu", "es": "spa", "fr": "fra", "it": "ita", "ja": "jpn", "pl": "pol",
    "ro": "ron", "tr": "tur", "uk": "ukr", "zh_Hans": "zho-CN",
}  # fmt: skip
EVERY = 4


def main(folder: Path, show: bool) -> None:
    """Print a table by language."""
    source = (folder / "newstest2019-src.eng.txt").read_text().splitlines()
    figures = [
        (number, figure)
        for number in range(0, len(source), EVERY)
        for figure in number_words.find(source[number], "en")
        if not figure.name and not figure.word and len(figure.readings[0]) == 1
    ]
    for locale, code in LANGUAGES.items():
        target = (folder / f"newstest2019-ref.{code}.txt").read_text().splitlines()
        missed = [
            (figure, target[number])
            for number, figure in figures
            if not any(number_words.states(v, target[number], locale) for v in figure.values)
        ]
        found = len(figures) - len(missed)
        print(f"{locale:8} {found:4} / {len(figures)}  {found / len(figures):.1%}")  # noqa: T201
        for figure, text in missed if show else ():
            print(f"    {figure.text}: {text}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--show" in sys.argv)
