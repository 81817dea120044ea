"""Measure drafts against references: ours beside lead-3 and sumy, in the same run.

python -m benchmarks.drafts FILE.jsonl|FOLDER … [--write]

FILE has one JSON object a line: {"id", "lang", "article", "reference"}. FOLDER is a checkout of a
set of pages (benchmarks/intake.py): the reference is the page's own description, where the
article's text does not have it. Groups are by the part of the id before its first hyphen and the
language; texts of several articles are a group of their own. Every system runs in a process of its
own, so that its memory is its own. Needs the dependency group "bench".
"""

from __future__ import annotations

import argparse
import functools
import json
import multiprocessing
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rouge_score.rouge_scorer import RougeScorer

from benchmarks import standfirsts
from service.drafts.sentences import lexrank, selection, tfidf
from service.drafts.sentences.splitting import Sentence, split

COUNT = 3
ROUNDS = 2000
SEVERAL = "several articles"
KINDS = ("rouge1", "rouge2", "rougeLsum")
SUMY = ("LexRank", "TextRank", "LSA")
DOCUMENT = Path(__file__).parent.parent / "docs" / "benchmarks-drafts.md"
MARKS = ("<!-- measured by benchmarks/drafts.py -->", "<!-- end -->")
Row = dict[str, Any]
# A statement, and the article's sentences that it rests on.
Statement = tuple[str, tuple[str, ...]]
System = Callable[[Sequence[Sentence], str], list[Statement]]


@dataclass(frozen=True)
class Measured:
    """A system's results, row by row; its peak memory in MB, and seconds to get ready."""

    scores: np.ndarray
    drafts: list[list[Statement]]
    statements: np.ndarray
    seconds: np.ndarray
    ready: float
    memory: int


class Words:
    """A tokenizer for rouge-score that knows more scripts than the Latin one."""

    def tokenize(self, text: str) -> list[str]:
        """Return words, and single characters where a script writes no spaces."""
        unspaced = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f"
        return re.findall(rf"[{unspaced}]|[^\W_{unspaced}]+", text.casefold())


def lead() -> System:
    """The first sentences."""
    return lambda sentences, _language: _whole(sentences[:COUNT])


def ours() -> System:
    """What ``summaries draft`` chooses."""
    return lambda sentences, _language: _whole(selection.choose(sentences, COUNT)[0])


def sumy(name: str) -> System:
    """One of sumy's methods, on our sentences and words, so that only the method differs."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph  # noqa: PLC0415
    from sumy.models.dom import Sentence as Theirs  # noqa: PLC0415
    from sumy.summarizers import lex_rank, lsa, text_rank  # noqa: PLC0415

    method = {"LexRank": lex_rank.LexRankSummarizer, "TextRank": text_rank.TextRankSummarizer,
              "LSA": lsa.LsaSummarizer}[name]  # fmt: skip

    class Tokenizer:
        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(tfidf.words(text))

    def run(sentences: Sequence[Sentence], _language: str) -> list[Statement]:
        theirs = [Theirs(sentence.text, Tokenizer()) for sentence in sentences]
        chosen = method()(ObjectDocumentModel([Paragraph(theirs)]), COUNT)
        places = sorted(next(i for i, t in enumerate(theirs) if t is c) for c in chosen)
        return _whole([sentences[place] for place in places])

    return run


def _whole(chosen: Sequence[Sentence]) -> list[Statement]:
    return [(sentence.text, (sentence.text,)) for sentence in chosen]


def measure(rows: Sequence[Row], make: Callable[[], System]) -> Measured:
    """Run one system over all rows. Meant for a process of its own."""
    start = time.perf_counter()
    system = make()
    ready = time.perf_counter() - start
    scorer = RougeScorer(list(KINDS), tokenizer=Words())
    scores, drafts, statements, seconds = [], [], [], []
    for row in rows:
        language = row["lang"]
        sentences = split(row["article"], language)
        parts = [s.text for s in split(row["reference"], language)]
        start = time.perf_counter()
        draft = system(sentences, language) if sentences else []
        seconds.append(time.perf_counter() - start)
        found = scorer.score("\n".join(parts) or row["reference"], "\n".join(t for t, _ in draft))
        scores.append([100 * found[kind].fmeasure for kind in KINDS])
        drafts.append(draft)
        statements.append(len(draft))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Measured(
        np.array(scores), drafts, np.array(statements), np.array(seconds),
        ready, memory,
    )  # fmt: skip


def run(rows: Sequence[Row], systems: dict[str, Callable[[], System]]) -> dict[str, Measured]:
    """Measure ``systems``, one after the other, each in a new process."""
    context = multiprocessing.get_context("spawn")
    found = {}
    for name, make in systems.items():
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            found[name] = pool.submit(measure, rows, make).result()
    return found


def interval(difference: np.ndarray) -> str:
    """Return a mean with its 95 % interval by the bootstrap, resampling articles."""
    generator = np.random.default_rng(0)
    picks = generator.integers(0, len(difference), (ROUNDS, len(difference)))
    low, high = np.percentile(difference[picks].mean(axis=1), [2.5, 97.5])
    return f"{difference.mean():+.1f} ({low:+.1f} to {high:+.1f})"


def grouped(rows: Sequence[Row]) -> dict[str, list[int]]:
    """Return the places of the rows, by group; small groups together."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        kind = row["id"].split("-")[0]
        if lexrank.is_for(split(row["article"], row["lang"])):
            kind = SEVERAL
        named = kind in ("cnndm", "xsum", "fundus", "trafilatura", SEVERAL)
        groups[f"{row['lang']} {kind}" if named else row["lang"]].append(place)
    small = [place for name in list(groups) if len(groups[name]) < 5 for place in groups.pop(name)]
    if small:
        groups["others"] = small
    return groups


