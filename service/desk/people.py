"""Who may use the desk: ``desk/users.toml``, mode 0600, which git never sees.

::

    [[users]]
    name = "Jane Doe"              # as reviewers.toml has it, where she signs
    roles = ["reviewer"]           # translator, reviewer, editor, administrator
    languages = ["uk", "pl"]       # ["*"] for all
    password = "$argon2id$…"
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomlkit

from ..content.locales import is_locale
from ..content.toml_text import parse_toml, unknown_keys
from ..content.unsafe_characters import forbidden, lookalikes, passes_for
from ..errors import Finding, InputError, SummariesError
from ..files import read_text, write_bytes
from ..processes import locked
from ..review.policy import FILE as REVIEWERS
from ..review.policy import Policy
from ..review.signatures import check_name
from . import passwords, roles
from .roles import ALL, ROLES, Action

FILE = "users.toml"
# What stands in the place of a password of somebody who signs in at a provider, before who that is.
OPENID = "openid "
_FIELDS = ("name", "roles", "languages", "password")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in. ``password`` is the hash."""

    name: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    password: str

    def may(self, action: Action, locale: str = "", source: str = "") -> bool:
        """Tell whether the user may do ``action``; see :func:`roles.may`.

        ``source`` is the article's own language.
        """
        return roles.may(self.roles, self.languages, action, locale, source)

    @property
    def hash(self) -> str | None:
        """The hash of the password; None for who signs in elsewhere."""
        return None if self.password.startswith(OPENID) else self.password

    @property
    def seal(self) -> str:
        """What sessions are bound to: another password ends them all."""
        return hashlib.sha256(self.password.encode()).hexdigest()[:32]


class People:
    """The file of users in the desk's folder; read each time, so that changes hold at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE

    def all(self) -> list[User]:
        """Return everybody, by name. Raises InputError when the file cannot be used."""
        if not os.path.lexists(self.path):
            return []
        shown = f"{self.folder.name}/{FILE}"
        return list(_parsed(read_text(self.path, shown, self.folder), shown))

    def find(self, name: str) -> User | None:
        """Return the user ``name``, in any case of its letters; None where there is none."""
        wanted = fold(name)
        return next((user for user in self.all() if fold(user.name) == wanted), None)

    def add(
        self, name: str, roles_: Sequence[str], languages: Sequence[str], password: str
    ) -> User:
        """Add a user and return it.

        ``name`` is what readers may see, ``roles_`` hold for the locales ``languages``. Raises
        SummariesError for a name that is there already or looks like one that is, for an unknown
        role or language, and for a ``password`` that is too short.
        """
        user = User(
            _name(name), tuple(dict.fromkeys(roles_)), tuple(dict.fromkeys(languages)),
            passwords.make(password),
        )  # fmt: skip
        _check(user)

        def change(users: list[User]) -> list[User]:
            for other in users:
                if fold(other.name) == fold(user.name):
                    raise SummariesError(f"there is a user “{other.name}” already")
                if passes_for(other.name) == passes_for(user.name):
                    raise SummariesError(
                        f"“{user.name}” looks like “{other.name}” and is another name: "
                        "choose one that people can tell apart"
                    )
            return [*users, user]

        self._change(change)
        return user

    def remove(self, name: str) -> None:
        """Remove the user ``name``; sessions end with it. Raises SummariesError where none is."""
        self._change(lambda users: [u for u in users if u != _of(users, name)])

    def set_password(self, name: str, password: str) -> None:
        """Give the user ``name`` another ``password``, which ends all sessions of the old one.

        Raises SummariesError when there is no such user, or for a password that is too short.
        """
        made = passwords.make(password)
        self._replace(name, lambda user: replace(user, password=made))

    def set_roles(self, name: str, roles_: Sequence[str], languages: Sequence[str]) -> None:
        """Give the user ``name`` the roles ``roles_`` for the locales ``languages``.

        Raises SummariesError when there is no such user, and for an unknown role or language.
        """

        def changed(user: User) -> User:
            new = replace(
                user, roles=tuple(dict.fromkeys(roles_)), languages=tuple(dict.fromkeys(languages))
            )
            _check(new)
            return new

        self._replace(name, changed)

    def enter(
        self, subject: str, name: str, roles_: Sequence[str], languages: Sequence[str]
    ) -> User | None:
        """Return the user that ``subject`` at a provider is, with these roles from now on.

        ``roles_`` and ``languages`` are as in :meth:`add`. ``name`` is the provider's when the user
        is new, and stays when that changes: it is what readers see. Without roles the entry goes,
        and None is returned. Raises SummariesError for a name that is somebody else's.
        """
        password = f"{OPENID}{subject}"
        entered: list[User] = []
        roles_, languages = tuple(dict.fromkeys(roles_)), tuple(dict.fromkeys(languages))

        def change(users: list[User]) -> list[User]:
            old = next((user for user in users if user.password == password), None)
            others = [user for user in users if user is not old]
            if not roles_:
                return others
            user = User(old.name if old else _name(name), roles_, languages, password)
            _check(user)
            for other in others:
                if passes_for(fold(other.name)) == passes_for(fold(user.name)):
                    raise SummariesError(
                        f"“{user.name}” is, or looks like, somebody who signs in otherwise: an "
                        "administrator has to remove that entry first"
                    )
            entered.append(user)
            return [*others, user]

        self._change(change)
        return entered[0] if entered else None

    def _replace(self, name: str, change: Callable[[User], User]) -> None:
        self._change(lambda users: [change(u) if u == _of(users, name) else u for u in users])

    def _change(self, change: Callable[[list[User]], list[User]]) -> None:
        make_folder(self.folder)
        with locked(self.folder):
            new = change(self.all())
            document = tomlkit.document()
            document.add(tomlkit.comment("Who may use the desk: see “summaries user --help”."))
            tables = tomlkit.aot()
            for user in new:
                table = tomlkit.table()
                for field in _FIELDS:
                    value = getattr(user, field)
                    table.add(field, list(value) if isinstance(value, tuple) else value)
                tables.append(table)
            document.add("users", tables)
            if not self.path.exists():
                self.path.touch(mode=0o600)
            self.path.chmod(0o600)
            write_bytes(self.path, tomlkit.dumps(document).encode())


def make_folder(folder: Path) -> None:
    """Make ``folder``, the desk's, for its own user alone, and keep git from it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text(
            "# Passwords, sessions and a private key: none of it belongs into git.\n*\n"
        )


