"""What journals, signers and files of other tools are refused for."""

from __future__ import annotations

from ..language import N_, NN_

TEXTS = (
    N_("%(path)s: another program saves it all the time; nothing was written: close it first"),
    N_("%(path)s: message “%(id)s” is gone; nothing was written: look at the file again"),
    N_("a text has half a character (a lone surrogate), which no file can hold"),
    N_("would grow over %(most)s MiB and could not be read again"),
    N_("%(path)s: another program saved it meanwhile: run this again"),
    N_(
        "%(path)s: message “%(id)s” changed while it was open; %(done)s. You had: %(text)s — it "
        "is now: (the message is gone) — look at it again and repeat what you did"
    ),
    N_(
        "%(path)s: message “%(id)s” changed while it was open; %(done)s. You had: %(text)s — it "
        "is now: %(new)s — look at it again and repeat what you did"
    ),
    N_("nothing was written"),
    N_(
        "the journal has your signature under the words you saw, and it counts, but the catalog "
        "does not show it"
    ),
    N_(
        "the journal has your rejection of the words you saw, and it counts, but the catalog does "
        "not show it"
    ),
    N_("would become larger than %(most)s MiB"),
    N_("the export would be larger than %(most)s MiB: export one article at a time with --article"),
    N_("%(path)s is for %(locale)s, not for %(new)s"),
    N_("is for %(locale)s, not for %(new)s"),
    N_("is for “%(slug)s”, which is not here: there are %(names)s"),
    N_("has nothing for “%(slug)s”, but is for %(what)s: name the file you mean"),
    N_("is for %(what)s: name the file you mean"),
    N_("no article"),
    N_(
        "has none of the messages’ names: another converter made it, or from another article; "
        "export it with “summaries catalog export %(locale)s”, and put the translations there"
    ),
    N_("there is no such message: it went or was renamed since the export"),
    N_("these words were signed before: left as a draft until somebody signs them again"),
    N_("its catalog has another source: run “summaries update”, then export it again"),
    N_("these are the source’s own words: change the article’s summary instead"),
    N_("has no forms in %(locale)s"),
    N_("has forms 0 to %(most)s in %(locale)s"),
    N_("stands twice in the file: keep one of them"),
    N_("the source is not “%(old)s” now, but “%(new)s”: export it again"),
    N_("the source is another than at the export, now “%(new)s”: export it again"),
    N_(
        "changed in the catalog, too, since the export: the file has “%(new)s”, the catalog "
        "“%(old)s”; write what is right into the catalog"
    ),
    N_("was not taken in: %(reason)s"),
    N_("the written form %(text)s is gone: put it back, or let the figure write itself"),
    N_("the written form %(text)s is new: a signature under it covers the figure"),
    N_(
        "has no “%(name)s” as the export wrote it, which says what its texts were translated "
        "from: another converter made or changed this file; export it with “summaries catalog "
        "export” and put the translations there"
    ),
    N_("is of no language: %(value)s"),
    N_("has “%(name)s” twice: keep one of them"),
    N_("is not JSON that can be read: export it again"),
    N_("is not JSON that can be read: %(reason)s"),
    N_("is not an object with articles: export it again"),
    N_("has something else than a text at “%(name)s”: export again"),
    N_("%(path)s does not have “%(id)s” as the article has it now: run “summaries update” first"),
    N_("is not well-formed XML (%(reason)s): export it again"),
    N_("is in an encoding that cannot be read: save it as UTF-8"),
    N_("has elements nested deeper than %(most)s: this is not XLIFF"),
    N_("has a DOCTYPE, which XLIFF does not: save it without one"),
    N_("is not XLIFF 1.2: export it from your tool in that version"),
    N_("a trans-unit of “%(slug)s” has no id or no source: export it again"),
    N_("is not XLIFF 2: export it from your tool in version 2.1 or 1.2"),
    N_(
        "a unit of “%(slug)s” has no name, which says its message: another converter made this "
        "file; export it with “summaries catalog export”"
    ),
    N_(
        "the text has “\\n”, a backslash and an n: say what is meant with --newline line, for "
        "line breaks, or --newline literal; nothing was taken in"
    ),
    N_(
        "the text has “\\n”, a backslash and an n: say what is meant with --newline line, for "
        "line breaks, or --newline literal, and %(count)s more; nothing was taken in"
    ),
    N_("is not a table that can be read (%(reason)s): save it as CSV again"),
    N_("needs a first row that names its columns: %(names)s; export it again"),
    N_("names the column “%(name)s” twice: leave one of them"),
    N_(
        "has %(count)s cells in a row, and the first row names %(names)s: put texts with the "
        "separator in them in quotation marks; nothing was taken in"
    ),
    N_("terms must be a table: write [terms]"),
    N_("“%(name)s” must have a list of accepted forms, none of them empty"),
    N_("is a symbolic link: put the file itself there"),
    N_("has more than %(count)s lines"),
    N_(
        "words that were redacted are in %(count)s of its lines again, from an older copy: they "
        "do not count; “summaries redact --again” takes them out of the file"
    ),
    N_("this line of the journal does not count: %(reason)s"),
    N_("“%(text)s” is no ed25519 public key: copy the line of a file such as id_ed25519.pub"),
    N_("%(path)s cannot be used: give a private ed25519 key as “ssh-keygen -t ed25519” makes it"),
    N_("the passphrase does not open %(path)s: try again"),
    N_("this is no list of signers as /.well-known/summaries-signers.json is"),
    N_("is missing, so nobody may sign: make it as docs/translators.md says, “Who may sign”"),
    N_("%(name)s is text: the line that “summaries desk” prints"),
    N_("%(name)s is true or false"),
    N_("four_eyes needs to know who everybody is: list them, and take open = true away"),
    N_("%(name)s is a list of tables, one for each name: write %(text)s"),
    N_("%(name)s in [[%(new)s]] is %(value)s"),
    N_('an entry of [[%(name)s]] needs a name: name = "Jane Doe"'),
    N_('“%(name)s” needs a kind: kind = "person", "team" or "model"'),
    N_('“%(name)s” needs languages: ["uk"], or ["*"] for all'),
    N_(
        "“%(name)s” is no language: write it as its folder is called, such as uk or zh_Hans, or "
        '"*" for all'
    ),
    N_("“%(name)s” may sign from %(start)s until %(end)s, which is no time"),
    N_("“%(name)s” has two kinds: give each entry of it the same"),
    N_("“%(name)s” stands for both “%(old)s” and “%(new)s”: leave it to one"),
    N_("a name is empty: write it, or take it away"),
    N_("a name has %(text)s in it, which cannot be seen: remove it"),
    N_("“%(name)s” has %(other)s letters that look %(script)s: type the name again"),
    N_("“%(text)s” is too short: give at least %(most)s characters"),
    N_("say why, in at most %(most)s characters: --reason"),
    N_(
        "the reason, or the name of who redacts, has the very words that are to go: they would "
        "stay in the note; word it without them"
    ),
    N_(
        "the words are part of an id or an address in the line %(text)s, which stays: give longer "
        "words, or rename the message or the article first"
    ),
    N_("“%(slug)s” was removed for good (%(day)s, by %(name)s): %(remedy)s"),
    N_("“%(old)s” is an earlier name of “%(new)s”, to which its readers are sent on: %(remedy)s"),
    N_("take the article in under another name"),
    N_(
        "%(locale)s is the language of the source: its words are in summary.toml; change them "
        "there, then run “summaries update”"
    ),
    N_("“%(name)s” cannot sign: a name has 1 to 100 printable characters and no semicolon"),
    N_(
        "no change of “%(slug)s” waits for a decision: change the sentence in summary.toml first, "
        "or name one with --statement"
    ),
    N_("several sentences changed: --statement %(path)s"),
    N_(
        "“%(id)s” of “%(slug)s” is as readers have had it all along: change it in summary.toml "
        "first"
    ),
    N_(
        "its marks are of an earlier version, which signed less, and do not count: sign again "
        "with “summaries review %(locale)s --article %(slug)s --all --reviewer NAME”"
    ),
    N_("“%(id)s” has %(given)s forms, not %(wanted)s. Your words: %(said)s"),
    N_("the text of “%(slug)s” is the same: nothing was written"),
    N_("“%(name)s” is no field of a kind"),
    N_("it cannot be written as JSON"),
    N_("it is longer than %(most)s KiB"),
    N_("it is not UTF-8"),
    N_("it has half characters (lone surrogates)"),
    N_("it is no JSON object, or only part of one"),
    N_("it is no JSON object"),
    N_("it has no “%(name)s”"),
    N_("its version is not %(number)s: a newer version of this software reads it"),
    N_("its kind is not a lower-case word"),
    N_("its parents are not a list of digests"),
    N_("its parents are not sorted, or one is there twice"),
    N_("its name is not a text of 1 to 200 characters"),
    N_("it is of another article"),
    N_("its time is not written like 2026-11-22T14:03:27Z"),
    N_("it has a key twice"),
    N_("it has a number with a fraction: numbers that matter are kept as text"),
    N_("it has a number that is too large"),
    N_("must have the one message that was there, and no other"),
    N_("not a signature"),
    N_("a payload of version %(number)s"),
    N_("not the payload of a signature"),
    N_("a payload with other keys or values than this version signs"),
    N_("a signature without a date"),
    N_("a signature without a name"),
    N_("“%(name)s” signed as %(kind)s, and is listed as %(state)s"),
    N_("unlisted"),
    N_("“%(name)s” has letters that look like others, or cannot be seen"),
    N_("“%(name)s” looks like “%(other)s”, whom %(path)s lists: sign under that name"),
    N_("it says that the desk wrote it, and is not signed with the desk_key of %(path)s"),
    N_("%(path)s has a key for “%(name)s”, and this is not signed with it: use --key"),
    N_("it is of no language"),
    N_("a list of text"),
    N_("a date such as 2026-01-31"),
    N_("another program replaces it all the time"),
    N_("“%(name)s” may not sign %(locale)s: %(path)s lists other languages"),
    N_("“%(name)s” was revoked on %(time)s in %(path)s"),
    N_("“%(name)s” may sign from %(start)s on, says %(path)s, not on %(time)s"),
    N_("“%(name)s” could sign until %(end)s, says %(path)s, not on %(time)s"),
    N_("“%(name)s” is not listed in %(path)s"),
    N_(
        "four eyes are asked for, and %(path)s does not say who “%(text)s” is, the translator: "
        "list the name under [[translators]], or under “also” of the one who has it"
    ),
    N_("“%(name)s” is a model, and %(path)s lets no model sign: set models = true there"),
    N_(
        "%(path)s has a key for “%(name)s”: sign with it on the command line, or write desk = "
        "true there, and desk_key with the desk's key"
    ),
    N_("its date, %(time)s, is in the future"),
)
COUNTED = (
    NN_(
        "%(num)s more line of the journal does not count",
        "%(num)s more lines of the journal do not count",
    ),
)
