"""Which errors of the desk's drills the checks find before anybody reads: docs/desk.md.

No person takes part: the figures say what a program sees, and which errors are left to whoever
signs. The errors are put into the bundled articles' signed sentences as at the bench, where figures
are placeholders. A digit can only be wrong there where somebody typed it in a figure's place.

    python benchmarks/drill_errors.py
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from service.content.messages import Message
from service.content.placeholders import Segment, fill, parse, write
from service.desk import seeded_errors
from service.review import checks
from service.review.project import Project
from service.review.status import subject_of

ROOT = Path(__file__).parent.parent
TRIES = 5  # errors of a kind in one sentence, where there are so many


def versions(
    kind: str, message: Message, text: str, locale: str, others: list[str], chance: random.Random
) -> Iterator[str]:
    """Yield ``text``, a catalog's, with errors of ``kind`` in it; ``others`` are for names."""
    raw = [Segment(write([segment]), segment.name) for segment in parse(text)]
    printed = list(fill(text, lambda name: message.value(name, locale)))
    for number in range(TRIES):
        segments: list[Segment] = raw
        if kind == "figure":
            at = [i for i, one in enumerate(raw) if one.name]
            if number >= len(at):
                return
            # This one alone stands there in digits.
            segments = [Segment(s.text, None) if s.name else s for s in raw]
            segments[at[number]] = printed[at[number]]
        if made := seeded_errors.seed(kind, segments, message.facts, locale, others, chance):
            yield made


def count(
    project: Project, locale: str, chance: random.Random
) -> tuple[Counter[str], Counter[str]]:
    """Return by kind how many errors were put into ``locale``, and how many the checks find."""
    made: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for slug in project.slugs():
        source = project.source(slug)
        if source.language == locale:
            continue
        signed = [s for s in project.assess(source, locale) or () if s.ready]
        for status in signed:
            message, text = status.message, status.strings[-1]
            others = [s.strings[-1] for s in signed if s is not status]
            known = _objections(message, locale, status.strings, source.language)
            for kind in seeded_errors.KINDS:
                for wrong in set(versions(kind, message, text, locale, others, chance)):
                    strings = (*status.strings[:-1], wrong)
                    made[kind] += 1
                    new = _objections(message, locale, strings, source.language) - known
                    caught[kind] += bool(new)
    return made, caught


def _objections(
    message: Message, locale: str, strings: tuple[str, ...], language: str
) -> set[tuple[str, str]]:
    objections = checks.run(subject_of(message, locale, strings, language))
    return {(one.check, one.text) for one in objections}


def rows() -> list[tuple[str, int, int]]:
    """Return each kind, how many of its errors the checks find, and how many there are."""
    project = Project(ROOT / "articles", ROOT / "locales", ROOT / "journal")
    chance = random.Random(18)  # noqa: S311 - the same table each time
    made: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for locale in project.languages():
        one, other = count(project, locale, chance)
        made, caught = made + one, caught + other
    return [(kind, caught[kind], made[kind]) for kind in seeded_errors.KINDS]


def main() -> None:
    """Print a table."""
    for kind, caught, made in rows():
        sys.stdout.write(f"| `{kind}` | {caught} of {made} |\n")


if __name__ == "__main__":
    main()
