"""Jobs and batches whose processes are killed: what they render, and what must be kept."""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from infra.local.place import Place
from reelwright_client import Client, Job

if TYPE_CHECKING:
    from tests.local.conftest import Until

SCRIPT: Final = " ".join(f"Sentence number {count} is spoken slowly and painted with care." for count in range(1, 5))
SLOW: Final[dict[str, Any]] = {"voice_provider": "espeak", "voice_speed": 0.7, "music": "none"}
LIGHT: Final = [
    {"video_request": {"script_content": f"Film number {line}.", "voice_provider": "espeak", "stop_after": "speech"}}
    for line in range(1, 21)
]
"""The items of a batch: with one at a time, they take longer than two snapshots of the emulator."""
_LIMIT_SECONDS: Final = 800


def rendered(job: Job) -> set[str]:
    """Return the names of the render steps that are done."""
    return {step.name for step in job.steps if step.name.startswith("render_scene") and step.state == "done"}


def ends_with_its_work_kept(client: Client, job_id: str, kept: set[str]) -> None:
    """Require that the job completes in a later attempt that found every kept step's artefact."""
    job = client.wait(job_id, timeout_seconds=_LIMIT_SECONDS)
    assert job.state == "COMPLETED", job.error
    assert job.attempt >= 2
    cached = {step.name for step in job.steps if step.cached}
    assert kept
    assert kept <= cached
    assert [row.event for row in client.history(job_id)].count("completed") == 1


def everything_is_on_disk(place: Place, until: "Until") -> None:
    """Wait until the emulator has saved all that there is now: the first snapshot from here on may have been read before."""
    table = place.state / "dynamodb.json"
    for _ in range(2):
        before = table.stat().st_mtime_ns
        assert until(lambda seen=before: table.stat().st_mtime_ns > seen, within_seconds=120)


def every_line_has_a_row(client: Client, batch_id: str, folder: Path) -> None:
    """Require results with each line once, in order, as JSONL and CSV, and a manifest with the checksum of its part."""
    jsonl = client.batches.results(batch_id, folder, file_format="jsonl").read_bytes()
    assert [json.loads(row)["line"] for row in jsonl.splitlines()] == list(range(1, len(LIGHT) + 1))
    table = client.batches.results(batch_id, folder).read_text(encoding="utf-8")
    assert len(table.splitlines()) == len(LIGHT) + 1
    manifest = json.loads(client.batches.results(batch_id, folder, file_format="manifest").read_bytes())
    (part,) = manifest["parts"]
    assert sum(manifest["counts"].values()) == part["rows"] == len(LIGHT)
    if client.batches.get(batch_id).state == "ENDED":
        assert part["sha256"] == hashlib.sha256(jsonl).hexdigest()


def ended_before_its_owners_batch(client: Client, job_id: str, batch_id: str) -> None:
    """Require that a job which was created after a batch did not wait for the end of the batch."""
    job, batch = client.wait(job_id, timeout_seconds=_LIMIT_SECONDS), client.batches.get(batch_id)
    assert job.completed_at is not None
    assert batch.ended_at is not None
    assert job.completed_at < batch.ended_at


def every_line_ends_once(client: Client, batch_id: str) -> None:
    """Require that the batch succeeds, one line at a time, that each has one job with one end, and that they make the bill."""
    seen: list[int] = []
    batch = client.batches.wait(
        batch_id, timeout_seconds=_LIMIT_SECONDS, on_change=lambda one: seen.append(one.counts.open)
    )
    assert max(seen) <= 1
    assert (batch.outcome, batch.counts.completed) == ("all_succeeded", len(LIGHT))
    jobs = [f"{batch_id}n{line:06d}" for line in range(1, len(LIGHT) + 1)]
    assert [[row.event for row in client.history(one)].count("completed") for one in jobs] == [1] * len(LIGHT)
    assert batch.spent_usd == pytest.approx(sum(client.get(one).cost_usd for one in jobs), abs=1e-6)
