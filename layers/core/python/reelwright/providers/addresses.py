"""The base URLs that an operator may configure."""

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def usable_base(base: str) -> str:
    """Return the URL; raises ValueError for one that could leak a key: plain HTTP to a public host, or credentials in it."""
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise ValueError("base is not an http or https URL without user, password and query")
    if parts.scheme == "http" and not _is_private(parts.hostname):
        raise ValueError(f"base {base!r} is plain http: only loopback and private addresses may be")
    return base


def _is_private(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or (address.is_private and not address.is_link_local and not address.is_unspecified)


Base = Annotated[str, AfterValidator(usable_base)]
"""The URL above the paths of a service."""
