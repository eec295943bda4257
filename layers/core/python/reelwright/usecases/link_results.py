"""Find the result file of a batch, and write it first if the batch has not ended."""

from typing import Final, Literal

from reelwright.batches.model import Batch
from reelwright.jobs.caller import Caller
from reelwright.ports import World
from reelwright.usecases.read_batches import get_batch
from reelwright.usecases.write_results import MANIFEST, results_prefix, write_results

ResultFormat = Literal["jsonl", "csv", "manifest"]
Only = Literal["all", "failed"]
_FILES: Final[dict[tuple[ResultFormat, Only], str]] = {
    ("csv", "all"): "results.csv",
    ("csv", "failed"): "failed.csv",
    ("jsonl", "all"): "results.jsonl",
    ("jsonl", "failed"): "failed.jsonl",
    ("manifest", "all"): MANIFEST,
    ("manifest", "failed"): MANIFEST,
}


def link_results(batch_id: str, *, form: ResultFormat, only: Only, caller: Caller, world: World) -> tuple[str, str]:
    """Return key and file name of the results as they are now; raises NotFound for others' batches.

    A batch that has not ended, or whose results are not written yet, gets those of this moment: a crash, a cancel or a pause
    never hides what is done.
    """
    batch = get_batch(batch_id, caller=caller, world=world)
    prefix = results_prefix(batch)
    if not _is_final(batch):
        write_results(batch, prefix=prefix, world=world)
    name = _FILES[form, only]
    return f"{prefix}{name}", f"reelwright-{batch_id}-{name}"


def _is_final(batch: Batch) -> bool:
    return batch.ended_at is not None and batch.due_at is None
