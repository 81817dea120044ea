"""An article's whole page as readers will see it, with the words that still wait: the preview's."""

from __future__ import annotations

import re

from flask import url_for
from werkzeug.exceptions import NotFound
from werkzeug.test import Client

from ..content.locales import tag
from ..review.project import Project
from ..settings import Settings
from ..web import preview
from . import language
from .language import gettext as _

# Files and addresses of the readers' site, which the desk has not.
_LINK = re.compile(r'<(?:link|img)\b[^>]*"/[^>]*>')
_ADDRESS = re.compile(r'(<a\b[^>]*?) href="(/[^"#]*)?(#[^"]*)?"')


def html_of(settings: Settings, project: Project, slug: str, locale: str) -> tuple[str, str]:
    """Return the page of an article in ``locale``, and the policy that its styles need.

    Links lead to the readers' site where ``settings`` know its address, and else nowhere; those to
    a place of the same page stay. Raises NotFound where there is nothing to be shown.
    """
    own = f"/{tag(locale)}/{slug}"
    banner = preview.Banner(language.current(), _("Preview. All that is shown here is signed."))
    answer = Client(preview.create_app(settings, project, locale, banner)).get(own)
    if answer.status_code != 200:
        raise NotFound

    def address(link: re.Match[str]) -> str:
        path, place = link[2] or "", link[3] or ""
        if path in ("", own) and place:
            return f'{link[1]} href="{place}"'
        return (
            f'{link[1]} href="{settings.base_url}{path}{place}"' if settings.base_url else link[1]
        )

    page = _ADDRESS.sub(address, _LINK.sub("", answer.get_data(as_text=True)))
    icon = url_for("static", filename="icon.svg")  # else the browser asks for one that is not here
    page = page.replace("</title>", f'</title><link rel="icon" href="{icon}">', 1)
    policy = answer.headers["Content-Security-Policy"]
    return page, re.sub("frame-ancestors [^;]*", "frame-ancestors 'none'", policy)
