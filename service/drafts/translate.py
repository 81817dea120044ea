"""Translation drafts of messages: placeholders and plural forms survive, or nothing is offered.

A model sees a message with its figures filled in, each plural form with an example number; they
are found again in what it writes and become placeholders. Where that fails, a model that follows
instructions is asked to keep the placeholders. What any check holds against the result is told,
and the message left empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale

from ..content import lexicon, plural_rules
from ..content.facts import Fact
from ..content.messages import Message
from ..content.placeholders import (
    PlaceholderError,
    Segment,
    fill,
    names,
    parse,
    plain,
    without_words,
    write,
    written_forms,
)
from ..content.unsafe_characters import visible
from ..review import checks, status
from ..review.checks.quotations import ANY
from ..review.glossary import Term
from .engine import Limits
from .models import translation_tags
from .models.api import Answer, Model, Progress, Task

# What a person sees at a glance and puts right; everything else is left empty rather than wrong.
TOLERATED = frozenset({"punctuation", "spacing", "quotation-marks"})
_WORDED = frozenset({"written-form", "written-form-value"})


@dataclass(frozen=True, slots=True)
class Translation:
    """The forms of a message as drafted, None where they failed; and what is to be said of them."""

    message: Message
    strings: tuple[str, ...] | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Form:
    """One text to translate: which form of which message, and the facts as it shows them.

    ``worded`` is the text with the source's written forms.
    """

    message: Message
    index: int
    text: str
    facts: Mapping[str, Fact]
    worded: str = ""

    def value(self, name: str, locale: str) -> str:
        """Return what a placeholder shows in ``locale``."""
        if name in self.facts:
            return self.facts[name].render(locale)
        return self.message.texts.get(name, name)


def translate(
    messages: Sequence[Message],
    language: str,
    locale: str,
    model: Model,
    limits: Limits,
    glossary: tuple[Term, ...] = (),
    progress: Progress | None = None,
) -> list[Translation]:
    """Return a draft of each message of a source in ``language``, or the reasons why there is none.

    Raises SummariesError when the model does not know one of the languages.
    """
    forms = [form for message in messages for form in _forms(message, language, locale)]
    tagged, filled, kept = (
        [_Ask(form, language, locale, glossary, way) for form in forms]
        for way in ("tagged", "filled", "kept")
    )
    done: dict[tuple[str, int], str | tuple[str, ...]] = {}
    notes: dict[tuple[str, int], list[str]] = {}
    for asks in (tagged if model.tags else [], filled, kept if model.follows else []):
        left = [a for a in asks if not isinstance(done.get(a.key), str) and a.possible]
        tasks = [ask.task() for ask in left]
        answers = model.generate(tasks, limits.tokens, limits.seconds, limits.seed)
        for ask, answer in zip(left, answers, strict=True):
            words = ask.read(answer)
            if isinstance(words, str) or ask.key not in done:
                done[ask.key] = words
            notes.setdefault(ask.key, []).extend(ask.remarks)
    if progress:
        progress(len(messages))
    return [
        _judged(message, forms, (done, notes), language, locale, glossary) for message in messages
    ]


def _forms(message: Message, language: str, locale: str) -> Iterator[_Form]:
    """Yield the forms that a message has in ``locale``, each in the source's words for it."""
    if message.plural is None or message.count is None:
        worded = message.forms[0] if message.forms else message.singular
        yield _Form(message, 0, message.singular, message.facts, worded)
        return
    rule, own = plural_rules.rule(locale), plural_rules.rule(language)
    others = [fact.value for name, fact in message.facts.items() if name != message.count]
    for index in range(rule.nplurals):
        # One is often not said as a number, and a number that stands twice cannot be told apart.
        examples = sorted(rule.examples(index), key=lambda n: (n in others, n < 2))
        number = examples[0]
        facts = dict(message.facts)
        facts[message.count] = Fact(message.count, number, "decimal")
        source = message.forms or (message.singular, message.plural)
        # A written form says the source's own word: a model writes the value as its language does.
        worded = source[min(own.index(number), len(source) - 1)]
        yield _Form(message, index, without_words(worded), facts, worded)


