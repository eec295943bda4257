"""Which page, on which name, sent a request. A browser writes these headers itself; a page cannot change them.

`Host` shows a name that was pointed at this machine (DNS rebinding). `Origin` stands on what a script sends, `Sec-Fetch-Site`
on everything that a browser loads. Programs that are no browser send neither.
"""

import re
from typing import Final

from infra.local.guard.requests import Refusal, Request

_OWN_HOST: Final = re.compile(
    r"(?P<name>127\.0\.0\.1|\[::1\]|localhost|(?:[a-z0-9-]+\.)+localhost)(?P<port>:[0-9]{1,5})?", re.IGNORECASE
)
"""Names that a browser never asks a name server for."""
_OWN_FETCHES: Final = frozenset({"", "same-origin", "none"})
"""`none` is an address that a person typed. `same-site` is another port of this machine, so another program's page."""

_FOREIGN_PAGE: Final = Refusal("AccessDenied", "a web page of another site must not call the local stack")


def host_refusal(request: Request) -> Refusal | None:
    """Refuse every Host but a loopback name or address."""
    if _OWN_HOST.fullmatch(request.header("host")):
        return None
    return Refusal("AccessDenied", "the local stack answers as 127.0.0.1, localhost and *.localhost only")


def site_refusal(request: Request) -> Refusal | None:
    """Refuse requests of pages that this stack did not serve.

    An own `Origin` counts more than `Sec-Fetch-Site`: to a browser, `<id>.execute-api.localhost` and `127.0.0.1` are two sites.
    """
    origin = request.header("origin")
    if origin:
        return None if _is_own(origin, request.header("host")) else _FOREIGN_PAGE
    return None if request.header("sec-fetch-site").lower() in _OWN_FETCHES else _FOREIGN_PAGE


def _is_own(origin: str, host: str) -> bool:
    """Whether an origin is a loopback name on the port that the request reached: one port belongs to one program."""
    scheme, _, rest = origin.partition("://")
    page, reached = _OWN_HOST.fullmatch(rest), _OWN_HOST.fullmatch(host)
    return bool(scheme == "http" and page and reached and page["port"] == reached["port"])
