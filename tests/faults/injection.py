"""Faults between any two port calls: what can go wrong, where it strikes, and what really fired."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final


class FaultKind(StrEnum):
    """What can happen at one port call of a use case."""

    CRASH_BEFORE = "crash_before"
    """The process dies; the call never left."""
    CRASH_AFTER = "crash_after"
    """The process dies; the call was applied and nobody read the answer."""
    REFUSED = "refused"
    """The call raises and was not applied: the use case may go on with that."""
    ANSWER_LOST = "answer_lost"
    """The call raises although it was applied: the lost acknowledgement."""
    OVERTAKEN = "overtaken"
    """Before the call, other handlers do a whole round of their work."""
    STALE = "stale"
    """An index, or a sampled queue, answers as it stood earlier."""


LOST_RECORD: Final = "lost_record"
"""A stream record failed ten times or grew an hour old: it goes to the on-failure queue and the shard moves on."""
LOST_END: Final = "lost_end"
"""EventBridge gave up on an end event, or never had it."""
DOUBLED: Final = "doubled"
"""A record, end event, dead letter or message that was handled arrives once more."""


class ProcessDiedError(BaseException):
    """The function is gone at this point: no handler of the code under test may catch it."""


class ServiceDownError(ConnectionError):
    """The service did not answer, or its answer was lost."""


class Overtaker(StrEnum):
    """Who comes in between two calls."""

    ROUND = "round"
    """Every handler, once: records, ends, sweep, dispatch."""
    CANCELS = "cancels"
    """Owners cancel everything."""
    FAILURES = "failures"
    """Every running attempt fails in a way that is tried again, and is."""


@dataclass(frozen=True)
class Fault:
    """Strike at call `at` (from 0) of a use case; later than its last call means not at all."""

    kind: FaultKind
    at: int
    by: Overtaker = Overtaker.ROUND


_LAGGING: Final = frozenset({"due", "next_pending", "expired", "receive"})
"""Reads that may be behind: indexes are eventually consistent, short polls ask a sample of SQS's servers."""


@dataclass
class Gate:
    """Every port call passes here. One fault is armed for one use case; a nested round runs without faults."""

    overtake: Callable[[Overtaker], None]
    watch: Callable[[], None]
    fired: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    _armed: Fault | None = None
    _seen: int = 0
    _earlier: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def arm(self, fault: Fault | None) -> None:
        """Let `fault` strike in the use case that runs next; None lets it run undisturbed."""
        self._armed, self._seen = fault, 0

    def through(self, method: str, act: Callable[[], Any], arguments: tuple[Any, ...]) -> Any:
        """Do one port call, or what the fault makes of it."""
        self.calls += 1
        fault = self._striking(method)
        kind = None if fault is None else fault.kind
        if fault is not None and kind is FaultKind.OVERTAKEN:
            self.overtake(fault.by)
        elif kind is FaultKind.STALE:
            return self._earlier.get((method, arguments), [] if method == "receive" else _nothing(method))
        elif kind is FaultKind.CRASH_BEFORE:
            raise ProcessDiedError
        elif kind is FaultKind.REFUSED:
            raise ServiceDownError("refused")
        answer = act()
        self.watch()
        if method in _LAGGING and method != "receive":
            self._earlier[method, arguments] = answer
        if kind is FaultKind.CRASH_AFTER:
            raise ProcessDiedError
        if kind is FaultKind.ANSWER_LOST:
            raise ServiceDownError("the answer was lost")
        return answer

    def _striking(self, method: str) -> Fault | None:
        fault = self._armed
        if fault is None:
            return None
        due = self._seen >= fault.at
        self._seen += 1
        if not due or (fault.kind is FaultKind.STALE and method not in _LAGGING):
            return None
        self._armed = None
        self.fired[fault.kind] += 1
        return fault


def _nothing(method: str) -> tuple[()] | None:
    return None if method == "next_pending" else ()


class Faulty:
    """A port whose every call passes the gate."""

    def __init__(self, port: Any, gate: Gate) -> None:
        self._port, self._gate = port, gate

    def __getattr__(self, method: str) -> Callable[..., Any]:
        """Return the port's method, behind the gate."""
        real = getattr(self._port, method)

        def call(*arguments: Any, **named: Any) -> Any:
            place = (id(self._port), *arguments) if method in _LAGGING else ()
            return self._gate.through(method, lambda: real(*arguments, **named), place)

        return call
