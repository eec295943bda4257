"""The same request again is answered by the result that is kept. `System` is the memory world of conftest.py."""

import json
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.events import ExecutionStatus
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import JobResult, StepRow
from reelwright.jobs.output_keys import outcome_key
from tests.memory.dying import DyingJobs

if TYPE_CHECKING:
    from tests.memory.system import System


FILM = b"a film"
RETENTION_SECONDS = 24 * 3600
ANSWERABLE: dict[str, Any] = {"use_cache": True}
"""`System.create` asks for real work unless a test says otherwise."""


def _save(system: "System", job_id: str, name: str, **row: Any) -> None:
    fields = {"name": name, "state": "done", "attempt": 1, "fraction": 1.0, "updated_at": system.clock()} | row
    system.jobs.save_step(job_id, StepRow.model_validate(fields), weight=0, message=None, now=system.clock())


def _made(system: "System", caller: Caller, **body: Any) -> str:
    """Run a job to its end, with a film and the steps that made it."""
    job_id = system.run(caller, **body)
    key = f"outputs/{job_id}/video.mp4"
    system.artefacts.put(key, FILM, content_type="video/mp4")
    result = JobResult(files={"video": key}, duration_seconds=5.0, scores={"pacing": {"score": 0.9}})
    _save(system, job_id, "render_scene#0", key="artefacts/ada/render_scene/1.mp4", cost_usd=0.5, seconds=9.0)
    _save(system, job_id, "complete", output={"result": result.model_dump(mode="json")})
    system.end(job_id)
    system.advance(job_id)
    return str(job_id)


def _asked_again(system: "System", caller: Caller, **body: Any) -> str:
    job_id = system.create(caller, **ANSWERABLE | body).job_id
    system.advance(job_id)
    return str(job_id)


def test_the_same_request_completes_at_once_without_an_attempt(system: "System", ada: Caller) -> None:
    """PENDING -> COMPLETED with the result: nothing is queued, started, leased, counted or paid."""
    first = _made(system, ada)
    again = _asked_again(system, ada, metadata={"mine": 2}, priority=3)
    job = system.job(again)
    assert (job.state, job.attempt, job.progress, job.cost_usd) == (JobState.COMPLETED, 0, 1.0, 0)
    rows = system.jobs.history(again)
    assert [(row.sequence, str(row.event)) for row in rows] == [(1, "created"), (2, "answered_from_cache")]
    assert rows[-1].metadata == {"source_job_id": first}
    assert (system.dispatch().started, system.jobs.leases(), system.jobs.active("ada")) == ((), (), 0)


def test_an_answered_job_owns_its_files_and_outlives_the_one_it_came_from(system: "System", ada: Caller) -> None:
    """The film is a copy under the new job, with its own retention and its own outcome."""
    first = _made(system, ada)
    system.clock.pass_seconds(RETENTION_SECONDS - 60)
    again = _asked_again(system, ada)
    system.advance(again)
    system.clock.pass_seconds(120)
    assert system.sweep().removed == 1
    assert system.jobs.get(first) is None
    result = system.job(again).result
    assert result is not None
    assert result.files == {"video": f"outputs/{again}/video.mp4"}
    assert (result.duration_seconds, result.scores) == (5.0, {"pacing": {"score": 0.9}})
    assert system.artefacts.get(result.files["video"]) == FILM
    outcome = json.loads(system.artefacts.get(outcome_key(again)))
    assert (outcome["state"], outcome["result"]["files"]) == ("COMPLETED", result.files)


def test_an_answer_answers_in_turn(system: "System", ada: Caller) -> None:
    """As long as a finished result of the request is kept, it answers, also when the first one is gone."""
    _made(system, ada)
    system.clock.pass_seconds(RETENTION_SECONDS - 60)
    second = _asked_again(system, ada)
    system.clock.pass_seconds(120)
    third = _asked_again(system, ada)
    assert system.jobs.history(third)[-1].metadata == {"source_job_id": second}


