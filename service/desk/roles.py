"""What each role may do. A role lets in; who may sign is for ``reviewers.toml`` to say. Pure.

============= ============================ ========================== ============ ======
role          read, save words, comment    sign, reject, answer       articles     people
============= ============================ ========================== ============ ======
translator    own languages                –                          –            –
reviewer      own languages                own languages              –            –
editor        all                          the source and own         yes          –
administrator reads all, saves nothing     –                          –            yes
============= ============================ ========================== ============ ======
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

Role = Literal["translator", "reviewer", "editor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
# "enter" is what everybody may who is signed in.
Action = Literal["enter", "read", "save", "sign", "article", "people"]
ACTIONS: tuple[Action, ...] = get_args(Action)
ALL = "*"


def may(
    roles: Collection[str],
    languages: Collection[str],
    action: Action,
    locale: str = "",
    source: str = "",
) -> bool:
    """Tell whether somebody with ``roles`` for ``languages`` may do ``action``.

    ``locale`` is the language that it is done in, ``source`` the article's own; without ``locale``
    the answer is about any language at all.
    """
    own = bool(languages) if not locale else bool({locale, ALL} & set(languages))
    return any(_may(role, action, own, locale, source) for role in roles)


def _may(role: str, action: Action, own: bool, locale: str, source: str) -> bool:
    match role:
        case "translator":
            return action == "enter" or (own and action in ("read", "save"))
        case "reviewer":
            return action == "enter" or (own and action in ("read", "save", "sign"))
        case "editor":
            signs = action == "sign" and (own or not locale or locale == source)
            return signs or action in ("enter", "read", "save", "article")
        case "administrator":
            return action in ("enter", "read", "people")
    return False
