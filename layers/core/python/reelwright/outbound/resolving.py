"""The addresses of a host that may be called: resolved once within a time limit, and all of them checked."""

import queue
import socket
import threading
from collections.abc import Callable
from typing import Final

from reelwright.outbound.deadline import Deadline
from reelwright.receivers.addresses import in_order
from reelwright.receivers.urls import CallbackUrl

Resolve = Callable[[str, int, float], tuple[str, ...]]
"""Resolves a host for a port within seconds; raises OSError (including TimeoutError) if it cannot."""

RESOLVE_SECONDS: Final = 5.0
"""For a name that a caller waits for."""
_MOST_ADDRESSES: Final = 16
_MOST_TRIED: Final = 3


def resolve(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """Return the host's addresses as the system resolves them now, each once, at most sixteen.

    A hanging resolver keeps its thread until it returns; it is a daemon thread and does not block the exit.
    """
    answers: queue.SimpleQueue[tuple[str, ...] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            answers.put(error)
        except UnicodeError as error:  # the system's own encoding of names refuses some
            answers.put(OSError(str(error)))
        else:
            answers.put(tuple(dict.fromkeys(str(place[4][0]) for place in found))[:_MOST_ADDRESSES])

    threading.Thread(target=ask, daemon=True, name="resolve").start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError("the name was not resolved in time") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def addresses_of(url: CallbackUrl, deadline: Deadline, *, resolve: Resolve = resolve) -> tuple[str, ...]:
    """Return the addresses of the URL's host to try, at most three; those of a URL without TLS stand in it.

    Raises ValueError if any address is not public, and OSError, also TimeoutError, if there is none.
    """
    if url.plain:
        return ("127.0.0.1" if url.host == "localhost" else url.host,)
    found = in_order(resolve(url.host, url.port, min(RESOLVE_SECONDS, deadline.remaining())))
    if not found:
        raise OSError("the name has no address")
    return found[:_MOST_TRIED]
