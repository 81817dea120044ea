"""What people are told of an article that cannot be published as it is. Pure."""

from __future__ import annotations

from ..errors import Finding
from ..review import journal
from ..review.project import Project
from .model import Edition

KEPT = "readers keep what they have"


def fault(error: Exception, label: str, meanwhile: str) -> Finding:
    """Say that the file ``label`` makes the program fail, and what readers have ``meanwhile``."""
    text = f"cannot be used ({type(error).__name__}; the log says where); {meanwhile}"
    return Finding("file", text, label)


def unaccounted(domain: str, locale: str) -> Finding:
    """Say that the edition of ``domain`` in ``locale`` is withdrawn by no line of the journal."""
    text = (
        "it is withdrawn, but no line of the journal says so: it stays withdrawn; put the line "
        f"back, or run “summaries withdraw {domain} --locale {locale}” and the same with --undo"
    )
    return Finding("withdrawn", text, f"{domain}/{locale}.json")


def given_away(project: Project, slug: str, to: str) -> Finding:
    """Say that the article ``slug`` has an earlier name of the article ``to``."""
    text = (
        f"is an earlier name of “{to}”, to which its readers are sent on: nothing of it goes up; "
        "give this article's folder and catalogs another name"
    )
    return Finding("renamed", text, f"{project.articles.name}/{slug}")


def lost(project: Project, domain: str, digest: str, before: Edition) -> Finding:
    """Say that ``before`` rests on the line ``digest``, and the journal of ``domain`` lacks it."""
    notice = before.outlet_changed and before.outlet_changed.line == digest
    what = "the notice of the outlet’s change" if notice else "a signature that readers have"
    return gone(project, domain, what, digest)


def gone(project: Project, domain: str, what: str, digest: str) -> Finding:
    """Say that the line ``digest``, which is ``what``, is not in the journal of ``domain``."""
    text = (
        f"a line of the journal is gone: {what} ({digest}); {KEPT}, and "
        "nothing new goes up; put the line back from a copy or from git, or go on without it: "
        f"“summaries history --accept-loss {domain} --reviewer NAME”"
    )
    return Finding("journal", text, journal.shown(project.journal_of(domain), domain))
