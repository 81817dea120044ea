"""Measure drafts against references: ours beside lead-3 and sumy, in the same run.

python benchmarks/drafts.py FILE.jsonl

FILE has one JSON object a line: {"id", "lang", "article", "reference"}. Groups are by the part of
the id before its first hyphen and the language; texts of several articles are a group of their own,
where "one article" is what we would choose if it were one. Needs the dependency group "bench".
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from rouge_score.rouge_scorer import RougeScorer

from service.drafts import extract, graph, likeness, proposal
from service.drafts.sentences import Sentence, split

COUNT = 3
ROUNDS = 2000
SEVERAL = "several articles"
KINDS = ("rouge1", "rouge2", "rougeLsum")
System = Callable[[list[Sentence], str], list[int]]


class Words:
    """A tokenizer for rouge-score that knows more scripts than the Latin one."""

    def tokenize(self, text: str) -> list[str]:
        """Return words, and single characters where a script writes no spaces."""
        unspaced = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f"
        return re.findall(rf"[{unspaced}]|[^\W_{unspaced}]+", text.casefold())


def lead(sentences: list[Sentence], language: str) -> list[int]:
    """The first sentences."""
    del language
    return list(range(min(COUNT, len(sentences))))


def ours(sentences: list[Sentence], language: str) -> list[int]:
    """What ``summaries draft`` chooses."""
    del language
    return [chosen.place for chosen in proposal.choose(sentences, COUNT)[0]]


def single(sentences: list[Sentence], language: str) -> list[int]:
    """What we would choose if several articles were one."""
    del language
    return [chosen.place for chosen in extract.choose(sentences, COUNT)]


def sumy(name: str) -> System:
    """Return one of sumy's methods, on our sentences and words, so that only the method differs."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph  # noqa: PLC0415
    from sumy.models.dom import Sentence as Theirs  # noqa: PLC0415
    from sumy.summarizers import lex_rank, lsa, text_rank  # noqa: PLC0415

    method = {"LexRank": lex_rank.LexRankSummarizer, "TextRank": text_rank.TextRankSummarizer,
              "LSA": lsa.LsaSummarizer}[name]  # fmt: skip

    class Tokenizer:
        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(likeness.words(text))

    def run(sentences: list[Sentence], language: str) -> list[int]:
        del language
        theirs = [Theirs(sentence.text, Tokenizer()) for sentence in sentences]
        chosen = method()(ObjectDocumentModel([Paragraph(theirs)]), COUNT)
        return sorted(next(i for i, t in enumerate(theirs) if t is c) for c in chosen)

    return run


def measure(rows: list[dict[str, Any]], systems: dict[str, System]) -> dict[str, Any]:
    """Return per system the scores of every row, and the seconds."""
    scorer = RougeScorer(list(KINDS), tokenizer=Words())
    scores: dict[str, list[list[float]]] = {name: [] for name in systems}
    seconds: dict[str, float] = defaultdict(float)
    for row in rows:
        sentences = split(row["article"], row["lang"])
        reference = (
            "\n".join(s.text for s in split(row["reference"], row["lang"])) or row["reference"]
        )
        for name, system in systems.items():
            start = time.perf_counter()
            chosen = system(sentences, row["lang"]) if sentences else []
            seconds[name] += time.perf_counter() - start
            text = "\n".join(sentences[place].text for place in chosen)
            found = scorer.score(reference, text)
            scores[name].append([100 * found[kind].fmeasure for kind in KINDS])
    return {"scores": {n: np.array(s) for n, s in scores.items()}, "seconds": dict(seconds)}


def interval(difference: np.ndarray) -> tuple[float, float]:
    """Return the 95 % interval of a mean by the bootstrap, resampling articles."""
    generator = np.random.default_rng(0)
    picks = generator.integers(0, len(difference), (ROUNDS, len(difference)))
    low, high = np.percentile(difference[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def table(rows: list[dict[str, Any]]) -> str:
    """Return the results as a Markdown table, group by group."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        kind = row["id"].split("-")[0]
        if graph.is_for(split(row["article"], row["lang"])):
            kind = SEVERAL
        named = kind in ("cnndm", "xsum", SEVERAL)
        groups[f"{row['lang']} {kind}" if named else f"{row['lang']}"].append(row)
    small = [row for name in list(groups) if len(groups[name]) < 5 for row in groups.pop(name)]
    if small:
        groups["others"] = small
    systems = {
        "lead": lead, "extract": ours, "LexRank": sumy("LexRank"), "TextRank": sumy("TextRank"),
        "LSA": sumy("LSA"),
    }  # fmt: skip
    lines = [
        "| group | system | ROUGE-1 | ROUGE-2 | ROUGE-L | mean minus lead (95 %) | ms an article |",
        "|---|---|---|---|---|---|---|",
    ]
    for group, found in groups.items():
        more = {"one article": single} if group.endswith(SEVERAL) else {}
        result = measure(found, systems | more)
        base = result["scores"]["lead"].mean(axis=1)
        for name, scores in result["scores"].items():
            difference = scores.mean(axis=1) - base
            low, high = interval(difference)
            against = (
                "" if name == "lead" else f"{difference.mean():+.1f} ({low:+.1f} to {high:+.1f})"
            )
            figures = " | ".join(f"{value:.1f}" for value in scores.mean(axis=0))
            pace = 1000 * result["seconds"][name] / len(found)
            lines.append(
                f"| {group} ({len(found)}) | {name} | {figures} | {against} | {pace:.1f} |"
            )
    return "\n".join(lines)


def main() -> int:
    """Run, and print or write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.file.read_text().splitlines() if line.strip()]
    print(table(rows))  # noqa: T201
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n{len(rows)} articles, {datetime.date.today()}, peak memory {memory} MB")  # noqa: T201, DTZ011
    return 0


if __name__ == "__main__":
    sys.exit(main())
