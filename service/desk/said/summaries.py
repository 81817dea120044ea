"""What is wrong with an article, its summary or a file of it."""

from __future__ import annotations

from ..language import N_

TEXTS = (
    N_("The summary is too long."),
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
    N_("cannot be read (%(name)s): look for a number or a text of odd size"),
    N_("the folder's name must be lower-case words joined by hyphens"),
    N_("the site has a page of its own called “%(slug)s”: rename the folder"),
    N_("article.txt is larger than 2 MiB: give the article alone"),
    N_("article.txt has more than %(most)s lines: give the article alone"),
    N_(
        "withdrawals are not kept here: use “summaries withdraw %(slug)s”, then take [withdrawn] "
        "out"
    ),
    N_("language = %(value)s cannot be used: %(reason)s"),
    N_("publish_at is in a year that no clock shows"),
    N_("publish_at must be a time with its offset: 2026-11-22T06:00:00+02:00"),
    N_("follows must be the slug of another article"),
    N_("%(name)s must be a short list"),
    N_("together names locales, such as uk or zh_Hans, not %(value)s"),
    N_("topics are lower-case words joined by hyphens, such as foreign-policy, not %(value)s"),
    N_("corrections are at most %(most)s [[corrections]] tables"),
    N_("correction %(number)s is not a table"),
    N_(
        'correction %(number)s needs an id of its own, such as "casualties/1": “summaries '
        "correct” gives it one"
    ),
    N_("[facts] must hold one table per fact"),
    N_("there are more than %(most)s facts: give those that are used"),
    N_("fact “%(name)s” needs a lower-case name and a table"),
    N_("{%(name)s} is the article's outlet: name the fact otherwise"),
    N_("%(name)s must be a text in quotation marks"),
    N_("%(reason)s: did you mean “%(name)s”?"),
    N_("stated must be the words of the quote that state the value"),
    N_("value must be a number, a date or a time, or a range of two: [8, 10]"),
    N_("format must be one of %(names)s, not “%(value)s”"),
    N_("value must be a number of at most %(most)s digits"),
    N_("a range goes from the smaller value to the larger: [8, 10]"),
    N_("a fact has a name"),
    N_("a range has two values"),
    N_("currency, unit, zone and stated are texts"),
    N_("value must be a short text"),
    N_("“%(text)s” is not a number"),
    N_("“%(text)s” is not a number that can be used"),
    N_("the written form “%(words)s” begins or ends with a space: put it outside the brackets"),
    N_("the written form “%(words)s” has %(text)s in it: remove it"),
    N_(
        "the brace at “%(text)s” is not a placeholder: write {name} with a name that the source "
        "has, or {{ and }} for the characters"
    ),
    N_(
        "the bracket at “%(text)s” is no written form: write [words]({name}) with at most "
        "%(most)s characters, without brackets, braces or line breaks in the words; or \\[ for "
        "the character"
    ),
    N_("“%(name)s” is not a locale that CLDR knows"),
    N_("Plural-Forms has no plural expression that can be read: %(reason)s"),
    N_("[article] must be a table: outlet, url, published, …"),
    N_('show must be "quotes" or "all"'),
    N_("url must be an address that begins with https:// or http://"),
    N_("published must be a date, or a time with its offset: 2024-01-04T10:30:00+02:00"),
    N_("authors must be a list of at most %(most)s names"),
    N_('headline is missing: write headline = "…"'),
    N_("there are more than %(most)s statements, or %(count)s quotes: a summary is short"),
    N_("statement %(number)s is not a table"),
    N_('statement %(number)s needs an id of its own, such as "casualties"'),
    N_("brief must be true or false"),
    N_("count = %(value)s is not a plain number among the facts"),
    N_("a counted statement has one text per plural form and no “text”"),
    N_("%(locale)s has no plural form %(names)s: remove it"),
    N_("comment must be a text"),
    N_("{%(name)s} takes no written form"),
    N_("[article] has no outlet for {%(name)s}"),
    N_("%(what)s must be a text"),
    N_("%(what)s has %(text)s in it: remove it"),
    N_("a quote must be text"),
    N_("the article has %(text)s in it: remove it there"),
    N_("statement “%(id)s”"),
    N_("is not a regular file"),
    N_("is larger than %(most)s MiB: make it smaller"),
    N_("is larger than %(most)s KiB: shorten it"),
    N_("cannot be read: %(reason)s"),
    N_("is a symbolic link out of its folder: put the file itself there"),
    N_(
        "%(path)s: %(who)s has been writing there for %(seconds)s seconds; nothing was written: "
        "try again when it has ended"
    ),
    N_("process %(number)s (%(name)s)"),
    N_("another process"),
    N_("“%(text)s”: write words with one space between them"),
    N_("“%(text)s”: without spaces between words “*” says nothing; leave it out"),
    N_("“%(text)s”: write one “*” beside letters, or alone between two words"),
    N_("“%(text)s”: “*” alone stands between two words"),
    N_("“%(text)s”: “#” stands alone, as the first or the last word"),
    N_("half a character"),
    N_("currency and unit go with numbers: take them out"),
    N_("zone goes with times of day, such as 10:05:00: take it out"),
    N_("an amount has a currency or a unit: take one out"),
    N_("currency must be a code of ISO 4217, such as GBP, not “%(value)s”"),
    N_("“%(name)s” is no unit of CLDR, such as kilometer or celsius"),
    N_("zone must be one of the tz database (Europe/Kyiv), not “%(value)s”"),
    N_("there is no key “%(name)s”: %(remedy)s"),
    N_("known are %(names)s"),
    N_("%(reason)s: shorten it"),
    N_("it has more than %(count)s keys"),
    N_("it is nested more than %(count)s deep"),
    N_("a key has more than %(count)s parts"),
    N_("a key or number has more than %(count)s characters"),
    N_("format = “%(value)s” goes with a bare number: take currency and unit out"),
)
