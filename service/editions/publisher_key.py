"""The publisher's own ed25519 key: made at its first start, kept where only the publisher reads.

Windows take the public half from beside the editions, or from a setting, which also lets them
accept two while one takes the other's place. No window holds a secret.
"""

from __future__ import annotations

import contextlib
import os
from functools import lru_cache
from pathlib import Path

from ..errors import InputError, SettingsError, SummariesError
from ..files import read_bytes, read_text, write_bytes
from ..review import keys
from ..review.keys import PrivateKey

PRIVATE, PUBLIC, EARLIER = "publisher.key", "_publisher.pub", "earlier.pub"


def load(folder: Path) -> PrivateKey:
    """Return the private key in ``folder``; a new one, kept there, where there is none.

    Raises SettingsError when the file is no key, OSError when it cannot be read or written.
    """
    file = folder / PRIVATE
    if (key := _read(file)) is not None:
        return key
    folder.mkdir(parents=True, exist_ok=True)
    new = PrivateKey.generate()
    try:
        # Exclusive: of two publishers that start at once, one makes the key.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if (key := _read(file)) is not None:
            return key
        raise
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"{new.seed.hex()}\n")
        stream.flush()
        os.fsync(stream.fileno())
    return new


def beside(editions: Path) -> Path:
    """Return where key and log are unless a setting says otherwise: beside the editions folder."""
    return editions.parent / "published"


def trusted(published: Path, editions: Path) -> tuple[str, ...]:
    """Return the public keys whose lines in the publisher's log count.

    Its own, and those in ``earlier.pub``, where an operator puts the public half of a key that was
    replaced. ``published`` is the folder with the publisher's own key.
    """
    public_keys = list(public(editions))
    with contextlib.suppress(OSError, SummariesError):
        if (key := _read(published / PRIVATE)) is not None:
            public_keys.append(key.public)
    with contextlib.suppress(InputError):
        public_keys += read_text(published / EARLIER, EARLIER).splitlines()
    return tuple(dict.fromkeys(filter(None, public_keys)))


def is_there(folder: Path) -> bool:
    """Tell whether ``folder`` has a private key: else :func:`load` makes one."""
    return (folder / PRIVATE).exists()


def _read(file: Path) -> PrivateKey | None:
    """Return the key in ``file``; None where there is no file.

    Raises SettingsError for what is no key, OSError for what cannot be read.
    """
    try:
        content = read_bytes(file, str(file))
    except InputError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        if isinstance(error.__cause__, OSError):
            raise error.__cause__ from None
        raise SettingsError(str(error)) from error
    try:
        seed = bytes.fromhex(content.decode("ascii", "replace").strip())
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise SettingsError(
            f"{file} is not a publisher's key: put the right one back, or remove it, and the next "
            "start makes a new one and writes all editions again"
        )
    return _key(seed)


@lru_cache(maxsize=2)  # asked for each article, and the public half takes a while to compute
def _key(seed: bytes) -> PrivateKey:
    return PrivateKey(seed)


def announce(editions: Path, key: PrivateKey) -> None:
    """Put the public half beside the editions, unless it is there.

    Raises OSError, and SummariesError where another publisher's key is: windows that trust that one
    would believe nothing of what this one writes.
    """
    there = public(editions)
    if there and there != (key.public,):
        raise SummariesError(
            f"{editions / PUBLIC} is of another publisher’s key: put that key back as {PRIVATE} in "
            f"SUMMARIES_PUBLISHED, or, if it is lost, remove {PUBLIC}: everything is then signed "
            "again with the new one"
        )
    if not there:
        write_bytes(editions / PUBLIC, f"{key.public}\n".encode())


def public(editions: Path) -> tuple[str, ...]:
    """Return the public key beside the editions; nothing where there is none that can be used."""
    try:
        line = read_text(editions / PUBLIC, PUBLIC).strip()
        keys.public_bytes(line)
    except SummariesError:
        return ()
    return (line,)
