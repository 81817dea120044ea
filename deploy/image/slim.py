"""Cut an installed environment to what this service uses: ``python slim.py SITE_PACKAGES``.

Run by the Dockerfile on its copy, and by the tests on one of theirs. What goes:

- What of CLDR's data no fact shows: units in brief and those that no news has, currencies that are
  tender no longer, time zones, spans of time, patterns with hours or weekdays, how weeks begin.
  (ICU lets its users leave such data out: curr_tree, unit_tree, zone_tree.)
  What stays is written in Python's newest format of such files, in little more than half of
  the room.
- Symbols and debugging data of compiled modules, and what they were compiled from; what only type
  checkers read.
- What compiles bindings to C (cffi, pycparser): PyNaCl's are compiled, and need its back end alone.
- The template of the desk's strings, which only translators of the program need.
- Other packages' tests, what langcodes makes its tables of, a copy of the time zones that Python
  does not read, of Zstandard's module the archives, Babel's own commands, and Werkzeug's debugger,
  which must never be on.
"""

from __future__ import annotations

import pickle
import pickletools
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from service.content.facts import currencies
from service.content.quantity_text import UNITS

UNUSED = frozenset({
    "unit_display_names", "compound_unit_patterns", "currency_formats", "compact_currency_formats",
    "time_zones", "zone_formats", "meta_zones", "date_fields", "interval_formats", "quarters",
    "week_data", "measurement_systems", "scientific_formats",
})  # fmt: skip
# Of the patterns for parts of a date, those that have nothing but day, month and year.
DAY_MONTH_YEAR = frozenset("dMLy")


def slim(packages: Path) -> None:
    """Cut what is installed in the folder ``packages``; needs ``strip`` of GNU binutils."""
    for path in (packages / "babel" / "locale-data").glob("*.dat"):
        data = pickle.loads(path.read_bytes())  # noqa: S301 - Babel's own files, in its format
        save(path, used(data))
    common = packages / "babel" / "global.dat"
    save(common, pickle.loads(common.read_bytes()))  # noqa: S301
    for pattern in ("*.c", "*.cc", "*.pyi", "backports/zstd/tarfile.py",
                    "tzdata/zoneinfo/tzdata.zi", "babel/messages/*frontend.py",
                    "service/desk/translations/*.pot"):  # fmt: skip
        for path in packages.rglob(pattern):
            path.unlink()
    modules = [path for path in packages.rglob("*.so") if path.is_file()]
    subprocess.run(["strip", "--strip-unneeded", *modules], check=True)  # noqa: S603, S607
    for name in ("gcld3/tests", "langcodes/tests", "langcodes/data", "werkzeug/debug",
                 "backports/zstd/_cffi", "backports/zstd/zipfile", "cffi",
                 "pycparser"):  # fmt: skip
        shutil.rmtree(packages / name, ignore_errors=True)
    for path in packages.rglob("__pycache__/*.pyc"):
        if not (path.parent.parent / f"{path.name.partition('.')[0]}.py").exists():
            path.unlink()


def used(data: dict[str, Any]) -> dict[str, Any]:
    """Return what facts and pages show of CLDR's data of one locale."""
    data = {name: value for name, value in data.items() if name not in UNUSED}
    tender, counted = currencies(), data.get("currency_names_plural", {})
    if "unit_patterns" in data:
        data["unit_patterns"] = {
            name: lengths(each) for name, each in data["unit_patterns"].items()
            if name.partition("-")[2] in UNITS
        }  # fmt: skip
    for name in ("currency_names", "currency_names_plural"):
        # Amounts are written with the name that goes with the number, where there is one.
        data[name] = {
            code: said for code, said in data.get(name, {}).items()
            if code in tender and (name != "currency_names" or "other" not in counted.get(code, {}))
        }  # fmt: skip
    data["datetime_skeletons"] = {
        name: pattern for name, pattern in data.get("datetime_skeletons", {}).items()
        if DAY_MONTH_YEAR.issuperset(name)
    }  # fmt: skip
    compact = data.get("compact_decimal_formats", {})
    if "long" in compact:
        data["compact_decimal_formats"] = {"long": compact["long"]}
    return data


def lengths(unit: Any) -> Any:
    """Return a unit's patterns in full, where the language has them; else all of them."""
    full = unit.get("long") if isinstance(unit, dict) else None
    return {"long": full} if isinstance(full, dict) and "other" in full else unit


def save(path: Path, data: object) -> None:
    """Write Babel's data as small as it can be read."""
    path.write_bytes(pickletools.optimize(pickle.dumps(data, pickle.HIGHEST_PROTOCOL)))


if __name__ == "__main__":
    slim(Path(sys.argv[1]))
