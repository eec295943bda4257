"""The circuit breakers of all providers."""

from datetime import datetime
from typing import Protocol

from reelwright.pipeline.breaker import Permission


class Breakers(Protocol):
    """The circuit breakers of all providers (`pipeline.breaker`), shared by every process.

    Who wants to call a provider asks first, and brings the permission back with the call's end: success, failure by the
    provider's fault, or neither. What is recorded is atomic: of racing writers none is overwritten, and an answer that was
    lost does not count twice. Recording never raises what the store raises: what a provider made is worth more than a
    count, and a probe whose end is lost is replaced after its lease.
    """

    def allow(self, provider: str, *, now: datetime) -> Permission:
        """Return whether the provider may be called; of all who ask when its wait is over, exactly one is the probe.

        Otherwise what is read may be up to 5 s old. A provider that nobody has failed at costs one read and no write.
        """

    def record_success(self, permission: Permission, *, now: datetime) -> None:
        """Forget the failures in a row; the probe's success closes the breaker."""

    def record_failure(self, permission: Permission, *, now: datetime) -> bool:
        """Count a failure, and return whether it was the one that opened the breaker; the probe's opens it again."""

    def give_back(self, permission: Permission, *, now: datetime) -> None:
        """End a call that says nothing about the provider; the next to ask may be the probe at once."""
