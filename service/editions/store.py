"""Edition files on disk, and the publisher's report.

An edition is ``<folder>/<domain>/<locale>.json``; the article's own text is beside them in
``_article.json``.

Every file carries a checksum over all of it, signed by the publisher. Reviewers' signatures cover
the words, figures and evidence; the publisher's also covers what nobody reviews: revision, dates,
corrections, a withdrawal and its reason.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..errors import Finding, InputError
from ..files import folders, read_bytes, sweep_up, sync, write_all, write_bytes
from ..review import backlog, keys
from ..review.backlog import Backlog
from ..review.keys import PrivateKey
from . import edition_json, publisher_key, verification
from .model import Edition, Original, Withdrawn
from .verification import EditionError

REPORT = "_publisher.json"
ORIGINAL = "_article"
HEARTBEAT = "_alive"
CHECKSUM, PROOF = "checksum", "proof"
NO_SIGNERS: dict[str, Any] = {"models": False, "open": False, "signers": []}
# What the seal covers does not depend on how the file is laid out.
_CANONICAL = msgspec.json.Encoder(order="sorted")


def path(folder: Path, domain: str, locale: str) -> Path:
    """Return where in ``folder`` the edition of ``domain`` in ``locale`` is, or would be.

    >>> str(path(Path("editions"), "harbor-fire", "uk"))
    'editions/harbor-fire/uk.json'
    """
    return folder / f"{domain}/{locale}.json"


def files(folder: Path) -> list[Path]:
    """Return all files below ``folder``, editions and articles' texts, sorted."""
    return sorted(folder.glob("*/*.json"))


def shown(file: Path) -> str:
    """Return how messages name ``file``, an edition's, printable whatever its name is."""
    return _printable(f"{file.parent.name}/{file.name}")


def checksum(data: dict[str, Any]) -> bytes:
    """Return the SHA-256 of an edition file's ``data``, whatever checksum and proof it has.

    Raises ValueError for text with half characters, which no edition has.
    """
    parts = {name: value for name, value in data.items() if name not in (CHECKSUM, PROOF)}
    return hashlib.sha256(_CANONICAL.encode(parts)).digest()


def seal(data: dict[str, Any], key: PrivateKey) -> dict[str, Any]:
    """Return ``data`` with its checksum, and the publisher's signature over that."""
    digest = checksum(data)
    return data | {CHECKSUM: digest.hex(), PROOF: key.sign(digest)}


def load(file: Path, trusted: Sequence[str] | None = None, locale: str = "") -> Edition | Withdrawn:
    """Read and verify the edition file at ``file``; its place says what it must be.

    ``trusted`` are the publisher's public keys; without it the one beside the editions counts. A
    copy has another name than the edition in ``locale``. Raises
    :class:`~service.errors.InputError` or :class:`~service.editions.verification.EditionError`.
    """
    return verification.verify(_checked(file, trusted), file.parent.name, locale or file.stem)


def load_original(file: Path, trusted: Sequence[str] | None = None) -> Original:
    """Read and verify the article's text at ``file``, as :func:`load`.

    ``trusted`` are the public keys of publishers, None for any.
    """
    return verification.verify_original(_checked(file, trusted), file.parent.name)


def check(content: bytes, trusted: Sequence[str]) -> int:
    """Return the serial of ``content``, an edition file of a publisher of the keys ``trusted``.

    0 where it has none. The signatures in it are not looked at. Raises
    :class:`~service.editions.verification.EditionError`.
    """
    serial = _sealed(content, trusted).get("serial")
    return serial if isinstance(serial, int) else 0


def _checked(file: Path, trusted: Sequence[str] | None, *, up: int = 1) -> dict[str, Any]:
    content = read_bytes(file, shown(file))
    return _sealed(content, publisher_key.public(file.parents[up]) if trusted is None else trusted)


def _sealed(content: bytes, trusted: Sequence[str]) -> dict[str, Any]:
    try:
        # Half characters (lone surrogates) can be escaped in JSON, but no answer can hold them:
        # this refuses them.
        data = msgspec.json.decode(content)
    except UnicodeError as error:
        raise EditionError("it is not UTF-8 text") from error
    except (ValueError, RecursionError) as error:
        raise EditionError(f"not JSON: {error}") from error
    if not isinstance(data, dict) or data.get(CHECKSUM) != (digest := checksum(data)).hex():
        raise EditionError("checksum mismatch: the file was damaged, or not written by a publisher")
    proof = data.get(PROOF)
    if not isinstance(proof, str) or keys.verify(digest, proof, trusted) is None:
        raise EditionError(
            "its signature is not the publisher’s: the file was written by something else, or the "
            "publisher has another key (SUMMARIES_PUBLISHER_KEYS)"
        )
    return data


def save(folder: Path, value: Edition | Withdrawn | Original, key: PrivateKey) -> None:
    """Write one edition, as :func:`save_all` does."""
    save_all(folder, [value], key)


