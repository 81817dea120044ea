"""Signing in by OpenID Connect: the code flow with PKCE, as a confidential or public client.

OpenID Connect Core 1.0, sections 3.1 (code flow) and 3.1.3.7 (what an ID token must say); RFC 7636
(PKCE, S256); RFC 9700 (state and nonce bound to the browser, used once).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import SettingsError, SummariesError
from ..settings import Settings
from . import groups
from .language import gettext as _
from .memory import Memory, digest_of

# Seconds that somebody may take at the provider; that the provider has for an answer; that what it
# says of itself is believed; that clocks may differ.
LOGIN, PATIENCE, BELIEVED, LEEWAY = 600, 10, 3600, 60
# Not the symmetric ones, and never “none”.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
_SCHEMA = """
create table if not exists login (
  state text primary key, browser text not null, nonce text not null, verifier text not null,
  following text not null, at real not null);
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Who signed in at the provider: an identity that never changes, a name, and groups."""

    subject: str
    name: str
    groups: frozenset[str]


class OpenID:
    """A provider, and the sign-ins that are under way there."""

    def __init__(self, settings: Settings, memory: Memory) -> None:
        """Raises SettingsError where settings are missing, or the extra ``oidc``."""
        try:
            import authlib  # noqa: F401, PLC0415
            import joserfc  # noqa: F401, PLC0415
            import requests  # noqa: F401, PLC0415
        except ImportError as error:
            raise SettingsError(
                "SUMMARIES_DESK_OIDC_ISSUER needs libraries that are not installed: "
                'pip install "multilingual-summary-service[oidc]"'
            ) from error
        if not settings.desk_oidc_client_id:
            raise SettingsError("SUMMARIES_DESK_OIDC_ISSUER needs SUMMARIES_DESK_OIDC_CLIENT_ID")
        self.grants = groups.parse(settings.desk_oidc_roles)
        if not self.grants:
            raise SettingsError(f"SUMMARIES_DESK_OIDC_ISSUER needs {groups.SETTING}")
        self._settings, self._memory = settings, memory
        self._known: tuple[float, Mapping[str, Any], Any] | None = None
        with memory.open() as db:
            db.executescript(_SCHEMA)

    def begin(self, callback: str, browser: str, following: str) -> str:
        """Return the provider's address to go to; ``browser`` is what this browser is known by.

        ``callback`` is our address that it sends the browser back to, ``following`` the one to go
        to after that. Raises SummariesError when the provider does not answer.
        """
        about, _keys = self._provider()
        state, nonce, verifier = (secrets.token_urlsafe(size) for size in (24, 24, 48))
        with self._memory.open() as db, self._client(callback) as client:
            db.execute("delete from login where at < ?", (time.time() - LOGIN,))
            db.execute(
                "insert into login values (?, ?, ?, ?, ?, ?)",
                (digest_of(state), digest_of(browser), nonce, verifier, following, time.time()),
            )
            address, _state = client.create_authorization_url(
                about["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return str(address)

    def finish(self, callback: str, browser: str, query: Mapping[str, str]) -> tuple[Person, str]:
        """Return who signed in, and where they wanted to go.

        ``callback`` and ``browser`` are those of :meth:`begin`. ``query`` is what the provider sent
        the browser back with. Raises SummariesError for a sign-in that this browser did not begin,
        that was refused, or that proves nothing.
        """
        nonce, verifier, following = self._login(query.get("state", ""), browser)
        if not query.get("code"):
            raise SummariesError(_("The sign-in was refused there, or cancelled."))
        about, _keys = self._provider()
        with self._client(callback) as client:
            try:
                token = client.fetch_token(
                    about["token_endpoint"], code=query["code"], code_verifier=verifier,
                    timeout=PATIENCE, allow_redirects=False,
                )  # fmt: skip
                claims = self._claims(str(token.get("id_token", "")), nonce)
                more = self._more(client, about, claims)
            except SummariesError:
                raise
            except Exception as error:  # of three libraries
                raise SummariesError(_("The sign-in could not be proven. Try again.")) from error
        all_claims = {**more, **claims}
        listed = all_claims.get(self._settings.desk_oidc_groups) or []
        names = [listed] if isinstance(listed, str) else listed
        name = all_claims.get("name") or all_claims.get("preferred_username") or ""
        subject = f"{about['issuer']} {claims['sub']}"
        return Person(subject, str(name), frozenset(map(str, names))), following

    def _login(self, state: str, browser: str) -> tuple[str, str, str]:
        """Take what was begun under ``state``: it is worth nothing a second time."""
        with self._memory.open() as db:
            row = db.execute(
                "delete from login where state = ? returning browser, nonce, verifier, "
                "following, at", (digest_of(state),),
            ).fetchone()  # fmt: skip
        if (
            row is None or not browser or row[0] != digest_of(browser)
            or row[4] < time.time() - LOGIN
        ):  # fmt: skip
            raise SummariesError(_("This sign-in was not begun in this browser, or too long ago."))
        return row[1], row[2], row[3]

    def _claims(self, id_token: str, nonce: str) -> Mapping[str, Any]:
        """Return what the ID token says, once its signature and claims hold."""
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.errors import JoseError  # noqa: PLC0415

        for again in (False, True):
            about, keys = self._provider(again=again)
            try:
                claims: Mapping[str, Any] = jwt.decode(id_token, keys, ALGORITHMS).claims
                break
            except (JoseError, ValueError):
                if again:  # a key that is new since the provider was asked is no forgery
                    raise
        client = self._settings.desk_oidc_client_id
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY, iss={"essential": True, "value": about["issuer"]},
            aud={"essential": True, "value": client}, exp={"essential": True},
            iat={"essential": True}, sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )  # fmt: skip
        registry.validate(dict(claims))
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if claims.get("azp", client) != client or (len(audiences) > 1 and "azp" not in claims):
            raise ValueError("the token is for another client")
        return claims

    def _more(self, client: Any, about: Mapping[str, Any], claims: Mapping[str, Any]) -> Any:
        """Return what the provider's userinfo adds, where the ID token lacks something."""
        lacking = [key for key in ("name", self._settings.desk_oidc_groups) if key not in claims]
        if not lacking or not about.get("userinfo_endpoint"):
            return {}
        answer = client.get(about["userinfo_endpoint"], timeout=PATIENCE, allow_redirects=False)
        answered = answer.json() if answer.status_code == 200 else {}
        # Section 5.3.2: it must be about the same person.
        return (
            answered if isinstance(answered, dict) and answered.get("sub") == claims["sub"] else {}
        )

    def _client(self, callback: str) -> Any:
        from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415

        config = self._settings
        return OAuth2Session(
            config.desk_oidc_client_id, config.desk_oidc_client_secret or None,
            token_endpoint_auth_method=None if config.desk_oidc_client_secret else "none",
            scope="openid profile", redirect_uri=callback, code_challenge_method="S256",
        )  # fmt: skip

    def _provider(self, *, again: bool = False) -> tuple[Mapping[str, Any], Any]:
        """Return what the provider says of itself, and its keys."""
        import requests  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415

        now, issuer = time.monotonic(), self._settings.desk_oidc_issuer
        if self._known and not again and now - self._known[0] < BELIEVED:
            return self._known[1:]
        try:
            with requests.Session() as client:
                about = client.get(
                    f"{issuer}/.well-known/openid-configuration", timeout=PATIENCE,
                    allow_redirects=False,
                ).json()  # fmt: skip
                if str(about["issuer"]).rstrip("/") != issuer:
                    raise ValueError("another issuer")
                keys = KeySet.import_key_set(
                    client.get(about["jwks_uri"], timeout=PATIENCE, allow_redirects=False).json()
                )
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise SummariesError(
                _("Signing in elsewhere does not work now. Try again in a moment.")
            ) from error
        self._known = (now, about, keys)
        return about, keys
