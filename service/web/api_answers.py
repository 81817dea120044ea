"""What the API answers with: the schemas, filled from editions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import msgspec
from flask import current_app, url_for

from ..content.facts import Fact
from ..content.locales import tag
from ..content.messages import statement_of
from ..content.placeholders import plain
from ..editions import edition_json
from ..editions.model import Correction, Edition, Statement, Withdrawn
from ..review.signatures import Signature, Signer
from . import article as article_module
from . import corrections, schemas, text_formats
from .request_context import (
    absolute,
    brief,
    direction,
    edition_path,
    local,
    modified,
    ordered,
    view,
)


def article(slug: str) -> schemas.Article:
    """Return what the API says of one article: its languages, and an entry for each edition."""
    editions = {tag(name): _entry(slug, one) for name, one in view().editions(slug).read()}
    return schemas.Article(
        slug=slug,
        source_language=tag(view().source_language(slug)),
        available_languages=sorted(editions),
        editions=editions,
        withdrawn={
            tag(name): schemas.Withdrawal(value.date, value.reason)
            for name, value in view().articles[slug].items()
            if isinstance(value, Withdrawn)
        },
    )


def _entry(slug: str, edition: Edition) -> schemas.Entry:
    modified(edition.updated)
    return schemas.Entry(
        headline=plain(edition.headline),
        headline_being_corrected=list(edition.content.statements[0].corrected),
        state=edition.state,
        revision=edition.revision,
        published=edition.published,
        updated=edition.updated,
        url=absolute(edition_path(slug, edition.locale)),
    )


def summary(
    slug: str,
    edition: Edition,
    available: list[str],
    requested: str | msgspec.UnsetType | None,
    fits: bool | msgspec.UnsetType,
    part: text_formats.Part,
) -> schemas.Summary:
    """Return what the API says of one edition.

    ``available`` are the tags of all languages of the article. ``requested`` and ``fits`` are about
    the language that was negotiated; unset where the address names one. ``part`` says whether all
    statements are wanted, or the brief.
    """
    language = tag(edition.locale)
    source = url_for("pages.source", slug=slug, lang=language)
    return schemas.Summary(
        slug=slug,
        language=language,
        direction=direction(edition.locale),
        source_language=tag(edition.content.language),
        headline=plain(edition.headline),
        headline_being_corrected=list(edition.content.statements[0].corrected),
        statements=[
            _statement(edition, statement)
            for statement in (brief(edition) if part == "brief" else ordered(edition))
        ],
        state=edition.state,
        outdated_since=edition.outdated_since,
        outlet_changed=edition.outlet_changed.date if edition.outlet_changed else None,
        corrections=[_correction(edition, group) for group in edition.grouped_corrections()],
        reviewers=_signers(edition.reviewers),
        reviewed_on=local(edition.signed_at).date(),
        translated_by=_signers(edition.content.translated_by),
        drafted_by=edition.models,
        revision=edition.revision,
        published=edition.published,
        updated=edition.updated,
        available_languages=available,
        url=absolute(edition_path(slug, edition.locale)),
        source_url=absolute(source) if slug in view().originals else None,
        missing_statements=len(edition.missing),
        article=_source(edition),
        record=_record(edition),
        requested_language=requested,
        fits_request=fits,
    )


def _source(edition: Edition) -> schemas.Source:
    """Return what is known of the article: all of it is signed."""
    source = article_module.of(edition)
    return schemas.Source(
        title=source.title,
        outlet=source.outlet or None,
        url=source.url or None,
        published=source.stated or None,
        authors=list(source.authors),
        licence=source.licence or None,
    )


def _record(edition: Edition) -> schemas.Record:
    """Return who did what, and the edition as ``summaries verify`` reads it."""
    recorded = [
        schemas.Recorded(
            id=statement.id,
            drafted_by=statement.target.signatures[-1].draft_by,
            translated_by=_signer(statement.target.signatures[-1].translated_by),
            reviewed=[_signature(signature) for signature in statement.target.signatures],
            source=[_signature(signature) for signature in statement.source.signatures],
        )
        for statement in (*edition.content.statements, *edition.content.notes)
    ]
    whole = edition_json.to_json(edition)
    del whole["serial"]  # which file it is: nothing that anybody signed
    config = current_app.config
    return schemas.Record(
        config["PUBLISHER"] or None, config["IMPRINT"] or None, config["CONTACT"] or None,
        edition.digital_source_type or None, recorded, whole,
    )  # fmt: skip


def _signature(signature: Signature) -> schemas.Signature:
    date = datetime.datetime.fromisoformat(signature.date)
    return schemas.Signature(
        signature.name,
        signature.kind,
        date,
        signature.digest,
        signature.via,
        signature.proof,
        signature.key,
    )


def _signer(signer: Signer | None) -> schemas.Signer | None:
    return schemas.Signer(signer.name, signer.kind) if signer else None


def _signers(signers: Iterable[Signer]) -> list[schemas.Signer]:
    return [schemas.Signer(signer.name, signer.kind) for signer in signers]


def _statement(edition: Edition, statement: Statement) -> schemas.Statement:
    segments = edition.read(statement)
    facts = statement.facts
    return schemas.Statement(
        id=statement.id,
        text=plain(segments),
        brief=statement.brief,
        evidence=list(statement.evidence),
        facts={n: _fact(facts[n], s.text) for s in segments if (n := s.name) and n in facts},
        being_corrected=list(statement.corrected),
    )


def _correction(edition: Edition, group: Sequence[Correction]) -> schemas.Correction:
    first, back = group[0], corrections.taken_back(edition, group)
    figures = [
        schemas.CorrectedFigure(
            fact=one.new.name,
            old=_fact(one.old, one.old.render(edition.locale)),
            new=_fact(one.new, one.new.render(edition.locale)),
        )
        for one in group
        if one.old is not None and one.new is not None
    ]
    return schemas.Correction(
        date=first.date,
        text=corrections.text(edition, group),
        statement=statement_of(first.note) or None,
        note=edition.note(first) or None,
        fact=figures[0].fact if figures else None,
        old=figures[0].old if figures else None,
        new=figures[0].new if figures else None,
        figures=figures,
        takes_back=max((one.date for one in back), default=None),
    )


def _fact(fact: Fact, text: str) -> schemas.Fact:
    return schemas.Fact(**fact.to_json(), text=text)
