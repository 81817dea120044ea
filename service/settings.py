"""Settings: environment variables with the prefix ``SUMMARIES_``.

They are read by ``content.environment``, and checked before anything starts.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from .errors import SettingsError
from .site_look import Logo, read_colour, read_logo

MIN_KEY = 16
OPEN = "open"
_PUBLIC_KEY = re.compile(r"ssh-ed25519 [A-Za-z0-9+/]{68}=*( \S+)*")
_SOURCE = re.compile(r"\*|none|https?://(?:\*\.)?[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
UTC = ZoneInfo("UTC")
# What no address has in it: white space, and what RFC 3986 leaves out.
_NO_ADDRESS = re.compile(r"[\s\"<>\\^`{|}]")
_WINDOWS = {"second": 1, "minute": 60, "hour": 3600}
_STORAGE = re.compile(r"rediss?://\S+|redis\+unix:///\S+")
_MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# A bucket's name, and what keys start with.
S3 = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9._-]+)*")
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class Rate:
    """``amount`` requests in ``seconds``."""

    amount: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.amount} requests in {self.seconds} seconds"


# Far more than an office or a phone network behind one address asks for that is not kept anyway,
# far less than keeps a worker busy.
RATE_LIMIT = Rate(3000, 60)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can set. Folders are absolute; ``base_url`` has no slash at its end.

    ``site_name`` is empty for the interface's own name in each language, ``site_logo`` None without
    one, ``site_colour`` empty for ours, else one for light and one for dark pages. ``contact`` is
    the address that readers report errors to, ready for a link: ``mailto:`` or a page; empty for
    none. ``publisher`` is who answers for what is published, ``imprint`` the address of the page
    that says how to reach them; empty for none.
    ``timezone`` is the newsroom's: the days on its pages are its days. ``frame_ancestors`` says, in
    the terms of Content-Security-Policy, which sites may embed summaries. ``rate_limit`` is what
    one address may ask for, None without a limit; ``rate_limit_storage`` is where it is counted,
    empty for each worker by itself. ``trusted_proxies`` is how many proxies stand in front.
    ``metrics`` is empty for none, ``open`` for everybody, else what must be sent to read them.
    ``desk_folder`` holds what only the desk needs: its people, its sessions, its key. With
    ``desk_pace`` it asks about what is signed faster than it can be read. ``desk_translator`` is
    the model that drafts translations there, empty for none; ``desk_webhook`` is the address that
    is told what went up or down, empty for none. ``desk_oidc_…`` name an OpenID Connect provider,
    and what members of its groups are (the claim ``desk_oidc_groups``). With
    ``git`` the desk commits what is written; who knows ``git_hook_secret`` may have it look at the
    upstream branch, nobody where it is empty. ``bucket`` is the address of object storage that
    windows get the editions from, empty for a folder that all share; it is what SUMMARIES_EDITIONS
    says then. ``bucket_folder`` is this machine's part: ``editions`` in it, which its publisher
    writes and uploads, and what its window copies.
    """

    articles: Path
    locales: Path
    journal: Path
    editions: Path
    base_url: str = ""
    site_name: str = ""
    site_logo: Logo | None = None
    site_colour: tuple[str, ...] = ()
    contact: str = ""
    publisher: str = ""
    imprint: str = ""
    published: Path | None = None
    publisher_keys: tuple[str, ...] = ()
    bucket: str = field(default="", metadata={"setting": "EDITIONS"})
    bucket_folder: Path = Path("bucket")
    drafts: bool = False
    model_key: str = ""
    desk: bool = False
    desk_port: int = 8001
    desk_folder: Path = Path("desk")
    desk_pace: bool = False
    desk_translator: str = ""
    desk_webhook: str = ""
    desk_oidc_issuer: str = ""
    desk_oidc_client_id: str = ""
    desk_oidc_client_secret: str = field(default="", repr=False)
    desk_oidc_roles: str = ""
    desk_oidc_groups: str = "groups"
    git: bool = False
    git_hook_secret: str = field(default="", repr=False)
    refresh: float = 0.5
    timezone: ZoneInfo = UTC
    frame_ancestors: str = "*"
    fonts: Path = Path("/usr/share/fonts")
    rate_limit: Rate | None = RATE_LIMIT
    rate_limit_storage: str = ""
    trusted_proxies: int = 0
    metrics: str = ""
    log_format: str = "text"
    access_log: bool = False

    @property
    def copies(self) -> Path:
        """The folder that a window copies editions to."""
        return self.bucket_folder / "copies"

    @classmethod
    def from_mapping(cls, config: Mapping[str, Any], instance: Path) -> Settings:
        """Read settings from ``config``, by their names without the prefix.

        Raises SettingsError for the first bad one. Folders default to ``articles``, ``locales`` and
        ``journal`` in the working directory, and to ``editions`` in ``instance``, as
        ``content.environment`` knows it.
        """
        bucket = _bucket(config, "EDITIONS")
        here = _folder(config, "BUCKET_FOLDER", instance / "bucket")
        if bucket:
            editions, published = here / "editions", instance / "published"
        else:
            editions = _folder(config, "EDITIONS", instance / "editions")
            published = editions.parent / "published"
        return cls(
            articles=_folder(config, "ARTICLES", Path("articles")),
            locales=_folder(config, "LOCALES", Path("locales")),
            journal=_folder(config, "JOURNAL", Path("journal")),
            editions=editions,
            base_url=_url(config, "BASE_URL"),
            site_name=_name(config, "SITE_NAME"),
            site_logo=_logo(config, "SITE_LOGO"),
            site_colour=_colours(config, "SITE_COLOUR"),
            contact=_contact(config, "CONTACT"),
            publisher=_name(config, "PUBLISHER"),
            imprint=_page(config, "IMPRINT"),
            published=_folder(config, "PUBLISHED", published),
            bucket=bucket,
            bucket_folder=here,
            publisher_keys=_public_keys(config, "PUBLISHER_KEYS"),
            drafts=_flag(config, "DRAFTS"),
            model_key=_text(config, "MODEL_KEY"),
            desk=_flag(config, "DESK"),
            desk_port=_port(config, "DESK_PORT", 8001),
            desk_folder=_folder(config, "DESK_FOLDER", Path("desk")),
            desk_pace=_flag(config, "DESK_PACE"),
            desk_translator=_translator(config, "DESK_TRANSLATOR"),
            desk_webhook=_webhook(config, "DESK_WEBHOOK"),
            desk_oidc_issuer=_url(config, "DESK_OIDC_ISSUER"),
            desk_oidc_client_id=_text(config, "DESK_OIDC_CLIENT_ID"),
            desk_oidc_client_secret=_text(config, "DESK_OIDC_CLIENT_SECRET"),
            desk_oidc_roles=_text(config, "DESK_OIDC_ROLES"),
            desk_oidc_groups=_text(config, "DESK_OIDC_GROUPS") or "groups",
            git=_flag(config, "GIT"),
            git_hook_secret=_hook_secret(config, "GIT_HOOK_SECRET"),
            refresh=_seconds(config, "REFRESH", 0.5),
            timezone=_timezone(config, "TIMEZONE"),
            frame_ancestors=_frame_ancestors(config, "FRAME_ANCESTORS"),
            fonts=_folder(config, "FONTS", Path("/usr/share/fonts")),
            rate_limit=_rate(config, "RATE_LIMIT"),
            rate_limit_storage=_storage(config, "RATE_LIMIT_STORAGE"),
            trusted_proxies=_proxies(config, "TRUSTED_PROXIES"),
            metrics=_metrics(config, "METRICS"),
            log_format=_choice(config, "LOG_FORMAT", ("text", "json")),
            access_log=_flag(config, "ACCESS_LOG"),
        )


