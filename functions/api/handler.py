"""The function of the HTTP API. The table of routes (`reelwright.api.table`) maps each request to its handler.

Each other module of this package has the handlers of one concept. A handler reads the request, calls use cases, and builds
the response.
"""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from functions.api import (  # noqa: F401 - register handlers
    batches,
    brand,
    console,
    creating,
    creating_batches,
    dead_letters,
    documents,
    jobs,
    operations,
    provider_keys,
    providers,
    storyboard,
    uploads,
    webhooks,
)
from reelwright.api.problems import MethodNotAllowed
from reelwright.api.table import ROUTES, methods_of
from reelwright.entry.http import refusal_answer, request_id_of, serve
from reelwright.entry.telemetry import logger, metrics, traced
from reelwright.refusals import NotFound, Refusal

app = APIGatewayHttpResolver()
serve(app, ROUTES)


@app.not_found
def unknown_route(_error: NotFoundError) -> Response[str]:
    """Answer 405 with the allowed methods for a path that exists, else 404."""
    refusal: Refusal = NotFound("This path does not exist; /openapi.json lists all paths.")
    methods = methods_of(app.current_event.path)
    if methods and app.current_event.http_method not in methods:
        refusal = MethodNotAllowed(methods)
    return refusal_answer(refusal, request_id_of(app))


@logger.inject_lambda_context(clear_state=True)
@traced
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request."""
    return app.resolve(event, context)
