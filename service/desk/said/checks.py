"""What the checks of translations and summaries say."""

from __future__ import annotations

from ..language import N_

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
    N_("statements in the brief: %(count)s; %(least)s to %(most)s are right"),
    N_("the brief has %(words)s words: say it in at most %(most)s"),
    N_("a sentence has %(longest)s words: say it in at most %(most)s"),
    N_("%(names)s each rule a plural: split this sentence, or give one a written form"),
    N_("a statement is one claim: split this sentence in two statements"),
    N_("the brief has none of the article's main figures (%(names)s)"),
    N_(
        "publish_at, %(time)s, has passed: the summary goes up as soon as it is signed; "
        "correct the time, or take it out"
    ),
)
