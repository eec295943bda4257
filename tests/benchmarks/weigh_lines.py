"""Judges and prices a CSV of so many lines with the real language model; prints lines a second of CPU, and memory."""

import json
import resource
import sys
import time
from typing import Final

from reelwright.batches.limits import MAX_INLINE_ITEMS
from reelwright.batches.request import CreateBatch
from reelwright.jobs.caller import Caller
from reelwright.jobs.upload import MANIFEST, upload_key
from reelwright.recognizing import FastTextLanguages
from reelwright.usecases.accept_batch import try_batch
from tests.memory.system import System

PIECE: Final = 100
PIECES: Final = 100
INLINE_RUNS: Final = 5


def csv_of(lines: int, first: int = 0) -> bytes:
    """Write films that differ in id, title and script."""
    rows = "".join(
        f'row-{n},Hi Amira {n},shorts,"Hello Amira number {n}! We open in Cairo at 10:{n % 60:02d}. Come and see the bees."\n'
        for n in range(first, first + lines)
    )
    return f"custom_id,title,platform,script_content\n{rows}".encode()


def weigh(body: bytes) -> tuple[int, float]:
    """Judge a manifest; return its lines and the seconds of CPU."""
    system = System()
    system.languages = FastTextLanguages(on_error=print)  # type: ignore[assignment] # the real model
    system.artefacts.put_once(upload_key("ada", f"{MANIFEST}1"), body, content_type="text/csv")
    request, caller = CreateBatch(upload_id=f"{MANIFEST}1"), Caller(user_id="ada", tier="premium")
    began = time.process_time()
    tried = try_batch(request, caller=caller, world=system)
    return tried.lines, time.process_time() - began


def main() -> None:
    """Judge a few lines, which loads the model, then all."""
    body = csv_of(int(sys.argv[1]))
    weigh(csv_of(100))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines, seconds = weigh(body)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pieces = [weigh(csv_of(PIECE, first=n * PIECE))[1] for n in range(PIECES)]
    inline = sorted(weigh(csv_of(MAX_INLINE_ITEMS))[1] for _ in range(INLINE_RUNS))
    figures = {
        "lines": lines,
        "lines_a_second": lines / seconds,
        "undisturbed": PIECE / min(pieces),
        "inline_ms": 1000 * inline[INLINE_RUNS // 2],
        "peak_mib": peak / 1024,
        "grown_mib": (peak - before) / 1024,
        "csv_mib": len(body) / 2**20,
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
