"""What the API answers, as types: the answers are made of them, the OpenAPI document from them."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from ..content.article import SLUG
from ..review.signatures import Kind

# Where the API begins, and the formats of a summary, in the order in which it prefers them.
PREFIX = "/api/v1"
FORMATS = {
    "json": "application/json",
    "html": "text/html",
    "text": "text/plain",
    "markdown": "text/markdown",
}

Tag = Annotated[str, Meta(description="Language tag (BCP 47).", examples=["zh-Hans"])]
Slug = Annotated[
    str, Meta(description="The article's name in addresses.", pattern=f"^{SLUG.pattern}$")
]
Address = Annotated[str, Meta(description="Address of a page or an answer of this service.")]
State = Annotated[
    Literal["current", "pending", "outdated"],
    Meta(
        description="current: it says what the source says. pending: a change waits for review. "
        "outdated: the source has changed since."
    ),
]
Direction = Annotated[Literal["ltr", "rtl"], Meta(description="Direction of the script.")]
Revision = Annotated[int, Meta(ge=1, description="Counts the changes that readers could see.")]


class Language(Struct, frozen=True):
    """A language that pages exist in."""

    language: Tag
    name: Annotated[str, Meta(description="The language's name in itself.")]
    direction: Direction
    articles: Annotated[int, Meta(ge=0, description="How many editions there are in it.")]


class Languages(Struct, frozen=True):
    """All languages."""

    languages: list[Language]


class Fact(Struct, frozen=True):
    """A number, an amount, a date or a time in a statement, the same in every language."""

    type: Literal["number", "date", "time"]
    value: Annotated[
        str | list[str],
        Meta(description="Decimal digits, an ISO 8601 date or time; of a range both ends."),
    ]
    format: Annotated[str, Meta(description="How it is shown: long, day-month, percent, …")]
    text: Annotated[str, Meta(description="As the language of the edition writes it.")]
    currency: Annotated[str | UnsetType, Meta(description="Code of ISO 4217.")] = UNSET
    unit: Annotated[str | UnsetType, Meta(description="CLDR's id of a unit: kilometer.")] = UNSET
    zone: Annotated[str | UnsetType, Meta(description="Time zone: Europe/Kyiv.")] = UNSET


class Statement(Struct, frozen=True):
    """One sentence of a summary."""

    id: Annotated[str, Meta(description="The same in every language and revision.")]
    text: str
    brief: Annotated[bool, Meta(description="Whether it is one of those that say it all.")]
    evidence: Annotated[
        list[str], Meta(description="Quotes of the article, word for word, in its language.")
    ]
    facts: dict[str, Fact]
    being_corrected: Annotated[
        list[str],
        Meta(description="Those of its facts that have an old figure in this language still."),
    ]


class CorrectedFigure(Struct, frozen=True):
    """A figure that was corrected, before and after."""

    fact: Annotated[str, Meta(description="Its name in the facts of statements.")]
    old: Fact
    new: Fact


class Correction(Struct, frozen=True):
    """What was corrected after publication: a figure, or what a note says."""

    date: datetime.date
    text: Annotated[str, Meta(description="The correction as readers see it.")]
    statement: Annotated[
        str | None, Meta(description="The sentence that a note is about; it may be gone.")
    ]
    note: Annotated[
        str | None, Meta(description="The editors’ note, once it is signed in this language.")
    ]
    fact: Annotated[str | None, Meta(description="The first figure that was corrected, if any.")]
    old: Fact | None
    new: Fact | None
    figures: Annotated[
        list[CorrectedFigure],
        Meta(description="All figures that were corrected; none where only words were."),
    ]
    takes_back: Annotated[
        datetime.date | None,
        Meta(description="Day of the earlier correction that this one undoes."),
    ]


class Signer(Struct, frozen=True):
    """A name under a text, and what it stands for."""

    name: str
    kind: Annotated[
        Kind,
        Meta(
            description="person. team: people who answer for it together. model: a language "
            "model, no person. unlisted: signed where anybody may, so nothing is known."
        ),
    ]


class Signature(Signer, frozen=True):
    """A signature under the words of one sentence, in the language of the edition."""

    date: datetime.datetime
    digest: Annotated[
        str, Meta(description="SHA-256 of what was signed, the first 32 hexadecimal digits.")
    ]
    via: Annotated[str, Meta(description="What wrote it: cli or desk.")]
    proof: Annotated[
        str, Meta(description="ed25519 signature in base64; empty where the signer has no key.")
    ]
    key: Annotated[str, Meta(description="The public key that the proof fits, as OpenSSH has it.")]


class Recorded(Struct, frozen=True):
    """Who or what drafted, translated and reviewed one sentence, and when."""

    id: str
    drafted_by: Annotated[
        str | None, Meta(description="The model or method that proposed the words, if any did.")
    ]
    translated_by: Signer | None
    reviewed: Annotated[
        list[Signature], Meta(description="Signatures under the words of this language.")
    ]
    source: Annotated[
        list[Signature], Meta(description="Signatures under the sentence in the source language.")
    ]


class Record(Struct, frozen=True):
    """Who or what made an edition, sentence by sentence, and all that they signed."""

    responsible: Annotated[
        str | None, Meta(description="Who answers for what is published, where the site says so.")
    ]
    imprint: Annotated[
        str | None, Meta(description="Page that says who that is, where the site has one.")
    ]
    contact: Annotated[str | None, Meta(description="Where errors are reported, as an address.")]
    digital_source_type: Annotated[
        str | None,
        Meta(
            description="IPTC’s term where models made the words and no person signed any; the "
            "page’s JSON-LD has it, too."
        ),
    ]
    statements: Annotated[list[Recorded], Meta(description="The headline first.")]
    edition: Annotated[
        dict[str, Any],
        Meta(description="What the signatures cover: “summaries verify” reads it."),
    ]


class Source(Struct, frozen=True):
    """The article that is summarised, as its editor signed it."""

    title: Annotated[str, Meta(description="Its first line; empty where it is not shown.")]
    outlet: Annotated[str | None, Meta(description="Who published it.")]
    url: Annotated[str | None, Meta(description="Its own address, at its publisher.")]
    published: Annotated[str | None, Meta(description="ISO 8601: a date, or a time.")]
    authors: list[str]
    licence: Annotated[str | None, Meta(description="An SPDX identifier, or a sentence.")]


class Summary(Struct, frozen=True):
    """One edition: an article's summary in one language, every word of it signed."""

    slug: Slug
    language: Tag
    direction: Direction
    source_language: Tag
    headline: str
    headline_being_corrected: Annotated[
        list[str],
        Meta(description="Facts of which the headline has an old figure in this language still."),
    ]
    statements: Annotated[list[Statement], Meta(description="Those of the brief first.")]
    missing_statements: Annotated[
        int, Meta(ge=0, description="Statements that are not signed in this language yet.")
    ]
    article: Source
    state: State
    outdated_since: Annotated[
        datetime.date | None, Meta(description="When the source moved on, if it did.")
    ]
    outlet_changed: Annotated[
        datetime.date | None,
        Meta(
            description="The day of the notice that the outlet has changed the article since, if "
            "there is one: this rests on the earlier text."
        ),
    ]
    corrections: list[Correction]
    reviewers: Annotated[list[Signer], Meta(description="Who or what signed these words.")]
    reviewed_on: Annotated[datetime.date, Meta(description="Day of the newest signature.")]
    translated_by: list[Signer]
    drafted_by: Annotated[list[str], Meta(description="Models that proposed a first draft.")]
    revision: Revision
    published: datetime.datetime
    updated: datetime.datetime
    available_languages: list[Tag]
    url: Address
    source_url: Annotated[
        str | None, Meta(description="Page with the article's own text, if it is published.")
    ]
    record: Record
    requested_language: Annotated[
        str | UnsetType | None,
        Meta(description="The language asked for first; only where it was negotiated."),
    ] = UNSET
    fits_request: Annotated[
        bool | UnsetType,
        Meta(description="Whether this is that language; only where it was negotiated."),
    ] = UNSET


class Entry(Struct, frozen=True):
    """An edition in short."""

    headline: str
    headline_being_corrected: Annotated[
        list[str],
        Meta(description="Facts of which the headline has an old figure in this language still."),
    ]
    state: State
    revision: Revision
    published: datetime.datetime
    updated: datetime.datetime
    url: Address


class Withdrawal(Struct, frozen=True):
    """When the editors took an edition down, and why; the reason is empty where they gave none."""

    date: datetime.date
    reason: str


class Article(Struct, frozen=True):
    """An article and its editions, by language tag."""

    slug: Slug
    source_language: Tag
    available_languages: list[Tag]
    editions: dict[str, Entry]
    withdrawn: dict[str, Withdrawal]


class Articles(Struct, frozen=True):
    """One page of the list of articles."""

    articles: list[Article]
    next: Annotated[str | None, Meta(description="Address of the next page; null on the last.")]


class Problem(Struct, frozen=True):
    """Why there is no other answer (RFC 9457)."""

    type: Literal["about:blank"] = "about:blank"
    title: str = ""
    status: int = 0
    detail: str | UnsetType = UNSET
    available_languages: list[Tag] | UnsetType = UNSET
    date: datetime.date | UnsetType = UNSET
    reason: str | UnsetType = UNSET
