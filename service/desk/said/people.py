"""What is wrong with people of the desk, their passwords, and the repository behind it."""

from __future__ import annotations

from ..language import N_

TEXTS = (
    N_("a drill needs %(least)s signed sentences in a language, and there are %(count)s"),
    N_("files that are being written"),
    N_(
        "the other side changed the same lines of %(names)s: merge them by hand (git merge). "
        "Until then the desk commits here, and pushes nothing"
    ),
    N_("git %(name)s: %(text)s"),
    N_("git %(name)s: it failed"),
    N_("a password has at least %(least)s characters and at most %(most)s bytes: choose another"),
    N_("there is a user “%(name)s” already"),
    N_(
        "“%(name)s” looks like “%(other)s” and is another name: choose one that people can tell "
        "apart"
    ),
    N_(
        "“%(name)s” is, or looks like, somebody who signs in otherwise: an administrator has to "
        "remove that entry first"
    ),
    N_(
        "%(path)s has a key for “%(name)s”: add desk = true to that entry, or what is signed at "
        "the desk does not count"
    ),
    N_("%(path)s does not let “%(name)s” sign %(locale)s: add"),
    N_("%(path)s does not let “%(name)s” sign anything: add"),
    N_("there is no user “%(name)s”. There is: %(names)s"),
    N_("there is no user “%(name)s”. There is: nobody"),
    N_("“%(name)s” mixes %(script)s with %(other)s letters that look the same: write it in one"),
    N_("“%(name)s” is no role: choose of %(names)s"),
    N_("“%(name)s” needs a role: %(names)s"),
    N_("“%(name)s” is no language: write one such as uk or zh_Hans"),
    N_("“%(name)s” needs a language: uk, or * for all"),
    N_("users is a list of tables: [[users]]"),
    N_("a user has a name and a password: use “summaries user add”"),
    N_("roles and languages of “%(name)s” are lists of text"),
    N_("a name is there twice: keep one of them"),
    N_(
        "“%(text)s” is no value: write a number such as 1200 or 7.5, a day such as 2024-01-02, or "
        "[8, 10] for a range"
    ),
    N_("the token is for another client"),
    N_("another issuer"),
    N_("%(locale)s: nothing is free to be drafted"),
    N_("%(locale)s: %(count)s of %(all)s"),
)