def _translator(config: Mapping[str, Any], name: str) -> str:
    text = _text(config, name)
    if text and not _flag(config, "DRAFTS"):
        raise SettingsError(
            f"SUMMARIES_{name} names a model, and drafts from a model are switched off: "
            "set SUMMARIES_DRAFTS=1"
        )
    return text


def _webhook(config: Mapping[str, Any], name: str) -> str:
    text = _text(config, name)
    # Not the value itself: it may hold a secret.
    if text and (re.search(r"\s", text) or not _is_site(text.partition("?")[0])):
        raise SettingsError(
            f"SUMMARIES_{name} is no address: write one such as https://chat.example.org/hook"
        )
    return text


def _hook_secret(config: Mapping[str, Any], name: str) -> str:
    text = _text(config, name)
    # Not the value itself: it is the secret.
    if text and (len(text) < 16 or re.search(r"\s", text)):
        raise SettingsError(
            f"SUMMARIES_{name} needs 16 characters or more and no space: take what “openssl rand "
            "-base64 32” prints"
        )
    if text and not _flag(config, "GIT"):
        raise SettingsError(
            f"SUMMARIES_{name} lets others have the repository looked at, and the desk looks at "
            "none: set SUMMARIES_GIT=1"
        )
    return text


def _text(config: Mapping[str, Any], name: str) -> str:
    value = config.get(name)
    return "" if value is None else str(value).strip()


