"""Jobs whose processes are killed: what they render, and what must be kept."""

from typing import Any, Final

from reelwright_client import Client, Job

SCRIPT: Final = " ".join(f"Sentence number {count} is spoken slowly and painted with care." for count in range(1, 5))
SLOW: Final[dict[str, Any]] = {"voice_provider": "espeak", "voice_speed": 0.7, "music": "none"}
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
