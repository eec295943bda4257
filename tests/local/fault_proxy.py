"""A proxy between the Lambda workers and the emulator: it spoils calls by rules and tells how often each rule has."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from infra.local.place import HOST
from infra.local.processes import STACK_VARIABLE

Json = dict[str, Any]

LOST: Final[Json] = {"response": {"abort_frac": 0}}
"""The call is applied, and its answer never arrives."""
RESET: Final[Json] = {"reset": True}
"""The connection breaks before anything is applied."""
_START_SECONDS: Final = 30.0


def answered(code: str, status: int, **fields: Any) -> Json:
    """Return the effect of an error answer in place of the call."""
    return {"error": {"code": code, "status": status, "fields": fields or None}}


@dataclass(frozen=True)
class FaultRule:
    """Of `every` calls of an operation (None: of the service) the first `row` are spoiled, then it begins anew."""

    name: str
    service: str
    effect: Json
    every: int
    operation: str | None = None
    row: int = 1

    def to_wire(self) -> Json:
        """Return the rule as the proxy takes it."""
        chosen = {} if self.operation is None else {"operation": self.operation}
        turns = {"fail": self.row, "pass": self.every - self.row}
        return {"service": self.service, **chosen, "sequence": turns, **self.effect}


_CONFLICT: Final = answered(
    "TransactionCanceledException", 400, CancellationReasons=[{"Code": "TransactionConflict"}], Message="conflict"
)
RULES: Final = (
    FaultRule("lost transaction", "dynamodb", LOST, every=30, operation="TransactWriteItems"),
    FaultRule("lost update", "dynamodb", LOST, every=12, operation="UpdateItem"),
    FaultRule("conflict", "dynamodb", _CONFLICT, every=40, operation="TransactWriteItems"),
    FaultRule("outage", "dynamodb", answered("InternalServerError", 500), every=1500, row=8),
    FaultRule("throttle", "dynamodb", answered("ProvisionedThroughputExceededException", 400), every=120),
    FaultRule("failure", "dynamodb", answered("InternalServerError", 500), every=150),
    FaultRule("reset", "dynamodb", RESET, every=180),
    FaultRule("lost send", "sqs", LOST, every=8, operation="SendMessage"),
    FaultRule("lost receive", "sqs", LOST, every=60, operation="ReceiveMessage"),
    FaultRule("lost delete", "sqs", LOST, every=8, operation="DeleteMessage"),
    FaultRule("outage", "sqs", answered("ServiceUnavailable", 503), every=400, row=7),
    FaultRule("throttle", "sqs", answered("RequestThrottled", 400), every=50),
    FaultRule("failure", "sqs", answered("InternalError", 500), every=60),
    FaultRule("reset", "sqs", RESET, every=70),
    FaultRule("lost put", "s3", LOST, every=8, operation="PutObject"),
    FaultRule("outage", "s3", answered("InternalError", 500), every=150, row=7),
    FaultRule("throttle", "s3", answered("SlowDown", 503), every=20),
    FaultRule("reset", "s3", RESET, every=25),
    FaultRule("lost start", "stepfunctions", LOST, every=6, operation="StartExecution"),
    FaultRule(
        "too many", "stepfunctions", answered("ExecutionLimitExceeded", 400), every=40, operation="StartExecution"
    ),
    FaultRule("throttle", "stepfunctions", answered("ThrottlingException", 400), every=20),
    FaultRule("failure", "stepfunctions", answered("ServiceUnavailable", 503), every=25),
    FaultRule("reset", "stepfunctions", RESET, every=30),
)
"""The first rule that strikes is the one; counted by calls, so that a run of any length meets each of them. An outage is
longer than botocore's five tries: the fault reaches our own code."""


class FaultProxy:
    """One running proxy in front of an upstream endpoint, a context; it belongs to the running stack of `folder`.

    A stack that comes up ends what was left of one before, so the proxy starts after it; workers connect when they are used.
    """

    def __init__(self, port: int, upstream: str, folder: Path) -> None:
        self.endpoint = f"http://{HOST}:{port}"
        self._ids: dict[int, FaultRule] = {}
        with (folder / "faults.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - a pinned package with words of our own
                [sys.executable, "-m", "microburst", "--upstream", upstream, "--host", HOST, "--port", str(port)],
                env={"PATH": os.environ["PATH"], STACK_VARIABLE: str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=60)

    def spoil(self, *rules: FaultRule) -> None:
        """Let these rules, in this order, take the place of those before; none: everything passes."""
        made = self._ask("rules", "POST", [rule.to_wire() for rule in rules])
        self._ids |= {row["id"]: rule for row, rule in zip(made, rules, strict=True)}

    def fired(self) -> dict[str, int]:
        """Return how often each rule has struck, by the proxy's own count; those that never did have 0."""
        counts: Mapping[int, int] = {row["id"]: row["fired"] for row in self._ask("stats")["by_rule"]}
        return {f"{rule.service} {rule.name}": counts.get(number, 0) for number, rule in self._ids.items()}

    def requests(self) -> dict[str, int]:
        """Return how many calls of each service came by."""
        return {row["service"]: row["requests"] for row in self._ask("stats")["by_service"]}

    def _wait(self) -> None:
        until = time.monotonic() + _START_SECONDS
        while True:
            try:
                self._ask("health")
            except OSError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.1)
            else:
                return

    def _ask(self, tail: str, method: str = "GET", body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}/_microburst/{tail}", data=data, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310 - loopback
            return json.load(response)
