"""The validation of a manifest: lines a second of CPU, and peak memory."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from reelwright.batches.limits import MAX_INLINE_ITEMS
from tests.benchmarks.weigh_lines import PIECE

if TYPE_CHECKING:
    from tests.benchmarks.conftest import Page, Run

pytestmark = pytest.mark.benchmark
LINES: Final = 10_000
RUNS: Final = 3
GOAL: Final = 5_000
MOST_GROWN_MIB: Final = 40
"""Memory is flat: all lines together would take several times as much."""


def test_ten_thousand_lines_are_judged_in_flat_memory(
    run: "Run", page: "Page", say: Callable[[str], None], median_of: Callable[[list[dict[str, Any]], str], float]
) -> None:
    """The memory that the lines take does not grow with their number."""
    runs = [run(Path(__file__).with_name("weigh_lines.py"), LINES) for _ in range(RUNS)]
    speed, grown = median_of(runs, "lines_a_second"), median_of(runs, "grown_mib")
    undisturbed = max(one["undisturbed"] for one in runs)
    assert all(one["lines"] == LINES for one in runs)
    reached = "reached" if speed >= GOAL else "not reached"
    body = f"""
| validation of {LINES:,} lines of a CSV ({runs[0]["csv_mib"]:.1f} MiB) | |
|---|---|
| lines a second of CPU time | **{speed:,.0f}** (runs: {", ".join(f"{one['lines_a_second']:,.0f}" for one in runs)}) |
| the same in the fastest of many batches of {PIECE} lines | {undisturbed:,.0f} |
| CPU time for {MAX_INLINE_ITEMS} lines, the most that a body may hold | {median_of(runs, "inline_ms"):.0f} ms |
| peak memory of the process, with imports, model and the file | {median_of(runs, "peak_mib"):.0f} MiB |
| more memory at the peak than for 100 lines | {grown:.0f} MiB |

Every line is judged by the model of `POST /api/v1/jobs`, its script is read, its language guessed with the real model, and its
film priced. Each script is another one: lines that share a script are faster. Other work on the machine slows CPU time, too, by
shared caches and hyperthreads: the fastest batch shows what the code takes. The goal of {GOAL:,} lines a second is {reached}.
"""
    page.write("batches", "The lines of a batch", body)
    say(f"batches: {speed:,.0f} lines a second of CPU, {grown:.0f} MiB more")
    assert grown < MOST_GROWN_MIB
