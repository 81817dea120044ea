"""ed25519 keys as OpenSSH writes them: verifying proofs with a public key, signing with a private.

What is signed is what ``ssh-keygen -Y sign -n summaries`` signs (OpenSSH's PROTOCOL.sshsig), so a
proof can be checked without this software, too. Verifying needs PyNaCl alone; private keys are
read by ``cryptography``, the extra ``keys``, which a window never loads.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from ..errors import SummariesError
from ..files import read_bytes

TYPE = "ssh-ed25519"
NAMESPACE = b"summaries"
_HASH = b"sha512"


def _string(content: bytes) -> bytes:
    """Return ``content`` as SSH writes a string: its length in four bytes before it (RFC 4251)."""
    return struct.pack(">I", len(content)) + content


def _to_sign(message: bytes) -> bytes:
    """Return the bytes that are signed for ``message``, as PROTOCOL.sshsig has them."""
    parts = (NAMESPACE, b"", _HASH, hashlib.sha512(message).digest())
    return b"SSHSIG" + b"".join(map(_string, parts))


@lru_cache(maxsize=1024)
def public_bytes(line: str) -> bytes:
    """Return the 32 bytes of ``line``, a public key as ``ssh-ed25519 AAAA… comment``.

    Raises SummariesError for anything else.
    """
    fields = line.split()
    wrong = SummariesError(
        f"“{line[:40]}” is no ed25519 public key: copy the line of a file such as id_ed25519.pub"
    )
    if len(fields) < 2 or fields[0] != TYPE:
        raise wrong
    try:
        blob = base64.b64decode(fields[1], validate=True)
    except (binascii.Error, ValueError) as error:
        raise wrong from error
    head = _string(TYPE.encode()) + struct.pack(">I", 32)
    if len(blob) != len(head) + 32 or not blob.startswith(head):
        raise wrong
    return blob[-32:]


def public_line(key: bytes, comment: str = "") -> str:
    """Return the line that OpenSSH writes for ``key``, the 32 bytes of a public one.

    ``comment`` stands at its end.

    >>> public_line(bytes(32), "jane@example.org").split()[::2]
    ['ssh-ed25519', 'jane@example.org']
    """
    blob = _string(TYPE.encode()) + _string(key)
    return f"{TYPE} {base64.b64encode(blob).decode()} {comment}".rstrip()


def fingerprint(line: str) -> str:
    """Return the fingerprint of ``line``, a public key, as ``ssh-keygen -l`` has it."""
    blob = _string(TYPE.encode()) + _string(public_bytes(line))
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def verify(message: bytes, proof: str, lines: Iterable[str]) -> str | None:
    """Return the first of the public key ``lines`` under which ``proof`` signs ``message``.

    None where none does, or ``proof`` is no signature. A line that is no key signs nothing.
    """
    try:
        signature = base64.b64decode(proof, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(signature) != 64:
        return None
    content = _to_sign(message)
    return next((line for line in lines if _valid(line, content, signature)), None)


# The source's signatures are in the edition of every language: they are verified once. Some 400
# bytes each.
@lru_cache(maxsize=4096)
def _valid(line: str, content: bytes, signature: bytes) -> bool:
    try:
        VerifyKey(public_bytes(line)).verify(content, signature)
    except (CryptoError, ValueError, SummariesError):
        return False
    return True


class PrivateKey:
    """An ed25519 private key that signs payloads."""

    def __init__(self, seed: bytes) -> None:
        self._key = SigningKey(seed)

    @classmethod
    def generate(cls) -> PrivateKey:
        """Return a new random key."""
        return cls(bytes(SigningKey.generate()))

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes."""
        return bytes(self._key)

    @property
    def public(self) -> str:
        """The public half, as a line of OpenSSH."""
        return public_line(bytes(self._key.verify_key))

    def sign(self, message: bytes) -> str:
        """Return the proof over ``message``, in base64."""
        return base64.b64encode(self._key.sign(_to_sign(message)).signature).decode()


def load(path: Path, ask: Callable[[], str]) -> PrivateKey:
    """Read the private key at ``path``, in OpenSSH's format.

    ``ask`` returns the passphrase of an encrypted one. Raises SummariesError, which says the
    remedy, for whatever cannot be used.
    """
    lacking = SummariesError(
        "signing with a key needs a library that is not installed: "
        'pip install "multilingual-summary-service[keys]"'
    )
    try:
        from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - an extra
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PrivateKey,
        )
        from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
            load_ssh_private_key,
        )
    except ImportError as error:
        raise lacking from error
    content = read_bytes(path, str(path))
    wrong = SummariesError(
        f"{path} cannot be used: give a private ed25519 key as “ssh-keygen -t ed25519” makes it"
    )
    try:
        key = load_ssh_private_key(content, None)
    except TypeError:  # encrypted
        try:
            key = load_ssh_private_key(content, ask().encode())
        except ValueError as error:
            raise SummariesError(f"the passphrase does not open {path}: try again") from error
        except UnsupportedAlgorithm as error:  # without the bcrypt module
            raise lacking from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise wrong from error
    if not isinstance(key, Ed25519PrivateKey):
        raise wrong
    return PrivateKey(key.private_bytes_raw())
