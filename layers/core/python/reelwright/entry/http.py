"""HTTP requests for the API function: the table of routes routes them, reads their parameters, and answers their refusals.

A handler is registered for an operation of the table (`handles`), reads an `Ask`, calls one use case and answers. `serve` binds
all of them to the router; a row without a handler, or a handler without a row, fails when the function is imported.
"""

import base64
import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final, Generic, TypeVar, overload

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from pydantic import BaseModel, ValidationError

from reelwright.api.entity_tags import matches
from reelwright.api.jobs import Sign, SignedUrl
from reelwright.api.limits import MAX_BODY_BYTES, MAX_ID_CHARACTERS
from reelwright.api.problems import PROBLEM_JSON, BodyTooLarge, Problem, headers_of, problem, problem_of
from reelwright.api.route import Route
from reelwright.entry.faults import SERVICE_FAULTS
from reelwright.entry.telemetry import logger
from reelwright.entry.world import now, world
from reelwright.jobs.caller import Caller, ClaimNames, caller_from
from reelwright.payload import Payload
from reelwright.ports import World
from reelwright.refusals import InvalidRequest, NotFound, Refusal, TryAgain, Unauthenticated
from reelwright.usecases.read_dead_letters import operators_only
from reelwright.wrong_fields import field_errors

_CLOSED: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
Body = TypeVar("Body", bound=BaseModel)
T = TypeVar("T")


class Given(Generic[T]):
    """A parameter of the request, read as the row of its route says; raises InvalidField for a wrong value."""

    def __init__(self, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, ask: None, owner: type["Ask"]) -> "Given[T]": ...
    @overload
    def __get__(self, ask: "Ask", owner: type["Ask"]) -> T: ...
    def __get__(self, ask: "Ask | None", owner: type["Ask"]) -> "Given[T] | T":
        if ask is None:
            return self
        parameter = ask.route.parameter(self._name)
        sent = ask.event.headers if parameter.place == "header" else ask.event.query_string_parameters
        found: T = parameter.read(sent.get(parameter.name))
        return found


class Ask:
    """One request to one route."""

    cursor = Given[str | None]("cursor")
    group = Given[str | None]("group")
    item_state = Given[str | None]("state")
    result_format = Given[str | None]("format")
    result_only = Given[str | None]("only")
    dry_run = Given[bool]("dry_run")
    idempotency_key = Given[str | None]("Idempotency-Key")
    known_tag = Given[str | None]("If-None-Match")
    limit = Given[int]("limit")
    minutes = Given[int]("minutes")
    page = Given[int | None]("page")
    page_size = Given[int | None]("page_size")
    q = Given[str | None]("q")
    since = Given[datetime | timedelta | None]("since")
    status = Given[str | None]("status")
    task_name = Given[str | None]("task_name")
    user_id = Given[str | None]("user_id")
    wait_seconds = Given[int]("Prefer")

    def __init__(self, route: Route, event: APIGatewayProxyEventV2) -> None:
        self.route = route
        self.event = event

    @cached_property
    def caller(self) -> Caller:
        """Who calls; raises Unauthenticated."""
        return caller_of(self.event)

    def body(self, model: type[Body]) -> Body:
        """Validate the body; raises BodyTooLarge, or InvalidRequest with the paths of wrong fields."""
        return body_of(self.event, model)


def caller_of(event: APIGatewayProxyEventV2, names: ClaimNames | None = None) -> Caller:
    """Read the caller from the claims that the gateway's authorizer verified; raises Unauthenticated without them.

    `names` None takes the claim names of the environment's settings.
    """
    if names is None:
        settings = world().settings
        caller = caller_from(_claims(event), settings.claims, settings.client_tiers)
    else:
        caller = caller_from(_claims(event), names)
    if caller is None:
        raise Unauthenticated("Send a valid token: Authorization: Bearer <token>.")
    return caller


def _claims(event: APIGatewayProxyEventV2) -> dict[str, Any]:
    authorizer = (event.raw_event.get("requestContext") or {}).get("authorizer") or {}
    return dict((authorizer.get("jwt") or {}).get("claims") or {})


def body_of(event: APIGatewayProxyEventV2, model: type[Body]) -> Body:
    """Validate the body; raises BodyTooLarge, or InvalidRequest with the paths of wrong fields."""
    body = event.body or ""
    sent = base64.b64decode(body) if event.is_base64_encoded else body.encode("utf-8", "surrogatepass")
    if len(sent) > MAX_BODY_BYTES:
        raise BodyTooLarge(f"The body has {len(sent)} bytes; at most {MAX_BODY_BYTES} are allowed.")
    try:
        return model.model_validate_json(sent)
    except ValidationError as error:
        raise InvalidRequest(field_errors(error)) from None


