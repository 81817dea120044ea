"""Plot the table of docs/benchmarks-large.md into docs/benchmarks-large.svg.

python benchmarks/plot.py. Needs matplotlib; ``make bench-large`` brings it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import matplotlib.pyplot as plt

DOCUMENT = Path(__file__).parent.parent / "docs" / "benchmarks-large.md"
# Title, unit of the axis, and how the rows begin that are drawn.
PANELS = (
    (
        "Publishing everything",
        "seconds",
        ("Babel", "polib", "our strict reader", "full publish", "publish again"),
    ),
    ("Until readers see it", "seconds", ("`summaries serve` to ready", "one signature live")),
    ("Pages", "milliseconds", ("200 cold editions", "the same page again", "index page", "feed")),
    ("Memory of a worker", "MB", ("memory of a worker when", "memory of a worker after")),
)


def rows(text: str) -> dict[str, list[float | None]]:
    """Return the table's rows by name, with None for what was not measured."""
    found = {}
    for line in re.findall(r"^\| (.+) \|$", text, re.M):
        name, *cells = line.split(" | ")
        numbers = [re.match(r"[\d.,]+", cell) for cell in cells]
        found[name] = [float(n.group().replace(",", "")) if n else None for n in numbers]
    return found


def main() -> int:
    """Draw, and write the file."""
    found = rows(DOCUMENT.read_text())
    sizes = found["articles × 12 languages"]
    # The same figures give the same file; letters stay letters.
    plt.rcParams |= {"svg.hashsalt": "summaries", "svg.fonttype": "none"}
    figure, panels = plt.subplots(2, 2, figsize=(10, 7), layout="constrained")
    for panel, (title, unit, names) in zip(panels.flat, PANELS, strict=True):
        for name, values in found.items():
            if name.startswith(names):
                # Below a hundredth the table says zero.
                points = [
                    (x, max(y, 0.01))
                    for x, y in zip(sizes, values, strict=True)
                    if x is not None and y is not None
                ]
                panel.plot(*zip(*points, strict=True), marker="o", label=name.replace("`", ""))
        panel.set(xscale="log", yscale="log", title=title, xlabel="articles", ylabel=unit)
        panel.grid(alpha=0.3)
        panel.legend(fontsize="small")
    figure.savefig(DOCUMENT.with_suffix(".svg"), metadata={"Date": None})
    return 0


if __name__ == "__main__":
    sys.exit(main())
