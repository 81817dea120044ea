"""Groups of a sign-in provider, and what their members are at the desk. Pure.

Written ``news-editors=editor; uk-desk=reviewer:uk,pl; pool=translator:*``: group, role, languages.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..content.locales import is_locale
from ..errors import SettingsError
from .roles import ALL, ROLES

SETTING = "SUMMARIES_DESK_OIDC_ROLES"


@dataclass(frozen=True, slots=True)
class Grant:
    """What members of ``group`` are."""

    group: str
    role: str
    languages: tuple[str, ...]


def parse(text: str) -> tuple[Grant, ...]:
    """Return the grants in ``text``. Raises SettingsError for one that cannot be."""
    grants = []
    for part in filter(None, map(str.strip, text.split(";"))):
        group, equals, what = part.rpartition("=")
        role, _colon, named = what.strip().partition(":")
        languages = tuple(filter(None, map(str.strip, named.split(","))))
        if not equals or not group.strip() or role.strip() not in ROLES:
            raise SettingsError(
                f"{SETTING} has “{part}”: write group=role, the role one of {', '.join(ROLES)}"
            )
        if wrong := [name for name in languages if name != ALL and not is_locale(name)]:
            raise SettingsError(f"{SETTING} has “{wrong[0]}”, which is no language such as uk")
        if not languages and role.strip() in ("translator", "reviewer"):
            raise SettingsError(f"{SETTING} has “{part}”: name languages, {part}:uk, or {part}:*")
        grants.append(Grant(group.strip(), role.strip(), languages))
    return tuple(grants)


def granted(
    grants: Collection[Grant], groups: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the roles and languages of somebody in ``groups``; none for somebody in no group."""
    mine = [grant for grant in grants if grant.group in groups]
    roles = dict.fromkeys(grant.role for grant in mine)
    languages = dict.fromkeys(name for grant in mine for name in grant.languages)
    return tuple(roles), tuple(languages)