def _folder(config: Mapping[str, Any], name: str, default: Path) -> Path:
    path = Path(_text(config, name) or default).expanduser().absolute()
    there = is_folder = False
    with contextlib.suppress(OSError):  # what may not be looked at is said when it is needed
        there, is_folder = path.exists(), path.is_dir()
    if there and not is_folder:
        raise SettingsError(f"SUMMARIES_{name}={path} is not a folder: name a folder, or unset it")
    return path


def _bucket(config: Mapping[str, Any], name: str) -> str:
    text = _text(config, name)
    return check_bucket(text, f"SUMMARIES_{name}") if "://" in text else ""


def check_bucket(text: str, name: str) -> str:
    """Return ``text``, the address of a place in object storage that ``name`` was set to.

    Raises SettingsError for what is none, and where the library for it is not installed.
    """
    text = text.strip().rstrip("/")
    # Not the value itself: it may hold a password.
    if not S3.fullmatch(text):
        raise SettingsError(
            f"{name}= got what is neither a folder nor a place in object storage: write one such "
            "as s3://bucket/prefix"
        )
    if find_spec("obstore") is None:
        raise SettingsError(
            f"{name} needs a library that is not installed: "
            'pip install "multilingual-summary-service[s3]"'
        )
    return text


def _flag(config: Mapping[str, Any], name: str) -> bool:
    value = _text(config, name).lower()
    if value not in _TRUE + _FALSE:
        raise SettingsError(f"SUMMARIES_{name}={value} is not a switch: write 1 or 0")
    return value in _TRUE


def _port(config: Mapping[str, Any], name: str, default: int) -> int:
    text = _text(config, name) or str(default)
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise SettingsError(f"SUMMARIES_{name}={text} is not a port: write one from 1 to 65535")
    return int(text)


def _seconds(config: Mapping[str, Any], name: str, default: float) -> float:
    text = _text(config, name)
    try:
        value = float(text) if text else default
    except ValueError:
        value = -1.0
    if not 0 <= value <= 60:
        raise SettingsError(f"SUMMARIES_{name}={text} is not a number of seconds from 0 to 60")
    return value


def _url(config: Mapping[str, Any], name: str) -> str:
    text = _text(config, name).rstrip("/")
    if text and not _is_public(text, text):
        raise SettingsError(
            f"SUMMARIES_{name}={text} is not the address of a site: write https://summaries.example.org"
        )
    return text


def _name(config: Mapping[str, Any], name: str) -> str:
    text = " ".join(_text(config, name).split())
    if len(text) > 60 or not text.isprintable():
        raise SettingsError(f"SUMMARIES_{name}={text} must be a name of at most 60 characters")
    return text


def _logo(config: Mapping[str, Any], name: str) -> Logo | None:
    text = _text(config, name)
    return read_logo(Path(text).expanduser(), f"SUMMARIES_{name}") if text else None


def _colours(config: Mapping[str, Any], name: str) -> tuple[str, ...]:
    text = _text(config, name)
    return read_colour(text, f"SUMMARIES_{name}") if text else ()


def _contact(config: Mapping[str, Any], name: str) -> str:
    text = _text(config, name)
    if not text or _MAIL.fullmatch(text):
        return text and f"mailto:{text}"
    if not _is_public(text, re.split("[?#]", text)[0]):
        raise SettingsError(
            f"SUMMARIES_{name}={text} is no address: write corrections@example.org, "
            "or https:// and a page"
        )
    return text


