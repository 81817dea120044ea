"""An article in one language as its bench shows it, with all that a signature rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flask import current_app
from werkzeug.exceptions import NotFound

from ..catalog import Catalog
from ..content import plural_rules
from ..content.article import RESERVED, SLUG
from ..content.locales import tag
from ..content.messages import Message, Source
from ..content.placeholders import PlaceholderError
from ..editions.model import Edition
from ..review import checks, glossary, shown, signatures, status
from ..review.decisions import SignedLine
from ..review.glossary import Term
from ..review.journal import Journal
from ..review.ledger import Ledger
from ..review.policy import Policy
from ..review.project import Project
from ..review.status import MessageStatus
from . import comments
from .comments import Comment
from .kept_project import KeptProject
from .memory import Typed
from .sentence import Form, Piece, Sentence, difference, reads, texts


@dataclass(frozen=True)
class Bench:
    """An article in one language, as its files are at this moment."""

    project: Project
    source: Source
    locale: str
    policy: Policy
    ledger: Ledger
    lines: Journal
    catalog: Catalog | None
    terms: tuple[Term, ...]
    _statuses: dict[str, MessageStatus] = field(default_factory=dict)

    @cached_property
    def _measured(self) -> dict[str, list[checks.Objection]]:
        return self.project.measured(self.source, self.locale)

    @property
    def slug(self) -> str:
        """The article's name in addresses."""
        return self.source.domain

    @property
    def is_source(self) -> bool:
        """Whether it is the article's own language."""
        return self.locale == self.source.language

    @property
    def messages(self) -> list[Message]:
        """The messages, first what readers wait for."""
        needed = {message.id for message in self.source.needed}
        return sorted(self.source.messages, key=lambda message: message.id not in needed)

    def message(self, name: str) -> Message:
        """Return the message with the id ``name``. Raises NotFound."""
        message = next((m for m in self.source.messages if m.id == name), None)
        if message is None:
            raise NotFound
        return message

    def status(self, message: Message) -> MessageStatus:
        """Return where a message stands, with all checks."""
        if message.id not in self._statuses:
            self._statuses[message.id] = (
                MessageStatus(message, "missing")
                if self.catalog is None
                else status.message_status(
                    message,
                    self.catalog,
                    self.source,
                    self.ledger,
                    glossary=self.terms,
                    measured=self._measured.get(message.id, ()),
                )
            )
        return self._statuses[message.id]

    def state(self, message: Message) -> MessageStatus:
        """Return where a message stands, without the checks that compare words: at once."""
        if message.id in self._statuses:
            return self._statuses[message.id]
        if self.catalog is None:
            return MessageStatus(message, "missing")
        return status.message_status(
            message, self.catalog, self.source, self.ledger, thorough=False
        )

    def version(self, message: Message) -> str:
        """Return the version of all that is shown of a message."""
        return shown.version(self.project, self.source.domain, self.status(message))

    def progress(self) -> tuple[int, int, int]:
        """Return how many messages are signed, how many there are, how many readers wait for."""
        states = {m.id: self.state(m).ready for m in self.source.messages}
        waiting = sum(not states[message.id] for message in self.source.needed)
        return sum(states.values()), len(states), waiting

    def following(self, name: str = "") -> str:
        """Return the next message that is not signed, after ``name`` and around; else nothing."""
        names = [m.id for m in self.messages]
        start = names.index(name) + 1 if name in names else 0
        for at in (*names[start:], *names[:start]):
            if at != name and not self.state(self.message(at)).ready:
                return at
        return ""

    def sentence(
        self,
        message: Message,
        strings: Sequence[str] | None = None,
        *,
        typed: Typed | None = None,
        moved: Sequence[str] = (),
    ) -> Sentence:
        """Return a message ready to be shown, with ``strings`` in its fields where they are given.

        ``typed`` is what the reader of the page typed and did not save. ``moved`` are the parts
        that changed since.
        """
        status = self.status(message)
        version = self.version(message)
        current = texts(status, self.locale)
        base: tuple[str, ...] = ()
        theirs: tuple[str, ...] = ()
        if typed is not None and strings is None and typed.strings != current:
            strings = typed.strings
            if typed.version != version:
                moved = [*shown.moved(typed.version, version)]
                base, theirs = typed.base, current
        if strings is None or len(strings) != len(current):
            strings = current
        objections = status.objections
        if tuple(strings) != current:
            objections = self.objections(message, strings)
        last = self._last(message)
        return Sentence(
            status, version, message in self.source.needed,
            tuple(self._forms(message, strings, current)),
            objections, self._source_pieces(message, last),
            last is not None and _source_of(last) != (message.singular, message.plural),
            tuple(self._source_reads(message)),
            self._before(status, last), tuple(self._terms(message)), tuple(self._comments(message)),
            tuple(strings) != current, base, theirs, tuple(moved),
        )  # fmt: skip

    def objections(self, message: Message, strings: Sequence[str]) -> tuple[checks.Objection, ...]:
        """Return what the checks object to in ``strings`` in the message's place."""
        if not any(map(str.strip, strings)):
            return ()
        normalised = tuple(signatures.normalise(text) for text in strings)
        subject = status.subject_of(
            message, self.locale, normalised, self.source.language, self.terms
        )
        several = checks.run(subject)
        try:
            words = status.words_of(message, self.locale, self.source, normalised)
        except PlaceholderError:
            return tuple(several)
        return tuple(
            o
            for o in several
            if o.level != "warning" or self.ledger.answered(words, o.check, o.text) is None
        )

    def _forms(
        self, message: Message, strings: Sequence[str], base: Sequence[str]
    ) -> Iterator[Form]:
        rule = plural_rules.rule(self.locale) if message.plural is not None else None
        if rule is not None and rule.nplurals == 1:
            rule = None  # one text for all numbers: nothing to tell apart
        for index, text in enumerate(strings):
            examples = ", ".join(map(str, rule.examples(index, 3))) if rule else ""
            before = base[index] if index < len(base) else ""
            yield Form(
                index, examples, text, before, tuple(reads(message, text, self.locale, index))
            )

    def _last(self, message: Message) -> SignedLine | None:
        """Return the newest signature of the message, whatever became of it."""
        return next(iter(self.ledger.of(self.locale, message.id)), None)

    def _source_pieces(
        self, message: Message, last: SignedLine | None
    ) -> tuple[tuple[Piece, ...], ...]:
        now = [text for text in (message.singular, message.plural) if text is not None]
        if last is None:
            return tuple((Piece(text),) for text in now)
        old = [text for text in _source_of(last) if text is not None]
        if len(old) != len(now):
            old = [old[0]] * len(now)
        return tuple(tuple(difference(one, two)) for one, two in zip(old, now, strict=True))

    def _source_reads(self, message: Message) -> Iterator[tuple[Piece, ...]]:
        """Yield the source's own texts as its readers see them."""
        for index, text in enumerate(message.forms):
            yield tuple(reads(message, text, self.source.language, index))

    def _before(self, status: MessageStatus, last: SignedLine | None) -> tuple[Piece, ...]:
        """Return what changed in the words since they were signed, where they did."""
        if last is None or not status.strings or last.words.strings == status.strings:
            return ()
        return tuple(difference(" ¦ ".join(last.words.strings), " ¦ ".join(status.strings)))

    def _terms(self, message: Message) -> Iterator[tuple[str, tuple[str, ...]]]:
        text = message.singular.casefold()
        for term in self.terms:
            if any(form.casefold() in text for form in term.source):
                yield term.name, term.forms

    @cached_property
    def _said(self) -> list[Comment]:
        return comments.read(self.lines)

    def _comments(self, message: Message) -> Iterator[Comment]:
        for comment in self._said:
            if (comment.locale, comment.message) == (self.locale, message.id):
                yield comment


