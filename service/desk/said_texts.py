"""What other rooms of the program say, in the desk's language: checks, refusals, outcomes.

The command line says the same texts in the language of its user.

They say it in English, and the journal names a question by its English words. So a text is
compared with the patterns below, and what stands in its places goes into the translation. What no
pattern fits stays English; a test asks that of every text of the checks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup

from .language import ENGLISH, N_, current, text_in

# Specific ones first: the first that fits is taken.
TEXTS = (
    N_("the source says who says this (“according to”, “said”): say it here too"),
    N_("the source has a negation (“not”, “no”): it is missing here"),
    N_("this has a negation, the source has none: check the meaning"),
    N_("the source says “%(said)s”, this says “%(contrary)s”: check the meaning"),
    N_("the source says %(what)s: say it here too"),
    N_("“about” or “nearly”"),
    N_("“up to” or “at most”"),
    N_("“alleged” or “reportedly”"),
    N_("“likely” or “possibly”"),
    N_("does “%(words)s” in the evidence say %(value)s? Confirm it"),
    N_("the unit %(unit)s is not in the evidence (%(shown)s): correct it"),
    N_("the evidence has no amount in %(currency)s: correct it"),
    N_("this has a negation, the evidence has none: check the meaning"),
    N_("the evidence has a negation (“not”, “no”), this has none: check the meaning"),
    N_("the evidence says “%(said)s”, this says “%(contrary)s”: check the meaning"),
    N_("the evidence says %(what)s: say it here too"),
    N_("“%(figure)s” is a number that the evidence does not have: correct it"),
    N_("%(quotation)s is not in the evidence: quote word for word"),
    N_("“%(name)s” is not in the evidence: check the name, or quote what has it"),
    N_("this says %(what)s, the evidence does not: check it"),
    N_("the source’s words stand here untranslated: write them in %(language)s"),
    N_("this is not in the script of %(language)s: write it in %(other)s"),
    N_("this looks like %(shown)s: write it in %(language)s"),
    N_("it has %(count)s characters: say it in at most %(most)s"),
    N_("it is much shorter than the source: check that nothing is missing"),
    N_("it is much longer than the source: check that nothing was added"),
    N_("it has %(given)s sentence, the source has %(wanted)s: keep the same sentences"),
    N_("it has %(given)s sentences, the source has %(wanted)s: keep the same sentences"),
    N_("“%(found)s” is repeated: remove one"),
    N_("the address “%(address)s” is missing or changed: copy it from the source"),
    N_("the address “%(address)s” is not in the source: remove or correct it"),
    N_("the acronym “%(acronym)s” is missing: write it, or add the form used here to the glossary"),
    N_(
        "the name “%(name)s” is missing: write it in an accepted form (“%(form)s”), or add "
        "yours to the glossary"
    ),
    N_("“%(name)s” is named here and not in the source: check the name"),
    N_("%(currency)s is not a currency of the source (%(shown)s): correct it"),
    N_("the unit %(given)s is not the source's (%(wanted)s): correct it"),
    N_("“%(figure)s” is a number that the source does not have: correct it"),
    N_("“%(figure)s” is a number that the source does not have: is it meant?"),
    N_("“%(figure)s” of the source is missing: add the number"),
    N_("“%(figure)s” is more than the evidence says (%(listed)s): correct it"),
    N_("the evidence says “%(listed)s”, this “%(figure)s”: correct it"),
    N_("the source says “%(listed)s”, this “%(figure)s”: check the number"),
    N_("does the evidence say “%(figure)s”? Confirm it"),
    N_("%(size)s is below zero in the evidence, and not here: check the sign"),
    N_("%(size)s is above zero in the evidence, and not here: check the sign"),
    N_("%(size)s is below zero in the source, and not here: check the sign"),
    N_("%(size)s is above zero in the source, and not here: check the sign"),
    N_("%(size)s is %(stated)s in the evidence, and %(ours)s here: check it"),
    N_("per cent"),
    N_("percentage points"),
    N_("a plain number"),
    N_("“%(figure)s” has letters that look like digits: type it again"),
    N_("{%(name)s} counts %(given)s here and %(wanted)s in the source: correct the word after it"),
    N_("units of %(factor)s"),
    N_("the source has %(wanted)s and this has %(given)s: put the quoted words in quotation marks"),
    N_("this has %(given)s and the source has %(wanted)s: quote only what the source quotes"),
    N_("%(number)s quotation"),
    N_("%(number)s quotations"),
    N_("%(mark)s is not used so in this language: write %(own)s"),
    N_("has %(given)s forms, %(locale)s has %(expected)s"),
    N_("“%(excerpt)s” begins markup: write plain text"),
    N_("%(character)s is not allowed: remove it"),
    N_("“%(word)s” has %(other)s letters that look %(script)s: type it again"),
    N_("form %(index)s is empty"),
    N_("the translation is empty"),
    N_("{%(name)s} is not a placeholder of the source"),
    N_("“%(found)s” is not a placeholder here: use {name}"),
    N_("{%(name)s} takes no words of your own: write the placeholder alone"),
    N_("{%(name)s} is missing"),
    N_("{%(name)s} stands %(given)s times, in the source %(expected)s"),
    N_(
        "“%(shown)s” reads as another value: the placeholder alone writes the number, its sign "
        "included"
    ),
    N_("a no-break space is missing before %(mark)s: add it"),
    N_("the space before %(mark)s can break the line: make it a no-break space"),
    N_("« needs a no-break space after it: add it"),
    N_("' is a typewriter’s apostrophe: write ’"),
    N_("%(closing)s needs %(opening)s where the sentence begins: add it"),
    N_("“%(mark)s” is not Arabic: write “%(own)s”"),
    N_("“%(mark)s” is half-width: write “%(own)s”"),
    N_("there is a space at the beginning or end: remove it"),
    N_("there is a double space: remove one"),
    N_("there is a space before a comma or full stop: remove it"),
    N_("there is a space inside brackets or quotation marks: remove it"),
    N_("“%(words)s” reads as %(other)s, and {%(name)s} is %(value)s: correct the words"),
    N_("does “%(words)s” say %(value)s? Confirm it"),
    N_("“%(shown)s” is in %(year)s, the article is of another year: write the year"),
    N_(
        "{%(second)s} stands before {%(first)s} here, and after it in the source: are the "
        "numbers in the right places?"
    ),
    N_("“%(words)s” is another value: remove the word"),
    N_("the summary has %(words)s words, the article %(whole)s: at most %(share)s of it"),
    N_(
        'readers may see all of the article (show = "all"): say in [article] under which '
        "licence, or by whose permission"
    ),
    N_("the brief has %(count)s statements: %(least)s to %(most)s are right"),
    N_("the brief has %(words)s words: say it in at most %(most)s"),
    N_("a sentence has %(longest)s words: say it in at most %(most)s"),
    N_("%(names)s each rule a plural: split this sentence, or give one a written form"),
    N_("a statement is one claim: split this sentence in two statements"),
    N_("the brief has none of the article's main figures (%(names)s)"),
    N_(
        "publish_at, %(time)s, has passed: the summary goes up as soon as it is signed; "
        "correct the time, or take it out"
    ),
    N_("the source catalog must repeat the summary: run “summaries update”"),
    N_("another person wrote: %(words)s; keep one, and take the comment away"),
    N_(
        "signed by %(name)s, but the journal’s line is not here: commit the journal with the "
        "catalog"
    ),
    N_("the signature does not count: %(reason)s"),
    N_("the signature of %(name)s does not count: %(other)s signed other words later, on %(day)s"),
    N_("“%(name)s” may not sign %(locale)s: reviewers.toml lists other languages"),
    N_("“%(name)s” was revoked on %(day)s in reviewers.toml"),
    N_("“%(name)s” may sign from %(start)s on, says reviewers.toml, not on %(day)s"),
    N_("“%(name)s” could sign until %(end)s, says reviewers.toml, not on %(day)s"),
    N_("reviewers.toml is missing or cannot be used, so nobody may sign"),
    N_("“%(name)s” is not listed in reviewers.toml"),
    N_("“%(name)s” is a model, and reviewers.toml lets no model sign: set models = true there"),
    N_(
        "reviewers.toml has a key for “%(name)s”: sign with it on the command line, or write "
        "desk = true there, and desk_key with the desk's key"
    ),
    N_(
        "four eyes are asked for, but nobody is named as the translator: set Last-Translator "
        "in the header, or add “# translated-by: NAME; date: …”"
    ),
    N_(
        "four eyes are asked for, and reviewers.toml does not say who “%(text)s” is, the "
        "translator: list the name under [[translators]], or under “also” of the one who has "
        "it"
    ),
    N_("“%(name)s” translated it; four eyes are asked for: somebody else has to sign"),
    N_("“%(id)s” cannot be signed: %(reason)s"),
    N_("“%(id)s” cannot be rejected: %(reason)s"),
    N_("“%(id)s” cannot be answered: %(reason)s"),
    N_("“%(id)s” cannot be carried over: %(reason)s"),
    N_("“%(id)s” has other placeholders than before: have it translated again"),
    N_("“%(id)s” has no text in %(locale)s: translate it first"),
    N_("“%(id)s” in %(locale)s is of an older source: run “summaries update” first"),
    N_("“%(id)s” is of an older source: run “summaries update” first. Your words: %(said)s"),
    N_("“%(id)s” cannot be saved: %(reason)s. Your words: %(said)s"),
    N_("“%(id)s” needs words in each of its forms: %(said)s"),
    N_("a sentence has at most %(most)s characters: shorten it"),
    N_(
        "“%(id)s” is not what was shown any more: its words, figures, evidence or who may sign "
        "changed while it was open; nothing was written: look at it again"
    ),
    N_(
        "“%(id)s”: its source, figures or evidence changed while it was open; nothing was "
        "written: look at it again"
    ),
    N_("%(problem)s. Your words: %(said)s"),
    N_(
        "a rejection needs a reason of at most 2,000 characters: say what has to change, "
        "without a mark"
    ),
    N_("the standard sentence tells the figure"),
    N_("note %(id)s (%(name)s, %(day)s)"),
    N_("no note: %(because)s (%(name)s, %(day)s)"),
    N_("same meaning (%(name)s, %(day)s)"),
    N_("no language of “%(slug)s” is up: nobody read what was wrong; change it, and sign it"),
    N_(
        "“%(slug)s” is withdrawn (%(day)s): readers see the reason, and no sentence to "
        "correct; take it back first: “summaries withdraw %(name)s --undo”"
    ),
    N_("this cannot be a correction note: %(reason)s"),
    N_("a correction note has no placeholders: figures change, the note stays as it is"),
    N_("“%(id)s” was taken out: that is no typo"),
    N_("the figures of “%(id)s” changed, not its words: that is no typo"),
    N_("a correction needs who may sign the source: %(reason)s"),
    N_("readers are told by who may sign the source: %(reason)s"),
    N_(
        "no language of “%(slug)s” is up: no reader has a summary of the earlier text; sign it for "
        "the new one"
    ),
    N_(
        "“%(slug)s” is withdrawn (%(day)s): readers see the reason, and no summary of the earlier "
        "text; take it back first: “summaries withdraw %(again)s --undo”"
    ),
    N_(
        "the summary of “%(slug)s” is signed for the text that article.txt has: put the outlet's "
        "new text in first: “summaries new --again %(again)s FILE”"
    ),
    N_("readers of “%(slug)s” are told already that the outlet changed its article (%(who)s)"),
    N_(
        "readers of “%(slug)s” are not told that the outlet changed its article: there is nothing "
        "to take back"
    ),
    N_(
        "this change of “%(id)s” is decided already: %(decision)s; the words of a note can be "
        "changed in summary.toml, and are signed again"
    ),
    N_("up: readers get revision %(number)s"),
    N_("withdrawn: readers get the notice (410), dated %(day)s, with %(reason)s"),
    N_("the reason “%(reason)s”"),
    N_("no reason"),
    N_("was never up: once the publisher has looked, readers get the notice (410)"),
    N_("is not up: there never was an edition, and the notice is gone (404)"),
    N_("down: readers are told that there is no such edition (404)"),
    N_("stays down %(until)s"),
    N_("stays down: %(reason)s"),
    N_("until its time, %(time)s"),
    N_("until these languages are signed, too: %(names)s"),
    N_("for as long as rejected words are there: %(names)s"),
    N_("until its messages are signed: %(count)s wait"),
    N_("until the source is signed, or the publisher has run"),
    N_("its article cannot be used now"),
    N_("its catalog is not there, or cannot be used"),
    N_("“%(slug)s” is not withdrawn: there is nothing to take back"),
    N_(
        "“%(slug)s” was withdrawn in all languages (%(by)s), not in %(locale)s alone: take "
        "that back without --locale, then withdraw what is to stay down"
    ),
    N_("“%(old)s” has that name already"),
    N_("“%(new)s” cannot be an article's name: lower-case letters, digits and single hyphens"),
    N_("there is or was something called “%(new)s”: choose another name"),
    N_("the site has a page of its own called “%(new)s”: choose another name"),
    N_("“%(old)s” is withdrawn (%(locale)s): take that back first, or remove it"),
    N_("renaming needs who may sign the source: %(reason)s"),
    N_("sign the headline in %(language)s: it was not signed before either"),
    N_("readers keep the old address (%(names)s) until something is up at the new one"),
    N_("the article does not say “%(shown)s”: quote it word for word"),
    N_("%(name)s is longer than %(most)s characters: shorten it"),
    N_("a statement needs evidence: quotes of the article it rests on"),
    N_("a statement needs a text, or a count with its plural forms"),
    N_("plural form missing: %(names)s"),
    N_("numbers and dates belong in facts: use a placeholder"),
    N_("there is no fact “%(name)s” for {%(unknown)s}"),
    N_("fact “%(name)s” is not used by any statement: remove it"),
    N_("%(value)s does not occur in its quote “%(quote)s”: correct one of them"),
    N_("the quote “%(quote)s” is about %(wrong)s, the fact about %(year)s: correct one of them"),
    N_("{%(name)s} is %(value)s, the evidence is about %(year)s: correct one of them"),
    N_("a fact needs a quote of the article that states it"),
    N_(
        "value must be a number or a date such as 2024-01-02, a time such as 10:05:00, or a "
        "range of two of them, such as [8, 10]"
    ),
    N_("a summary needs at least one [[statements]] table"),
    N_("a text has at most %(most)s characters: shorten it"),
    N_("not valid TOML: %(problem)s"),
    N_("“at least”"),
    N_("“more than”"),
    N_("“less than”"),
    N_("single units"),
    N_("thousands"),
    N_("millions"),
    N_("billions"),
    N_("replaced by %(name)s on %(date)s"),
    N_("rejected by %(name)s on %(date)s"),
    N_("a copy of what was signed on %(date)s"),
    # what catalogs can be refused for
    N_(
        "ends in a backslash, which hides the next line from gettext: write a full stop, or "
        "anything else, after it"
    ),
    N_("has a NUL character: remove it"),
    N_("the message ends after %(keyword)s: its msgstr is missing"),
    N_("\\%(letter)s is not an escape sequence of PO files"),
    N_("%(keyword)s must not follow nothing: a line is missing or doubled"),
    N_("%(keyword)s must not follow %(other)s: a line is missing or doubled"),
    N_("msgstr[0], msgstr[1] … go with msgid_plural, plain msgstr goes without"),
    N_('a string is one pair of quotes and nothing after; inside, write \\"'),
    N_("a string without a keyword such as msgid before it"),
    N_("%(keyword)s has no string"),
    N_("%(keyword)s has escapes that are not UTF-8 text"),
    N_("%(keyword)s takes no index"),
    N_("“%(words)s” is neither a comment, a keyword nor a string"),
    N_("msgstr[%(number)s] is expected here"),
    N_("the header names no charset: say which with --charset"),
    N_(
        "“%(name)s” is no charset that can be read: say another with --charset, or run "
        "“msgconv -t UTF-8” first"
    ),
    N_("is not %(charset)s: say what it is with --charset"),
    N_("the header must say Content-Type: text/plain; charset=UTF-8"),
    N_(
        "the header must say Content-Type: text/plain; charset=UTF-8, not %(charset)s: run "
        "“%(command)s”"
    ),
    N_("the header says Language: %(language)s, but the file's place says %(locale)s"),
    N_("the first message must be the header (an empty msgid)"),
    N_("the header must not have plural forms"),
    N_("“%(words)s” is not a header field (Name: value)"),
    N_("the header has %(name)s twice"),
    N_("a second header (an empty msgid): keep the first one only"),
    N_("has more than %(count)s messages: split it"),
    N_("the same message stands in line %(number)s: keep one of them"),
    N_("has two byte order marks: save it with none"),
    N_("is not UTF-8: save it again in that encoding"),
    N_("is not UTF-8: save it again in that encoding, or run “%(command)s”"),
    N_("has %(given)s plural forms, the language has %(count)s: write %(wanted)s"),
    N_("has %(given)s plural forms, the header's rule has %(count)s: write %(wanted)s"),
    N_("Plural-Forms is not a rule of %(locale)s: write %(rule)s"),
    N_("Plural-Forms needs nplurals between 1 and 9"),
    # what a drill needs
    N_("a drill needs %(least)s signed sentences in a language, and there are %(count)s"),
)
_PLACE = re.compile(r"%\((\w+)\)s")
_DEPTH = 3  # a refusal that quotes a finding that quotes a value


def _pattern(text: str) -> re.Pattern[str]:
    pattern, parts = "", _PLACE.split(text)
    for literal, name in zip(parts[::2], [*parts[1::2], ""], strict=True):
        pattern += re.escape(literal)
        # A name in quotation marks ends with them: else one sentence fits another's beginning.
        some = "[^“”]+?" if literal.endswith("“") else ".+?"
        pattern += f"(?P<{name}>{some})" if name else ""
    return re.compile(pattern, re.DOTALL)


_PATTERNS = tuple((_pattern(text), text) for text in TEXTS)


def fits(text: str) -> str | None:
    """Return the pattern that ``text`` fits; None where there is none."""
    return next((known for pattern, known in _PATTERNS if pattern.fullmatch(text)), None)


def translated(text: str) -> str | None:
    """Return ``text`` in the language of this answer; None where it has none but English."""
    return _translated(text, current(), _DEPTH)


@lru_cache(maxsize=4096)
def _translated(text: str, locale: str, depth: int) -> str | None:
    if locale == ENGLISH or not depth:
        return None
    for pattern, known in _PATTERNS:
        if match := pattern.fullmatch(text):
            now = text_in(known, locale)
            return None if now == known else _filled(now, match.groupdict(), locale, depth)
    return None


def _filled(text: str, values: Mapping[str, str], locale: str, depth: int) -> str:
    """Put values, translated where they are texts themselves, into the places of ``text``."""
    now = {name: _translated(value, locale, depth - 1) or value for name, value in values.items()}
    return _PLACE.sub(lambda place: now[place[1]], text)


def in_language(text: str, locale: str) -> str:
    """Return ``text`` in ``locale``, one of the desk's languages; in English where it has none."""
    return _translated(text, locale, _DEPTH) or text


def said(text: str) -> str:
    """Return ``text`` as the page says it: in the reader's language where that is known."""
    return translated(text) or text


def shown(text: str) -> Markup:
    """Return ``text`` as markup, which says that it is English where it is not translated."""
    if (translation := translated(text)) is not None:
        return Markup('<span dir="auto">{}</span>').format(translation)
    return Markup('<span lang="en" dir="ltr">{}</span>').format(text)
