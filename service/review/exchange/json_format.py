"""JSON as i18next (version 4) and Weblate have it: a nested object of an article's texts.

Keys are the messages' ids under their article's slug; plural forms have CLDR's categories as
suffixes, ``hurt_one``, ``hurt_few``. The format knows neither states nor notes nor the source, and
tools leave alone what they do not know, so one string of its own, ``$summaries``, says of each text
where it stood, what the catalog had, and which source it was translated from. Read back nested, or
flat with ``.`` between the keys.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from babel import Locale

from ...content import plural_rules
from ...content.locales import tag
from ...content.plural_rules import PluralError
from ...errors import Finding, InputError
from ...files import decode
from .model import Part, Unit, source_mark, valid_base

NOTE = "$summaries"
_FORMAT = "summaries-json/1"
_SUFFIXED = re.compile(r"(.+)_(zero|one|two|few|many|other|[0-9]{1,2})", re.DOTALL)
# Objects in one another: an article's texts are at the second level.
_DEEPEST = 8


def write(parts: Sequence[Part]) -> bytes:
    """Return ``parts``, which are of one language, as one JSON document, UTF-8."""
    language = next((part.language for part in parts if part.language), "") or ""
    notes = [f"{_FORMAT} {tag(language)}"]
    data: dict[str, Any] = {NOTE: ""}
    for part in parts:
        texts = data.setdefault(part.domain, {})
        for unit in part.units:
            key = unit.id
            if unit.form is not None:
                key += f"_{_suffixes(part.language or '')[unit.form]}"
            texts[key] = unit.target
            mark = source_mark(unit.source)
            notes.append(f"{part.domain}.{key} {unit.state or ''} {unit.base or ''} {mark}")
    data[NOTE] = " | ".join(notes)
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


@lru_cache(maxsize=64)
def _suffixes(locale: str) -> tuple[str, ...]:
    """Return the suffix of each form: the category that CLDR has for most of its numbers.

    Where two forms have one category, they are numbered, as in version 3 of the format. Raises
    PluralError for what is no locale of CLDR.
    """
    rule = plural_rules.rule(locale)
    category = Locale.parse(locale).plural_form
    per_form = [Counter(map(category, rule.examples(i, 1000))) for i in range(rule.nplurals)]
    names = tuple(max(counts, key=lambda name: counts[name]) for counts in per_form if counts)
    unique = len(set(names)) == rule.nplurals
    return names if unique else tuple(map(str, range(rule.nplurals)))


def read(content: bytes, shown: str) -> list[Part]:
    """Read a document from ``content``, a file's bytes; ``shown`` is how messages name the file.

    Raises InputError for what is not one, and for a file that another converter made: nothing in it
    says which source its texts were translated from.
    """
    data = _parsed(decode(content, shown), shown)
    note = data.pop(NOTE, None)
    if not isinstance(note, str) or not note.startswith(f"{_FORMAT} "):
        problem = (
            f"has no “{NOTE}” as the export wrote it, which says what its texts were translated "
            "from: another converter made or changed this file; export it with “summaries catalog "
            "export” and put the translations there"
        )
        raise _unusable(problem, shown)
    head, *noted = note.split(" | ")
    language = head.removeprefix(f"{_FORMAT} ")
    try:
        forms = {name: i for i, name in enumerate(_suffixes(language.replace("-", "_")))}
    except PluralError as error:
        raise _unusable(f"is of no language: {error}", shown) from None
    known = {words[0]: words[1:] for line in noted if len(words := line.split(" ")) == 4}
    parts: dict[str, list[Unit]] = {}
    texts = dict(_flat(data, "", shown, 0))
    for key, text in texts.items():
        domain, _dot, name = key.partition(".")
        if (unit := _unit(key, name, text, known, forms, texts)) is not None:
            parts.setdefault(domain, []).append(unit)
    return [Part(domain, None, language, tuple(units)) for domain, units in parts.items()]


def _unit(
    key: str, name: str, text: str, known: Mapping[str, Sequence[str]], forms: Mapping[str, int],
    texts: Mapping[str, str],
) -> Unit | None:  # fmt: skip
    """Return one text; None for a form that the language does not need and that says nothing new.

    Tools write ``_other``, for fractions, also where no whole number takes it.
    """
    _state, base, mark = known.get(key, ("", "", ""))
    form: int | None = None
    if (match := _SUFFIXED.fullmatch(name)) and (key in known or match[2] in ("other", *forms)):
        name, form = match[1], forms.get(match[2], -1)
        others = {texts.get(f"{key.removesuffix(match[2])}{one}", "") for one in forms}
        if form < 0 and text in {"", *others}:
            return None
    return Unit(name, form, "", text, None, valid_base(base), source_mark=mark)


def _parsed(text: str, shown: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            twice = Counter(key for key, _value in pairs).most_common(1)[0][0]
            raise _unusable(f"has “{twice:.80}” twice: keep one of them", shown)
        return value

    try:
        data = json.loads(text, object_pairs_hook=once)
        json.dumps(data, ensure_ascii=False).encode()  # no half characters
    except json.JSONDecodeError as error:
        problem = f"is not JSON that can be read: {error.msg}"
        raise InputError([Finding("syntax", problem, shown, error.lineno)]) from None
    except (ValueError, RecursionError):
        raise _unusable("is not JSON that can be read: export it again", shown) from None
    if not isinstance(data, dict):
        raise _unusable("is not an object with articles: export it again", shown)
    return data


def _flat(value: Mapping[str, Any], before: str, shown: str, depth: int) -> Iterator[
    tuple[str, str]
]:  # fmt: skip
    for key, inner in value.items():
        name = f"{before}{key}"
        if isinstance(inner, str):
            yield name, inner
        elif isinstance(inner, dict) and depth < _DEEPEST:
            yield from _flat(inner, f"{name}.", shown, depth + 1)
        else:
            raise _unusable(f"has something else than a text at “{name:.80}”: export again", shown)


def _unusable(text: str, shown: str) -> InputError:
    return InputError([Finding("format", text, shown)])
