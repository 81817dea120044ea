"""What is wrong with editions, exports and the places where they are kept."""

from __future__ import annotations

from ..language import N_

TEXTS = (
    N_("there is no such bucket: create it, or name another one"),
    N_("it refuses the secret key: set AWS_SECRET_ACCESS_KEY"),
    N_("it does not know the access key: set AWS_ACCESS_KEY_ID"),
    N_("the credentials have expired: set new ones"),
    N_(
        "these credentials may not do that: allow reading, listing, writing and deleting below "
        "this address (a window only reads)"
    ),
    N_("this machine’s clock is wrong: set it"),
    N_("%(path)s was written by another program meanwhile: let one publisher write there"),
    N_(
        "AWS_ENDPOINT_URL is no address of object storage: write one such as "
        "https://storage.example.org, or unset it for Amazon’s"
    ),
    N_("%(path)s cannot be used, %(reason)s"),
    N_("%(path)s cannot be used: %(reason)s"),
    N_("%(path)s is not there"),
    N_(
        "%(path)s does not answer: see whether the network and AWS_ENDPOINT_URL are right, and "
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set"
    ),
    N_("%(path)s answers %(text)s: see what the store’s operator says"),
    N_("%(path)s does not answer in time: see whether AWS_ENDPOINT_URL is right"),
    N_(
        "nothing is published in %(path)s: run “summaries publish” with the same SUMMARIES_EDITIONS"
    ),
    N_("%(path)s was not written by this version of the program: update publisher and windows"),
    N_("%(path)s is damaged: remove it, and let the publisher upload it again"),
    N_("it is older than what the publisher wrote last"),
    N_("%(path)s was not written by this version of the program: use another prefix"),
    N_(
        "%(path)s holds what another publisher’s key signed: put that key back as %(name)s in "
        "SUMMARIES_PUBLISHED, or use another prefix; if the key is lost, remove %(new)s there"
    ),
    N_(
        "another publisher wrote to %(path)s %(seconds)s seconds ago: stop one of the two (this "
        "one goes on %(wait)s seconds after the other has ended)"
    ),
    N_(
        "the index in %(path)s is damaged, so what readers have is not known: to publish what this "
        "machine has all the same, remove %(name)s there"
    ),
    N_(
        "%(path)s has editions that are newer than those of this machine: run “summaries publish”, "
        "which brings them back first"
    ),
    N_("%(error)s: then run “summaries update”"),
    N_(
        "if readers are to know now that the outlet changed its article: summaries correct "
        "%(slug)s --outlet-changed --name NAME"
    ),
    N_(
        "readers are told that the outlet changed this text (%(name)s); to take that back: "
        "summaries correct %(slug)s --outlet-unchanged --name NAME"
    ),
    N_("the article “%(slug)s” is not in the workshop: put its folder back"),
    N_("readers keep what they have"),
    N_(
        "is not there; readers keep revision %(number)s: put the folder back, or run “summaries "
        "withdraw %(slug)s --locale %(locale)s”"
    ),
    N_("it stays withdrawn"),
    N_("readers keep revision %(number)s"),
    N_("there is no edition of it yet"),
    N_("cannot be used: %(reason)s; sign what waits, or put a copy of it back"),
    N_("cannot be used (%(name)s; the log says where); %(more)s"),
    N_(
        "it is withdrawn, but no line of the journal says so: it stays withdrawn; put the line "
        "back, or run “summaries withdraw %(slug)s --locale %(locale)s” and the same with --undo"
    ),
    N_("a signature that readers have"),
    N_("it was there when something was last published"),
    N_("the notice of the outlet’s change"),
    N_(
        "a line of the journal is gone: %(what)s (%(name)s); %(state)s, and nothing new goes up; "
        "put the line back from a copy or from git, or go on without it: “summaries history "
        "--accept-loss %(slug)s --reviewer NAME”"
    ),
    N_("it is older than what was published last, a copy put back"),
    N_("this line of the publisher’s log does not count: it is torn, or not its own"),
    N_("its withdrawals cannot be carried out (%(reason)s); trying again"),
    N_(
        "%(path)s is not a publisher's key: put the right one back, or remove it, and the next "
        "start makes a new one and writes all editions again"
    ),
    N_(
        "%(path)s is of another publisher’s key: put that key back as %(name)s in "
        "SUMMARIES_PUBLISHED, or, if it is lost, remove %(new)s: everything is then signed again "
        "with the new one"
    ),
    N_("%(path)s is there already, from an earlier removal: move it away first"),
    N_("“%(old)s” is called “%(new)s” now"),
    N_(
        "“%(old)s” was this article's name before: whoever comes by it is sent on to “%(new)s”, "
        "so it is not given again; choose another name"
    ),
    N_(
        "“%(slug)s” is up in %(locale)s, and that catalog is not here: put it back, or withdraw "
        "the language: “summaries withdraw %(again)s --locale %(name)s”"
    ),
    N_("what is withdrawn stays so"),
    N_(
        "the article is called “%(new)s” now, and nothing of that is up: readers still get the "
        "earlier address (%(names)s); sign what waits of “%(again)s”"
    ),
    N_(
        "the article is gone, and readers still get it (%(names)s): put its folder back, or run "
        "“summaries remove %(slug)s”"
    ),
    N_("a line of the journal is gone: the withdrawal of %(locale)s (%(name)s); %(more)s"),
    N_(
        "a line of the journal is gone: of the withdrawal of %(locale)s (%(name)s), or of its "
        "end; what is up stays; put the line back from a copy or from git"
    ),
    N_("put the line back from a copy or from git"),
    N_("the notice cannot be written (%(reason)s), nor the edition removed: readers still get it"),
    N_("the notice cannot be written (%(reason)s): the edition is removed, and readers get 404"),
    N_("readers do not see the reason: “%(name)s” may not sign this article"),
    N_("the withdrawal cannot be taken back: %(reason)s"),
    N_("“%(slug)s” is not withdrawn in %(locale)s: there is nothing to take back"),
    N_("a line that is gone"),
    N_(
        "the journal cannot be written (%(reason)s): the publisher remembers the withdrawal, "
        "other machines do not see it; repeat this where the journal can be written"
    ),
    N_(
        "the journal cannot be written (%(reason)s): nothing remembers the withdrawal, and the "
        "publisher puts back what is gone; repeat this as soon as it can be written"
    ),
    N_(
        "is an earlier name of “%(slug)s”, to which its readers are sent on: nothing of it goes "
        "up; give this article's folder and catalogs another name"
    ),
    N_("its “being_corrected” is not that of its record"),
    N_("not withdrawn yet: %(reason)s"),
    N_("not up: %(state)s; the reasons are above"),
    N_("a publisher is at work on them: it acts on the journal by itself"),
    N_("%(reason)s: the publisher acts once it sees the journal"),
    N_("the editions in %(path)s could not be changed (%(reason)s)"),
    N_(
        "%(path)s was made by another version of this program: move the folder away, or name "
        "another one"
    ),
    N_("%(path)s was not written by an export: move it away, or name another folder"),
    N_("%(path)s is a symbolic link: take it away, the export makes a folder"),
    N_("%(path)s cannot be made, a file is in its way: move that away, or name another folder"),
    N_(
        "%(path)s cannot be used (%(reason)s): make room if the disk is full, else move the whole "
        "folder away and export again"
    ),
    N_("%(path)s is the work folder of %(new)s: name another in --work"),
    N_(
        "%(path)s cannot be used (%(reason)s): make room if the disk is full, else remove it and "
        "export again"
    ),
    N_("%(path)s was not written by an export: move it away, or name another prefix"),
    N_(
        "%(path)s.json cannot be read now: nothing was removed from the former export; export "
        "again when it can"
    ),
    N_(
        "%(path)s was answered with %(text)s, not %(value)s: nothing was removed from the former "
        "export; “summaries serve” logs the reason"
    ),
    N_(
        "a process of the export was ended from outside, for want of memory perhaps: export "
        "again, it goes on where this one stopped"
    ),
    N_(
        "an export needs SUMMARIES_BASE_URL, the address that the site will have: set it, as in "
        "SUMMARIES_BASE_URL=https://summaries.example.org"
    ),
    N_(
        "nothing is published in %(path)s: run “summaries publish” first, or set SUMMARIES_EDITIONS"
    ),
    N_(
        "an article called “index” cannot be exported, its page would have the file name of the "
        "list of summaries: give it another name"
    ),
    N_("it mixes an article and the interface"),
    N_("message “%(id)s” uses “%(name)s”, which is no fact"),
    N_("message “%(id)s” has plural forms without a count, or the reverse"),
    N_("message “%(id)s” counts “%(name)s”, which is not a number"),
    N_("message “%(id)s” differs from the signed source"),
    N_("message “%(id)s” corrects what is no fact of it"),
    N_("message “%(id)s” is not NFC-normalised"),
    N_("message “%(id)s” (%(locale)s): a written form of another fact"),
    N_("the whole is signed with the source's headline, and only there"),
    N_("nobody signed the words of message “%(id)s” (%(locale)s)"),
    N_("message “%(id)s” (%(locale)s): %(reason)s"),
    N_("the headline was signed for another article"),
    N_("its statements are not those of the signed summary, in its order"),
    N_("it has a statement that the source's editor has taken out"),
    N_("“%(id)s” of the brief is missing"),
    N_("its brief is not the signed one"),
    N_("message “%(id)s”: its sources do not lead to each other"),
    N_("message “%(id)s” was signed for another source"),
    N_("message “%(id)s” was signed with other placeholders"),
    N_("text expected, not %(value)s"),
    N_("format %(value)s is not %(new)s"),
    N_("it belongs to another article or language"),
    N_("not an edition file: %(name)s: %(reason)s"),
    N_("it is not the text of this article"),
    N_("not an article's text: %(name)s: %(reason)s"),
    N_("it has no messages, or one twice"),
    N_("it has a correction note of no correction"),
    N_("it has a correction note among its statements"),
    N_("it lacks its headline, or has nothing else"),
    N_("invalid state %(value)s"),
    N_("invalid revision %(value)s"),
    N_("its times have no time zone"),
    N_("invalid serial %(value)s"),
    N_("it is older than what the publisher wrote last, a copy put back"),
    N_("all of it"),
    N_("the interface lacks “%(id)s”: run this version's publisher, or translate and sign it"),
    N_("it is not UTF-8 text"),
    N_("checksum mismatch: the file was damaged, or not written by a publisher"),
    N_(
        "its signature is not the publisher’s: the file was written by something else, or the "
        "publisher has another key (SUMMARIES_PUBLISHER_KEYS)"
    ),
    N_("the notice of a changed article names no line of a journal"),
    N_("%(value)s is no correction note"),
    N_("current"),
    N_("pending"),
    N_("outdated"),
    N_("withdrawn"),
    N_("incomplete"),
    N_("current, revision %(number)s"),
    N_("pending, revision %(number)s"),
    N_("outdated, revision %(number)s"),
    N_("withdrawn, revision %(number)s"),
    N_("%(reason)s; readers get the notice (410)"),
    N_("its edition file cannot be used"),
    N_("the signatures are of another article or language"),
    N_("these words are not signed"),
    N_("it has sentences of what its record calls withdrawn"),
    N_("its sentences are not those that were signed"),
    N_("“%(text)s” is not what was signed"),
    N_("its “%(name)s” is not what was signed"),
    N_("it is no summary with its signatures"),
    N_("the page says something else"),
    N_("it shows another edition than its place says"),
    N_("it is no edition"),
    N_("%(slug)s follows “%(old)s”: change follows in its summary.toml, and sign its headline"),
    N_("sign the headline in %(locale)s: %(reason)s"),
    N_("is there already: move it away"),
    N_("%(path)s is not served: %(reason)s"),
    N_("%(path)s is not served: %(reason)s; readers keep the copy before it, if there is one"),
    N_("this withdrawal names no locale: it takes nothing down"),
    N_("this line brings nothing back: it names no withdrawal"),
    N_("the sheet of %(name)s was altered"),
    N_(
        "a line of the journal is gone: of the withdrawal of %(locale)s (%(name)s), or of its "
        "end; what is up stays"
    ),
    N_("%(again)s, by %(name)s"),
    N_("the headline is too long for a card"),
    N_("there is no font for %(script)s below %(path)s"),
    N_("no font below %(path)s has %(text)s"),
    N_("%(name)s is missing: %(path)s"),
)