def test_later_tasks_find_the_steps_of_an_answered_job(system: "System", ada: Caller) -> None:
    """Composing and exporting work on its scenes as on any other's; they show as cached and without cost."""
    _made(system, ada)
    again = _asked_again(system, ada)
    (row,) = system.jobs.steps(again)
    assert (row.name, row.key) == ("render_scene#0", "artefacts/ada/render_scene/1.mp4")
    assert (row.state, row.cached, row.cost_usd, row.seconds) == ("done", True, 0.0, 0.0)


def test_a_job_over_its_users_limit_is_answered_too(system: "System", eve: Caller) -> None:
    """An answer needs no place: it does not wait for the user's other jobs."""
    _made(system, eve)
    for n in range(2):
        system.run(eve, video_request={"script_content": f"Another film, number {n}."})
    assert system.state(_asked_again(system, eve)) is JobState.COMPLETED


def test_a_job_that_waited_for_the_first_of_its_kind_is_answered_by_it(system: "System", eve: Caller) -> None:
    """Two of three equal requests run; the third, over the limit, takes the result of the first that ends."""
    first, second = (system.run(eve) for _ in range(2))
    third = _asked_again(system, eve)
    assert system.state(third) is JobState.PENDING
    _save(system, first, "complete", output={"result": JobResult(duration_seconds=1.0).model_dump(mode="json")})
    system.end(first)
    system.advance(first)
    assert system.state(third) is JobState.COMPLETED
    assert (system.state(second), system.jobs.active("eve")) == (JobState.EXECUTING, 1)


@pytest.mark.parametrize(
    "body",
    [
        {"use_cache": False},
        {"video_request": {"script_content": "Hello there, moon."}},
        {"task_name": "cleanup_old_results"},
    ],
)
def test_another_request_and_one_that_wants_no_answer_run(system: "System", ada: Caller, body: dict[str, Any]) -> None:
    """`use_cache: false` does the work; so do other words and tasks that are done for their effect."""
    _made(system, ada)
    if "task_name" in body:
        _made(system, ada, **body)
    assert system.state(_asked_again(system, ada, **body)) is JobState.QUEUED


def test_nobody_is_answered_by_anothers_result(system: "System", ada: Caller, eve: Caller) -> None:
    """The same words of another user run."""
    _made(system, ada)
    assert system.state(_asked_again(system, eve)) is JobState.QUEUED


@pytest.mark.parametrize("end", ["FAILED", "ABORTED"])
def test_a_job_that_did_not_complete_answers_nobody(system: "System", ada: Caller, end: ExecutionStatus) -> None:
    """A failure is no result."""
    job_id = system.run(ada)
    system.end(job_id, end, error="ContentError", cause="nothing to speak")
    assert system.state(_asked_again(system, ada)) is JobState.QUEUED


def test_an_expired_result_answers_nobody(system: "System", ada: Caller) -> None:
    """From the end of its retention on, whether it was removed yet or not."""
    _made(system, ada)
    system.clock.pass_seconds(RETENTION_SECONDS)
    assert system.state(_asked_again(system, ada)) is JobState.QUEUED


def test_a_result_whose_files_are_gone_lets_the_job_run(system: "System", ada: Caller) -> None:
    """A film that was removed from the bucket cannot be copied, so it is made."""
    first = _made(system, ada)
    system.artefacts.remove_prefix(f"outputs/{first}/")
    assert system.state(_asked_again(system, ada)) is JobState.QUEUED


def test_a_doubled_record_answers_once(system: "System", ada: Caller) -> None:
    """The stream may deliver again: the history keeps its one answer."""
    _made(system, ada)
    again = _asked_again(system, ada)
    for _ in range(3):
        system.advance(again)
    assert len(system.jobs.history(again)) == 2


def test_a_crash_between_copies_and_move_is_repaired_by_the_next_delivery(system: "System", ada: Caller) -> None:
    """Files are there, the job is not moved: the same record copies them again and moves it."""
    system.jobs = jobs = DyingJobs(clock=system.clock)
    _made(system, ada)
    again = system.create(ada, **ANSWERABLE).job_id
    jobs.dies_in = "commit"
    with pytest.raises(ConnectionError):
        system.advance(again)
    jobs.dies_in = None
    assert system.state(again) is JobState.PENDING
    system.advance(again)
    assert system.state(again) is JobState.COMPLETED
