"""The circuit breakers of all providers."""

from datetime import datetime
from typing import Protocol

from reelwright.pipeline.breaker import Breaker, Permission


class Breakers(Protocol):
    """The circuit breakers of all providers (`pipeline.breaker`), shared by every process.

    Call `allow` before each provider call and report the outcome with the permission it returned: success, failure by the
    provider's fault, or neither. Recording is atomic: concurrent writes do not overwrite each other, and a write whose
    response was lost does not count twice. Recording never raises the store's errors: a provider's result is worth more than
    a count, and a probe without a recorded outcome is replaced after its lease.
    """

    def allow(self, provider: str, *, now: datetime) -> Permission:
        """Return whether the provider may be called; once an open breaker's wait is over, exactly one caller is the probe.

        Otherwise the state may be up to 5 s old. A provider without failures costs one read and no write.
        """

    def standing(self, provider: str, *, now: datetime) -> Breaker:
        """Read the breaker without asking for a call; it may be up to 5 s old."""

    def record_success(self, permission: Permission, *, now: datetime) -> None:
        """Reset the count of consecutive failures; the probe's success closes the breaker."""

    def record_failure(self, permission: Permission, *, now: datetime, reason: str | None = None) -> bool:
        """Count a failure with its error; return whether it opened the breaker. The probe's failure opens it again."""

    def close(self, provider: str, *, now: datetime) -> Breaker:
        """Close the breaker by hand and return the one before; other processes see it within 5 s. Raises the store's errors."""

    def record_fallback(self, provider: str, *, used: str, now: datetime) -> None:
        """Count that the provider `used` did the work of another one that could not."""

    def give_back(self, permission: Permission, *, now: datetime) -> None:
        """End a call that is neither success nor failure of the provider; the next caller may be the probe at once."""
