"""The operators' routes of the system itself: its queues, its metrics."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from reelwright.api.models.operations import QueuesView
from reelwright.entry.http import answer, caller_of, guarded
from reelwright.entry.world import world
from reelwright.usecases.read_dead_letters import operators_only
from reelwright.usecases.read_gauges import read_gauges
from reelwright.usecases.read_queues import read_queues

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call] # powertools left its initializer untyped
route_guard = guarded(lambda: getattr(router.lambda_context, "aws_request_id", None))


@router.get("/api/v1/queues")
@route_guard
def queues() -> Response[str]:
    """Return how queues and pools stand."""
    here = world()
    standing = read_queues(
        caller=caller_of(router.current_event),
        jobs=here.jobs,
        queues=here.queues,
        tallies=here.tallies,
        settings=here.settings,
    )
    return answer(200, QueuesView(**standing.model_dump()))


@router.get("/metrics")
@route_guard
def metrics() -> Response[str]:
    """Return every metric family as Prometheus text."""
    # What a scrape needs is loaded by the first scrape: a create in a new process does not wait for it.
    from reelwright.entry.prometheus import CONTENT_TYPE, exposition  # noqa: PLC0415 - see the line above

    operators_only(caller_of(router.current_event))
    here = world()
    text = exposition(here.tallies.all(), read_gauges(jobs=here.jobs, queues=here.queues))
    return Response(status_code=200, content_type=CONTENT_TYPE, body=text, headers={"Cache-Control": "no-store"})