class _Ask:
    """One way of asking for one form."""

    def __init__(
        self, form: _Form, language: str, locale: str, glossary: tuple[Term, ...], way: str
    ) -> None:
        self.form, self.language, self.locale = form, language, locale
        self.glossary, self.keep, self.tagged = glossary, way == "kept", way == "tagged"
        self.remarks: list[str] = []
        self.wanted = Counter(names(form.text))

    @property
    def key(self) -> tuple[str, int]:
        return self.form.message.id, self.form.index

    @property
    def possible(self) -> bool:
        """Whether the figures can be told apart again; a kept placeholder shows no plural."""
        if self.tagged:
            return True
        if self.keep:
            return bool(self.wanted) and self.form.message.plural is None
        values = [self.form.value(name, self.locale) for name in self.wanted]
        return len(set(values)) == len(values)

    def task(self) -> Task:
        text = self.form.text
        if self.tagged:
            text = translation_tags.tag(
                parse(self.form.worded), lambda name: self.form.value(name, self.language),
                self.form.message.count,
            )  # fmt: skip
        elif not self.keep:
            segments = fill(text, lambda name: self.form.value(name, self.language))
            text = plain(segments)
        into = Locale.parse(self.locale).get_display_name("en")
        instruction = (
            f"Translate the text from {Locale.parse(self.language).get_display_name('en')} into "
            f"{into}. Write figures in digits. Answer with the translation alone."
        )
        if self.keep:
            instruction += " Copy what stands in {braces} unchanged."
        known = [
            (form, term.forms[0])
            for term in self.glossary
            for form in term.source
            if form in self.form.text
        ]
        if known:
            terms = "; ".join(f"{name} = {form}" for name, form in known)
            instruction += f" Use these names: {terms}."
        return Task(
            "translate", text, instruction, source=self.language, target=self.locale,
            terms=tuple(known), tagged=self.tagged,
        )  # fmt: skip

    def read(self, answer: Answer) -> str | tuple[str, ...]:
        """Return the form with its placeholders, or the reasons why it cannot be used."""
        if problem := answer.problem:
            return (problem,)
        if self.tagged:
            return self._untagged(answer.text.strip())
        text = tidy(answer.text, self.locale, self.form.text)
        return self._kept(text) if self.keep else self._restored(write([Segment(text)]))

    def _untagged(self, text: str) -> str | tuple[str, ...]:
        words, remarks = translation_tags.read(text, self.wanted)
        if words is None:
            return tuple(remarks)
        self.remarks = remarks
        return tidy(words, self.locale, self.form.text)

    def _kept(self, text: str) -> str | tuple[str, ...]:
        try:
            kept = Counter(names(text))
        except PlaceholderError as error:
            return (str(error),)
        if kept != self.wanted:
            return ("the placeholders are not those of the source",)
        return text

    def _restored(self, text: str) -> str | tuple[str, ...]:
        reasons = []
        for name, times in self.wanted.items():
            written = self.form.value(name, self.locale)
            fact = self.form.facts.get(name)
            pattern = _spellings(fact, self.locale) if fact else re.compile(re.escape(written))
            count = len(pattern.findall(text))
            text = pattern.sub(lambda _m, n=name: f"{{{n}}}", text)  # type: ignore[misc]
            if count != times and not (count == 0 and self._may_lack(name)):
                reasons.append(f"{{{name}}} ({written}) stands {count} times in it, not {times}")
        return tuple(reasons) or text

    def _may_lack(self, name: str) -> bool:
        """Whether a form stands for one number, which many languages then say in a word."""
        single = len(plural_rules.rule(self.locale).examples(self.form.index)) == 1
        return name == self.form.message.count and single


def _spellings(fact: Fact, locale: str) -> re.Pattern[str]:
    """Return what matches the value as a translation may write it."""
    spellings = {fact.render(locale)}
    if isinstance(fact.value, int):
        spellings |= {str(fact.value), Fact(fact.name, fact.value, "decimal").render(locale)}
    if fact.format == "percent":
        spellings |= {text.replace("\u00a0", "").replace("\u202f", "") for text in spellings}
    parts = (
        re.sub(r"(?:\\ |\s)+", r"\\s+", re.escape(t)) for t in sorted(spellings, key=len)[::-1]
    )
    return re.compile(rf"(?<![\d{{])(?<!\d[.,])(?:{'|'.join(parts)})(?![\d}}]|[.,]\d)")


def tidy(text: str, locale: str, source: str) -> str:
    """Return ``text``, what a model wrote, in one line, with the language's own quotation marks.

    ``source`` is what was translated: marks around all of the text go, unless it has some, too.

    >>> tidy('Він сказав: "Так".', "uk", 'He said: "Yes".')
    'Він сказав: «Так».'
    """
    text = " ".join(unicodedata.normalize("NFC", visible(text.replace("\n", " "))).split())
    inner = text[1:-1]
    if ANY.fullmatch(text) and not ANY.findall(source) and not ANY.findall(inner):
        text = inner
    words = lexicon.of(locale)
    if words:
        opening, closing = words.quotes[0][0], words.quotes[0][1]
        text = ANY.sub(lambda match: f"{opening}{match.group()[1:-1]}{closing}", text)
    return re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)


def _judged(
    message: Message,
    forms: Sequence[_Form],
    answers: tuple[
        Mapping[tuple[str, int], str | tuple[str, ...]], Mapping[tuple[str, int], list[str]]
    ],
    language: str,
    locale: str,
    glossary: tuple[Term, ...],
) -> Translation:
    """Return the forms of one message if all are there and no check objects."""
    done, notes = answers
    none: tuple[str, ...] = ("its figures cannot be told apart",)
    forms_done = [
        done.get((message.id, form.index), none) for form in forms if form.message is message
    ]
    strings = tuple(text for text in forms_done if isinstance(text, str))
    if len(strings) < len(forms_done):
        reasons = [reason for text in forms_done if not isinstance(text, str) for reason in text]
        return Translation(message, None, tuple(dict.fromkeys(reasons)))
    remarks = [note for form in forms if form.message is message
               for note in notes.get((message.id, form.index), [])]  # fmt: skip
    objections = checks.run(status.subject_of(message, locale, strings, language, glossary))
    if any(o.check in _WORDED for o in objections):
        # What was made of the source's own words cannot be read back: the value stands there.
        strings = tuple(map(without_words, strings))
        objections = checks.run(status.subject_of(message, locale, strings, language, glossary))
    remarks += _lost_forms(message, strings)
    reasons = list(dict.fromkeys([*remarks, *(o.text for o in objections)]))
    if any(o.check not in TOLERATED for o in objections):
        return Translation(message, None, tuple(reasons))
    return Translation(message, strings, tuple(reasons))


def _lost_forms(message: Message, strings: Sequence[str]) -> Iterator[str]:
    """Say which written forms of the source the draft does not have, and what stands there."""
    kept = {segment.name for text in strings for segment in written_forms(text)}
    said = {
        segment.name: segment.words for form in message.forms for segment in written_forms(form)
    }
    for name, words in said.items():
        if name not in kept and name != message.count:
            yield f"the source writes {{{name}}} as “{words}”, the draft its value: does it fit?"
