"""Object storage that speaks Amazon's S3 protocol: one place of it, ``s3://bucket/prefix``.

Keys are given below the prefix. Credentials, region and endpoint are the environment's
(``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, ``AWS_ENDPOINT_URL`` and what
else obstore reads). The library runs threads of its own that a fork does not copy: a process that
forks must not have used it before.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import SummariesError
from ...files import MAX_BYTES

if TYPE_CHECKING:
    from obstore.store import S3Store

# Seconds for a connection, and for a whole answer; and how often a request is tried again: after a
# network that was cut, more than one of the connections that were kept may be dead.
CONNECT, ANSWER, AGAIN = 2.0, 5.0, 3
# What a store says, and what a person does about it.
_REMEDIES = {
    "NoSuchBucket": "there is no such bucket: create it, or name another one",
    "SignatureDoesNotMatch": "it refuses the secret key: set AWS_SECRET_ACCESS_KEY",
    "InvalidAccessKeyId": "it does not know the access key: set AWS_ACCESS_KEY_ID",
    "ExpiredToken": "the credentials have expired: set new ones",
    "AccessDenied": "these credentials may not do that: allow reading, listing, writing and "
    "deleting below this address (a window only reads)",
    "RequestTimeTooSkewed": "this machine’s clock is wrong: set it",
}
_CODE = re.compile(r"<Code>(\w+)</Code>")
_STATUS = re.compile(r"status code: (\d{3} [A-Za-z ]+)")


class BucketError(SummariesError):
    """Object storage does not answer, or refuses; says what to do."""


class NoObjectError(BucketError):
    """There is no object of that name."""


class MovedOnError(BucketError):
    """The object is another one by now; nothing was written."""


class Object(NamedTuple):
    """An object: its content, and the store's tag of it."""

    content: bytes
    tag: str


class Listed(NamedTuple):
    """An object in a listing: its key, size in bytes, and tag."""

    key: str
    size: int
    tag: str


