"""An AWS account for the rollout's verbs: real clients whose answers are given, and that fail on a call nobody expects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import boto3
from botocore.exceptions import NoCredentialsError

Answer = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns a call into its answer, or raises."""

ACCOUNT, REGION = "111122223333", "eu-central-1"


def refusal(code: str, message: str = "", *, status: int = 400) -> Answer:
    """Answer with an error of the service."""

    def refuse(_: dict[str, Any]) -> dict[str, Any]:
        return {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}

    return refuse


def no_credentials(_: dict[str, Any]) -> dict[str, Any]:
    """Fail as a client without credentials does."""
    raise NoCredentialsError


@dataclass(frozen=True)
class HttpStatus:
    """What botocore reads of an HTTP response."""

    status_code: int


class GivenClients:
    """Answers calls by `service.operation`; the real client validates the arguments, nothing leaves the process."""

    def __init__(self, answers: Mapping[str, Answer | dict[str, Any]]) -> None:
        self._answers = answers
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, service: str) -> Any:
        """Make a client of a service."""
        made = boto3.client(cast("Any", service), region_name=REGION, aws_access_key_id="a", aws_secret_access_key="a")

        def answer(model: Any, params: dict[str, Any], **_: Any) -> Any:
            name = f"{service}.{model.name}"
            body = params.get("body")
            self.calls.append((name, {"body": body, "headers": params.get("headers"), "url": params.get("url")}))
            given = self._answers[name]
            parsed = {"ResponseMetadata": {"HTTPStatusCode": 200}, **(given(params) if callable(given) else given)}
            return HttpStatus(parsed["ResponseMetadata"]["HTTPStatusCode"]), parsed

        made.meta.events.register("before-call", answer)
        return made

    def names(self) -> list[str]:
        """List the calls in order."""
        return [name for name, _ in self.calls]
