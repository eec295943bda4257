"""The share of a job's progress that one step adds."""

from reelwright.jobs.model import Job
from reelwright.pipeline.steps import STEPS, Step
from reelwright.pipeline.tasks import TASKS

_WRITING = frozenset({"generate_hook", "generate_script"})


def share_of(step: Step, job: Job, *, places: int) -> float:
    """Compute the share (0-1) that one run of `step` adds to the job's progress.

    In a film the steps' weights are shared out over what this film runs; a step that runs once a scene (or export) shares its
    weight among them. A single task's step is the whole job.
    """
    if TASKS[job.task_name].route != "film":
        return 1.0 if step.name == job.task_name else 0.0
    writes = job.request.video_request.script_content is None
    total = sum(row.weight for row in STEPS.values() if writes or row.name not in _WRITING)
    return step.weight / total / max(1, places)
