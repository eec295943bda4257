"""Step outputs are read by name, from rows of every release."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reelwright.aws.items import step_of
from reelwright.jobs.model import JobResult, StepRow
from reelwright.jobs.outputs import OUTPUTS, CompletedOutput, PictureOutput, PlanOutput, SpeechOutput, StepOutput
from reelwright.pipeline.steps import STEPS

AT = datetime(2026, 1, 1, tzinfo=UTC)


def _row(output: dict[str, Any]) -> StepRow:
    return StepRow(name="plan_scenes", state="done", attempt=1, output=output, updated_at=AT)


def test_a_fact_that_the_step_did_not_leave_has_its_default() -> None:
    """Rows of running steps and of older releases lack facts."""
    row = _row({})
    assert (PlanOutput.of(row).total, StepOutput.of(row).files) == (None, {})
    assert (SpeechOutput.of(row).unspoken, PictureOutput.of(row).clip_key) == ((), None)
    assert CompletedOutput.of(row).result == JobResult()
    assert PlanOutput.of(row).stored() == {}


def test_a_row_keeps_the_facts_that_the_step_set() -> None:
    """Defaults are not stored; what is set is stored whole, also where it equals a default."""
    assert PlanOutput(total=3, left_out={}).stored() == {"total": 3, "left_out": {}}
    assert set(CompletedOutput(result=JobResult()).stored()["result"]) == set(JobResult.model_fields)


def test_a_misspelt_fact_is_an_error_where_it_is_written() -> None:
    """A reader would find nothing under the right name."""
    with pytest.raises(ValueError, match="clip_kye"):
        PictureOutput(clip_kye="artefacts/ada/c.mp4")  # type: ignore[call-arg] # mypy refuses it too


def test_every_step_has_the_model_of_its_output() -> None:
    """Also those that leave nothing but files."""
    assert set(OUTPUTS) == set(STEPS)


def test_a_fact_that_nothing_reads_by_name_is_no_error() -> None:
    """Scores and facts of other releases stay in the row and do not disturb the reading."""
    row = _row({"total": 3, "passes": True, "details": {"words_per_second": 2.5}, "of_a_later_release": [1]})
    assert PlanOutput.of(row).total == 3
    assert row.output["of_a_later_release"] == [1]


def test_a_fact_of_the_wrong_kind_is_refused() -> None:
    """A key that is not a text would fail later, far from its cause."""
    with pytest.raises(ValueError, match="clip_key"):
        PictureOutput.of(_row({"clip_key": 3}))


def test_a_stored_row_of_an_earlier_release_is_read() -> None:
    """The stored form is a plain JSON object: nothing has to be rewritten in the table."""
    item = {
        "name": "generate_audio_tts#2",
        "state": "done",
        "attempt": 1,
        "output": '{"seconds": 4.1, "wav_key": "artefacts/ada/a.wav", "unspoken": ["€"], "voice": "af_heart"}',
        "updated_at": AT.isoformat(),
    }
    output = SpeechOutput.of(step_of(item))
    assert (output.seconds, output.wav_key, output.unspoken) == (4.1, "artefacts/ada/a.wav", ("€",))
