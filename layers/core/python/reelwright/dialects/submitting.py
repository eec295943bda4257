"""The submit of long work: an answer that cannot be read is ProviderTimeoutError, because the work may have begun."""

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from reelwright.dialects.answers import Explain, error_of, reading, transport_errors
from reelwright.errors import ProviderError, ProviderTimeoutError
from reelwright.outbound.calling import HttpCaller

UNREACHED: Final = (ConnectionRefusedError, socket.gaierror)
"""No request was sent."""
_SUCCESS: Final = range(200, 300)


def submit_json(
    caller: HttpCaller,
    name: str,
    url: str,
    body: Mapping[str, Any],
    *,
    headers: Mapping[str, str],
    seconds: float,
    explain: Explain = lambda _status, _answer: None,
) -> Any:
    """Post JSON and return the answer's JSON object. Raises as `answers.post_json`, and ProviderTimeoutError as above."""
    sent = {"User-Agent": "Reelwright/1", "Accept": "application/json", **headers}
    try:
        with transport_errors(name, seconds):
            answer = caller.post(url, headers=sent, body=json.dumps(body).encode(), seconds=seconds)
    except ProviderError as error:
        if isinstance(error.__cause__, UNREACHED):
            raise
        raise ProviderTimeoutError(f"{error}, so the work may have begun") from error
    if answer.status not in _SUCCESS:
        raise error_of(name, answer, secrets=headers.values(), explain=explain)
    with reading_submitted(name):
        found = json.loads(answer.body)
        if not isinstance(found, dict):
            raise TypeError("not an object")
        return found


@contextmanager
def reading_submitted(name: str) -> Iterator[None]:
    """Raise ProviderTimeoutError where the answer to a submit lacks what its documented shape has."""
    try:
        with reading(name):
            yield
    except ProviderError as error:
        raise ProviderTimeoutError(f"{error}, so the work may have begun") from error
