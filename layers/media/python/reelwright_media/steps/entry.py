"""Run the step that an event of the state machine names."""

from functools import lru_cache
from typing import Any

from reelwright.entry.faults import SERVICE_FAULTS
from reelwright.entry.telemetry import logger, tracer
from reelwright.entry.world import world
from reelwright.events import StepCommand
from reelwright_media.steps.run_step import run_step
from reelwright_media.steps.works import WORKS
from reelwright_media.steps.workshop import Workshop


@lru_cache(maxsize=1)
def workshop() -> Workshop:
    """Return this process's makers of media."""
    return Workshop(world().settings)


def run(event: dict[str, Any]) -> dict[str, Any]:
    """Run one step; its error leaves as it is, because the state machine matches it by name."""
    command = StepCommand.model_validate(event)
    logger.append_keys(job_id=command.job_id, attempt=command.attempt, step=command.step, scene=command.scene)
    tracer.put_annotation("job_id", command.job_id)
    reply = run_step(command, WORKS, tools=workshop(), world=world(), service_faults=SERVICE_FAULTS)
    logger.info("step done", extra={"reply": reply})
    return reply
