"""Fetch one page from the web: asked for by name, from public addresses only, bounded.

The address that was checked is the one connected to, so that a name cannot point elsewhere a moment
later (DNS rebinding); every redirect is checked the same way.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, urljoin, urlsplit

from ...errors import SummariesError
from .encoding import MAX_PAGE

SECONDS = 30
_ONE_STEP = 10
_REDIRECTS = 5
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_AGENT = "multilingual-summary-service"
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8"
_SAVE = "save the page from a browser, and give the file"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: the bytes, where they came from in the end, and their encoding."""

    data: bytes
    url: str
    charset: str | None


def is_address(text: str) -> bool:
    """Tell whether ``text``, which a person named, is an address of the web rather than a file."""
    return text.casefold().startswith(("http://", "https://"))


def fetch(url: str, *, allow_private: bool = False, seconds: float = SECONDS) -> Fetched:
    """Return what ``url`` answers, after at most five redirects and ``seconds`` in all.

    Raises :class:`SummariesError` when it is not http or https, leads to an address of a private
    network (unless ``allow_private``), answers no page, takes too long, or is larger than 10 MiB.
    """
    deadline = time.monotonic() + seconds
    for _ in range(_REDIRECTS + 1):
        step = _step(url, allow_private, deadline)
        if isinstance(step, Fetched):
            return step
        url = step
    raise SummariesError(f"the address leads on and on: {_SAVE}")


def _step(url: str, allow_private: bool, deadline: float) -> Fetched | str:
    """Ask one address; return what it answers, or where it leads on to."""
    scheme, host, port, target = _parts(url)
    address = _checked(host, port, allow_private)
    left = deadline - time.monotonic()
    connection = _connection(scheme, host, port, address, min(_ONE_STEP, max(left, 0.01)))
    # A server that sends a byte now and then resets every other limit.
    timer = threading.Timer(max(left, 0.01), _cut, [connection])
    timer.daemon = True
    timer.start()
    try:
        with contextlib.closing(connection):
            connection.request(
                "GET", target,
                headers={"User-Agent": _AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip"},
            )  # fmt: skip
            with contextlib.closing(connection.getresponse()) as response:
                onward = response.headers.get("Location")
                if response.status in (301, 302, 303, 307, 308) and onward:
                    return urljoin(url, str(onward))
                _check_status(response.status, host)
                data = b"".join(_body(response, deadline))
                return Fetched(data, url, _charset(response.headers))
    except ssl.SSLError as error:
        raise SummariesError(f"{host} has no certificate that can be trusted: {_SAVE}") from error
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        if time.monotonic() >= deadline:
            raise SummariesError(f"{host} takes too long to answer: {_SAVE}") from error
        raise SummariesError(f"{host} does not answer: {_SAVE}") from error
    finally:
        timer.cancel()


def _parts(url: str) -> tuple[str, str, int, str]:
    """Return scheme, host, port, and what is asked for at the host."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except (ValueError, UnicodeError) as error:
        raise SummariesError(f"“{url[:200]}” is not an address: give one with https://") from error
    if parts.scheme not in ("http", "https") or not host:
        raise SummariesError(f"“{url[:200]}” cannot be fetched: only http:// and https:// can")
    if parts.username is not None or parts.password is not None:
        raise SummariesError("an address with a name or a password in it is not fetched: " + _SAVE)
    target = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*-._")
    query = quote(parts.query, safe="%/:=&?~+!$,;'@()*-._[]|")
    return parts.scheme, host, port, f"{target}?{query}" if query else target


def _checked(host: str, port: int, allow_private: bool) -> str:
    """Return the address of ``host`` to connect to; all that it has must be public."""
    try:
        hosts = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SummariesError(f"there is no host {host[:200]}: look at the address again") from error
    addresses = [str(item[4][0]) for item in hosts]
    if not allow_private and not all(map(is_public, addresses)):
        raise SummariesError(
            f"{host[:200]} is in a private network: use --allow-private if you mean it"
        )
    return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether ``address``, of IP, is in the public internet, also through IPv4 inside IPv6.

    >>> is_public("8.8.8.8"), is_public("10.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if number.teredo is not None:
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved


def _connection(
    scheme: str, host: str, port: int, address: str, seconds: float
) -> http.client.HTTPConnection:
    """Return a connection to ``address``, which is told the name ``host`` and must prove it."""
    try:
        plain = socket.create_connection((address, port), timeout=seconds)
    except OSError as error:
        raise SummariesError(f"{host} does not answer: {_SAVE}") from error
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    if scheme == "https":
        connection.default_port = 443
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except ssl.SSLError as error:
            plain.close()
            text = f"{host} has no certificate that can be trusted: {_SAVE}"
            raise SummariesError(text) from error
        except OSError as error:
            plain.close()
            raise SummariesError(f"{host} does not answer: {_SAVE}") from error
    else:
        connection.sock = plain
    return connection


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a connection whatever it waits for."""
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _check_status(status: int, host: str) -> None:
    if status == http.client.OK:
        return
    if status in (401, 402, 403, 407, 429, 451):
        raise SummariesError(f"{host} does not give the page to programs ({status}): {_SAVE}")
    if status in (404, 410):
        raise SummariesError(f"{host} has no such page ({status}): look at the address again")
    raise SummariesError(f"{host} answers with an error ({status}): try later, or {_SAVE}")


def _body(response: http.client.HTTPResponse, deadline: float) -> Iterator[bytes]:
    """Yield the body, unpacked, until it is larger than a page may be or the time is over."""
    packed = (response.headers.get("Content-Encoding") or "").casefold() in ("gzip", "x-gzip")
    unpack = zlib.decompressobj(wbits=31) if packed else None
    size = 0
    while chunk := response.read1(65536):
        if time.monotonic() >= deadline:
            raise TimeoutError
        if unpack is not None:
            chunk = unpack.decompress(chunk, MAX_PAGE + 1 - size)
            if unpack.unconsumed_tail:
                size = MAX_PAGE
        size += len(chunk)
        if size > MAX_PAGE:
            raise SummariesError("the page is larger than 10 MiB: give the article alone")
        yield chunk
    if time.monotonic() >= deadline:
        raise TimeoutError


def _charset(headers: Message) -> str | None:
    return headers.get_content_charset()
