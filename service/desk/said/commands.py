"""What the commands print: outcomes, questions, what to do next."""

from __future__ import annotations

from ..language import N_, NN_

TEXTS = (
    N_("Error: %(problem)s"),
    N_("note: %(what)s"),
    N_("next: %(what)s"),
    N_("commit: %(path)s"),
    N_("commit together: articles/%(slug)s, locales, journal/%(again)s.jsonl"),
    N_(
        "commit together: articles/%(new)s, locales, journal/%(old)s.jsonl, journal/%(again)s.jsonl"
    ),
    N_("commit together: %(path)s"),
    N_("the disk is full; this file is as it was: make room, then run the command again"),
    N_("the disk is full: make room and save again"),
    N_("Passphrase of %(path)s"),
    N_("converted %(path)s"),
    N_("nothing to convert"),
    N_("%(count)s changed and waiting for a signature"),
    N_("%(count)s changed, still drafts"),
    N_("this folder"),
    N_(
        "windows that read %(path)s were not told: %(problem)s; “summaries publish” tells them, "
        "and where “summaries publish --watch” runs it does so as soon as it can"
    ),
    N_("%(count)s unchanged"),
    N_("%(count)s refused"),
    N_(
        "%(slug)s %(locale)s: %(changed)s changed and waiting for a signature, %(unchanged)s "
        "unchanged, %(refused)s refused"
    ),
    N_("%(errors)s, %(warnings)s in %(languages)s"),
    N_("the outlet's change is of the whole article: leave --statement out"),
    N_("%(id)s: the same meaning, says %(name)s; no note"),
    N_("%(id)s: no note, says %(name)s: %(text)s"),
    N_(
        "%(slug)s: the publisher tells readers that the outlet changed its article, says "
        "%(name)s, until the summary is signed for the new text"
    ),
    N_(
        "%(slug)s: the publisher tells readers no more that the outlet changed its article, says "
        "%(name)s"
    ),
    N_("told: %(decision)s"),
    N_("undecided: %(path)s"),
    N_("%(slug)s: every sentence is as readers first had it"),
    N_("taken out: %(text)s"),
    N_("%(text)s: its figures changed"),
    N_("before: %(text)s"),
    N_("now:    %(text)s"),
    N_("nothing was written: use --note, --typo or --no-note"),
    N_("sign %(names)s in %(locale)s: summaries review %(again)s --article %(slug)s"),
    N_("%(error)s; sign %(names)s in %(locale)s: summaries review %(again)s --article %(slug)s"),
    N_("Sign %(names)s in %(locale)s as %(name)s?"),
    N_("signed %(names)s in %(locale)s as %(name)s"),
    N_(
        "# What was wrong before? One or two sentences for readers, without figures in "
        "placeholders."
    ),
    N_("# Lines that begin with # are left out; an empty text changes nothing."),
    N_("Review desk on %(path)s"),
    N_("Signatures of the desk can be proven once %(path)s has, above all tables:"),
    N_("%(count)s of %(all)s articles could not be drafted: see above"),
    N_("did you mean %(name)s?"),
    N_("write it as CLDR does, such as uk, pt_BR or zh_Hans"),
    N_("drafts from a model are switched off: set SUMMARIES_DRAFTS=1"),
    N_("%(count)s of %(all)s articles, about %(minutes)s min left"),
    N_("left alone: %(slug)s summary.toml (somebody's work)"),
    N_("left alone: %(slug)s %(id)s (signed)"),
    N_("left alone: %(locale)s %(slug)s %(id)s (somebody's words)"),
    N_("left alone: %(id)s (%(state)s)"),
    N_("Correct %(path)s, then: summaries update, summaries review %(locale)s"),
    N_("%(slug)s: it is in %(locale)s itself: nothing to translate"),
    N_("left empty: %(path)s: %(reason)s"),
    N_("(empty)"),
    N_("%(slug)s: drafted %(count)s of %(all)s messages in %(locale)s"),
    N_(
        "%(slug)s is under embargo until %(time)s, and %(where)s is outside this house: use a "
        "model that runs here, or --remote if it may see the text"
    ),
    N_("the rules changed: let nginx or Caddy read them again"),
    N_("%(written)s files written, %(unchanged)s unchanged, %(removed)s removed, in %(time)s s"),
    N_(
        "%(path)s: %(written)s objects written, %(unchanged)s unchanged, %(removed)s removed, in "
        "%(time)s s"
    ),
    N_(
        "%(count)s objects in %(path)s were not written by an export: remove those that do not "
        "belong to the site"
    ),
    N_(
        "%(count)s files in %(path)s were not written by an export: remove those that do not "
        "belong to the site"
    ),
    N_(
        "%(count)s files of the last export were kept, although nothing belongs there now: that "
        "may be because of what is named above. Put it right and export again"
    ),
    N_("%(path)s is a file: name a folder, or s3://bucket/prefix"),
    N_("LOCALE/ARTICLE/MESSAGE, such as uk/some-article/headline"),
    N_("no line that the publisher knew of “%(slug)s” is gone"),
    N_("only who may sign the source accepts a loss: %(reason)s"),
    N_("the list of signers has a key for “%(name)s”: use --key"),
    N_("%(count)s lost lines accepted; what is signed goes up in the next round"),
    N_("%(path)s has no signature in it"),
    N_("%(path)s has nothing of %(id)s. There are: %(names)s"),
    N_("%(path)s has nothing of “%(id)s”. There are: %(names)s"),
    N_(
        "%(path)s: %(count)s lines that others name are not here: this is not all; put them back "
        "from git or a copy"
    ),
    N_("reason: %(text)s"),
    N_("readers do not keep these words"),
    N_("no note: %(text)s"),
    N_("asked: %(reason)s"),
    N_("because: %(text)s"),
    N_("does not count: %(reason)s"),
    N_("counts"),
    N_("words: %(text)s"),
    N_("words before: %(text)s"),
    N_("words now:    %(text)s"),
    N_("source before: %(text)s"),
    N_("source now:    %(text)s"),
    N_("its words were redacted by %(name)s on %(day)s: %(text)s"),
    N_("%(path)s is in no folder LOCALE/LC_MESSAGES: it is no catalog"),
    N_("%(path)s: merged line by line"),
    N_("%(path)s: [%(id)s] was changed by both: look at its comments"),
    N_("git merges catalogs by message here; every other clone needs this command, too"),
    N_("commit .gitattributes and .gitignore"),
    N_("left out: %(path)s is not in this repository"),
    N_("git is not installed: install it first"),
    N_("git says: %(text)s"),
    N_("it failed"),
    N_("merged %(path)s into %(new)s"),
    N_("source: %(text)s"),
    N_("plural: %(text)s"),
    N_("evidence: %(text)s"),
    N_("rejected: %(text)s"),
    N_("reads: %(text)s"),
    N_("reads for %(numbers)s: %(text)s"),
    N_("error: %(problem)s"),
    N_("warning: %(problem)s"),
    N_("%(slug)s: wrote %(path)s/article.txt and summary.toml (%(locale)s)"),
    N_("Write the statements into %(path)s, then: summaries check, summaries update"),
    N_("%(slug)s: the new text is in article.txt, the one before in earlier/%(path)s"),
    N_("all that the summary rests on is in the new text, and it is signed for that text"),
    N_(
        "all that the summary rests on is in the new text. Readers keep the signed summary; sign "
        "its headline for the new text: summaries review %(locale)s --article %(slug)s"
    ),
    N_(
        "readers keep the signed summary. Bring summary.toml in line with the new text, then: "
        "summaries check, summaries update, summaries review"
    ),
    N_("evidence of “%(id)s”"),
    N_("quote of the fact %(id)s"),
    N_("%(what)s is gone: “%(quote)s”. Change or take out what rests on it"),
    N_("%(what)s stands differently:"),
    N_("%(what)s stands differently; its value is not:"),
    N_("%(what)s stands differently; its value is still there:"),
    N_("was: %(text)s"),
    N_("is:  %(text)s"),
    N_("there already: %(path)s (%(slug)s)"),
    N_("not taken in: %(path)s: %(reason)s"),
    N_("new: %(slug)s (%(locale)s): %(text)s"),
    N_("%(count)s stories: %(added)s new, %(old)s there already, %(failed)s not taken in"),
    N_("feeds cannot be read: %(path)s"),
    N_("Preview on %(path)s – press Ctrl-C to stop"),
    N_("Serving on %(path)s – press Ctrl-C to stop"),
    N_("published %(path)s"),
    N_("nothing to publish: %(why)s"),
    N_("all editions are up to date"),
    N_("what can be published is up"),
    N_("Words that go"),
    N_("Redact these lines, for good?"),
    N_("Readers have them: %(names)s. Take that down, then redact these lines, for good?"),
    N_("nothing was redacted: %(path)s: %(reason)s"),
    N_("%(slug)s: %(locale)s is withdrawn"),
    N_("no journal has these words"),
    N_(
        "%(path)s: a publisher is at work, and its log keeps the words: stop it, and run this again"
    ),
    N_("the words stand in these files still: %(names)s"),
    N_("commit the journals, and have every clone pull before it pushes"),
    N_(
        "git's history, backups and other copies keep the words until they are cleaned "
        "(docs/operations.md)"
    ),
    N_("Remove %(slug)s in every language, for good?"),
    N_("its files are in %(path)s; commit the removal with journal/%(slug)s.jsonl"),
    N_("its files stay until every language is down: repeat the command"),
    N_("%(old)s is called %(new)s now: its folder, its catalogs, and one signature"),
    N_("Your name, as it will be shown to readers"),
    N_("no signed translation in %(locale)s waits for a change of its source"),
    N_("Do all %(count)s translations still say what the source says? Sign them"),
    N_("Does the translation still say what the source says? Sign it"),
    N_("stays:  %(text)s"),
    N_(
        "Readers have these words. Do they keep them until others are signed? (no: they go down "
        "at once)"
    ),
    N_("%(id)s: readers do not have these words"),
    N_("%(id)s: readers have these words until others are signed"),
    N_("%(id)s: readers have these words no longer"),
    N_("%(id)s: “%(new)s” means what “%(old)s” did"),
    N_("%(id)s: answered: %(reason)s"),
    N_("[s]ign, [r]eject, [n]ext, [e]dit, [q]uit"),
    N_("nothing waits for review in %(locale)s"),
    N_("Edit it again"),
    N_("What has to change"),
    N_("not uploaded since %(time)s: %(reason)s"),
    N_("readers are told that the outlet changed its article (%(day)s)"),
    N_("up, but to be signed again: %(reason)s"),
    N_(
        "%(id)s: changed since readers had it, with neither note nor reason (summaries correct "
        "%(slug)s)"
    ),
    N_("models may sign here: models = true in %(path)s"),
    N_("anybody may sign here: open = true in %(path)s"),
    N_("no catalog that can be read"),
    N_("%(count)s reviewed"),
    N_("%(count)s translated"),
    N_("%(count)s draft"),
    N_("%(count)s rejected"),
    N_("%(count)s missing"),
    N_("reviewed"),
    N_("translated"),
    N_("draft"),
    N_("rejected"),
    N_("missing"),
    N_("%(path)s is in the workshop already: --with is for taking in articles together"),
    N_("the language of %(path)s cannot be told: name it with --language"),
    N_(
        "%(path)s is in %(locale)s, %(new)s in %(name)s: give articles in one language, or name "
        "it with --language"
    ),
    N_("%(path)s is a folder: name a file in it"),
    N_("updated %(path)s"),
    N_("translate %(path)s.po, then “summaries review %(locale)s --article %(slug)s”"),
    N_("nothing to update: templates and catalogs are in line with their sources"),
    N_("translate, then “summaries review %(locale)s”"),
    N_("added %(name)s: %(text)s"),
    N_(
        "removed %(name)s; while reviewers.toml has an entry of theirs, signatures in their name "
        "count: end it there with “revoked” or “until”"
    ),
    N_("%(name)s has another password, and signs in again with it: hand it over yourself"),
    N_("Password"),
    N_("Repeat for confirmation"),
    N_("standard input has no password: write it in the first line"),
    N_("%(place)s: withdrawn, nothing to verify"),
    N_("%(place)s: NOT SIGNED: %(problem)s"),
    N_("%(place)s: %(count)s of %(all)s NOT SIGNED"),
    N_("%(place)s: all signed"),
    N_("NOT SIGNED  %(text)s"),
    N_("signed  %(text)s"),
    N_(
        "%(name)s (%(kind)s), %(day)s, without a key; drafted by %(new)s; translated by %(text)s "
        "(%(state)s)"
    ),
    N_(
        "%(name)s (%(kind)s), %(day)s, with their key; drafted by %(new)s; translated by %(text)s "
        "(%(state)s)"
    ),
    N_("%(name)s (%(kind)s), %(day)s, without a key; drafted by %(new)s"),
    N_("%(name)s (%(kind)s), %(day)s, with their key; drafted by %(new)s"),
    N_("%(name)s (%(kind)s), %(day)s, without a key; translated by %(text)s (%(state)s)"),
    N_("%(name)s (%(kind)s), %(day)s, with their key; translated by %(text)s (%(state)s)"),
    N_("%(name)s (%(kind)s), %(day)s, without a key"),
    N_("%(name)s (%(kind)s), %(day)s, with their key"),
    N_("person"),
    N_("team"),
    N_("model"),
    N_("%(path)s is neither an edition nor the API's answer about one"),
    N_("%(path)s has no editions in it: name a folder of editions or a site"),
    N_("not JSON: %(problem)s"),
    N_("%(path)s is no page of an edition: it names no answer of the API"),
    N_("%(path)s names an answer at another site: %(new)s"),
    N_("%(path)s cannot be read: %(reason)s"),
    N_("%(path)s is larger than %(most)s MiB"),
    N_("%(slug)s, in %(path)s:"),
    N_("no edition is there"),
    N_(
        "Windows that read %(place)s follow within %(seconds)s seconds (SUMMARIES_REFRESH); "
        "caches that obey CDN-Cache-Control within %(soon)s more, or %(hours)s hours while they "
        "cannot reach a window."
    ),
    N_(
        "Not seen from here: exports (run “summaries export” again), caches with rules of their "
        "own, windows and publishers with another editions folder, what readers have kept."
    ),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("Address already in use"),
    N_("Read-only file system"),
    N_("Connection refused"),
    N_("it is not there"),
    N_("%(day)s  signed by %(who)s"),
    N_("%(day)s  rejected by %(who)s"),
    N_("%(day)s  seen by %(who)s"),
    N_("%(day)s  saved by %(who)s"),
    N_("%(day)s  corrected by %(who)s"),
    N_("%(day)s  said to mean the same by %(who)s"),
    N_("%(day)s  readers told that the outlet changed its article, by %(who)s"),
    N_("%(day)s  readers told no more that the outlet changed its article, by %(who)s"),
    N_("%(name)s (person, with a key)"),
    N_("%(name)s (team, with a key)"),
    N_("%(name)s (model, with a key)"),
    N_("%(name)s (person)"),
    N_("%(name)s (team)"),
    N_("%(name)s (model)"),
    N_("%(state)s, to be published"),
    N_("%(state)s, waits for %(names)s"),
    N_("%(state)s, goes up at %(time)s"),
    N_("revision %(number)s"),
    N_("Usage: %(path)s"),
    N_("Try '%(path)s' for help."),
    N_("Could not open file '%(path)s': %(reason)s"),
    N_("%(value)s is not in the range %(names)s."),
    N_("Aborted!"),
    N_(
        "another language in the same script is not noticed (%(name)s): install the package named "
        "to have this checked"
    ),
    N_("sentences are not counted (%(name)s): install the package named to have this checked"),
    N_(
        "another language in the same script is not noticed (%(name)s) and sentences are not "
        "counted (%(new)s): install the package named to have this checked"
    ),
    N_("exporting"),
    N_("the feed"),
    N_("write the statements into each summary.toml, then: summaries check, summaries update"),
    N_(
        "windows that read %(path)s show it by themselves; for an export, run “summaries export” "
        "again"
    ),
    N_("they sign in at the review desk, port %(number)s: summaries desk"),
    N_("let a server show %(path)s (docs/export.md)"),
    N_("published %(path)s (%(state)s)"),
    N_("nobody yet: %(path)s makes the first person"),
    N_("Nobody can sign in yet: %(path)s makes the first person"),
    N_("nobody yet: %(what)s"),
    N_("Nobody can sign in yet: %(what)s"),
    N_("%(path)s makes the first person"),
)
COUNTED = (
    NN_("uploaded %(num)s edition file to %(path)s", "uploaded %(num)s edition files to %(path)s"),
    NN_(
        "wrote %(num)s text in %(locale)s to %(path)s; when it is translated: summaries catalog "
        "import %(again)s FILE --translator NAME",
        "wrote %(num)s texts in %(locale)s to %(path)s; when it is translated: summaries catalog "
        "import %(again)s FILE --translator NAME",
    ),
    NN_("%(num)s error", "%(num)s errors"),
    NN_("%(num)s warning", "%(num)s warnings"),
    NN_("%(num)s language", "%(num)s languages"),
    NN_("%(num)s message", "%(num)s messages"),
    NN_(
        "signed %(num)s message in %(locale)s as %(name)s",
        "signed %(num)s messages in %(locale)s as %(name)s",
    ),
    NN_(
        "rejected %(num)s message in %(locale)s as %(name)s",
        "rejected %(num)s messages in %(locale)s as %(name)s",
    ),
    NN_(
        "%(slug)s: drafted %(num)s statement (%(how)s), nothing signed",
        "%(slug)s: drafted %(num)s statements (%(how)s), nothing signed",
    ),
    NN_("%(slug)s: %(num)s line redacted", "%(slug)s: %(num)s lines redacted"),
    NN_("%(num)s line taken out again", "%(num)s lines taken out again"),
    NN_(
        "%(slug)s: %(num)s reason redacted in the publisher’s log",
        "%(slug)s: %(num)s reasons redacted in the publisher’s log",
    ),
    NN_("%(slug)s: %(num)s line", "%(slug)s: %(num)s lines"),
    NN_("%(slug)s (%(num)s message)", "%(slug)s (%(num)s messages)"),
)
