"""Places in a queue from tickets and counters."""

from datetime import datetime, timezone
from typing import Any

import pytest

from reelwright.figures.tally import Tally
from reelwright.figures.waiting import Line, lines_of, starts_until
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job
from reelwright.jobs.request import CreateJob

NOW = datetime(2026, 11, 22, 1, tzinfo=timezone.utc)


def _job(**changes: Any) -> Job:
    values = {
        "job_id": "01jd",
        "user_id": "ada",
        "tier": "free",
        "task_name": "generate_video",
        "request": CreateJob.model_validate({"video_request": {"script_content": "Hello."}}),
        "queue": "videos-low",
        "state": JobState.QUEUED,
        "created_at": NOW,
        "updated_at": NOW,
        **changes,
    }
    return Job.model_validate(values)


def _lines(**waiting: int) -> dict[str, Line]:
    named = {queue.replace("_", "-"): count for queue, count in waiting.items()}
    return {name: Line(queue=name, waiting=named.get(name, 0)) for name in lines_of(())}


def test_who_joins_an_empty_queue_is_first() -> None:
    """However many went through it before."""
    line = Line(queue="videos-low", waiting=0, left=4711)
    assert line.position(_job(ticket=line.next_ticket())) == 1


def test_a_place_falls_by_one_with_everyone_who_leaves() -> None:
    """Those who left since the ticket was drawn stood before its holder, whatever way they left."""
    job = _job(ticket=Line(queue="videos-low", waiting=3, left=10).next_ticket())
    places = [Line(queue="videos-low", waiting=9, left=left).position(job) for left in (10, 11, 13)]
    assert places == [4, 3, 1]


def test_tickets_between_two_readings_follow_each_other() -> None:
    """Those given out since the counters were read are not in them yet."""
    line = Line(queue="videos-low", waiting=2, left=5)
    assert [line.next_ticket(issued) for issued in range(3)] == [8, 9, 10]


def test_nobody_stands_before_the_first_place() -> None:
    """Others may overtake; then the counters say that more left than stood before the job."""
    assert Line(queue="videos-low", left=50).position(_job(ticket=40)) == 1


@pytest.mark.parametrize("state", [state for state in JobState if state is not JobState.QUEUED])
def test_only_a_queued_job_has_a_place(state: JobState) -> None:
    """A ticket that is left over from before says nothing."""
    assert Line(queue="videos-low").position(_job(state=state, ticket=3)) is None


def test_without_a_ticket_the_place_is_unknown() -> None:
    """The message is not sent yet, or the counters could not be read when it was."""
    assert Line(queue="videos-low").position(_job()) is None


def test_the_lines_of_a_queue_sum_up_its_tasks() -> None:
    """Tasks that share a queue stand in one line; a queue that nobody counted is empty."""
    tallies = [
        Tally(queue="media", task_name="generate_audio_tts", counters={"state.QUEUED": 2, "left": 5}),
        Tally(queue="media", task_name="generate_video_veo", counters={"state.QUEUED": 1, "state.EXECUTING": 4}),
    ]
    lines = lines_of(tallies)
    assert lines["media"] == Line(queue="media", waiting=3, left=5, running=4)
    assert lines["videos-high"] == Line(queue="videos-high")


def test_counters_that_are_behind_make_no_negative_line() -> None:
    """A shard may be read before its neighbour: a figure below 0 is 0."""
    assert lines_of([Tally(queue="media", counters={"state.QUEUED": -1})])["media"].waiting == 0


def test_alone_in_its_pool_a_queue_waits_for_itself() -> None:
    """The third starts with the third start; work of the other pool does not count."""
    assert starts_until("videos-low", 3, _lines(videos_low=5, generation=100)) == 3


def test_heavier_queues_start_their_share_meanwhile() -> None:
    """Weights 10, 5 and 1: two starts of `low` come after at most twenty of `high` and ten of `default`, or all they have."""
    assert starts_until("videos-low", 2, _lines(videos_low=2, videos_high=100, videos_default=100)) == 2 + 20 + 10
    assert starts_until("videos-low", 2, _lines(videos_low=2, videos_high=3, videos_default=100)) == 2 + 3 + 10


def test_a_heavy_queue_is_hardly_held_up_by_light_ones() -> None:
    """Ten starts of `high` let five of `default` and one of `low` by."""
    assert starts_until("videos-high", 10, _lines(videos_low=50, videos_default=50)) == 16
