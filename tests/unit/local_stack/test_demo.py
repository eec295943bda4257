"""What a person sees while the film is made."""

from infra.local.demo import Progress, bar, steps_table
from reelwright_client import Job, JobStep


def test_a_message_is_said_once_with_its_time() -> None:
    """Repeated views of the same state stay silent."""
    said: list[str] = []
    progress = Progress(said.append, 10.0, clock=lambda: 12.5)
    for share in (0.5, 0.5, 0.6):
        progress(Job(job_id="j", state="EXECUTING", progress=share, progress_message="Painted scene 1/2"))
    assert said == ["   2.5 s  ████████████░░░░░░░░░░░░  50%  Painted scene 1/2"]


def test_a_job_without_a_message_shows_why_it_waits() -> None:
    """Waiting is no silence."""
    said: list[str] = []
    progress = Progress(said.append, 0.0, clock=lambda: 0.0)
    progress(Job(job_id="j", state="PENDING", waiting_reason="two films of yours are running"))
    progress(Job(job_id="j", state="QUEUED"))
    assert [line.rpartition("  ")[2] for line in said] == ["two films of yours are running", "queued"]


def test_the_bar_keeps_its_width() -> None:
    """Shares outside 0 to 1 draw an empty or a full bar."""
    assert {len(bar(share)) for share in (-1, 0, 0.4, 1, 7)} == {24}


def test_reused_steps_say_so() -> None:
    """A step that was found finished shows no time."""
    steps = (JobStep(name="plan_scenes", seconds=1.25), JobStep(name="render_scene", cached=True))
    assert steps_table(Job(job_id="j", state="COMPLETED", steps=steps)).splitlines() == [
        "steps:",
        "  plan_scenes                     1.2 s",
        "  render_scene                 reused",
    ]
