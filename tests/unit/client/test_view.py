"""What people see, checked on a recorded terminal."""

import io
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from reelwright_client import Accepted, Job, RequestWarning, Tried
from reelwright_client.cli import words
from reelwright_client.cli.view import (
    accepted_text,
    ending_text,
    job_view,
    jobs_table,
    progress_line,
    progress_view,
    tried_text,
)

if TYPE_CHECKING:
    from tests.unit.client.conftest import World

STEPS = [
    {"name": "plan_scenes", "state": "done", "seconds": 1.25, "cost_usd": 0.0021},
    {"name": "generate_audio_tts#1", "state": "done", "seconds": 4, "cached": True},
    {"name": "generate_image_imagen#1", "state": "done", "seconds": 2},
    {"name": "generate_audio_tts#2", "state": "done", "seconds": 5, "cached": True},
    {"name": "render_scene#1", "state": "running"},
    {"name": "render_scene#2", "state": "done", "seconds": 61},
]


def _shown(terminal: Console, view: Any) -> list[str]:
    terminal.print(view)
    return [line.rstrip() for line in terminal.export_text().splitlines()]


def test_the_live_view_has_bar_message_and_steps(world: "World", terminal: Console) -> None:
    """Steps of one kind share a row with a count; reused steps are marked; costs appear if there are any."""
    lines = _shown(terminal, progress_view(Job.model_validate(world.job(steps=STEPS))))
    assert "42 %" in lines[0]
    assert "EXECUTING" in lines[0]
    assert lines[1] == "Generated audio for scene 1/3"
    rows = [" ".join(line.split()) for line in lines[2:]]
    assert rows == [
        "Step State Time Cost",
        "Plan scenes done 1.2 s $0.0021",
        "Generate audio tts 2/2 done (reused) 9.0 s",
        "Generate image imagen done 2.0 s",
        "Render scene 1/2 running 1 min 01 s",
    ]


@pytest.mark.parametrize(("progress", "full"), [(0.0, 0), (0.5, 14), (1.0, 28)])
def test_the_bar_is_as_long_as_the_progress(world: "World", terminal: Console, progress: float, full: int) -> None:
    """Half the work fills half of the 28 columns; the colour of the filled part differs from the rest."""
    terminal.print(progress_view(Job.model_validate(world.job(progress=progress))))
    bar = terminal.export_text(styles=True).splitlines()[0]
    coloured = [part[3:] for part in bar.split("\x1b[") if part.startswith(("36m", "32m"))]
    assert sum(part.count("━") for part in coloured) == full


@pytest.mark.parametrize(
    ("width", "message"), [(80, ""), (90, "Generated audio …"), (120, "Generated audio for scene 1/3")]
)
def test_a_narrow_terminal_cuts_only_the_message(world: "World", width: int, message: str) -> None:
    """Ids, states and times are never cut; the message has the remaining width, or no column."""
    terminal = Console(file=io.StringIO(), record=True, width=width)
    terminal.print(jobs_table([Job.model_validate(world.job(job_id="j" * 12))], width))
    head, row = (line.rstrip() for line in terminal.export_text().splitlines())
    assert ("Message" in head) == bool(message)
    assert row == f"jjjjjjjjjjjj  EXECUTING   42 %     generate_video  2026-11-21 21:44:03Z  {message}".rstrip()


def test_the_reason_of_a_wait_is_shown(world: "World", terminal: Console) -> None:
    """Reason, queue position, next try and time left, as far as the server gives them."""
    waiting = world.job(
        "RETRYING",
        waiting_reason="the picture provider rests until 21:50",
        position=3,
        queue="videos-low",
        next_retry_at="2026-11-21T21:50:00+00:00",
        eta_seconds=125,
        eta_interval_seconds={"low": 60, "high": 400},
    )
    lines = _shown(terminal, progress_view(Job.model_validate(waiting)))
    assert lines[2:] == [
        "Waiting: the picture provider rests until 21:50",
        "Position 3 in videos-low",
        "Next try at 2026-11-21 21:50:00Z",
        "About 2 min 05 s left (between 1 min 00 s and 6 min 40 s)",
    ]


