"""Who stands behind an edition's words, and what they are.

The lines that say so, on a page or as text, claim of a model nothing that is said of people.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.lists import format_list
from markupsafe import Markup, escape

from ..content.ui_strings import N_
from ..editions.model import Edition
from ..review.signatures import PEOPLE, Signer
from .request_context import date, locale, translate, view, written_date

# NOTE: line under the headline; {names} is one or more names of people or departments
CHECKED = N_("Checked on {date} by {names}")
# NOTE: line under the headline of a translation; {names} is one or more names
BY_MODELS = N_(
    "Translated and checked by language models ({names}) on {date}. Not checked by a person."
)
# NOTE: line under the headline of an original summary; {names} is one or more names
CHECKED_BY_MODELS = N_("Checked by language models ({names}) on {date}. Not checked by a person.")
# NOTE: line under the headline, where nobody knows whether people checked; {names}: one or more
SIGNED = N_("Signed on {date} by {names}")
# NOTE: line under the headline; {names} is one or more names
TRANSLATED = N_("Translated by {names}")
# NOTE: a name in a list of names, when it is not a person's but stands for a language model
MODEL = N_("{name} (language model)")


@dataclass(frozen=True, slots=True)
class Credit:
    """One line: a message of the interface, and what its placeholders stand for."""

    message: str
    signers: Sequence[Signer]
    day: datetime.date | None = None
    # Whether the message itself says that these are models.
    said: bool = False


def lines(edition: Edition) -> Iterator[Credit]:
    """Yield the lines about ``edition``; none about words that nobody signed (in a preview)."""
    signers, translators = edition.reviewers, edition.content.translated_by
    by_models = bool(translators) and all(s.kind == "model" for s in (*signers, *translators))
    if signers and all(signer.kind == "model" for signer in signers):
        if by_models:
            both = tuple(dict.fromkeys((*translators, *signers)))
            yield Credit(BY_MODELS, both, edition.signed_at, said=True)
            return
        yield Credit(CHECKED_BY_MODELS, signers, edition.signed_at, said=True)
    elif edition.checked_by_people:
        people = [signer for signer in signers if signer.kind in PEOPLE]
        yield Credit(CHECKED, people, edition.checked_at)
    elif signers:
        yield Credit(SIGNED, signers, edition.signed_at)
    if translators:
        yield Credit(TRANSLATED, translators)


def in_html(edition: Edition) -> list[Markup]:
    """Return the lines as HTML, in the language of the page."""
    return [
        translate(line.message, names=_listed(line), date=date(line.day) if line.day else "")
        for line in lines(edition)
    ]


def in_text(edition: Edition) -> list[str]:
    """Return the lines as plain text, in the language of the edition."""
    say = view().interfaces[edition.locale].plain
    sentences = []
    for line in lines(edition):
        names = [s.name if line.said else named(s, edition.locale) for s in line.signers]
        listed = format_list(names, style="unit", locale=edition.locale)
        day = written_date(line.day) if line.day else ""
        sentences.append(say(line.message, {"names": listed, "date": day}))
    return sentences


def named(signer: Signer, language: str) -> str:
    """Return a signer's name as plain text in the locale ``language``.

    Of a model, with the word for what it is.
    """
    if signer.kind != "model":
        return signer.name
    return view().interfaces[language].plain(MODEL, {"name": signer.name})


def _listed(line: Credit) -> Markup:
    """Return a list of names; each keeps its own direction in a text of another one."""
    pattern = format_list(
        [f"{{{i}}}" for i in range(len(line.signers))], style="unit", locale=locale()
    )
    return escape(pattern).format(*(_marked(signer, line.said) for signer in line.signers))


def _marked(signer: Signer, said: bool) -> Markup:
    name = Markup("<bdi>{}</bdi>").format(signer.name)
    return translate(MODEL, name=name) if signer.kind == "model" and not said else name
