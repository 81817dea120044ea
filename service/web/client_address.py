"""The reader's address where proxies stand in front, out of their ``X-Forwarded-For``.

A WSGI middleware. It takes the address alone: scheme and host come from ``SUMMARIES_BASE_URL``,
never from a request, and a proxy that does not set a header for one lets everybody's through.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# An address with brackets, a port or both, as some load balancers write it (RFC 3986, 3.2.2).
_WITH_PORT = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+))(?::[0-9]{1,5})?")
# More than the longest address in brackets with a port (53 characters).
_LONGEST = 64


def parse(text: str) -> Address | None:
    """Return the address in ``text``, which may have a port; None if there is none.

    ``192.0.2.7``, ``192.0.2.7:5123``, ``2001:db8::1``, ``[2001:db8::1]``, ``[2001:db8::1]:443``. An
    IPv4 address that is written as an IPv6 one (``::ffff:192.0.2.7``) is an IPv4 address.

    >>> parse("[2001:db8::1]:443")
    IPv6Address('2001:db8::1')
    """
    text = text.strip(" \t")
    if len(text) > _LONGEST:
        return None
    match = _WITH_PORT.fullmatch(text)
    try:
        address = ipaddress.ip_address((match[1] or match[2]) if match else text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


class ForwardedFor:
    """Wraps ``app``; ``proxies`` is how many of ours a request passes, at least one.

    The address that the outermost of them saw becomes ``REMOTE_ADDR``. If there is none in its
    place, ``REMOTE_ADDR`` stays the address that connected.
    """

    def __init__(self, app: WSGIApplication, proxies: int) -> None:
        self._app = app
        self._proxies = proxies
        self._warned = False

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        header = environ.get("HTTP_X_FORWARDED_FOR")
        if header is not None:
            # By commas alone: the header has no quoted strings. Werkzeug's ProxyFix reads them, so
            # that a client's open quote hides what the proxies added; it takes ports for addresses.
            places = header.rsplit(",", self._proxies)
            address = parse(places[-self._proxies]) if len(places) >= self._proxies else None
            if address:
                environ["REMOTE_ADDR"] = str(address)
            elif not self._warned:
                self._warned = True
                log.warning(
                    "X-Forwarded-For has no address in place %d from its end: such requests count "
                    "as the proxy's own; see SUMMARIES_TRUSTED_PROXIES", self._proxies,
                )  # fmt: skip
        return self._app(environ, start)
