"""Let a film that waits with its storyboard go on, as it is or with changed scenes."""

from collections.abc import Callable
from typing import Final

from reelwright.jobs import moves
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import Job
from reelwright.jobs.outputs import PlanOutput
from reelwright.jobs.scene_edits import SceneEdit
from reelwright.ports import MoveOutcome, World
from reelwright.refusals import Conflict, InvalidField, TryAgain
from reelwright.usecases.read_jobs import get_job

_TRIES: Final = 2
"""The job can be cancelled between reading and writing; the second read shows it."""


def approve_film(job_id: str, *, caller: Caller, world: World) -> None:
    """Bring the caller's held film back to be made; approving it again is a no-op.

    Raises Conflict for a film that does not wait for approval, NotFound for others' jobs.
    """
    if get_job(job_id, caller=caller, world=world).approved_at is not None:
        return
    _release(job_id, lambda job: moves.approve(job, now=world.clock()), caller=caller, world=world)


def edit_scenes(job_id: str, edits: tuple[SceneEdit, ...], *, caller: Caller, world: World) -> None:
    """Change scenes of the caller's held film. Only they are made again; then the film waits once more.

    Raises InvalidField for a scene that the film does not have, Conflict and NotFound as `approve_film`.
    """

    def move(job: Job) -> moves.Move:
        planned = world.jobs.step(job.job_id, "plan_scenes")
        total = 0 if planned is None else PlanOutput.of(planned).total or 0
        for place, edit in enumerate(edits):
            if edit.scene >= total:
                raise InvalidField(f"scenes.{place}.scene", f"the film has the scenes 0 to {total - 1}")
        return moves.edit(job, edits, now=world.clock())

    _release(job_id, move, caller=caller, world=world)


def _release(job_id: str, decide: Callable[[Job], moves.Move], *, caller: Caller, world: World) -> None:
    for _ in range(_TRIES):
        job = get_job(job_id, caller=caller, world=world)
        move = None if job.held_at is None else decide(job)
        if move is None:
            raise Conflict(f"The job is {job.state.value} and does not wait for approval.")
        if world.jobs.commit(move) is MoveOutcome.MOVED:
            return
    raise TryAgain("The job changed during the request; try again in a second.")
