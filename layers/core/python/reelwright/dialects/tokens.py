"""Access tokens of a federation: kept until shortly before they expire, and refreshed by one caller at a time."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from reelwright.errors import ProviderError, ProviderTimeoutError, ReelwrightError

MARGIN: Final = timedelta(minutes=5)
"""A token is renewed this long before its end, so that it outlives the call that takes it."""
EXCHANGE_SECONDS: Final = 10.0
"""The longest time for an exchange."""


class AccessToken(NamedTuple):
    """An access token and its end in UTC. It is never logged."""

    text: str
    ends: datetime

    def __repr__(self) -> str:
        """Show no token."""
        return f"AccessToken(ends={self.ends:%Y-%m-%dT%H:%M:%SZ})"


def utc_now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


class Tokens:
    """The token of one identity in one process. `exchange` takes seconds and returns a new one."""

    def __init__(self, exchange: Callable[[float], AccessToken], *, now: Callable[[], datetime] = utc_now) -> None:
        self._exchange, self._now = exchange, now
        self._lock = threading.Lock()
        self._token: AccessToken | None = None

    def token(self, seconds: float) -> str:
        """Return a valid token. Other callers wait while one renews it.

        Raises the errors of the exchange, unless the old token is still valid.
        """
        with self._lock:
            token = self._token
            if token is not None and token.ends - MARGIN > self._now():
                return token.text
            try:
                token = self._exchange(min(seconds, EXCHANGE_SECONDS))
            except ReelwrightError as error:
                if token is not None and token.ends > self._now():
                    return token.text
                if isinstance(error, ProviderTimeoutError):  # which would book a call that was never made
                    raise ProviderError(str(error)) from error
                raise
            self._token = token
            return token.text
