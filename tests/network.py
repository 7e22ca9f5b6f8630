"""No network in tests: whatever asks Python for an address off this machine is refused, and told so."""

from __future__ import annotations

import sys
from ipaddress import ip_address
from typing import Any

_CONNECTS = ("socket.connect", "socket.sendto", "socket.sendmsg")
_ASKS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_blocked = False


class NetworkError(Exception):
    """Something reached for the network."""


def block() -> None:
    """Refuse every address but loopback and local sockets in this process, from now until its end.

    By an audit hook: Python's own socket module cannot get round it, whoever imported it and when. Programs that a test
    starts are not held by it: readers refuse sockets themselves, and Chromium is told to resolve no name.
    """
    global _blocked
    if not _blocked:
        sys.addaudithook(_refuse)
        _blocked = True


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _CONNECTS and not local(arguments[1]):
        raise NetworkError(f"a test may not call {event} to {arguments[1]!r}")
    if event in _ASKS and not local(arguments[0]):
        raise NetworkError(f"a test may not call {event} for {arguments[0]!r}")


def local(address: Any) -> bool:
    """Whether an address is loopback, a path of this machine, or none at all."""
    if not isinstance(address, tuple):
        host = address
        if isinstance(host, bytes | str) and b"/" in (host if isinstance(host, bytes) else host.encode("utf-8", "surrogateescape")):
            return True  # a socket in the file system
    else:
        host = address[0]
    if isinstance(host, bytes):
        if host.startswith(b"\0"):  # Linux: a local socket without a file
            return True
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False
