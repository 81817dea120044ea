"""Learn the weights of ``service.drafts.extract`` from articles with reference summaries.

python -m benchmarks.train_drafts FILE.jsonl [--write service/drafts/extract.py]

FILE has one JSON object a line: {"id", "lang", "article", "reference"}. Two logistic regressions,
for words and for pairs of words, with the same say for every article, and a line for how long a
summary is. None of it looks at ROUGE, so there is nothing to tune on it. Printed is what the
sentences chosen are worth beside the first ones, on articles that were not learned from: repeated
cross-validation, and the 95 % interval from resampling articles. Needs the dependency group
"bench"; seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rouge_score.rouge_scorer import RougeScorer

from benchmarks.drafts import COUNT, KINDS, Words, interval
from service.drafts import extract, tfidf
from service.drafts.sentence_split import Sentence, split

FOLDS, REPEATS = 8, 6
# How hard the weights are held back (they are of standardised columns), and how often Newton's
# method is applied, which is more than it takes.
RIDGE, STEPS = 3.0, 8
# What an article counts for, in words, however long it is.
SAY = 100.0
DIGITS = 4
_BLOCK = re.compile(
    "(?<=# BEGIN weights, written by benchmarks/train_drafts.py\n).*?(?=# END)", re.DOTALL
)

Table = tuple[np.ndarray, np.ndarray]


@dataclass
class Example:
    """An article ready to learn from: columns and answers for words and for pairs."""

    kind: str
    sentences: list[Sentence]
    reference: str
    words: Table
    pairs: Table
    lengths: tuple[int, int]
    scores: dict[tuple[int, ...], float] = field(default_factory=dict)

    def score(self, places: Sequence[int]) -> float:
        """Return the mean of ROUGE-1, 2 and L of some of the sentences, in points."""
        key = tuple(places)
        if key not in self.scores:
            text = "\n".join(self.sentences[place].text for place in key)
            found = RougeScorer(list(KINDS), tokenizer=Words()).score(self.reference, text)
            self.scores[key] = 100 * sum(found[kind].fmeasure for kind in KINDS) / len(KINDS)
        return self.scores[key]


def example(row: dict[str, Any]) -> Example | None:
    """Return a line of the file as an example, or nothing if no sentence is found in it."""
    sentences = split(row["article"], row["lang"])
    if not sentences:
        return None
    parts = [s.text for s in split(row["reference"], row["lang"])] or [row["reference"]]
    answers = [tfidf.words(part) for part in parts]
    article = extract.Article(sentences)
    pool = extract._pool(article, COUNT)  # what choose() chooses from

    def table(grams: Sequence[Sequence[extract.Gram]], size: int) -> Table:
        said = {tuple(a[i : i + size]) for a in answers for i in range(len(a) - size + 1)}
        found = [(values, float(gram in said)) for gram, values in article.features(grams, pool)]
        return np.array([v for v, _ in found]), np.array([y for _, y in found])

    name = row["id"].split("-")[0]
    return Example(
        f"{row['lang']} {name}" if name in ("cnndm", "xsum") else str(row["lang"]),
        sentences,
        "\n".join(parts),
        table(article.singles, 1),
        table(article.pairs, 2),
        (sum(map(len, article.words)), sum(map(len, answers))),
    )


def regress(tables: Sequence[Table]) -> tuple[float, ...]:
    """Return the weights of a logistic regression with a ridge, the constant last."""
    columns = np.concatenate([columns for columns, _ in tables])
    answers = np.concatenate([answers for _, answers in tables])
    say = np.concatenate([np.full(len(answers), SAY / len(answers)) for _, answers in tables])
    mean, spread = columns.mean(axis=0), columns.std(axis=0) + 1e-9
    inputs = np.c_[(columns - mean) / spread, np.ones(len(columns))]
    ridge = RIDGE * np.diag([1.0] * len(mean) + [0.0])
    weights = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        curve = (inputs * (chance * (1 - chance) * say)[:, None]).T @ inputs + ridge
        weights += np.linalg.solve(curve, inputs.T @ ((answers - chance) * say) - ridge @ weights)
    plain = weights[:-1] / spread
    constant = weights[-1] - plain @ mean
    return tuple(round(float(weight), DIGITS) for weight in (*plain, constant))


def learn(examples: Sequence[Example]) -> extract.Weights:
    """Return the weights that the examples teach."""
    lengths = np.log([e.lengths for e in examples if min(e.lengths) > 0])
    slope, constant = np.polyfit(lengths[:, 0], lengths[:, 1], 1)
    return extract.Weights(
        regress([e.words for e in examples if len(e.words[1])]),
        regress([e.pairs for e in examples if len(e.pairs[1])]),
        (round(float(constant), DIGITS), round(float(slope), DIGITS)),
    )


def folds(examples: Sequence[Example], seed: int) -> np.ndarray:
    """Return which fold each example is in, every kind spread evenly over all of them."""
    generator = np.random.default_rng(seed)
    found = np.zeros(len(examples), dtype=int)
    kinds = np.array([e.kind for e in examples])
    for kind in sorted(set(kinds)):
        members = generator.permutation(np.flatnonzero(kinds == kind))
        found[members] = (np.arange(len(members)) + generator.integers(FOLDS)) % FOLDS
    return found


def validate(examples: Sequence[Example]) -> np.ndarray:
    """Return for each example the mean score of what is chosen, never having learned from it."""
    scores = np.zeros((REPEATS, len(examples)))
    for repeat in range(REPEATS):
        fold = folds(examples, repeat)
        for number in range(FOLDS):
            learned = learn([e for e, f in zip(examples, fold, strict=True) if f != number])
            for index in np.flatnonzero(fold == number):
                chosen = extract.choose(examples[index].sentences, COUNT, learned=learned)
                scores[repeat, index] = examples[index].score([c.place for c in chosen])
    return scores.mean(axis=0)


def table(examples: Sequence[Example], scores: np.ndarray) -> str:
    """Return the scores beside those of the first sentences, by kind, as a Markdown table."""
    lead = np.array([e.score(range(min(COUNT, len(e.sentences)))) for e in examples])
    groups: dict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(examples):
        groups[found.kind].append(index)
    small = [index for kind in list(groups) if len(groups[kind]) < 5 for index in groups.pop(kind)]
    others = [i for i, e in enumerate(examples) if not e.kind.endswith(("cnndm", "xsum"))]
    groups |= {"fewer than 5": small, "all but cnndm and xsum": others}
    groups["all"] = list(range(len(examples)))
    lines = ["| group | lead | learned | difference (95 %) |", "|---|---|---|---|"]
    for kind, members in groups.items():
        if members:
            difference = scores[members] - lead[members]
            low, high = interval(difference)
            lines.append(
                f"| {kind} ({len(members)}) | {lead[members].mean():.2f} "
                f"| {scores[members].mean():.2f} "
                f"| {difference.mean():+.2f} ({low:+.2f} to {high:+.2f}) |"
            )
    return "\n".join(lines)


def block(learned: extract.Weights) -> str:
    """Return the weights as the lines of Python that ``extract`` has."""
    names = [name for name, *_ in extract.WEIGHTS]
    rows = zip(names, learned.words, learned.pairs, strict=True)
    lines = "".join(f'    ("{name}", {word}, {pair}),\n' for name, word, pair in rows)
    return f"WEIGHTS = (\n{lines})\nLENGTH = {learned.length}\n"


def main() -> int:
    """Learn, print what that is worth, and print or write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--write", type=Path, metavar="EXTRACT.PY", help="put the weights there")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.file.read_text().splitlines() if line.strip()]
    examples = [found for found in map(example, rows) if found]
    print(table(examples, validate(examples)))  # noqa: T201
    learned = learn(examples)
    print(f"\nfrom {len(examples)} articles:\n{block(learned)}")  # noqa: T201
    start = time.perf_counter()
    for found in examples:
        extract.choose(found.sentences, COUNT, learned=learned)
    pace = 1000 * (time.perf_counter() - start) / max(len(examples), 1)
    print(f"{math.ceil(pace)} ms an article")  # noqa: T201
    if options.write:
        source = options.write.read_text()
        options.write.write_text(_BLOCK.sub(lambda _: block(learned), source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