def _page(config: Mapping[str, Any], name: str) -> str:
    text = _text(config, name)
    if text and not _is_public(text, re.split("[?#]", text)[0]):
        raise SettingsError(
            f"SUMMARIES_{name}={text} is no address of a page: write one that begins with https://"
        )
    return text


def _is_public(text: str, site: str) -> bool:
    """Tell whether pages may have ``text``, an address of which ``site`` is the part before ``?``.

    Nothing that cannot be seen is in it, and no password.
    """
    unseen = not text.isprintable() or _NO_ADDRESS.search(text)
    return not unseen and _is_site(site) and "@" not in urlsplit(site).netloc


def _is_site(text: str) -> bool:
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.port != 0  # a port that is none raises ValueError
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and named and not (parts.query or parts.fragment)


def _timezone(config: Mapping[str, Any], name: str) -> ZoneInfo:
    text = _text(config, name) or "UTC"
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise SettingsError(
            f"SUMMARIES_{name}={text} is not a time zone: write one such as Europe/Kyiv"
        ) from error


def _frame_ancestors(config: Mapping[str, Any], name: str) -> str:
    sources = _text(config, name).split() or ["*"]
    if not all(_SOURCE.fullmatch(source) for source in sources) or (
        len(sources) > 1 and not {"*", "none"}.isdisjoint(sources)
    ):
        raise SettingsError(
            f"SUMMARIES_{name}={' '.join(sources)} does not say who may embed summaries: "
            "write *, none, or origins such as https://news.example.org"
        )
    return "'none'" if sources == ["none"] else " ".join(sources)


def _rate(config: Mapping[str, Any], name: str) -> Rate | None:
    text = _text(config, name)
    if not text:
        return RATE_LIMIT
    if text == "0":
        return None
    match = re.fullmatch(r"([1-9][0-9]{0,6})/(second|minute|hour)", text)
    if not match:
        raise SettingsError(
            f"SUMMARIES_{name}={text} is not a rate: write one such as 3000/minute, or 0 for none"
        )
    return Rate(int(match[1]), _WINDOWS[match[2]])


def _storage(config: Mapping[str, Any], name: str) -> str:
    text = _text(config, name)
    if not text:
        return ""
    # Not the value itself: it may hold a password.
    if not _STORAGE.fullmatch(text) or not _has_port(text):
        raise SettingsError(
            f"SUMMARIES_{name} is not the address of a Redis server: "
            "write one such as redis://localhost:6379/0"
        )
    if find_spec("redis") is None:
        raise SettingsError(
            f"SUMMARIES_{name} needs a library that is not installed: "
            'pip install "multilingual-summary-service[redis]"'
        )
    return text


def _has_port(text: str) -> bool:
    try:
        return urlsplit(text).port != 0  # a port that is none raises ValueError
    except ValueError:
        return False


def _proxies(config: Mapping[str, Any], name: str) -> int:
    text = _text(config, name) or "0"
    if not re.fullmatch(r"[0-9]", text):
        raise SettingsError(
            f"SUMMARIES_{name}={text} is not a number of proxies: write how many of yours a "
            "request passes, from 0 to 9"
        )
    return int(text)


def _metrics(config: Mapping[str, Any], name: str) -> str:
    text = _text(config, name)
    if text.lower() in _FALSE:
        return ""
    if text.lower() in _TRUE:
        return OPEN
    # Not the value itself: it may be a token, if a bad one.
    if not re.fullmatch(rf"[A-Za-z0-9._~+/=-]{{{MIN_KEY},}}", text):
        raise SettingsError(
            f"SUMMARIES_{name} is neither a switch nor a token: write 1 or 0, or at least "
            f"{MIN_KEY} random letters and digits for Prometheus to send"
        )
    return text


def _choice(config: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    text = _text(config, name).lower() or known[0]
    if text not in known:
        raise SettingsError(f"SUMMARIES_{name}={text} is not known: write {' or '.join(known)}")
    return text


def _public_keys(config: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return ed25519 public keys, separated by commas or line ends."""
    public_keys = tuple(filter(None, map(str.strip, re.split(r"[,\n]", _text(config, name)))))
    for line in public_keys:
        if not _PUBLIC_KEY.fullmatch(line):
            raise SettingsError(
                f"SUMMARIES_{name} has “{line[:40]}”, which is no public key: copy the line of "
                "_publisher.pub beside the editions"
            )
    return public_keys
