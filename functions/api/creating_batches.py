"""Create a batch, or try the request without creating one."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.creating_batches import BatchCreated, BatchTried, batch_links, batch_price
from reelwright.api.jobs import warning_views
from reelwright.batches.request import CreateBatch
from reelwright.entry.http import Ask, answer, handles
from reelwright.entry.telemetry import logger
from reelwright.entry.world import world
from reelwright.usecases.accept_batch import accept_batch, try_batch


@handles("createBatch")
def create(ask: Ask) -> Response[str]:
    """Accept a batch whole or refuse it: 201. With `dry_run=true` only judge and price it: 200."""
    here, key = world(), ask.idempotency_key
    request = ask.body(CreateBatch)
    if ask.dry_run:
        return _tried(request, ask)

    here.profiles.see(ask.caller)
    accepted = accept_batch(request, caller=ask.caller, key=key, world=here)
    logger.append_keys(batch_id=accepted.batch_id)
    weighed = accepted.weighing
    waits = weighed.options.start == "on_confirm"
    view = BatchCreated(
        batch_id=accepted.batch_id,
        state="READY" if waits else "RUNNING",
        message="Batch accepted. It starts with a POST to `links.confirm`." if waits else "Batch accepted. It runs.",
        name=weighed.options.name,
        lines=weighed.lines,
        refused=weighed.refused,
        estimate=batch_price(weighed, here.settings),
        warnings=warning_views(weighed.cautions),
        links=batch_links(accepted.batch_id),
    )
    headers = {"Location": view.links.self}
    if accepted.is_replayed:
        headers["Idempotent-Replayed"] = "true"
    return answer(201, view, headers)


def _tried(request: CreateBatch, ask: Ask) -> Response[str]:
    here = world()
    weighed = try_batch(request, caller=ask.caller, world=here)
    view = BatchTried(
        dry_run=True,
        message="The batch would be accepted. No batch was created.",
        lines=weighed.lines,
        refused=weighed.refused,
        estimate=batch_price(weighed, here.settings),
        warnings=warning_views(weighed.cautions),
    )
    return answer(200, view)