@lru_cache(maxsize=4)
def _parsed(text: str, shown: str) -> tuple[User, ...]:
    """Return who stands in the file. It is read at every request, and seldom another."""
    data = parse_toml(text, shown)
    try:
        return tuple(sorted(_users(data), key=lambda user: user.name))
    except SummariesError as error:
        raise InputError([Finding("users", str(error), shown)]) from error


def fold(name: str) -> str:
    """Return what two spellings of ``name`` have in common."""
    return " ".join(name.split()).casefold()


def missing_entry(user: User, policy: Policy, sources: Sequence[str] = ()) -> str | None:
    """Say which entry of ``reviewers.toml`` keeps a reviewer from signing; None where none does.

    ``sources`` are languages that an editor signs articles in.
    """
    signs = {"reviewer", "editor"} & set(user.roles)
    if not signs or policy.open:
        return None
    entries = [entry for entry in policy.reviewers if entry.name == user.name]
    listed = {language for entry in entries for language in entry.languages}
    wanted = {*user.languages, *(sources if "editor" in signs else ())}
    lacking = sorted(() if ALL in listed else wanted - listed)
    if entries and not lacking:
        if any(entry.key for entry in entries) and not any(entry.desk for entry in entries):
            return (
                f"{REVIEWERS} has a key for “{user.name}”: add desk = true to that entry, or what "
                "is signed at the desk does not count"
            )
        return None
    if ALL in lacking:
        lacking = [ALL]
    languages = ", ".join(f'"{name}"' for name in lacking or ["uk"])
    return (
        f"{REVIEWERS} does not let “{user.name}” sign {', '.join(lacking) or 'anything'}: add\n"
        f'[[reviewers]]\nname = "{user.name}"\nkind = "person"\nlanguages = [{languages}]'
    )


def _of(users: Sequence[User], name: str) -> User:
    match = next((user for user in users if fold(user.name) == fold(name)), None)
    if match is None:
        names = ", ".join(user.name for user in users) or "nobody"
        raise SummariesError(f"there is no user “{name}”. There is: {names}")
    return match


def _name(name: str) -> str:
    if hidden := next(forbidden(name), None):
        raise SummariesError(f"a name has {hidden} in it, which cannot be seen: remove it")
    if mixed := next(lookalikes(name), None):
        word, script, other = mixed
        raise SummariesError(
            f"“{word}” mixes {script} with {other} letters that look the same: write it in one"
        )
    return check_name(name)


def _check(user: User) -> None:
    for role in user.roles:
        if role not in ROLES:
            raise SummariesError(f"“{role}” is no role: choose of {', '.join(ROLES)}")
    if not user.roles:
        raise SummariesError(f"“{user.name}” needs a role: {', '.join(ROLES)}")
    for language in user.languages:
        if language != ALL and not is_locale(language):
            raise SummariesError(f"“{language}” is no language: write one such as uk or zh_Hans")
    if not user.languages and {"translator", "reviewer"} & set(user.roles):
        raise SummariesError(f"“{user.name}” needs a language: uk, or * for all")


def _users(data: Mapping[str, Any]) -> list[User]:
    for _key, text in unknown_keys(data, ("users",)):
        raise SummariesError(text)
    tables = data.get("users", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SummariesError("users is a list of tables: [[users]]")
    users = []
    for table in tables:
        for _key, text in unknown_keys(table, _FIELDS):
            raise SummariesError(f"[[users]]: {text}")
        name, password = table.get("name"), table.get("password")
        lists = [table.get("roles", []), table.get("languages", [])]
        if not isinstance(name, str) or not isinstance(password, str):
            raise SummariesError("a user has a name and a password: use “summaries user add”")
        if not all(isinstance(x, list) and all(isinstance(y, str) for y in x) for x in lists):
            raise SummariesError(f"roles and languages of “{name}” are lists of text")
        user = User(name, tuple(lists[0]), tuple(lists[1]), password)
        _check(user)
        users.append(user)
    if len({fold(user.name) for user in users}) < len(users):
        raise SummariesError("a name is there twice: keep one of them")
    return users
