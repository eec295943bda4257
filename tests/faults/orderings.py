"""Ports that turn the order of two calls around, or leave one out: what a careless use case would do."""

from collections.abc import Callable
from typing import Any

from reelwright.jobs.lifecycle import JobState
from reelwright.ports import MoveOutcome, StartOutcome
from reelwright.usecases.end_attempt import parse_execution_name
from reelwright.usecases.publish_outcome import publish_outcome

Ports = dict[str, Any]


class _Bent:
    """A port of which some methods are others."""

    def __init__(self, port: Any, **methods: Callable[..., Any]) -> None:
        self._port, self._methods = port, methods

    def __getattr__(self, name: str) -> Any:
        """Return the bent method, or the port's own."""
        return self._methods.get(name) or getattr(self._port, name)


def note_before_send(ports: Ports) -> Ports:
    """Note the announcement, then send: a crash in between sends nothing."""
    jobs, queues, clock = ports["jobs"], ports["queues"], ports["clock"]

    def send(queue: str, message: Any, *, user_id: str) -> None:
        jobs.mark_announced(message.job_id, attempt=message.attempt, now=clock())
        queues.send(queue, message, user_id=user_id)

    return ports | {"queues": _Bent(queues, send=send)}


def delete_before_lease(ports: Ports) -> Ports:
    """Delete each message when it is received."""
    queues = ports["queues"]

    def receive(queue: str, *, limit: int) -> Any:
        messages = queues.receive(queue, limit=limit)
        for one in messages:
            queues.delete(one)
        return messages

    return ports | {"queues": _Bent(queues, receive=receive)}


def drop_at_capacity(ports: Ports) -> Ports:
    """Delete what cannot start now, and look at the capacity only then."""
    queues = ports["queues"]
    jobs = _Bent(ports["jobs"], leases=lambda: ())
    return ports | {"queues": _Bent(queues, give_back=queues.delete), "jobs": jobs}


def delete_before_launch(ports: Ports) -> Ports:
    """Delete the message when its lease is written, before the execution starts."""
    jobs, queues = ports["jobs"], ports["queues"]
    in_hand: list[Any] = []

    def receive(queue: str, *, limit: int) -> Any:
        in_hand[:] = queues.receive(queue, limit=limit)
        return list(in_hand)

    def start(job_id: str, **named: Any) -> Any:
        outcome = jobs.start(job_id, **named)
        if outcome in {StartOutcome.STARTED, StartOutcome.ALREADY_STARTED}:
            queues.delete(in_hand[0])
        return outcome

    return ports | {"queues": _Bent(queues, receive=receive), "jobs": _Bent(jobs, start=start)}


def stop_before_mark(ports: Ports) -> Ports:
    """Stop the execution, then write the owner's wish: a crash in between fails the job."""
    jobs, executions = ports["jobs"], ports["executions"]

    def request_cancel(job_id: str, *, attempt: int, now: Any) -> MoveOutcome:
        job = jobs.get(job_id)
        if job.execution_arn is not None and job.state is JobState.EXECUTING:
            executions.stop(job.execution_arn, reason="cancelled by its owner")
        outcome: MoveOutcome = jobs.request_cancel(job_id, attempt=attempt, now=now)
        return outcome

    return ports | {"jobs": _Bent(jobs, request_cancel=request_cancel)}


def publish_before_end(end: Callable[..., Any], event: Any, **ports: Any) -> Any:
    """Publish what the end is going to be, then end the attempt."""
    artefacts = ports.pop("artefacts")
    job = ports["jobs"].get((parse_execution_name(event.name) or ("", 0))[0])
    if job is not None and job.state is JobState.EXECUTING and event.status == "SUCCEEDED":
        publish_outcome(job.model_copy(update={"state": JobState.COMPLETED}), artefacts=artefacts)
    return end(event, **ports)


def mark_before_publish(ports: Ports) -> Ports:
    """Note the outcome, then write it: a crash in between tells nobody."""
    jobs, artefacts = ports["jobs"], ports["artefacts"]
    read: dict[str, Any] = {}

    def get(job_id: str) -> Any:
        read["job"] = jobs.get(job_id)
        return read["job"]

    def put(key: str, body: bytes, *, content_type: str) -> None:
        jobs.mark_published(read["job"])
        artefacts.put(key, body, content_type=content_type)

    return ports | {"jobs": _Bent(jobs, get=get), "artefacts": _Bent(artefacts, put=put)}


def no_lost_ends(ports: Ports) -> Ports:
    """Never ask how an execution stands."""
    return ports | {"jobs": _Bent(ports["jobs"], leases=lambda: ())}


def nothing_due(ports: Ports) -> Ports:
    """Never look for jobs whose announcement was lost."""
    jobs = ports["jobs"]

    def due(state: JobState, **named: Any) -> Any:
        return jobs.due(state, **named) if state is JobState.RETRYING else ()

    return ports | {"jobs": _Bent(jobs, due=due)}


def nothing_unpublished(ports: Ports) -> Ports:
    """Never look for ends whose outcome was not published."""
    return ports | {"jobs": _Bent(ports["jobs"], unpublished=lambda **_named: ())}
