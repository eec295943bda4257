"""The service itself: health, counts, queues, metrics."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.entity_tags import text_tag
from reelwright.api.operations import CountsView, HealthView, LoadView, QueueHistory, QueuesView, TodayView
from reelwright.entry.http import Ask, answer, handles, tagged_answer
from reelwright.entry.world import world
from reelwright.figures.load import step_of
from reelwright.jobs.lifecycle import STATUS_WORDS
from reelwright.usecases.check_health import FRESH_SECONDS, RecentHealth
from reelwright.usecases.count_jobs import count_jobs
from reelwright.usecases.load_history import read_load_history
from reelwright.usecases.read_gauges import read_gauges
from reelwright.usecases.read_queues import read_queues

recent_health = RecentHealth()


@handles("getHealth")
def health(_ask: Ask) -> Response[str]:
    """Check each dependency, at most every five seconds: 200 if all are healthy, else 503."""
    found = recent_health.read(world=world())
    headers = {"Cache-Control": f"public, max-age={FRESH_SECONDS}"}
    return answer(200 if found.healthy else 503, HealthView(**found.model_dump()), headers)


@handles("countJobs")
def counts(ask: Ask) -> Response[str]:
    """Count the jobs of the caller, or of another user for operators, by state."""
    here = world()
    found = count_jobs(user_id=ask.user_id, caller=ask.caller, world=here)
    view = CountsView(
        counts={STATUS_WORDS[state]: count for state, count in found.counts.items()},
        total=found.total,
        success_rate=found.success_rate,
        average_seconds=found.average_seconds,
        today=TodayView(**found.today.model_dump(), remaining=found.today.remaining),
    )
    return answer(200, view)


@handles("listQueues")
def queues(ask: Ask) -> Response[str]:
    """Read the load of queues and pools."""
    here = world()
    standing = read_queues(caller=ask.caller, world=here)
    view = QueuesView(**standing.model_dump())
    return tagged_answer(ask, view, text_tag(view.model_dump_json()))


@handles("getQueueHistory")
def queue_history(ask: Ask) -> Response[str]:
    """Read the load of the last minutes."""
    rows = read_load_history(ask.minutes, caller=ask.caller, world=world())
    points = tuple(LoadView(**row.model_dump()) for row in rows)
    view = QueueHistory(every_minutes=step_of(ask.minutes), points=points)
    return tagged_answer(ask, view, text_tag(view.model_dump_json()))


@handles("getMetrics")
def metrics(_ask: Ask) -> Response[str]:
    """Send every metric family as Prometheus text."""
    # Imported by the first scrape, so that a create in a new process does not wait for it.
    from reelwright.entry.prometheus import CONTENT_TYPE, exposition  # noqa: PLC0415 - see above

    here = world()
    text = exposition(here.tallies.all(), read_gauges(world=here))
    return Response(status_code=200, content_type=CONTENT_TYPE, body=text, headers={"Cache-Control": "no-store"})
