"""Processes die in the middle of a job: it still ends, and what was finished is not done again."""

import contextlib
import signal
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from infra.local.place import Place
from infra.local.process_table import process_table
from infra.local.processes import Process, belonging
from tests.local.conftest import FARGATE_FROM_SECONDS
from tests.local.killing import SCRIPT, SLOW, ends_with_its_work_kept, rendered

if TYPE_CHECKING:
    from tests.local.conftest import Stack, Until


pytestmark = [pytest.mark.local, pytest.mark.timeout(1800)]


def workers(place: Place, function: str) -> list[Process]:
    """Return the processes of a function's Lambda workers in a stack."""
    name = f"reelwright-local-{function}"
    return [one for one in belonging(place.folder, process_table()) if _function_of(one) == name]


def _function_of(process: Process) -> str | None:
    """Return the name of the function that a process runs; None if it is no Lambda worker or has ended."""
    with contextlib.suppress(psutil.Error):
        variables: dict[str, str] = psutil.Process(process.pid).environ()
        return variables.get("AWS_LAMBDA_FUNCTION_NAME")
    return None


def test_a_job_survives_the_death_of_its_lambda_workers(stack: "Stack", until: "Until") -> None:
    """`kill -9` of every media worker while scenes are rendered: the next attempt goes on from what is there."""
    with stack.client() as client:
        job_id = client.create(SCRIPT, title="killed workers", **SLOW).job_id
        assert until(lambda: rendered(client.get(job_id)), within_seconds=400)
        kept = rendered(client.get(job_id))
        for worker in workers(stack.place, "media"):
            process_table().send(worker.pid, signal.SIGKILL)
        ends_with_its_work_kept(client, job_id, kept)


LONG = " ".join(f"This is sentence number {count}, and it takes its time." for count in range(1, 8))
LONG_FIELDS: dict[str, Any] = {"voice_provider": "espeak", "voice_speed": 0.5, "captions": "none"}
"""A film long enough for Fargate."""


def _composing(place: Place) -> list[Process]:
    """Return the processes of Fargate tasks in a stack."""
    return [one for one in belonging(place.folder, process_table()) if "functions.steps.fargate" in one.command]


def _running_tasks(stack: "Stack") -> list[str]:
    listed = stack.aws("ecs").list_tasks(cluster=stack.outputs["ClusterArn"], desiredStatus="RUNNING")
    return list(listed["taskArns"])


def test_a_long_film_composes_on_fargate_and_survives_the_death_of_its_task(stack: "Stack", until: "Until") -> None:
    """`kill -9` of the composing process: the next attempt composes what the first had rendered."""
    with stack.client() as client:
        job_id = client.create(LONG, title="killed task", music="none", **LONG_FIELDS).job_id
        assert until(lambda: _composing(stack.place), within_seconds=300)
        kept = rendered(client.get(job_id))
        for process in _composing(stack.place):
            process_table().send(process.pid, signal.SIGKILL)
        ends_with_its_work_kept(client, job_id, kept)
        result = client.get(job_id).result
        assert result is not None
        assert (result.duration or 0) >= FARGATE_FROM_SECONDS
        assert until(lambda: not _running_tasks(stack), within_seconds=120)


def test_cancelling_a_film_on_fargate_stops_its_task(stack: "Stack", until: "Until") -> None:
    """Execution, task and process end within seconds; lease and place are free again."""
    with stack.client() as client:
        job_id = client.create(LONG, title="cancelled task", music="calm", **LONG_FIELDS).job_id
        assert until(lambda: _composing(stack.place), within_seconds=300)
        client.cancel(job_id)
        assert client.wait(job_id, timeout_seconds=600).state == "CANCELLED"
        assert until(lambda: not _composing(stack.place), within_seconds=120)
        assert until(lambda: not _running_tasks(stack), within_seconds=120)