def quality(rows: Sequence[Row], found: dict[str, Measured]) -> str:
    """Return the ROUGE scores as a Markdown table, group by group.

    The differences are of the mean of the three scores, article by article.
    """
    lines = [
        "| group | system | ROUGE-1 | ROUGE-2 | ROUGE-L | minus lead (95 %) "
        "| minus best of sumy (95 %) |",
        "|---|---|---|---|---|---|---|",
    ]
    for group, places in grouped(rows).items():
        means = {name: m.scores[places].mean(axis=1) for name, m in found.items()}
        best = max(SUMY, key=lambda name: means[name].mean())
        for name, measured in found.items():
            figures = " | ".join(f"{v:.1f}" for v in measured.scores[places].mean(axis=0))
            to_lead = "" if name == "lead" else interval(means[name] - means["lead"])
            to_sumy = "" if name in SUMY else interval(means[name] - means[best])
            lines.append(
                f"| {group} ({len(places)}) | {name} | {figures} | {to_lead} | {to_sumy} |"
            )
    return "\n".join(lines)


def cost(found: dict[str, Measured]) -> str:
    """Return what each system takes, and what it is worth to a reviewer, as a Markdown table."""
    lines = [
        "| system | statements a draft | ms an article | s to load | peak MB |",
        "|---|---|---|---|---|",
    ]
    for name, m in found.items():
        lines.append(
            f"| {name} | {m.statements.mean():.1f} | {1000 * m.seconds.mean():.0f} "
            f"| {m.ready:.1f} | {m.memory} |"
        )
    return "\n".join(lines)


def _rows(path: Path) -> list[Row]:
    if path.is_dir():
        return list(standfirsts.rows(path))
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def main() -> int:
    """Run, and print or write the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("given", type=Path, nargs="+", metavar="FILE|FOLDER")
    parser.add_argument("--only", metavar="LANGUAGE", help="leave other languages out")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks-drafts.md")
    options = parser.parse_args()
    rows = [row for path in options.given for row in _rows(path)]
    rows = [row for row in rows if options.only in (None, row["lang"])]
    systems: dict[str, Callable[[], System]] = {"lead": lead, "extract": ours}
    systems |= {name: functools.partial(sumy, name) for name in SUMY}
    found = run(rows, systems)
    text = f"{quality(rows, found)}\n\n{cost(found)}\n"
    if options.write:
        before, _, rest = DOCUMENT.read_text().partition(MARKS[0])
        _, _, after = rest.partition(MARKS[1])
        DOCUMENT.write_text(f"{before}{MARKS[0]}\n\n{text}\n{MARKS[1]}{after}")
    else:
        print(text)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
