"""What decisions on words are refused for, and what signatures lack."""

from __future__ import annotations

from ..language import N_

TEXTS = (
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
    N_("replaced by %(name)s on %(date)s"),
    N_("rejected by %(name)s on %(date)s"),
    N_("a copy of what was signed on %(date)s"),
)
