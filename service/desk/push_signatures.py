"""Whether a request that says “look at the repository” comes from who knows the secret. Pure.

Each host has its own way to prove that:

- GitHub, Gitea, Forgejo: ``X-Hub-Signature-256: sha256=`` and the hexadecimal HMAC-SHA256 of the
  body, keyed by the secret's text; Bitbucket has the same in ``X-Hub-Signature``;
- Weblate's webhook add-on, and GitLab with a signing token: ``webhook-signature`` of Standard
  Webhooks, an HMAC of id, time and body, keyed by what the secret is in Base64;
- GitLab: ``X-Gitlab-Token``, the secret itself.

Nobody is refused for an old time: who sends a request again gets one more look at the repository.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from werkzeug.datastructures import Headers

_PREFIX = "whsec_"


def signed(secret: str, headers: Headers, body: bytes) -> bool:
    """Tell whether ``headers`` prove that the sender of ``body`` knows ``secret``."""
    key = secret.encode()
    digest = "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest()
    proofs = [
        (headers.get("X-Hub-Signature-256"), digest), (headers.get("X-Hub-Signature"), digest),
        (headers.get("X-Gitlab-Token"), secret),
    ]  # fmt: skip
    if any(sent is not None and _same(sent, right) for sent, right in proofs):
        return True
    return _standard(secret, headers, body)


def _standard(secret: str, headers: Headers, body: bytes) -> bool:
    identity, sent = headers.get("webhook-id"), headers.get("webhook-signature", "")
    # Weblate signs whole seconds, and sends the time with its fraction.
    time = headers.get("webhook-timestamp", "").partition(".")[0]
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return False
    if not identity or not time or not key:
        return False
    signed = b".".join((identity.encode(), time.encode(), body))
    right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(_same(one, right) for one in sent.split())


def _same(sent: str, right: str) -> bool:
    return hmac.compare_digest(sent.encode(), right.encode())
