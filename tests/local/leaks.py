"""What no log may hold: tokens, signed URLs, secrets, and the texts of users."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reelwright.webhooks.signatures import SECRET_PREFIX

if TYPE_CHECKING:
    from infra.local.place import Place
    from tests.local.conftest import Stack

_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "a token": re.compile(r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}"),
    "a signed URL": re.compile(r"X-Amz-(?:Signature|Security-Token)=\w", re.IGNORECASE),
    "a webhook secret": re.compile(rf"{SECRET_PREFIX}[\w+/]{{16}}"),
    "a bearer": re.compile(r"bearer [\w-]{16,}", re.IGNORECASE),
}
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s*")
_SHORTEST: Final = 16
"""Characters of the shortest sentence that is looked for: shorter ones ("Hello there.") are words of logs too."""
Logs = Iterable[tuple[str, str]]
"""Names and texts."""


@dataclass(frozen=True)
class Forbidden:
    """What a run knew that no log may hold."""

    secrets: frozenset[str] = frozenset()
    sentences: frozenset[str] = frozenset()

    def found_in(self, logs: Logs) -> list[str]:
        """List what the logs hold, each with the log's name and never with the secret itself."""
        return sorted({f"{name}: {leak}" for name, text in logs for leak in self._leaks(text)})

    def _leaks(self, text: str) -> Iterator[str]:
        yield from (what for what, pattern in _PATTERNS.items() if pattern.search(text))
        yield from ("a secret" for secret in self.secrets if secret in text)
        read = text.replace('\\"', '"')
        yield from (f"the text {sentence!r}" for sentence in self.sentences if sentence in read)


def sentences_of(request: Any) -> Iterator[str]:
    """Yield every sentence of a request's texts, at any depth."""
    if isinstance(request, Mapping):
        for value in request.values():
            yield from sentences_of(value)
    elif isinstance(request, list):
        for value in request:
            yield from sentences_of(value)
    elif isinstance(request, str) and " " in request:
        yield from (one for one in _SENTENCE.split(request) if len(one) >= _SHORTEST)


def files_of(place: "Place") -> Logs:
    """Read the logs of a stack's processes."""
    for path in place.logs.rglob("*"):
        if path.is_file():
            yield path.name, path.read_text(encoding="utf-8", errors="replace")


def events_of(stack: "Stack") -> Logs:
    """Read everything that the deployed functions and the state machine have logged."""
    logs = stack.aws("logs")
    for group in logs.get_paginator("describe_log_groups").paginate().search("logGroups[].logGroupName"):
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        yield group, "\n".join(event["message"] for page in pages for event in page["events"])


def known_to(stack: "Stack") -> Forbidden:
    """Collect the secrets of a deployed stack, and the texts of the requests that it stores."""
    manager, cognito = stack.aws("secretsmanager"), stack.aws("cognito-idp")
    names = [one["ARN"] for one in manager.list_secrets()["SecretList"]]
    secrets = [manager.get_secret_value(SecretId=name)["SecretString"] for name in names]
    pool = {"UserPoolId": stack.outputs["UserPoolId"]}
    clients = [one["ClientId"] for one in cognito.list_user_pool_clients(**pool, MaxResults=60)["UserPoolClients"]]
    described = [cognito.describe_user_pool_client(**pool, ClientId=one)["UserPoolClient"] for one in clients]
    pages = stack.aws("dynamodb").get_paginator("scan").paginate(TableName=stack.outputs["TableName"])
    requests = (json.loads(row["request"]["S"]) for page in pages for row in page["Items"] if "request" in row)
    return Forbidden(
        secrets=frozenset([
            stack.place.root_secret.read_text(encoding="utf-8").strip(),
            *secrets,
            *(one["ClientSecret"] for one in described if "ClientSecret" in one),
        ]),
        sentences=frozenset(sentence for request in requests for sentence in sentences_of(request)),
    )  # fmt: skip
