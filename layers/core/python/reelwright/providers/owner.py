"""For whom a process works right now: paid calls are made with this user's own keys, where there are any."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_OWNER: Final[ContextVar[str]] = ContextVar("owner", default="")


@contextmanager
def working_for(user_id: str) -> Iterator[None]:
    """Make the calls of the block for this user. A function works for one user at a time."""
    token = _OWNER.set(user_id)
    try:
        yield
    finally:
        _OWNER.reset(token)


def current_owner() -> str:
    """Return the user of the block; empty outside of one."""
    return _OWNER.get()
