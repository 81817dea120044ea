"""The language of who runs a command: of the environment, as gettext's programs read it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

NAMES = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")


def wanted(environment: Mapping[str, str], languages: Collection[str], default: str) -> str:
    """Return the one of ``languages`` to speak; ``default`` where none of them is asked for.

    ``environment`` are the variables by name. The first that is set of LC_ALL, LC_MESSAGES and LANG
    rules; unless it is C or POSIX, the list in LANGUAGE comes before it (GNU gettext manual,
    “Specifying a Priority List of Languages”).

    >>> wanted({"LANG": "de_AT.UTF-8"}, ("en", "de", "uk"), "en")
    'de'
    >>> wanted({"LANG": "de_AT.UTF-8", "LANGUAGE": "fr:uk"}, ("en", "de", "uk"), "en")
    'uk'
    """
    ruling = next((value for name in NAMES[:3] if (value := environment.get(name))), "")
    if ruling in ("", "C", "POSIX"):
        return default
    for text in [*environment.get("LANGUAGE", "").split(":"), ruling]:
        locale = text.partition(".")[0].partition("@")[0]
        for name in (locale, locale.partition("_")[0]):
            if name in languages:
                return name
    return default
