"""The promises over the emulator while a proxy spoils its calls: throttles, failures, resets, answers that are lost."""

import json
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.jobs.lifecycle import JobState
from tests.local.crowd import Order, orders, place_all
from tests.local.evidence import Evidence
from tests.local.fault_proxy import RULES

if TYPE_CHECKING:
    from tests.local.conftest import Proxied, Until


pytestmark = [pytest.mark.faults, pytest.mark.timeout(2100)]

JOBS = 200
LIMIT_SECONDS = 1500


def _as_ordered(order: Order, job: Any) -> bool:
    if job.state is JobState.CANCELLED:
        return order.cancelled
    if job.state is JobState.FAILED:
        return order.refused and job.error.code == "provider_refused"
    return job.state is JobState.COMPLETED and not order.refused and job.result is not None


def test_the_promises_hold_for_many_jobs_while_calls_are_spoiled(proxied: "Proxied", until: "Until") -> None:
    """Every job ends once, as it must; nothing is started twice or left behind; and every rule has struck."""
    evidence = Evidence(proxied.stack.aws, proxied.stack.outputs)
    begun = time.monotonic()
    proxied.proxy.spoil(*RULES)
    accepted = place_all(orders(JOBS), proxied.stack.client)
    posted = time.monotonic()
    assert until(evidence.at_rest, within_seconds=LIMIT_SECONDS), Counter(j.state for j in evidence.stored().values())
    rested = time.monotonic()
    fired = proxied.proxy.fired()
    jobs = evidence.stored()
    report = {
        "posted_seconds": round(posted - begun),
        "rest_seconds": round(rested - begun),
        "states": Counter(job.state.value for job in jobs.values()),
        "attempts": Counter(job.attempt for job in jobs.values()),
        "requests": proxied.proxy.requests(),
        "fired": fired,
    }
    print(json.dumps(report, indent=1))  # noqa: T201 - the run's figures, for docs/reliability.md
    assert jobs.keys() == accepted.keys()
    assert evidence.broken_promises() == []
    assert [(o, jobs[i].state, jobs[i].error) for i, o in accepted.items() if not _as_ordered(o, jobs[i])] == []
    assert [name for name, count in fired.items() if count == 0] == []