class Bucket:
    """The objects below one address. Safe to share between threads.

    ``answer`` is how many seconds an answer may take. All methods raise :class:`BucketError`.
    """

    def __init__(self, address: str, *, answer: float = ANSWER, again: int = AGAIN) -> None:
        self.address = address
        self._answer, self._again = answer, again
        self._opened: S3Store | None = None
        self._failed = float("-inf")

    @property
    def silent(self) -> bool:
        """Whether the store did not answer a moment ago: who serves readers does not wait again."""
        return time.monotonic() - self._failed < 1

    def get(self, key: str, tag: str = "", *, most: int = MAX_BYTES) -> Object | None:
        """Return the object ``key``, at ``most`` so many bytes; None while ``tag`` is its ETag."""
        import obstore  # noqa: PLC0415 - optional, and only who uses it pays for loading it

        options: Any = {"if_none_match": tag} if tag else None
        try:
            answer = obstore.get(self._store, key, options=options)
            if answer.meta["size"] > most:
                raise BucketError(f"{self.address}/{key} is larger than {most // 1024**2} MiB")
            return Object(bytes(answer.bytes()), answer.meta["e_tag"] or "")
        except obstore.exceptions.NotModifiedError:
            return None
        except (obstore.exceptions.BaseError, OSError, ValueError) as error:
            raise self._error(error, key) from error

    def metadata(self, key: str) -> dict[str, str]:
        """Return what the object ``key`` is sent with, and what else its writer noted, by name."""
        import obstore  # noqa: PLC0415

        try:
            return {str(n): str(v) for n, v in obstore.get(self._store, key).attributes.items()}
        except (obstore.exceptions.BaseError, OSError, ValueError) as error:
            raise self._error(error, key) from error

    def put(
        self,
        key: str,
        content: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        instead: str | None = None,
    ) -> str:
        """Write ``content`` as the object ``key``, and return its tag.

        ``headers`` are sent with it to readers. ``instead`` is the tag of the object that is
        replaced, nothing where there is none; raises :class:`MovedOnError` when it is another one
        by now. A store that cannot compare just writes.
        """
        import obstore  # noqa: PLC0415

        mode: Any = None if instead is None else {"e_tag": instead} if instead else "create"
        attributes: Any = headers
        try:
            try:
                done = obstore.put(
                    self._store, key, content, attributes=attributes, mode=mode, use_multipart=False
                )
            except (obstore.exceptions.NotSupportedError, NotImplementedError):
                done = obstore.put(
                    self._store, key, content, attributes=attributes, use_multipart=False
                )
        except (
            obstore.exceptions.PreconditionError, obstore.exceptions.AlreadyExistsError
        ) as error:  # fmt: skip
            raise MovedOnError(
                f"{self.address}/{key} was written by another program meanwhile: "
                "let one publisher write there"
            ) from error
        except (obstore.exceptions.BaseError, OSError, ValueError) as error:
            raise self._error(error, key) from error
        return done["e_tag"] or ""

    def delete(self, keys: Sequence[str]) -> None:
        """Remove the objects ``keys``; those that are not there are no error."""
        import obstore  # noqa: PLC0415

        for key in keys:
            try:
                obstore.delete(self._store, key)
            except FileNotFoundError:
                continue
            except (obstore.exceptions.BaseError, OSError, ValueError) as error:
                raise self._error(error, key) from error

    def objects(self, prefix: str = "") -> Iterator[Listed]:
        """Yield all objects whose keys are ``prefix`` or begin with it and a slash."""
        import obstore  # noqa: PLC0415

        try:
            for several in obstore.list(self._store, prefix or None):
                for each in several:
                    yield Listed(each["path"], each["size"], each["e_tag"] or "")
        except (obstore.exceptions.BaseError, OSError, ValueError) as error:
            raise self._error(error, prefix) from error

    @property
    def _store(self) -> S3Store:
        if self._opened is None:
            from obstore.store import from_url  # noqa: PLC0415

            for name in [n for n in os.environ if n.startswith("AWS_") and not os.environ[n]]:
                del os.environ[name]  # as containers pass on what is not set
            endpoint = os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT") or ""
            if endpoint and not re.fullmatch(r"https?://[^/\s]+(?:/\S*)?", endpoint):
                raise BucketError(
                    "AWS_ENDPOINT_URL is no address of object storage: write one such as "
                    "https://storage.example.org, or unset it for Amazon’s"
                )
            options: Any = {
                "connect_timeout": timedelta(seconds=min(CONNECT, self._answer)),
                "timeout": timedelta(seconds=self._answer),
                # Whoever writes http: into the endpoint means it; a request is signed all the same.
                "allow_http": endpoint.startswith("http:"),
            }
            retry: Any = {
                "max_retries": self._again,
                # A store that is silent is not waited for again and again.
                "retry_timeout": timedelta(seconds=self._answer * min(self._again + 1, 2)),
                "backoff": {
                    "init_backoff": timedelta(milliseconds=50),
                    "max_backoff": timedelta(seconds=1),
                    "base": 2,
                },
            }
            try:
                opened: Any = from_url(self.address, client_options=options, retry_config=retry)
            except Exception as error:  # the library's own, and those of what it is made with
                raise self._error(error, "") from error
            self._opened = opened
        return self._opened

    def _error(self, error: Exception, key: str) -> BucketError:
        """Return an error that says in one sentence what the store's was, and what to do."""
        said = str(error)
        code, status = _CODE.search(said), _STATUS.search(said)
        named = code[1] if code else ""
        where = self.address
        if named in _REMEDIES:
            return BucketError(f"{where} cannot be used, {_REMEDIES[named]}")
        if isinstance(error, FileNotFoundError) or named == "NoSuchKey":
            return NoObjectError(f"{where}/{key} is not there")
        if status and status[1].startswith("403"):
            return BucketError(f"{where} cannot be used, {_REMEDIES['AccessDenied']}")
        if not status:
            self._failed = time.monotonic()
            return BucketError(
                f"{where} does not answer: see whether the network and AWS_ENDPOINT_URL are right, "
                "and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set"
            )
        self._failed = time.monotonic()
        return BucketError(
            f"{where} answers {' '.join(filter(None, (status[1].strip(), named)))}: "
            "see what the store’s operator says"
        )
