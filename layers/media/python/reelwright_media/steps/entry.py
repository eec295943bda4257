"""Run the step that an event of the state machine names."""

from functools import lru_cache
from typing import Any

from reelwright.aws.long_works import STOP_FIELD
from reelwright.entry.calling import answer_call, is_call, own_clip_models, own_picture_models
from reelwright.entry.faults import SERVICE_FAULTS
from reelwright.entry.telemetry import job_span, logger
from reelwright.entry.tracing import Fact
from reelwright.entry.world import world
from reelwright.events import StepCommand
from reelwright_media.steps.endwork import stop_work
from reelwright_media.steps.local_tools import LocalTools
from reelwright_media.steps.recent import RecentArtefacts
from reelwright_media.steps.run_step import run_step
from reelwright_media.steps.works import WORKS


@lru_cache(maxsize=1)
def local_tools() -> LocalTools:
    """Build the media providers once per process."""
    return LocalTools(world().settings)


@lru_cache(maxsize=1)
def recent_artefacts() -> RecentArtefacts:
    """Build the process's memory of JSON artefacts once."""
    return RecentArtefacts()


def run(event: dict[str, Any]) -> dict[str, Any]:
    """Run one step, or make one call of a provider for another function, or stop the long work of an ended job.

    Errors of steps propagate unchanged: the state machine matches them by class name.
    """
    if is_call(event):
        return answer_call(event)
    if STOP_FIELD in event:
        job_id = str(event[STOP_FIELD])
        job = world().jobs.get(job_id)
        owner = "" if job is None else job.user_id
        return {"stopped": stop_work(job_id, own_clip_models(owner), own_picture_models(owner), world=world())}
    command = StepCommand.model_validate(event)
    logger.append_keys(attempt=command.attempt, step=command.step, scene=command.scene)
    scene: dict[str, Fact] = {} if command.scene is None else {"scene": command.scene}
    with job_span(command.job_id, attempt=command.attempt, step=command.step, **scene):
        reply = run_step(
            command,
            WORKS,
            tools=local_tools(),
            world=world(),
            service_faults=SERVICE_FAULTS,
            recent=recent_artefacts(),
        )
        logger.info("step done", extra={"reply": reply})
        return reply