def test_a_line_of_progress_is_plain(world: "World") -> None:
    """In a pipe every change is one line without control codes."""
    line = progress_line(Job.model_validate(world.job(eta_seconds=30)))
    assert line == "[ 42 %] EXECUTING Generated audio for scene 1/3 About 30 s left"


def test_text_of_users_is_neither_control_code_nor_markup(world: "World", terminal: Console) -> None:
    """Escape codes and direction overrides are removed; square brackets are shown unchanged."""
    evil = "\x1b[2J\x1b]0;owned\x07[red]hi[/red]\u202eabc\nnext"
    lines = _shown(terminal, progress_view(Job.model_validate(world.job(progress_message=evil))))
    assert lines[1] == "[2J]0;owned[red]hi[/red]abc next"


def test_a_failure_shows_step_reason_and_whether_a_retry_helps(world: "World", terminal: Console) -> None:
    """By the field `retryable` of the error."""
    error = {"message": "The quota is used up", "code": "provider_throttled", "step": "render_scene#2"}
    failed = world.job("FAILED", error={**error, "retryable": True})
    assert _shown(terminal, ending_text(Job.model_validate(failed))) == [
        "Job job-7 failed at render scene#2: The quota is used up [provider_throttled]",
        "A retry may succeed.",
    ]


def test_a_finished_film_names_its_fallbacks(world: "World", terminal: Console) -> None:
    """A replaced provider is always shown."""
    done = world.finished(cost_usd=0.05)
    done["result"]["fallbacks"] = [
        {"capability": "speech", "asked": "azure", "used": "kokoro", "reason": "no credentials"}
    ]
    assert _shown(terminal, ending_text(Job.model_validate(done))) == [
        "Done in 34 s, a film of 15 s, for $0.05.",
        "kokoro was used for speech instead of azure: no credentials",
    ]


def test_one_job_shows_its_facts_and_leaves_out_what_is_not_there(world: "World", terminal: Console) -> None:
    """Empty facts have no row."""
    text = "\n".join(_shown(terminal, job_view(Job.model_validate(world.finished()))))
    assert "Files: video, thumbnail" in text
    assert "2026-11-21 21:44:03Z" in text
    assert "Waiting" not in text
    assert "Attempt" not in text


def test_an_accepted_job_says_its_estimates(terminal: Console) -> None:
    """Time, price, queue and place, and the next command."""
    accepted = Accepted(job_id="job-7", estimated_duration=95, estimated_cost_usd=0.004, queue="videos-low", position=2)
    assert _shown(terminal, accepted_text(accepted)) == [
        "Job job-7 accepted; about 1 min 35 s; $0.0040; queue videos-low, position 2.",
        "Follow it: reelwright watch job-7",
    ]


def test_warnings_are_shown_with_their_field(terminal: Console) -> None:
    """By a create and by a dry run."""
    warning = RequestWarning(code="language_mismatch", field="video_request.language", message="Read as 'en-US'.")
    line = "Warning: Read as 'en-US'. (video_request.language)"
    assert line in _shown(terminal, accepted_text(Accepted(job_id="job-7", warnings=(warning,))))
    assert line in _shown(terminal, tried_text(Tried(warnings=(warning,))))


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "-"), (0.44, "0.4 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s"), (3725, "1 h 02 min")],
)
def test_lengths_read_naturally(value: float | None, text: str) -> None:
    """Short ones with a tenth, long ones without seconds."""
    assert words.seconds(value) == text


@pytest.mark.parametrize(("share", "text"), [(0.999, " 99 %"), (1.0, "100 %"), (-1.0, "  0 %"), (7.0, "100 %")])
def test_a_hundred_percent_means_finished(share: float, text: str) -> None:
    """99.9 % is not rounded up, and a wrong share is clamped."""
    assert words.percent(share) == text
