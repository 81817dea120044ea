"""What the first process of the desk loads before it makes a worker, so that each begins at once.

The words of the checks, the numbers of a language and the templates take half a second and more:
too long for who waits while a worker that ended is replaced by another.
"""

from __future__ import annotations

import contextlib

from flask import Flask

from ..content import number_words
from ..errors import InputError
from ..review import checks
from ..review.project import Project


def warm(app: Flask, project: Project) -> None:
    """Load templates, and what the checks need in each language of ``project``."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    languages = set(project.languages())
    slug = next(iter(project.slugs()), "")
    with contextlib.suppress(InputError):
        languages.add(project.source(slug).language)
    for locale in sorted(languages):
        number_words.find("two", locale)
        # One sentence has every check load what it looks for.
        subject = checks.Subject(locale, "Two of 12 said so.", None, ("2, 12.",), frozenset())
        checks.run(subject)
