"""CPU time of one create in the API function, from event to response; AWS is simulated in the process."""

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.benchmarks.handler_environment import ENVIRONMENT

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Page, Run

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

HERE: Final = Path(__file__).parent
POSTS: Final = 400
RUNS: Final = 3


def quantile(values: list[float], share: float) -> float:
    """Find the quantile `share` (0 to 1) of the values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * len(ordered)))]


def test_a_create(run: "Run", page: "Page", say: Callable[[str], None]) -> None:
    """Cold and warm CPU milliseconds, of the whole handler and of the use case on memory adapters."""
    whole = [run(HERE.parent / "functions" / "post_jobs.py", POSTS, environment=ENVIRONMENT) for _ in range(RUNS)]
    alone = [run(HERE / "create_in_memory.py", POSTS, environment=ENVIRONMENT) for _ in range(RUNS)]

    def median(runs: list[dict[str, Any]], share: float) -> str:
        return f"{statistics.median(quantile(one['warm_ms'], share) for one in runs):.1f}"

    def once(name: str) -> str:
        return f"{statistics.median(one[name] for one in whole):.0f}"

    calls = {len(one["calls"]) / len(one["statuses"]) for one in whole}
    assert calls == {1.0}
    body = f"""
| CPU milliseconds of one create | p50 | p99 |
|---|---|---|
| warm handler, event to response, with the signed AWS call and traces | {median(whole, 0.5)} | {median(whole, 0.99)} |
| part of it: validation of the body and the use case, on in-memory adapters | {median(alone, 0.5)} | {median(alone, 0.99)} |

| once per process | CPU milliseconds |
|---|---|
| imports | {once("import_ms")} |
| the DynamoDB client | {once("table_client_ms")} |
| the first create after that | {once("first_ms")} |

{POSTS} creates per run, each with its own idempotency key. A create makes **1** AWS call (`TransactWriteItems`; a test
checks it). The figures do not include the network. Lambda gives a function of 1,024 MB 0.58 of a core, so its wall-clock
milliseconds are about 1.7 times these; imports run at full speed.
"""
    page.write("api", "A create", body)
    say(f"api: create_cpu_ms p50 {median(whole, 0.5)} p99 {median(whole, 0.99)} import_ms {once('import_ms')}")
