"""What a create costs the API function itself: CPU from event to answer, AWS answered in process."""

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
    """Return the value that `share` of all do not exceed."""
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
| handler, warm: event to answer, its call built, signed, parsed and traced | {median(whole, 0.5)} | {median(whole, 0.99)} |
| of it body validation and use case, on memory adapters | {median(alone, 0.5)} | {median(alone, 0.99)} |

| once a process | CPU milliseconds |
|---|---|
| imports | {once("import_ms")} |
| the DynamoDB client | {once("table_client_ms")} |
| the first create after that | {once("first_ms")} |

{POSTS} creates a run, each with its own idempotency key. AWS calls on the road of a create: **1** (`TransactWriteItems`; a test
keeps it). The road to AWS and back is not in these figures. Lambda gives a function of 1,024 MB 0.58 of a core, so its
milliseconds on the clock are about 1.7 times these; imports run at full speed.
"""
    page.write("api", "A create", body)
    say(f"api: create_cpu_ms p50 {median(whole, 0.5)} p99 {median(whole, 0.99)} import_ms {once('import_ms')}")
