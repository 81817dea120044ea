"""An edition as JSON, as the publisher writes it to a file and to its log. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ..content.facts import Fact
from ..content.messages import statement_of
from ..review.journal import DIGEST
from .model import (
    Correction,
    Edition,
    Headline,
    Original,
    OutletNotice,
    Signed,
    Statement,
    Withdrawn,
)

FORMAT = "summaries-edition/2"


def to_json(value: Edition | Withdrawn | Original) -> dict[str, Any]:
    """Return an edition, what stands in its place, or an article's text, as data for msgspec."""
    if isinstance(value, Original):
        return {
            "format": FORMAT, "domain": value.domain, "language": value.language,
            "text": value.text,
        }  # fmt: skip
    if isinstance(value, Withdrawn):
        return {
            "format": FORMAT, "domain": value.domain, "locale": value.locale,
            "language": value.language, "state": "withdrawn", "date": value.date.isoformat(),
            "reason": value.reason, "revision": value.revision, "lines": list(value.lines),
            "serial": value.serial,
        }  # fmt: skip
    content = value.content
    return {
        "format": FORMAT,
        "domain": content.domain,
        "locale": content.locale,
        "language": content.language,
        "serial": value.serial,
        **history(value),
        "newer": _headline(content.newer),
        "latest": _headline(content.latest),
        "messages": [_statement(statement) for statement in content.statements],
        "notes": [_statement(note) for note in content.notes],
    }  # fmt: skip


def history(value: Edition) -> dict[str, Any]:
    """Return, as data for msgspec, what an edition says of itself beside its words."""
    return {
        "state": value.state,
        "outdated_since": value.outdated_since.isoformat() if value.outdated_since else None,
        "revision": value.revision,
        "published": value.published.isoformat(timespec="seconds"),
        "updated": value.updated.isoformat(timespec="seconds"),
        "missing": list(value.missing),
        "corrections": [_correction(c) for c in value.corrections],
        "outlet_changed": _outlet_notice(value.outlet_changed),
    }


def _outlet_notice(value: OutletNotice | None) -> dict[str, Any] | None:
    return {"date": value.date.isoformat(), "line": value.line} if value else None


def outlet_notice(data: Mapping[str, Any] | None) -> OutletNotice | None:
    """Return the notice ``data`` as :func:`history` wrote it; None stays None.

    Raises ValueError, KeyError, TypeError for anything else.
    """
    if data is None:
        return None
    if not isinstance(data["line"], str) or not DIGEST.fullmatch(data["line"]):
        raise ValueError("the notice of a changed article names no line of a journal")
    return OutletNotice(datetime.date.fromisoformat(data["date"]), data["line"])


def _correction(value: Correction) -> dict[str, Any]:
    data: dict[str, Any] = {"date": value.date.isoformat()}
    if value.old is not None and value.new is not None:
        data |= {
            "fact": value.new.name, "old": value.old.to_json(), "new": value.new.to_json(),
        }  # fmt: skip
    data |= {"note": value.note} if value.note else {}
    return data | ({"back": value.back} if value.back else {})


def correction(data: Mapping[str, Any]) -> Correction:
    """Return the correction that :func:`history` wrote as ``data``.

    Raises ValueError, KeyError, TypeError for anything else.
    """
    date = datetime.date.fromisoformat(data["date"])
    note, back = data.get("note", ""), data.get("back", "")
    for name in filter(None, (note, back)):
        if not statement_of(name):
            raise ValueError(f"{name!r:.40} is no correction note")
    if note and "fact" not in data:
        return Correction(date, note=note, back=back)
    name = data["fact"]
    old, new = (Fact.from_json(name, data[key]) for key in ("old", "new"))
    return Correction(date, old, new, note)


def _headline(headline: Headline | None) -> dict[str, Any] | None:
    if headline is None:
        return None
    return {
        "msgid": headline.singular,
        "inputs": headline.inputs,
        "source": _signed(headline.signed),
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "msgctxt": statement.context,
        "msgid": statement.singular,
        "msgid_plural": statement.plural,
        "count": statement.count,
        "evidence": statement.evidence,
        "brief": statement.brief,
        "outdated": statement.outdated,
        "corrected": statement.corrected,
        "facts": [fact.source_inputs() for fact in statement.facts.values()],
        "meanings": statement.meanings,
        "source": _signed(statement.source),
        "target": _signed(statement.target),
    }


def _signed(signed: Signed) -> dict[str, Any]:
    data: dict[str, Any] = {"msgstr": signed.strings}
    if signed.facts:
        data["facts"] = signed.facts
    if signed.source is not None:
        data["source"] = signed.source
    if signed.whole is not None:
        data["whole"] = signed.whole
    data["marks"] = signed.signatures
    return data
