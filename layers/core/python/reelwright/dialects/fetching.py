"""Downloads of results whose addresses a provider names: from pinned hosts alone, bounded in bytes and time."""

import http.client
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from reelwright.errors import (
    OversizedReplyError,
    ProviderError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
)
from reelwright.outbound.calling import HttpCaller
from reelwright.outbound.exchange import WholeAnswer
from reelwright.providers.clips import MOST_CLIP_BYTES

_SECONDS: Final = 90.0
_OK, _THROTTLED = 200, 429
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MP4: Final = b"ftyp"


def fetch_bytes(
    caller: HttpCaller,
    name: str,
    url: str,
    *,
    base: str,
    hosts: tuple[str, ...] = (),
    headers: Mapping[str, str],
    seconds: float = _SECONDS,
) -> bytes:
    """Download an MP4 from the host of `base`, or from one of `hosts` by HTTPS; `.example.com` permits every host below it.

    One redirect is followed, to an HTTPS address that is public, and without the headers, which have the key. Raises
    ProviderRefusedError for another host, a too large body and anything that is no MP4: the next try would be the same.
    ProviderError for a cut body and a failing server.
    """
    if not is_pinned(url, base, hosts):
        raise ProviderRefusedError(f"{name} named a result on a host that is not its own")
    answer = _got(caller, name, url, headers, seconds)
    if answer.status in _REDIRECTS:
        target = urljoin(url, answer.headers.get("location", ""))
        # Plain HTTP leads nowhere but to the server that the operator wrote down.
        if not target.startswith("https://") and not is_pinned(target, base, ()):
            raise ProviderRefusedError(f"{name} leads its result to an address without HTTPS")
        answer = _got(caller, name, target, {}, seconds)
    if answer.status == _THROTTLED:
        raise ProviderThrottledError(f"{name} throttles", retry_after_seconds=answer.retry_after_seconds)
    if answer.status != _OK:
        raise ProviderError(f"{name} answered {answer.status} for its result")
    require_mp4(name, answer.body)
    return answer.body


def require_mp4(name: str, raw: bytes) -> None:
    """Raise ProviderRefusedError for anything that does not begin as an MP4. Decodes nothing."""
    if raw[4:8] != _MP4:
        raise ProviderRefusedError(f"{name} sent something that is no MP4")


def is_pinned(url: str, base: str, hosts: tuple[str, ...]) -> bool:
    """Check that an address is on the host of `base`, or on one of `hosts` by HTTPS. User and password are refused."""
    try:
        parts, own = urlsplit(url), urlsplit(base)
        place, home = (parts.scheme, parts.hostname, parts.port), (own.scheme, own.hostname, own.port)
    except ValueError:
        return False
    if parts.username or parts.password or not parts.hostname:
        return False
    if place == home:
        return True
    is_named = any(parts.hostname == host or (host[:1] == "." and parts.hostname.endswith(host)) for host in hosts)
    return is_named and parts.scheme == "https" and parts.port in (None, 443)


def _got(caller: HttpCaller, name: str, url: str, headers: Mapping[str, str], seconds: float) -> WholeAnswer:
    sent = {"User-Agent": "Reelwright/1", "Accept": "video/mp4", **headers}
    try:
        return caller.send("GET", url, headers=sent, seconds=seconds, most_bytes=MOST_CLIP_BYTES)
    except TimeoutError as error:
        raise ProviderTimeoutError(f"{name} did not send its result within {seconds:g} s") from error
    except (ValueError, OversizedReplyError) as error:
        raise ProviderRefusedError(f"the result of {name} is not read: {error}") from error
    except (OSError, http.client.HTTPException) as error:
        raise ProviderError(f"the result of {name} could not be read ({type(error).__name__})") from error
