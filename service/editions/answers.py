"""What an answer of the API, or a page, says of an edition, held against its signatures. Pure.

Whatever follows from what was signed must be there as it was signed: words, order, figures,
evidence, the article, who drafted, translated and signed. What nobody signs (state, revision, dates
of publication, addresses) is not looked at.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..content.article import HEADLINE
from ..content.locales import tag
from ..content.messages import statement_of
from ..review.policy import Policy
from ..review.signatures import Signature, Signer
from . import proofs
from .model import Edition, Statement, Withdrawn
from .proofs import Verdict, Verified

RECORD, EDITION = "record", "edition"
# The day of a signature is told in the time zone of who publishes.
_DAY = datetime.timedelta(days=1)


def answer(
    data: Any, policy: Policy, now: datetime.datetime | None = None, place: str = "",
    *, brief: bool = False,
) -> Verified:  # fmt: skip
    """Hold ``data``, the parsed answer of the API about a summary, against ``policy``.

    Its sentences must be those of the signed edition in its ``record``, in the order of readers;
    with ``brief``, those of the brief. ``place`` is how the verdict names it.
    """
    try:
        headline = {
            "text": data["headline"], "being_corrected": data.get("headline_being_corrected"),
        }  # fmt: skip
        answered = {HEADLINE: headline} | {s["id"]: s for s in data["statements"]}
        order = [s["id"] for s in data["statements"]]
        record, slug = data[RECORD][EDITION], data["slug"]
    except (KeyError, TypeError):
        return Verified(place, problem="it is no summary with its signatures")
    value, verified = proofs.read(record, policy, now, place)
    if isinstance(value, Withdrawn):
        return Verified(
            verified.place, problem="it has sentences of what its record calls withdrawn"
        )
    if value is None:
        return verified
    if record["domain"] != slug or data.get("language") != tag(value.locale):
        problem = "the signatures are of another article or language"
        return Verified(verified.place, problem=problem)
    statements = {s.id: s for s in (*value.content.statements, *value.content.notes)}
    shown = _order(value, brief=brief)
    if order != shown:
        return Verified(verified.place, problem="its sentences are not those that were signed")
    about = {HEADLINE, *shown, *(note.id for note in value.content.notes)}
    verdicts = [
        _compared(answered[verdict.id], value, statements[verdict.id], verdict)
        if verdict.id in answered
        else verdict
        for verdict in verified.verdicts
        if verdict.id in about
    ]
    verdicts += [
        Verdict(name, name, (), (f"“{name}” is not what was signed",))
        for name in _other_differences(data, value)
    ]
    return Verified(verified.place, tuple(verdicts))


def page(
    sentences: Sequence[tuple[str, str]], text: str, data: Any, verified: Verified, place: str
) -> Verified:
    """Hold a page against the answer ``data`` about the same edition, and its verdicts ``found``.

    ``sentences`` are ids and texts of the page's headline and statements, in its order; ``text`` is
    all that can be read on it, in which the correction notes must be. White space is folded. What
    else the page says is not looked at. ``place`` is how the verdict names it.
    """
    if verified.problem or verified.withdrawn:
        return Verified(place, (), verified.problem, verified.withdrawn)
    expected = [HEADLINE, *(s["id"] for s in data["statements"])]
    if [name for name, _text in sentences] != expected:
        return Verified(place, problem="its sentences are not those that were signed")
    read, folded = {name: _fold(said) for name, said in sentences}, _fold(text)

    def says(verdict: Verdict) -> bool:
        wanted = _fold(verdict.text)
        if verdict.id in read:
            return read[verdict.id] == wanted
        return not statement_of(verdict.id) or wanted in folded

    verdicts = (
        verdict if says(verdict)
        else Verdict(
            verdict.id, read.get(verdict.id, verdict.text), (), ("the page says something else",)
        )
        for verdict in verified.verdicts
    )  # fmt: skip
    return Verified(place, tuple(verdicts))


def _order(edition: Edition, *, brief: bool) -> list[str]:
    """Return the ids of the statements as readers get them: the brief first."""
    first = edition.brief or edition.statements
    rest = [] if brief or not edition.brief else [s for s in edition.statements if not s.brief]
    return [statement.id for statement in (*first, *rest)]


def _compared(
    answered: Mapping[str, Any], edition: Edition, statement: Statement, verdict: Verdict
) -> Verdict:
    """Return the verdict on one sentence of an answer, by that on what was signed."""
    wrong = tuple(_differences(answered, edition, statement, verdict.text))
    if not wrong:
        return verdict
    return Verdict(verdict.id, str(answered.get("text")), (), (*verdict.objections, *wrong))


def _differences(
    answered: Mapping[str, Any], edition: Edition, statement: Statement, text: str
) -> Iterator[str]:
    """Say what of one sentence is not as it was signed."""
    if answered.get("text") != text:
        yield "these words are not signed"
    if (answered.get("being_corrected") or []) != list(statement.corrected):
        yield "its “being_corrected” is not that of its record"
    if statement.id == HEADLINE:
        return
    facts = statement.facts
    figures = {
        name: facts[name].to_json() | {"text": segment.text}
        for segment in edition.read(statement)
        if (name := segment.name) and name in facts
    }
    for name, signed in (
        ("evidence", list(statement.evidence)), ("facts", figures), ("brief", statement.brief),
    ):  # fmt: skip
        if answered.get(name) != signed:
            yield f"its “{name}” is not what was signed"


def _other_differences(data: Mapping[str, Any], edition: Edition) -> Iterator[str]:
    """Name the parts of an answer, beside its sentences, that do not follow from what was signed.

    Raises nothing, whatever ``data`` holds.
    """
    content = edition.content
    days = {edition.signed_at.date() + offset for offset in (-_DAY, 0 * _DAY, _DAY)}
    if data.get("source_language") != tag(content.language):
        yield "source_language"
    if not _is_article(data.get("article"), edition):
        yield "article"
    for name, signed in (
        ("reviewers", _signers(edition.reviewers)),
        ("translated_by", _signers(content.translated_by)),
        ("drafted_by", edition.models),
    ):
        if data.get(name) != signed:
            yield name
    if data.get("reviewed_on") not in {day.isoformat() for day in days}:
        yield "reviewed_on"
    if _notes(data) != [text for c in edition.corrections if (text := edition.note(c))]:
        yield "corrections"
    if (data[RECORD].get("digital_source_type") or "") != edition.digital_source_type:
        yield "digital_source_type"
    recorded = data[RECORD].get("statements")
    if recorded != [_recorded(s) for s in (*content.statements, *content.notes)]:
        yield RECORD


def _notes(data: Mapping[str, Any]) -> list[str] | None:
    """Return the correction notes of an answer; None where it has no list of corrections."""
    entries = data.get("corrections")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return None
    return [entry["note"] for entry in entries if entry.get("note")]


def _is_article(answered: Any, edition: Edition) -> bool:
    """Tell whether ``given`` is the article that the source's editor signed."""
    if not isinstance(answered, dict):
        return False
    signed = (edition.content.whole or {}).get("article") or {}
    title = answered.get("title")
    if not isinstance(title, str) or (title and edition.content.title(title) != title):
        return False
    # What is no address of the web is not shown.
    same = answered.get("url") in (None, signed.get("url"))
    for name in ("outlet", "published", "licence"):
        same = same and (answered.get(name) or None) == (signed.get(name) or None)
    return same and answered.get("authors") == list(signed.get("authors") or ())


def _recorded(statement: Statement) -> dict[str, Any]:
    last = statement.target.signatures[-1]
    return {
        "id": statement.id,
        "drafted_by": last.draft_by,
        "translated_by": _signer(last.translated_by) if last.translated_by else None,
        "reviewed": [_signature(mark) for mark in statement.target.signatures],
        "source": [_signature(mark) for mark in statement.source.signatures],
    }


def _signature(mark: Signature) -> dict[str, str]:
    names = ("name", "kind", "date", "digest", "via", "proof", "key")
    return {name: getattr(mark, name) for name in names}


def _signer(signer: Signer) -> dict[str, str]:
    return {"name": signer.name, "kind": signer.kind}


def _signers(several: Sequence[Signer]) -> list[dict[str, str]]:
    return [_signer(signer) for signer in several]


def _fold(text: str) -> str:
    return " ".join(text.split())
