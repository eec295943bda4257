"""Retries for temporary DynamoDB errors that botocore, which retries throttled calls itself, does not retry."""

import random
from collections.abc import Callable
from typing import Any, Final, TypeVar

from botocore.exceptions import ClientError

from reelwright.errors import ServiceFaultError

_TRIES: Final = 8
_FIRST_WAIT_SECONDS: Final = 0.025
_LONGEST_WAIT_SECONDS: Final = 0.8
"""Full jitter up to 25, 50, … 800 ms: about a second in all, well inside every function's time."""

_PASSING_ERRORS: Final = frozenset({"TransactionConflictException", "TransactionInProgressException"})
_PASSING_REASONS: Final = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
"""Why a transaction was cancelled although it may go through in a moment."""

T = TypeVar("T")


def patiently(call: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """Call `call` and return its result, retrying after temporary errors; raises the last one if they continue."""
    for turn in range(_TRIES - 1):
        try:
            return call()
        except (ClientError, ServiceFaultError) as error:
            if not _may_pass(error):
                raise
            ceiling = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2**turn)
            sleep(random.uniform(0, ceiling))  # noqa: S311 - spreads load, hides nothing
    return call()


def _may_pass(error: ClientError | ServiceFaultError) -> bool:
    if isinstance(error, ServiceFaultError):
        return True
    reasons: list[Any] = error.response.get("CancellationReasons", [])
    codes = {reason.get("Code") for reason in reasons} - {None, "None"}
    return (bool(codes) and codes <= _PASSING_REASONS) or error.response["Error"]["Code"] in _PASSING_ERRORS
