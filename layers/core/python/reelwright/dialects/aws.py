"""Paid calls of AWS services: botocore validates, signs and parses, and our own caller sends.

So a call keeps to one deadline, whatever the service does (botocore limits each read alone, and a server that drips a byte a
second never ends), and every error becomes a ReelwrightError.
"""

import http.client
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from reelwright.errors import (
    OversizedReplyError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    ReelwrightError,
)
from reelwright.outbound.calling import MOST_ANSWER_BYTES, HttpCaller
from reelwright.outbound.deadline import Deadline

Kinds = Mapping[str, type[ReelwrightError]]
"""Error code -> error; every other code is a failure of the provider."""
COMMON_KINDS: Final[Kinds] = {
    "Throttling": ProviderThrottledError,
    "ThrottlingException": ProviderThrottledError,
    "TooManyRequestsException": ProviderThrottledError,
    "429": ProviderThrottledError,
    "AccessDenied": ProviderMisconfiguredError,
    "AccessDeniedException": ProviderMisconfiguredError,
    "UnrecognizedClientException": ProviderMisconfiguredError,
    "InvalidSignatureException": ProviderMisconfiguredError,
    "ExpiredToken": ProviderMisconfiguredError,
    "ExpiredTokenException": ProviderMisconfiguredError,
    "401": ProviderMisconfiguredError,
    "403": ProviderMisconfiguredError,
    "404": ProviderMisconfiguredError,
}
"""Of every service. A number is the status of an answer without a code."""
BEDROCK_KINDS: Final[Kinds] = {
    "ModelNotReadyException": ProviderThrottledError,
    "ServiceQuotaExceededException": ProviderThrottledError,
    "ModelTimeoutException": ProviderTimeoutError,
    "ResourceNotFoundException": ProviderMisconfiguredError,
    "ConflictException": ProviderRefusedError,
    "ValidationException": ProviderRefusedError,
}
"""The codes of Bedrock, by botocore's service model. A conflict: the token stands for another order."""
_DEADLINE: Final[ContextVar[Deadline]] = ContextVar("deadline of the AWS call")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give the calls inside of the block `seconds` in all."""
    token = _DEADLINE.set(Deadline(seconds))
    try:
        yield
    finally:
        _DEADLINE.reset(token)


@contextmanager
def own_errors(name: str, kinds: Kinds) -> Iterator[None]:
    """Raise the failures of calls as our own errors."""
    try:
        yield
    except ClientError as error:
        raise _of_answer(name, kinds, error) from error
    except TimeoutError as error:
        raise ProviderTimeoutError(f"{name} did not answer in time") from error
    except NoCredentialsError as error:
        raise ProviderMisconfiguredError(f"{name} needs credentials of AWS") from error
    except (BotoCoreError, OSError, http.client.HTTPException, OversizedReplyError) as error:
        raise ProviderError(f"{name} could not be reached or broke off ({type(error).__name__})") from error
    except (AttributeError, TypeError) as error:  # botocore's parser, of an answer in another shape
        raise ProviderError(f"{name} answered in an unknown shape ({type(error).__name__})") from error
    except ValueError as error:
        raise ProviderMisconfiguredError(f"{name} is not called: {error}") from error


def sent_by(caller: HttpCaller, client: Any, *, most_bytes: int = MOST_ANSWER_BYTES) -> Any:
    """Return the client, whose requests are sent by `caller` within the deadline of `within`; `most_bytes` of an answer."""

    def send(request: Any, **_: Any) -> AWSResponse:
        sent = {name: _text(value) for name, value in request.headers.items() if name.lower() != "content-length"}
        body = request.body.encode() if isinstance(request.body, str) else request.body  # a form of the query protocol
        answer = caller.send(
            request.method,
            request.url,
            headers=sent,
            body=body or (b"" if request.method == "POST" else None),
            seconds=_DEADLINE.get().remaining(),
            most_bytes=most_bytes,
        )
        headers: Any = HeadersDict(answer.headers)
        return AWSResponse(request.url, answer.status, headers, _Raw(answer.body))

    client.meta.events.register("before-send", send)
    return client


class _Raw(io.BytesIO):
    """A body that botocore reads as if it came from urllib3."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yield the whole body."""
        yield self.read()


def _of_answer(name: str, kinds: Kinds, error: ClientError) -> ReelwrightError:
    code = str(error.response.get("Error", {}).get("Code", ""))
    kind = {**COMMON_KINDS, **kinds}.get(code, ProviderError)
    if kind is ProviderThrottledError:
        hint = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("retry-after", "")
        return ProviderThrottledError(
            f"{name} answered {code}", retry_after_seconds=float(hint) if hint.isdigit() else None
        )
    return kind(f"{name} answered {code}")


def _text(value: str | bytes) -> str:
    return value.decode("ascii") if isinstance(value, bytes) else value