def save_all(
    folder: Path, values: Iterable[Edition | Withdrawn | Original], key: PrivateKey
) -> None:
    """Write ``values`` to their places in ``folder``, signed with the publisher's ``key``.

    Each is replaced at once, and on the disk when this returns. A link in the place of an article's
    folder goes: what it leads to is not the publisher's to write. Raises OSError.
    """
    contents: dict[Path, bytes] = {}
    made = False
    for value in values:
        if isinstance(value, Original):
            file = path(folder, value.domain, ORIGINAL)
        else:
            named = value.content if isinstance(value, Edition) else value
            file = path(folder, named.domain, named.locale)
        contents[file] = _dump(seal(edition_json.to_json(value), key))
        if file.parent.is_symlink():
            file.parent.unlink()
        if not file.parent.exists():  # its first edition
            file.parent.mkdir()
            made = True
    write_all(contents)
    if made:
        sync(folder)


def save_report(
    folder: Path,
    problems: Sequence[Finding],
    waiting: Mapping[str, Backlog],
    people_only: bool,
    signers: Mapping[str, Any],
    key: PrivateKey,
) -> None:
    """Write the publisher's report for windows, which do not see the workshop.

    ``folder`` is that of the editions. The report says what could not be used (``problems``), what
    waits for a signature in each locale (``waiting``), whether only people may sign and did
    (``people_only``), and who may (``signers``, of ``Policy.published``). It is signed, since
    readers are told the latter.
    """
    texts = [_printable(str(problem)) for problem in problems]
    waits = backlog.to_json(waiting)
    data = {"problems": texts, "waiting": waits, "people_only": people_only, "signers": signers}
    write_bytes(folder / REPORT, _dump(seal(data, key)))


def load_report(folder: Path) -> tuple[str, ...]:
    """Return what the publisher of ``folder`` could not use, one sentence each."""
    try:
        problems = json.loads(read_bytes(folder / REPORT, REPORT))["problems"]
        return tuple(_printable(str(problem)) for problem in problems)
    except (InputError, ValueError, TypeError, KeyError, RecursionError) as error:
        return (f"{REPORT} cannot be read: {error}",)


def load_waiting(folder: Path) -> dict[str, Backlog]:
    """Return what waits for a signature, by locale; nothing where ``folder`` has no such report."""
    try:
        data = json.loads(read_bytes(folder / REPORT, REPORT))
        return backlog.from_json(data.get("waiting", {}))
    except (InputError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def load_people_only(folder: Path, trusted: Sequence[str] | None = None) -> bool:
    """Return whether only people may sign and did; False unless the report says so, signed.

    ``folder`` is that of the editions, ``trusted`` are public keys of publishers, None for any.
    """
    try:
        return _checked(folder / REPORT, trusted, up=0)["people_only"] is True
    except (InputError, EditionError, KeyError, ValueError):
        return False


def load_signers(folder: Path, trusted: Sequence[str] | None = None) -> dict[str, Any]:
    """Return who may sign (``Policy.published``); nobody unless the report says so, signed.

    ``folder`` and ``trusted`` are as in :func:`load_people_only`.
    """
    try:
        signers = _checked(folder / REPORT, trusted, up=0)["signers"]
    except (InputError, EditionError, KeyError, ValueError):
        signers = None
    return signers if isinstance(signers, dict) else NO_SIGNERS


def doubt_people_only(folder: Path, key: PrivateKey) -> None:
    """Take back that only people sign, if the report in ``folder`` says so.

    This is done before anything else is published.
    """
    if load_people_only(folder):
        data = _checked(folder / REPORT, None, up=0) | {"people_only": False}
        data = {name: value for name, value in data.items() if name not in (CHECKSUM, PROOF)}
        write_bytes(folder / REPORT, _dump(seal(data, key)))


def sweep(folder: Path) -> None:
    """Remove what killed writers left beside the files of ``folder`` more than an hour ago."""
    for place in (folder, *(folder / name for name in folders(folder))):
        if place == folder or not place.is_symlink():
            sweep_up(place)


def update_heartbeat(folder: Path) -> None:
    """Update the publisher's heartbeat file in ``folder``, by which windows see that it works.

    It is the time of an empty file of its own, so that nothing else looks changed. Where the disk
    refuses it the heartbeat stops, as it should.
    """
    file = folder / HEARTBEAT
    with contextlib.suppress(OSError):
        if file.is_symlink():
            file.unlink()
        file.touch()


def heartbeat(folder: Path) -> float | None:
    """Return when a publisher of ``folder`` last left its sign, in seconds since 1970, or None."""
    try:
        return (folder / HEARTBEAT).stat().st_mtime
    except OSError:
        return None


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _dump(data: Any) -> bytes:
    # As json's own indent=1 writes it, and faster.
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"
