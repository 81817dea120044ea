"""What readers get of an article that is withdrawn, renamed or removed, and what that needs."""

from __future__ import annotations

from ..language import N_

TEXTS = (
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
)
