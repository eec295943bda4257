"""Circuit breakers that report when one opens: a log line and the metric `BreakerOpen`."""

from datetime import datetime
from typing import Final

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from reelwright.entry.telemetry import NAMESPACE, logger
from reelwright.pipeline.breaker import Breaker, Permission
from reelwright.ports import Breakers

BREAKER_OPEN: Final = "BreakerOpen"
"""1 for each breaker that opens, by the dimension `provider` (`<capability>/<name>`)."""


class ReportedBreakers:
    """Wraps another `Breakers` and reports when one opens. The metric is flushed at once, so Fargate emits it too."""

    def __init__(self, breakers: Breakers) -> None:
        self._breakers = breakers

    def allow(self, provider: str, *, now: datetime) -> Permission:
        """Ask."""
        return self._breakers.allow(provider, now=now)

    def standing(self, provider: str, *, now: datetime) -> Breaker:
        """See `Breakers`."""
        return self._breakers.standing(provider, now=now)

    def record_success(self, permission: Permission, *, now: datetime) -> None:
        """Record."""
        self._breakers.record_success(permission, now=now)

    def record_failure(self, permission: Permission, *, now: datetime, reason: str | None = None) -> bool:
        """Record, and report a breaker that opened."""
        opened = self._breakers.record_failure(permission, now=now, reason=reason)
        if opened:
            logger.warning("circuit breaker opened", extra={"provider": permission.provider})
            with single_metric(name=BREAKER_OPEN, unit=MetricUnit.Count, value=1, namespace=NAMESPACE) as metric:
                metric.add_dimension("provider", permission.provider)
        return opened

    def close(self, provider: str, *, now: datetime) -> Breaker:
        """Close by hand."""
        return self._breakers.close(provider, now=now)

    def record_fallback(self, provider: str, *, used: str, now: datetime) -> None:
        """Record."""
        self._breakers.record_fallback(provider, used=used, now=now)

    def give_back(self, permission: Permission, *, now: datetime) -> None:
        """Give back."""
        self._breakers.give_back(permission, now=now)
