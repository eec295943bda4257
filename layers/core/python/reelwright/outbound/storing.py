"""Writes the bytes of a provider's answer to the signed place that the caller named."""

import http.client
from typing import Final

from reelwright.errors import OversizedReplyError, ProviderTimeoutError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.calls import RawPlace

_TRIES: Final = 3
_SECONDS: Final = 20.0
_WRITTEN: Final = frozenset({200, 412})
"""412: a first try came through, and its answer was lost (`If-None-Match`)."""


def store_raw(place: RawPlace | None, raw: bytes, *, caller: HttpCaller | None = None) -> None:
    """Write the bytes, in at most three tries.

    Raises ProviderTimeoutError if they could not be written: the call is paid, so its ledger must book it as lost.
    """
    if place is None:
        raise ProviderTimeoutError("the call names no place for the bytes of its answer")
    sender, reason = caller or HttpCaller(), ""
    for _ in range(_TRIES):
        try:
            answer = sender.send("PUT", place.url, headers=place.headers, body=raw, seconds=_SECONDS)
        except (OSError, ValueError, http.client.HTTPException, OversizedReplyError) as error:
            reason = type(error).__name__
            continue
        if answer.status in _WRITTEN:
            return
        reason = str(answer.status)
    raise ProviderTimeoutError(f"the bytes of the answer could not be stored ({reason})")
