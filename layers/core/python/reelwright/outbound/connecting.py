"""Opens a connection to one of the addresses that were checked, with TLS for the host's name."""

import socket
import ssl
from collections.abc import Callable
from typing import Final

from reelwright.outbound.deadline import Deadline
from reelwright.receivers.urls import CallbackUrl

_CONNECT_SECONDS: Final = 4.0

Connect = Callable[[str, int, float], socket.socket]
"""Connects to an address and port within seconds; raises OSError."""


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """Return a TCP connection to an address."""
    return socket.create_connection((address, port), timeout=seconds)


def open_connection(
    url: CallbackUrl, addresses: tuple[str, ...], deadline: Deadline, *, connect: Connect, context: ssl.SSLContext
) -> socket.socket:
    """Return a connection to the first address that takes one, with TLS for the name; raises OSError."""
    last = OSError("no address")
    for address in addresses:
        try:
            plain = connect(address, url.port, min(_CONNECT_SECONDS, deadline.remaining()))
        except OSError as error:
            last = error
        else:
            return plain if url.plain else _secured(plain, url.host, deadline, context)
    raise last


def _secured(plain: socket.socket, host: str, deadline: Deadline, context: ssl.SSLContext) -> socket.socket:
    try:
        plain.settimeout(deadline.remaining())
        return context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
