"""Cut an installed environment to what this service uses: ``python slim.py SITE_PACKAGES``.

Run by the Dockerfile on its copy, and by the tests on one of theirs. What goes:

- CLDR's data (Babel's) of languages whose plural rule is not pinned, which therefore cannot be
  published. Their files stay, empty: that a locale exists, and what others call it, is still known.
- Of the other languages, CLDR's currencies, units, time zones and spans of time: facts are numbers
  and dates. (ICU lets its users leave such data out: curr_tree, unit_tree, zone_tree.)
- The spelling rules for numbers (unicode-rbnf) of languages that are not pinned.
- Symbols and debugging data of compiled modules, and what they were compiled from.
- Other packages' tests, and what langcodes makes its tables of.
"""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

from service.plurals import LANGUAGES

UNUSED = frozenset({
    "unit_patterns", "unit_display_names", "compound_unit_patterns",
    "currency_names", "currency_names_plural", "currency_symbols", "currency_formats",
    "currency_unit_patterns", "compact_currency_formats",
    "time_zones", "meta_zones", "zone_formats",
    "date_fields", "interval_formats",
})  # fmt: skip


def slim(packages: Path) -> None:
    """Cut what is installed in the folder ``packages``; needs ``strip`` of GNU binutils."""
    for path in (packages / "babel" / "locale-data").glob("*.dat"):
        known = path.stem.partition("_")[0] in {*LANGUAGES, "root"}
        # Babel's own files, in its own format.
        data = pickle.loads(path.read_bytes()) if known else {}  # noqa: S301
        kept = {name: value for name, value in data.items() if name not in UNUSED}
        path.write_bytes(pickle.dumps(kept, 2))
    for path in (packages / "unicode_rbnf" / "rbnf").glob("*.xml"):
        if path.stem.partition("_")[0] not in {*LANGUAGES, "root"}:
            path.unlink()
    for path in packages.rglob("*.c"):
        path.unlink()
    modules = [path for path in packages.rglob("*.so") if path.is_file()]
    subprocess.run(["strip", "--strip-unneeded", *modules], check=True)  # noqa: S603, S607
    for name in ("gcld3/tests", "langcodes/tests", "langcodes/data"):
        shutil.rmtree(packages / name, ignore_errors=True)


if __name__ == "__main__":
    slim(Path(sys.argv[1]))
