"""From API Gateway's events to use cases and back: the caller, bounded bodies, problem answers."""

import base64
import json
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import wraps
from typing import Any, Final, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from pydantic import BaseModel, ValidationError

from reelwright.api.limits import MAX_BODY_BYTES, MAX_ID_CHARACTERS
from reelwright.api.problems import PROBLEM_JSON, BodyTooLarge, Problem, field_errors, headers_of, problem, problem_of
from reelwright.api.views import SignedUrl, Signer
from reelwright.entry.faults import SERVICE_FAULTS
from reelwright.entry.telemetry import logger
from reelwright.entry.world import World, now, world
from reelwright.jobs.caller import Caller, ClaimNames, caller_from
from reelwright.payload import Payload
from reelwright.pipeline.tasks import TASK_ALIASES, TASKS
from reelwright.refusals import InvalidField, InvalidRequest, NotFound, Refusal, TryAgain, Unauthenticated

_QUOTED: Final = re.compile(r'"([!-~]+)"')
_KEY: Final = re.compile(r"[!-~]{1,255}")
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}

Body = TypeVar("Body", bound=BaseModel)


def caller_of(event: APIGatewayProxyEventV2, names: ClaimNames | None = None) -> Caller:
    """Return who asks, from the claims that the authorizer has verified; raises Unauthenticated without them.

    `names` None reads the claims that the environment's settings name.
    """
    caller = caller_from(_claims(event), names or world().settings.claims)
    if caller is None:
        raise Unauthenticated("Send a valid token: Authorization: Bearer <token>.")
    return caller


def _claims(event: APIGatewayProxyEventV2) -> dict[str, Any]:
    authorizer = (event.raw_event.get("requestContext") or {}).get("authorizer") or {}
    return dict((authorizer.get("jwt") or {}).get("claims") or {})


def body_of(event: APIGatewayProxyEventV2, model: type[Body]) -> Body:
    """Return the validated body; raises BodyTooLarge over 256 KiB, and InvalidRequest with the paths of wrong fields."""
    body = event.body or ""
    sent = base64.b64decode(body) if event.is_base64_encoded else body.encode("utf-8", "surrogatepass")
    if len(sent) > MAX_BODY_BYTES:
        raise BodyTooLarge("The body is over 256 KiB; send several smaller requests.")
    try:
        return model.model_validate_json(sent)
    except ValidationError as error:
        raise InvalidRequest(field_errors(error)) from None


def number_of(event: APIGatewayProxyEventV2, name: str, *, default: int, most: int) -> int:
    """Return a whole number 1 to `most` of the query string; raises InvalidField for anything else."""
    text = event.query_string_parameters.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= most:
        raise InvalidField(name, f"must be a whole number from 1 to {most}")
    return int(text)


def flag_of(event: APIGatewayProxyEventV2, name: str) -> bool:
    """Return a yes or no of the query string, no without one; raises InvalidField for any other word."""
    word = (event.query_string_parameters.get(name) or "false").lower()
    if word not in _FLAGS:
        raise InvalidField(name, "must be true or false")
    return _FLAGS[word]


def task_of(event: APIGatewayProxyEventV2) -> str | None:
    """Return the task that the query names, None without one; raises InvalidField for an unknown task."""
    word = event.query_string_parameters.get("task_name")
    if word is None:
        return None
    name = TASK_ALIASES.get(word, word)
    if name not in TASKS:
        raise InvalidField("task_name", f"must be one of {', '.join(sorted(TASKS))}")
    return name


def user_of(event: APIGatewayProxyEventV2) -> str | None:
    """Return the user that the query names, None without one; raises InvalidField if it is empty or too long."""
    user_id = event.query_string_parameters.get("user_id")
    if user_id is not None and not 1 <= len(user_id) <= MAX_ID_CHARACTERS:
        raise InvalidField("user_id", f"must have 1 to {MAX_ID_CHARACTERS} characters")
    return user_id


def idempotency_key(event: APIGatewayProxyEventV2) -> str | None:
    """Return the Idempotency-Key, with or without the quotes of a structured field; raises InvalidField for a wrong one."""
    text = event.headers.get("idempotency-key")
    if text is None:
        return None
    quoted = _QUOTED.fullmatch(text)
    key = quoted[1] if quoted else text
    if not _KEY.fullmatch(key):
        raise InvalidField("Idempotency-Key", "must be 1 to 255 visible ASCII characters")
    return key


def answer(status: int, body: Payload | dict[str, Any], headers: dict[str, str] | None = None) -> Response[str]:
    """Return a JSON answer."""
    wire = body.wire() if isinstance(body, Payload) else body
    return Response(
        status_code=status,
        content_type="application/json",
        body=json.dumps(wire, ensure_ascii=False, separators=(",", ":")),
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


def refusal_answer(refusal: Refusal, request_id: str | None) -> Response[str]:
    """Return the problem answer of a refusal."""
    return problem_answer(problem_of(refusal), headers_of(refusal), request_id)


def guarded(
    request_id: Callable[[], str | None],
) -> Callable[[Callable[..., Response[str]]], Callable[..., Response[str]]]:
    """Return a decorator that turns every error of a route into a problem answer; details of ours stay in the log."""

    def decorate(route: Callable[..., Response[str]]) -> Callable[..., Response[str]]:
        @wraps(route)
        def run(*args: Any, **kwargs: Any) -> Response[str]:
            try:
                _require_short(kwargs.values())
                return route(*args, **kwargs)
            except Refusal as refusal:
                return refusal_answer(refusal, request_id())
            except SERVICE_FAULTS:
                logger.exception("a service did not answer")
                later = TryAgain("A service that this request needs is unavailable; try again in a second.")
                return refusal_answer(later, request_id())
            except Exception:  # noqa: BLE001 - the edge: logged whole, answered without details
                logger.exception("route failed")
                broken = problem("internal", "Try again; if the error stays, report it with its request_id.")
                return problem_answer(broken, {"Retry-After": "2"}, request_id())

        return run

    return decorate


def _require_short(ids: Iterable[str]) -> None:
    """Raise NotFound for an id of the path that is longer than every id."""
    if any(len(id_) > MAX_ID_CHARACTERS for id_ in ids):
        raise NotFound(f"Ids have at most {MAX_ID_CHARACTERS} characters.")


def signer(world: World) -> Signer:
    """Return what signs a result's files for this environment's time."""
    seconds = world.settings.url_seconds

    def sign(key: str, filename: str) -> SignedUrl:
        url = world.artefacts.url(key, seconds=seconds, filename=filename)
        return SignedUrl(url=url, expires_at=now() + timedelta(seconds=seconds))

    return sign
