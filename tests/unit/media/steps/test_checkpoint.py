"""Checkpoints and the result that is gathered from them."""

from pathlib import Path
from typing import Any

import pytest

from reelwright.errors import MissingArtefactError
from reelwright.events import Caught
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import JobFailure, StepRow
from reelwright.jobs.outputs import FilmOutput, ScoreOutput
from reelwright_media.steps.checkpoint import artefact_key, artefact_prefix, checkpoint
from reelwright_media.steps.complete import complete, record_failure
from reelwright_media.steps.context import StepContext, StepOutcome
from tests.memory.system import System


def _run(system: System, job_id: str, name: str, work: Any, **command: Any) -> None:
    system.step(job_id, work, name=name, **command)


def test_the_same_inputs_are_made_once_and_found_ever_after(system: System, ada: Caller) -> None:
    """The second run of a step finds the artefact; the maker is not asked again."""
    job_id = system.run(ada)
    made: list[int] = []

    def work(context: StepContext) -> StepOutcome:
        key = artefact_key(context, {"text": "hello"}, "json")

        def make() -> bytes:
            made.append(1)
            return b"{}"

        return StepOutcome(key=key, cached=checkpoint(context, key, make))

    for _ in range(2):
        _run(system, job_id, "plan_scenes", work)
    assert made == [1]
    row = system.row(job_id, "plan_scenes")
    assert (row.state, row.cached) == ("done", True)


@pytest.mark.parametrize("other", [{"text": "hellp"}, {"text": "hello", "speed": 1.0}, {}])
def test_other_inputs_are_another_artefact(system: System, ada: Caller, other: dict[str, Any]) -> None:
    """Everything that shapes an artefact is in its fingerprint."""
    job_id = system.run(ada)
    keys: list[str] = []

    def work(context: StepContext) -> StepOutcome:
        keys.extend(artefact_key(context, inputs, "json") for inputs in ({"text": "hello"}, other))
        return StepOutcome()

    _run(system, job_id, "plan_scenes", work)
    assert keys[0] != keys[1]


@pytest.mark.parametrize("user_id", ["../eve", "eve/../ada", "a b", "ü", "eve/"])
def test_a_users_id_cannot_name_anothers_folder(user_id: str) -> None:
    """The id is quoted: one folder a user, whatever the id holds."""
    prefix = artefact_prefix(user_id)
    assert prefix.count("/") == 2
    assert not prefix.startswith(artefact_prefix("eve"))


def test_a_file_that_a_maker_wrote_becomes_the_artefact(system: System, ada: Caller) -> None:
    """Large artefacts travel as files."""
    job_id = system.run(ada)

    def work(context: StepContext) -> StepOutcome:
        path: Path = context.workdir / "made.mp4"
        path.write_bytes(b"film")
        key = artefact_key(context, {}, "mp4")
        checkpoint(context, key, lambda: path)
        return StepOutcome(key=key)

    _run(system, job_id, "plan_scenes", work)
    assert system.content(job_id, "plan_scenes") == b"film"


def test_the_result_holds_what_the_steps_declared_for_the_user(system: System, ada: Caller) -> None:
    """Files are copied under the job's own outputs; scores and length come from the rows."""
    job_id = system.run(ada)
    system.artefacts.put("artefacts/ada/film.mp4", b"film", content_type="video/mp4")
    film = StepOutcome(
        key="artefacts/ada/film.mp4", files={"video": "artefacts/ada/film.mp4"}, output=FilmOutput(seconds=9.5)
    )
    _run(system, job_id, "compose_final_video", lambda _: film)
    _run(system, job_id, "analyze_pacing", lambda _: StepOutcome(output=ScoreOutput(value=0.8, advice="fine")))
    _run(system, job_id, "complete", complete)
    assert system.end(job_id).value == "moved"
    result = system.job(job_id).result
    assert result is not None
    assert result.files == {"video": f"outputs/{job_id}/video.mp4"}
    assert system.artefacts.get(f"outputs/{job_id}/video.mp4") == b"film"
    assert result.duration_seconds == 9.5
    assert result.scores == {"pacing": {"value": 0.8, "advice": "fine"}}
    assert result.details == {"width": 1080, "height": 1920, "language": "en-US"}


def test_a_film_that_was_not_composed_does_not_complete(system: System, ada: Caller) -> None:
    """A composing task may die without a word; the next attempt composes again."""
    job_id = system.run(ada)
    with pytest.raises(MissingArtefactError):
        _run(system, job_id, "complete", complete)


def test_the_failure_that_a_step_recorded_is_the_jobs(system: System, ada: Caller) -> None:
    """The state machine's own words are coarser than the step's."""
    job_id = system.run(ada)
    error = JobFailure(type="ContentError", code="unusable_content", message="nothing to say", step="plan_scenes")
    row = StepRow(name="plan_scenes", state="failed", attempt=1, error=error, updated_at=system.clock())
    system.jobs.save_step(job_id, row, weight=0.1, message=None, now=system.clock())
    caught = Caught(Error="Runtime.HandlerError", Cause='{"errorMessage": "?"}')
    _run(system, job_id, "record_failure", record_failure, failure=caught)
    system.end(job_id, "FAILED", error="Runtime.HandlerError", cause="?")
    assert system.job(job_id).error == error
