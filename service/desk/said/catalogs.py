"""What catalogs are refused for."""

from __future__ import annotations

from ..language import N_

TEXTS = (
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
    N_("writing catalogs needs a library that is not installed: %(path)s"),
    N_("signing with a key needs a library that is not installed: %(path)s"),
)
