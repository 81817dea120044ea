"""Bring the desk's catalogs in line with its strings: ``python tools/desk_strings.py [--write]``.

The strings are the templates' and the views' own. Translations stay with theirs; new strings come
in empty. Without ``--write`` it exits with 1 when a catalog is not current.
"""

from __future__ import annotations

import datetime
import sys

from service import catalog
from service.catalog import Entry
from service.content import plural_rules
from service.desk.language import DOMAIN, ENGLISH, FOLDER, LANGUAGES, strings


def entries(locale: str | None) -> list[Entry]:
    """Return the entries of a catalog, or of the template, as the strings are now."""
    path = FOLDER / f"{locale}/LC_MESSAGES/{DOMAIN}.po"
    known = {}
    if locale and path.exists():
        known = {e.key: e for e in catalog.read(path, path.name, locale).entries}
    new_entries = []
    for singular, plural in strings():
        old = known.get((None, singular))
        count = (plural_rules.rule(locale).nplurals if locale else 2) if plural else 1
        texts = old.strings if old and old.plural == plural else ("",) * count
        flags = frozenset({"python-format"} if "%(" in singular else ())
        new_entries.append(catalog.new_entry((None, singular), plural, texts, flags=flags))
    return new_entries


def main() -> None:
    """Write the files, or say which is not current."""
    stale = []
    for locale in (None, *(name for name in LANGUAGES if name != ENGLISH)):
        path = FOLDER / (f"{locale}/LC_MESSAGES/{DOMAIN}.po" if locale else f"{DOMAIN}.pot")
        now = entries(locale)
        there = None
        if path.exists():
            there = catalog.parse(
                path.read_bytes(), path.name, locale or ENGLISH, template=not locale
            )
            if [(e.key, e.plural, e.flags) for e in there.entries] == [
                (e.key, e.plural, e.flags) for e in now
            ]:
                continue
        stale.append(path.name)
        if "--write" in sys.argv[1:]:
            date = datetime.datetime.now(datetime.UTC) if locale else None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(catalog.create(DOMAIN, locale, now, date))
    if stale and "--write" not in sys.argv[1:]:
        sys.exit(f"not current: {', '.join(stale)}: run python tools/desk_strings.py --write")


if __name__ == "__main__":
    main()
