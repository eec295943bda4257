"""HTTPS requests -> jobs and what is around them; one file a concept holds its routes, `jobs.py` first.

A route reads the request, calls one use case and answers; errors become problem answers in one place.
"""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from functions.api import dead_letters, documents, jobs, operations, uploads, webhooks
from reelwright.api.problems import MethodNotAllowed
from reelwright.entry.http import refusal_answer
from reelwright.entry.telemetry import logger, metrics, tracer
from reelwright.refusals import NotFound, Refusal

app = APIGatewayHttpResolver()
for routes in (jobs, uploads, dead_letters, operations, documents, webhooks):
    app.include_router(routes.router)


@app.not_found
def unknown_route(_error: NotFoundError) -> Response[str]:
    """Answer for routes that are not there: 405 with the methods of a path that is, else 404."""
    from reelwright.api.routes.matching import methods_of  # noqa: PLC0415 - nobody who knows the API pays for its table

    methods = methods_of(app.current_event.path)
    refusal: Refusal = NotFound("This path does not exist; /openapi.json lists all paths.")
    if methods and app.current_event.http_method not in methods:
        refusal = MethodNotAllowed(methods)
    return refusal_answer(refusal, getattr(app.lambda_context, "aws_request_id", None))


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request."""
    return app.resolve(event, context)
