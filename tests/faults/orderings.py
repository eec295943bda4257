"""Ports that turn the order of two calls around, or leave one out: what a careless use case would do."""

from collections.abc import Callable, Sequence
from typing import Any

from reelwright.jobs import moves
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job, PoolCounts, RecordedJob, parse_execution_name
from reelwright.ports import MoveOutcome, Received, World
from reelwright.usecases.publish_outcome import publish_outcome
from tests.memory.world import world_with


class _Bent:
    """A port of which some methods are others."""

    def __init__(self, port: Any, **methods: Callable[..., Any]) -> None:
        self._port, self._methods = port, methods

    def __getattr__(self, name: str) -> Any:
        """Return the bent method, or the port's own."""
        return self._methods.get(name) or getattr(self._port, name)


def note_before_send(world: World) -> World:
    """Note the announcement, then send: a crash in between sends nothing."""
    jobs, queues, clock = world.jobs, world.queues, world.clock
    seen: dict[str, Job] = {}

    def recorded(job_id: str) -> RecordedJob | None:
        found: RecordedJob | None = jobs.recorded(job_id)
        if found is not None:
            seen.setdefault(job_id, found.job)
        return found

    def commit(move: moves.Move) -> MoveOutcome:
        outcome: MoveOutcome = jobs.commit(move)
        seen[move.after.job_id] = move.after if outcome is MoveOutcome.MOVED else move.before
        return outcome

    def send(queue: str, message: Any, *, user_id: str) -> None:
        if message.job_id in seen:
            jobs.note(moves.announce(seen[message.job_id], now=clock(), ticket=None))
        queues.send(queue, message, user_id=user_id)

    return world_with(world, jobs=_Bent(jobs, recorded=recorded, commit=commit), queues=_Bent(queues, send=send))


def delete_before_lease(world: World) -> World:
    """Delete each message when it is received."""
    queues = world.queues

    def receive(queue: str, *, limit: int) -> Any:
        messages = queues.receive(queue, limit=limit)
        for one in messages:
            queues.delete(one)
        return messages

    return world_with(world, queues=_Bent(queues, receive=receive))


def drop_at_capacity(world: World) -> World:
    """Delete what cannot start now, and look at the capacity only then."""
    queues = world.queues
    jobs = _Bent(world.jobs, counts_of_pool=lambda _pool, shards: PoolCounts(running=(0,) * shards, served=0))
    return world_with(world, queues=_Bent(queues, give_back=queues.delete), jobs=jobs)


def delete_before_launch(world: World) -> World:
    """Delete the message when its lease is written, before the execution starts."""
    jobs, queues = world.jobs, world.queues
    in_hand: dict[str, Received] = {}

    def kept(received: list[Received]) -> list[Received]:
        in_hand.update({one.message.job_id: one for one in received if one.message is not None})
        return received

    def receive(queue: str, *, limit: int) -> list[Received]:
        return kept(queues.receive(queue, limit=limit))

    def await_messages(names: Sequence[str]) -> list[Received]:
        return kept(queues.await_messages(names))

    def commit(move: moves.Move) -> MoveOutcome:
        outcome: MoveOutcome = jobs.commit(move)
        if outcome is MoveOutcome.MOVED:
            queues.delete(in_hand[move.after.job_id])
        return outcome

    bent = _Bent(queues, receive=receive, await_messages=await_messages)
    return world_with(world, queues=bent, jobs=_Bent(jobs, commit=commit))


def take_any_job(world: World) -> World:
    """Do not look where the job of a message has gone, unless it runs."""
    jobs, queues = world.jobs, world.queues
    named: dict[str, int] = {}

    def receive(queue: str, *, limit: int) -> Any:
        received = queues.receive(queue, limit=limit)
        named.update({one.message.job_id: one.message.attempt for one in received if one.message is not None})
        return received

    def get(job_id: str) -> Job | None:
        job: Job | None = jobs.get(job_id)
        if job is None or job.state is JobState.EXECUTING or job.attempt != named.get(job_id):
            return job
        return job.model_copy(update={"state": JobState.QUEUED, "attempt": job.attempt - 1})

    return world_with(world, queues=_Bent(queues, receive=receive), jobs=_Bent(jobs, get=get))


def start_any_attempt(world: World) -> World:
    """Start a QUEUED job by any message of it, of whatever attempt."""
    jobs, queues = world.jobs, world.queues

    def receive(queue: str, *, limit: int) -> Any:
        return [_renamed(one, jobs) for one in queues.receive(queue, limit=limit)]

    return world_with(world, queues=_Bent(queues, receive=receive))


def _renamed(received: Received, jobs: Any) -> Received:
    """Let the message name the attempt that its job waits for."""
    job = None if received.message is None else jobs.get(received.message.job_id)
    if job is None or received.message is None or job.state is not JobState.QUEUED:
        return received
    message = received.message.model_copy(update={"attempt": job.attempt + 1})
    return received.model_copy(update={"message": message})


def stop_before_mark(world: World) -> World:
    """Stop the execution, then write the owner's wish: a crash in between fails the job."""
    jobs, executions = world.jobs, world.executions

    def note(note: moves.Note) -> MoveOutcome:
        if note.before.execution_arn is not None and note.after.cancel_requested:
            executions.stop(note.before.execution_arn, reason="cancelled by its owner")
        outcome: MoveOutcome = jobs.note(note)
        return outcome

    return world_with(world, jobs=_Bent(jobs, note=note))


def publish_before_end(end: Callable[..., Any], event: Any, *, world: World) -> Any:
    """Publish what the end is going to be, then end the attempt."""
    job = world.jobs.get((parse_execution_name(event.name) or ("", 0))[0])
    if job is not None and job.state is JobState.EXECUTING and event.status == "SUCCEEDED":
        publish_outcome(job.model_copy(update={"state": JobState.COMPLETED}), world=world)
    return end(event, world=world)


def mark_before_publish(world: World) -> World:
    """Note the outcome, then write it: a crash in between tells nobody."""
    jobs, artefacts = world.jobs, world.artefacts
    read: dict[str, Job] = {}

    def recorded(job_id: str) -> RecordedJob | None:
        found: RecordedJob | None = jobs.recorded(job_id)
        if found is not None:
            read["job"] = found.job
        return found

    def put(key: str, body: bytes, *, content_type: str) -> None:
        jobs.note(moves.publish(read["job"]))
        artefacts.put(key, body, content_type=content_type)

    return world_with(world, jobs=_Bent(jobs, recorded=recorded), artefacts=_Bent(artefacts, put=put))


def no_lost_ends(world: World) -> World:
    """Never ask how an execution stands."""
    return world_with(world, jobs=_Bent(world.jobs, leases=lambda: ()))


def nothing_due(world: World) -> World:
    """Never look for jobs whose announcement was lost."""
    jobs = world.jobs

    def due(state: JobState, **named: Any) -> Any:
        return jobs.due(state, **named) if state is JobState.RETRYING else ()

    return world_with(world, jobs=_Bent(jobs, due=due))


def nothing_unpublished(world: World) -> World:
    """Never look for ends whose outcome was not published."""
    return world_with(world, jobs=_Bent(world.jobs, unpublished=lambda **_named: ()))
