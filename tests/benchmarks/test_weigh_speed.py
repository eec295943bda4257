"""10,000 lines of a CSV, judged and priced with the real language model: lines a second of CPU, and peak memory."""

import resource
import time

import pytest

from reelwright.batches.request import CreateBatch
from reelwright.jobs.caller import Caller
from reelwright.jobs.upload import MANIFEST, upload_key
from reelwright.recognizing import FastTextLanguages
from reelwright.usecases.accept_batch import try_batch
from tests.memory.system import System

LINES = 10_000
FLOOR = 300
"""Lines a second of CPU on a busy machine; docs/benchmarks.md has what was measured."""


@pytest.mark.benchmark
def test_ten_thousand_lines_are_judged_in_flat_memory(capsys: pytest.CaptureFixture[str]) -> None:
    """The memory that the lines take does not grow with their number."""
    system = System()
    system.languages = FastTextLanguages(on_error=print)  # type: ignore[assignment] # the real model
    rows = "".join(
        f'row-{n},Hi Amira {n},shorts,"Hello Amira number {n}! We open in Cairo at 10:{n % 60:02d}. Come and see the bees."\n'
        for n in range(LINES)
    )
    body = f"custom_id,title,platform,script_content\n{rows}".encode()
    system.artefacts.put_once(upload_key("ada", f"{MANIFEST}1"), body, content_type="text/csv")
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    tried = try_batch(CreateBatch(upload_id=f"{MANIFEST}1"), caller=Caller(user_id="ada", tier="premium"), world=system)
    seconds = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    with capsys.disabled():
        print(  # noqa: T201 - the figures of the run
            f"\n{LINES / seconds:,.0f} lines/s of CPU, {grown:.0f} MB more at the peak, {len(body) / 2**20:.1f} MB of CSV"
        )
    assert tried.lines == LINES
    assert LINES / seconds > FLOOR
