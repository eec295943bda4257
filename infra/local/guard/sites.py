"""Checks of the host name and of the page that sent a request. Browsers set these headers; pages cannot change them.

`Host` is a foreign name after DNS rebinding. Requests of scripts have `Origin`; all requests of browsers have
`Sec-Fetch-Site`. Other programs send neither.
"""

import re
from typing import Final

from infra.local.guard.requests import Denial, Request

_OWN_HOST: Final = re.compile(
    r"(?P<name>127\.0\.0\.1|\[::1\]|localhost|(?:[a-z0-9-]+\.)+localhost)(?P<port>:[0-9]{1,5})?", re.IGNORECASE
)
"""Names that browsers resolve to loopback without DNS."""
_OWN_FETCHES: Final = frozenset({"", "same-origin", "none"})
"""`none`: a person typed the address. `same-site` is not allowed: it is a page of another port, so of another program."""

_FOREIGN_PAGE: Final = Denial("AccessDenied", "a web page of another site must not call the local stack")


def host_denial(request: Request) -> Denial | None:
    """Deny every Host except loopback names and addresses."""
    if _OWN_HOST.fullmatch(request.header("host")):
        return None
    return Denial("AccessDenied", "the local stack answers as 127.0.0.1, localhost and *.localhost only")


def site_denial(request: Request) -> Denial | None:
    """Deny requests of pages that this stack did not serve.

    An own `Origin` overrides `Sec-Fetch-Site`: for a browser, `<id>.execute-api.localhost` and `127.0.0.1` are two sites.
    """
    origin = request.header("origin")
    if origin:
        return None if _is_own(origin, request.header("host")) else _FOREIGN_PAGE
    return None if request.header("sec-fetch-site").lower() in _OWN_FETCHES else _FOREIGN_PAGE


def _is_own(origin: str, host: str) -> bool:
    """Recognise a loopback name with the port of the request: one port belongs to one program."""
    scheme, _, rest = origin.partition("://")
    page, reached = _OWN_HOST.fullmatch(rest), _OWN_HOST.fullmatch(host)
    return bool(scheme == "http" and page and reached and page["port"] == reached["port"])
