"""What a person sees while the film is made."""

from infra.local.demo import ProgressLines, bar, steps_table
from reelwright_client import Job, JobStep


def test_a_message_is_said_once_with_its_time() -> None:
    """Repeated views of the same state stay silent."""
    said: list[str] = []
    progress = ProgressLines(said.append, 10.0, clock=lambda: 12.5)
    for share in (0.5, 0.5, 0.6):
        progress(Job(job_id="j", state="EXECUTING", progress=share, progress_message="Painted scene 1/2"))
    assert said == ["   2.5 s  ████████████░░░░░░░░░░░░  50%  Painted scene 1/2"]


def test_a_job_without_a_message_shows_why_it_waits() -> None:
    """Waiting is no silence."""
    said: list[str] = []
    progress = ProgressLines(said.append, 0.0, clock=lambda: 0.0)
    progress(Job(job_id="j", state="PENDING", waiting_reason="two films of yours are running"))
    progress(Job(job_id="j", state="QUEUED"))
    assert [line.rpartition("  ")[2] for line in said] == ["two films of yours are running", "queued"]


def test_the_bar_keeps_its_width() -> None:
    """Shares outside 0 to 1 draw an empty or a full bar."""
    assert {len(bar(share)) for share in (-1, 0, 0.4, 1, 7)} == {24}


def test_steps_of_scenes_are_one_line_in_the_order_of_the_pipeline() -> None:
    """Times of the same step add up; what was found finished shows as reused."""
    steps = (
        JobStep(name="render_scene#0", seconds=2),
        JobStep(name="render_scene#1", cached=True),
        JobStep(name="plan_scenes", seconds=1.25),
        JobStep(name="a_new_step", seconds=1),
    )
    assert steps_table(Job(job_id="j", state="COMPLETED", steps=steps)).splitlines() == [
        "steps:",
        "  plan_scenes                1 x      1.2 s in total",
        "  render_scene               2 x      2.0 s in total, 1 reused",
        "  a_new_step                 1 x      1.0 s in total",
    ]