def _source_of(signed: SignedLine) -> tuple[str, str | None]:
    return signed.words.singular, signed.words.plural


def project() -> KeptProject:
    """Return the workshop of this application."""
    value: KeptProject = current_app.extensions["project"]
    return value


def locale_of(text: str) -> str:
    """Return the locale whose language tag is ``text``. Raises NotFound."""
    for name in project().languages():
        if tag(name) == text:
            return name
    raise NotFound


def check_slug(slug: str) -> str:
    """Return ``slug`` where an article could have it. Raises NotFound."""
    if not SLUG.fullmatch(slug) or slug in RESERVED:
        raise NotFound
    return slug


def place_of(tag: str, slug: str, **_more: object) -> tuple[str, str]:
    """Return the locale that an address names, and the article's own. Raises NotFound."""
    check_slug(slug)
    if not (project().articles / slug / "summary.toml").exists():
        raise NotFound
    return locale_of(tag), project().source(slug).language


def load(slug: str, locale: str) -> Bench:
    """Read an article in one language. Raises InputError when its files cannot be used."""
    here = project()
    source = here.source(slug)
    policy = here.policy_or_nobody(slug)
    lines, known = here.lines(slug, policy), here.ledger(slug, policy)
    terms = glossary.load(here.locales, locale, source.language)
    return Bench(
        here,
        source,
        locale,
        policy,
        known,
        lines,
        here.catalog(slug, locale),
        terms,
    )


def live(edition: object) -> bool:
    """Tell whether readers have an edition, by ``edition``: what the window's files hold of it."""
    return isinstance(edition, Edition)
