"""From API Gateway's events to use cases and back: the caller, bounded bodies, problem answers."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from pydantic import BaseModel, ValidationError

from reelwright.entry.faults import SERVICE_FAULTS
from reelwright.entry.telemetry import logger
from reelwright.entry.world import World, now
from reelwright.errors import RequestError
from reelwright.http.problems import PROBLEM_JSON, Problem, ProblemError, field_errors, problem_error
from reelwright.http.views import SignedUrl, Signer
from reelwright.jobs.caller import Caller
from reelwright.jobs.priority import TIERS, Tier

MAX_BODY_BYTES: Final = 256 * 1024
OPERATORS: Final = "operators"
"""The Cognito group whose members may act for others."""
OPERATOR_SCOPE: Final = "reelwright/operate"

Body = TypeVar("Body", bound=BaseModel)


def caller_of(event: APIGatewayProxyEventV2) -> Caller:
    """Return who asks, from the claims that the authorizer has verified; raises ProblemError without them.

    The tier is the highest of the caller's groups, `free` without one. The HTTP API hands lists over as `[a b]`.
    """
    claims = _claims(event)
    subject = claims.get("sub")
    if not subject:
        raise problem_error("unauthenticated", "Send a valid token: Authorization: Bearer <token>.")
    groups = set(str(claims.get("cognito:groups", "")).strip("[]").replace(",", " ").split())
    tier: Tier = next((one for one in reversed(TIERS) if one in groups), "free")
    operator = OPERATORS in groups or OPERATOR_SCOPE in str(claims.get("scope", "")).split()
    return Caller(user_id=subject, tier=tier, operator=operator)


def _claims(event: APIGatewayProxyEventV2) -> dict[str, Any]:
    authorizer = (event.raw_event.get("requestContext") or {}).get("authorizer") or {}
    return dict((authorizer.get("jwt") or {}).get("claims") or {})


def body_of(event: APIGatewayProxyEventV2, model: type[Body]) -> Body:
    """Return the validated body; raises ProblemError `too_large` over 256 KiB and `invalid_request` with field paths."""
    text = event.decoded_body or ""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BODY_BYTES:
        raise problem_error("too_large", "The body is over 256 KiB; send long lists as a manifest.")
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        found = field_errors(error)
        first = f"{found[0].field}: {found[0].message}" if found else "the body is not valid"
        raise problem_error("invalid_request", f"Please correct {first}.", errors=found) from None


def number_of(event: APIGatewayProxyEventV2, name: str, *, default: int, most: int) -> int:
    """Return a whole number 1 to `most` of the query string; raises ProblemError for anything else."""
    text = event.query_string_parameters.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most:
        raise problem_error("invalid_request", f"{name} must be a whole number from 1 to {most}.")
    return int(text)


def answer(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response[str]:
    """Return a JSON answer."""
    return Response(
        status_code=status,
        content_type="application/json",
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        headers=dict(headers or {}),
    )


def problem_answer(problem: Problem, headers: dict[str, str], request_id: str | None) -> Response[str]:
    """Return a problem answer, with the request's id to quote."""
    full = problem.model_copy(update={"request_id": request_id})
    return Response(
        status_code=problem.status,
        content_type=PROBLEM_JSON,
        body=full.model_dump_json(exclude_none=True),
        headers=dict(headers),
    )


def guarded(
    request_id: Callable[[], str | None],
) -> Callable[[Callable[..., Response[str]]], Callable[..., Response[str]]]:
    """Return a decorator that turns every error of a route into a problem answer; details of ours stay in the log."""

    def decorate(route: Callable[..., Response[str]]) -> Callable[..., Response[str]]:
        @wraps(route)
        def run(*args: Any, **kwargs: Any) -> Response[str]:
            try:
                return route(*args, **kwargs)
            except ProblemError as error:
                return problem_answer(error.problem, error.headers, request_id())
            except RequestError as error:
                wrong = problem_error("invalid_request", str(error))
                return problem_answer(wrong.problem, {}, request_id())
            except SERVICE_FAULTS:
                logger.exception("a service did not answer")
                later = problem_error("unavailable", "A service behind this one is busy; try again in a second.")
                return problem_answer(later.problem, {"Retry-After": "1"}, request_id())
            except Exception:  # noqa: BLE001 - the edge: logged whole, answered without details
                logger.exception("route failed")
                broken = problem_error("internal", "Try again; if it stays, tell us the request_id.")
                return problem_answer(broken.problem, {"Retry-After": "2"}, request_id())

        return run

    return decorate


def signer(world: World) -> Signer:
    """Return what signs a result's files for this environment's time."""
    seconds = world.settings.url_seconds

    def sign(key: str, filename: str) -> SignedUrl:
        url = world.artefacts.url(key, seconds=seconds, filename=filename)
        return SignedUrl(url=url, expires_at=now() + timedelta(seconds=seconds))

    return sign
