"""The address of the API, and whether a token may be sent there."""

import ipaddress
from urllib.parse import urlsplit

from reelwright_client.errors import ConfigurationError


def checked_url(url: str, *, allow_plain_http: bool = False) -> str:
    """Validate `url` and remove its trailing slash; a path in it becomes the prefix of every call.

    Raises ConfigurationError for anything but http(s), for a URL that carries a user, query or fragment, and
    for plain http to another machine, which would expose the token (`allow_plain_http` permits it).
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise ConfigurationError(f"The URL {url!r} cannot be read: {error}.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigurationError(f"The URL {url!r} is not an http or https address.")
    if parts.username is not None or parts.query or parts.fragment:
        raise ConfigurationError("The URL must not carry a user, a query or a fragment.")
    if parts.scheme == "http" and not allow_plain_http and not is_loopback(url):
        raise ConfigurationError(
            f"The token would be sent to {host} unencrypted. Use https, or set REELWRIGHT_ALLOW_HTTP=1 on a trusted network."
        )
    return url.rstrip("/")


def is_loopback(url: str) -> bool:
    """Recognise this machine: `localhost`, `*.localhost`, 127.0.0.0/8 or ::1."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
