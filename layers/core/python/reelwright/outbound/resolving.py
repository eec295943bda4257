"""Name resolution with a time limit, which the system's resolver does not offer."""

import queue
import socket
import threading
from collections.abc import Callable
from typing import Final

Resolve = Callable[[str, int, float], tuple[str, ...]]
"""Resolves a host for a port within seconds; raises OSError (including TimeoutError) if it cannot."""

RESOLVE_SECONDS: Final = 5.0
"""For a name that a caller waits for."""
_MOST_ADDRESSES: Final = 16


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
