"""Tell readers that the outlet changed the article under a summary, or take that back.

What is said is a line of the journal, and needs neither a catalog nor a summary that is in order:
it is said when the outlet's new text is in, and the summary still rests on the earlier one.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..content.article_text import digests
from ..errors import InputError, SummariesError
from ..files import read_text
from ..processes import locked
from ..review import decisions, journal, outlet_changes, sign, signatures
from ..review.decisions import OutletChange
from ..review.ledger import Ledger
from ..review.project import Project
from ..review.sign import Reviewer
from . import correcting, edition_folder
from .model import Edition


@dataclass(frozen=True, slots=True)
class Standing:
    """By what readers are told of a change of the article, None where they are not.

    ``untold`` is whether they have a summary of another text than the article has now and are not
    told of that one, ``back`` whether they are told though it is the text that was signed.
    """

    change: OutletChange | None = None
    untold: bool = False
    back: bool = False


def tell(
    project: Project, editions: Path, slug: str, who: Reviewer, now: datetime.datetime
) -> None:  # fmt: skip
    """Have readers told that the outlet changed its article, in the languages that it concerns.

    That is where the edition is signed for another text than the present one, until it is signed
    for that. Raises SummariesError, and writes nothing, when readers have no such edition, when
    they are told already, or when ``who`` may not sign the source; InputError when the article's
    text cannot be read.
    """
    with _locked(project, slug):
        up = _up(project, editions, slug, now)
        _check(project, slug, up[0].content.language, who, now)
        text = _text(project, slug)
        earlier = [edition for edition in up if _paragraphs(edition) != text]
        if not earlier:
            raise SummariesError(
                f"the summary of “{slug}” is signed for the text that article.txt has: put the "
                f"outlet's new text in first: “summaries new --again {slug} FILE”"
            )
        standing = _standing(project.ledger(slug), earlier)
        if standing is not None and list(standing.paragraphs) == text:
            raise SummariesError(
                f"readers of “{slug}” are told already that the outlet changed its article "
                f"({_said_by(standing)})"
            )
        _append(project, slug, text, who, now)


def take_back(
    project: Project, editions: Path, slug: str, who: Reviewer, now: datetime.datetime
) -> None:  # fmt: skip
    """Have readers told no more that the outlet changed its article. Raises SummariesError."""
    with _locked(project, slug):
        up = _up(project, editions, slug, now)
        _check(project, slug, up[0].content.language, who, now)
        if _standing(project.ledger(slug), up) is None:
            raise SummariesError(
                f"readers of “{slug}” are not told that the outlet changed its article: there is "
                "nothing to take back"
            )
        _append(project, slug, None, who, now)


def look(project: Project, editions: Path, slug: str) -> Standing:
    """Return what readers of ``slug`` are told, and what an editor may tell them now."""
    up = _editions(editions, slug)
    change = _standing(project.ledger(slug), up)
    try:
        text = _text(project, slug)
    except InputError:
        return Standing(change)
    earlier = any(_paragraphs(edition) != text for edition in up)
    untold = change is None or list(change.paragraphs) != text
    return Standing(change, earlier and untold, change is not None and not earlier)


def next_step(project: Project, editions: Path, slug: str) -> str:
    """Return what an editor may say to readers now, as a command; nothing where there is nothing.

    That the text is another than the signed one, or that it is the signed one again.
    """
    here = look(project, editions, slug)
    if here.untold:
        return (
            "if readers are to know now that the outlet changed its article: "
            f"summaries correct {slug} --outlet-changed --name NAME"
        )
    if here.change is not None and here.back:
        return (
            f"readers are told that the outlet changed this text ({_said_by(here.change)}); to take"
            f" that back: summaries correct {slug} --outlet-unchanged --name NAME"
        )
    return ""


@contextlib.contextmanager
def _locked(project: Project, slug: str) -> Iterator[None]:
    folder = project.articles / slug
    if not folder.is_dir():
        raise SummariesError(f"the article “{slug}” is not in the workshop: put its folder back")
    with locked(folder):
        yield


def _up(project: Project, editions: Path, slug: str, now: datetime.datetime) -> list[Edition]:
    up = _editions(editions, slug)
    if not up:
        raise correcting.not_up(
            project, editions, slug, now, "no summary of the earlier text",
            "no reader has a summary of the earlier text; sign it for the new one",
        )  # fmt: skip
    return up


def _editions(editions: Path, slug: str) -> list[Edition]:
    names = edition_folder.locales_or_none(editions, slug)
    values = [edition_folder.load(editions, slug, name) for name in names]
    return [value for value in values if isinstance(value, Edition)]


def _paragraphs(edition: Edition) -> Sequence[str]:
    return list((edition.content.whole or {}).get("paragraphs", ()))


def _text(project: Project, slug: str) -> list[str]:
    path, shown = project.articles / slug / "article.txt", f"{project.articles.name}/{slug}"
    return digests(read_text(path, f"{shown}/article.txt", project.articles))


def _standing(known: Ledger, up: Sequence[Edition]) -> OutletChange | None:
    changes = (outlet_changes.in_force(known, _paragraphs(edition)) for edition in up)
    return max(filter(None, changes), key=lambda change: change.place, default=None)


def _said_by(change: OutletChange) -> str:
    return f"{change.line.name}, {change.line.at:%Y-%m-%d}"


def _check(
    project: Project, slug: str, language: str, who: Reviewer, now: datetime.datetime
) -> None:
    """Raise SummariesError unless ``who`` may say it."""
    who.still()
    if objection := sign.may_write(project.policy_of(slug), language, who, now):
        raise SummariesError(f"readers are told by who may sign the source: {objection}")


def _append(
    project: Project, slug: str, text: Sequence[str] | None, who: Reviewer, now: datetime.datetime
) -> None:
    name, fields = signatures.check_name(who.name), decisions.outlet_changed(text)
    journal.append(project.journal, slug, decisions.OUTLET_CHANGED, name, now, fields, who.key)