def answer(status: int, body: Payload, headers: dict[str, str] | None = None) -> Response[str]:
    """Build a JSON answer."""
    return Response(
        status_code=status,
        content_type="application/json",
        body=json.dumps(body.wire(), ensure_ascii=False, separators=(",", ":")),
        headers=dict(headers or {}),
    )


def tagged_answer(ask: Ask, body: Payload, tag: str) -> Response[str]:
    """Build a JSON answer with its tag, or 304 if the caller has it."""
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if matches(ask.known_tag, tag):
        return Response(status_code=304, body="", headers=dict(headers))
    return answer(200, body, headers)


def problem_answer(problem: Problem, headers: dict[str, str], request_id: str | None) -> Response[str]:
    """Build a problem answer, with the request's id to quote in a report."""
    full = problem.model_copy(update={"request_id": request_id})
    return closed(
        Response(
            status_code=problem.status,
            content_type=PROBLEM_JSON,
            body=full.model_dump_json(exclude_none=True),
            headers=dict(headers),
        )
    )


def closed(response: Response[str]) -> Response[str]:
    """Forbid guesses of the type, and caches unless the handler allows them: answers hold signed URLs of their caller."""
    for name, value in _CLOSED.items():
        response.headers.setdefault(name, value)
    return response


def refusal_answer(refusal: Refusal, request_id: str | None) -> Response[str]:
    """Build the problem answer of a refusal."""
    return problem_answer(problem_of(refusal), headers_of(refusal), request_id)


Handler = Callable[..., Response[str]]
"""Takes the `Ask`, and the ids of the path by name."""
HANDLERS: Final[dict[str, Handler]] = {}
"""By operation of the table of routes."""


def handles(operation: str) -> Callable[[Handler], Handler]:
    """Register a function as the handler of an operation; raises ValueError if it has one already."""

    def register(handler: Handler) -> Handler:
        if operation in HANDLERS:
            raise ValueError(f"two handlers for {operation}")
        HANDLERS[operation] = handler
        return handler

    return register


def serve(app: APIGatewayHttpResolver, routes: tuple[Route, ...]) -> None:
    """Bind every route to its handler; raises LookupError if table and handlers do not match."""
    unmatched = HANDLERS.keys() ^ {route.operation for route in routes}
    if unmatched:
        raise LookupError(f"operations without route or without handler: {', '.join(sorted(unmatched))}")
    for route in routes:
        for path in route.paths:
            rule = path.replace("{", "<").replace("}", ">")
            app.route(rule, method=route.method, compress=route.compress)(_edge(app, route))


def _edge(app: APIGatewayHttpResolver, route: Route) -> Handler:
    """Wrap a route's handler: check access first, then turn every error into a problem; details stay in the log."""

    def run(**ids: str) -> Response[str]:
        request_id = request_id_of(app)
        try:
            ask = Ask(route, app.current_event)
            _require_access(ask)
            _require_short(ids.values())
            return closed(HANDLERS[route.operation](ask, **ids))
        except Refusal as refusal:
            return refusal_answer(refusal, request_id)
        except SERVICE_FAULTS:
            logger.exception("a service did not answer")
            later = TryAgain("A service that this request needs is unavailable; try again in a second.")
            return refusal_answer(later, request_id)
        except Exception:  # noqa: BLE001 - the edge: logged whole, answered without details
            logger.exception("route failed")
            broken = problem("internal", "Try again; if the error stays, report it with its request_id.")
            return problem_answer(broken, {"Retry-After": "2"}, request_id)

    return run


def _require_access(ask: Ask) -> None:
    """Raise Unauthenticated or Forbidden, as the row says; use cases check ownership themselves."""
    if ask.route.access == "open":
        return
    caller = ask.caller
    if ask.route.access == "operator":
        operators_only(caller)


def _require_short(ids: Iterable[str]) -> None:
    """Raise NotFound for an id of the path that is longer than every id."""
    if any(len(id_) > MAX_ID_CHARACTERS for id_ in ids):
        raise NotFound(f"Ids have at most {MAX_ID_CHARACTERS} characters.")


def request_id_of(app: APIGatewayHttpResolver) -> str | None:
    """Return the id of the current Lambda invocation."""
    return getattr(app.lambda_context, "aws_request_id", None)


def signer(world: World) -> Sign:
    """Build the function that signs a result's files for the environment's time."""
    seconds = world.settings.url_seconds

    def sign(key: str, filename: str) -> SignedUrl:
        url = world.artefacts.url(key, seconds=seconds, filename=filename)
        return SignedUrl(url=url, expires_at=now() + timedelta(seconds=seconds))

    return sign
