"""The URLs that webhooks may call, checked by their text only.

A URL is parsed once, by one strict grammar, and the connection uses only this result: two parsers that disagree are a
common way around such checks. A host is a name of the public DNS in ASCII; a number that other software would take for an
address (`2130706433`, `0x7f.1`, `0177.0.0.1`) ends in a label that no public domain has. `receivers.addresses`
checks the resolved addresses at each call.
"""

import re
from typing import Final

from reelwright.values import Value

MAX_URL_CHARACTERS: Final = 2_048
HTTPS_PORT: Final = 443
PUBLIC_PORTS: Final = frozenset({HTTPS_PORT})
"""Other ports of a public address are more often an admin console than a webhook receiver."""

PUBLIC_PATTERN: Final = (
    r"^https://([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9](:443)?"
    r"([/?][!-\"$-\[\]-~]*)?$"
)
"""What an API document says of such a URL (ECMA 262); `read_url` decides."""

_SHAPE: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?(?P<path>/[^?]*)?(?P<query>\?.*)?",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LAST_LABEL: Final = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])")
_MAX_HOST_CHARACTERS: Final = 253
_MAX_PORT: Final = 65_535
_LOCAL: Final = "localhost"
_PRIVATE_SUFFIXES: Final = frozenset({
    *("arpa", "corp", "home", "internal", "intranet", "lan", "local", "localdomain", _LOCAL, "private"),
    *("alt", "invalid", "onion", "test"),
})  # fmt: skip
"""Last labels that name something inside of a network or outside of the DNS, never a public host (RFC 6761, 6762, 7686,
8375, 9476; ICANN's `internal`)."""


class CallbackUrl(Value):
    """A parsed URL. `plain`: without TLS, to this machine; only in the local environment."""

    host: str
    """In lower case."""
    port: int
    path: str
    query: str
    plain: bool = False

    @property
    def target(self) -> str:
        """Return the target of the request line."""
        return self.path + self.query

    @property
    def place(self) -> str:
        """Return host and path, for logs: a query may contain a secret."""
        return self.host + self.path

    @property
    def host_header(self) -> str:
        """Return the Host header: with the port if it is not the scheme's default."""
        return self.host if self.port == HTTPS_PORT and not self.plain else f"{self.host}:{self.port}"


def read_url(
    text: str, *, local: bool, ports: frozenset[int] = PUBLIC_PORTS, own_port: int | None = None
) -> CallbackUrl:
    """Parse a URL; raises ValueError with a sentence for its author.

    `local` also takes `http://localhost` on any port but `own_port`, where the emulator itself listens. `ports` are those that
    an https URL may name.
    """
    if len(text) > MAX_URL_CHARACTERS:
        raise ValueError(f"the URL is over {MAX_URL_CHARACTERS} characters")
    if not all("!" <= character <= "~" for character in text) or "\\" in text:
        raise ValueError(
            "the URL has characters that do not belong into one; write foreign names as xn--, others as %XX"
        )
    if "#" in text or "@" in re.split("[/?]", text.partition("://")[2], maxsplit=1)[0]:
        raise ValueError("the URL must have neither a fragment nor a user name or password")
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise ValueError("give an https URL with a host name, like https://hooks.example.com/reelwright")
    plain, host = found["scheme"].lower() == "http", found["host"].lower()
    port = int(found["port"] or (80 if plain else HTTPS_PORT))
    if plain or host == _LOCAL:
        if not (local and plain and host == _LOCAL and 0 < port <= _MAX_PORT):
            raise ValueError("only https URLs of public hosts are called")
        if port == own_port:
            raise ValueError(f"port {port} is the local emulator's own, which webhooks do not call; use another port")
    else:
        _require_public_name(host)
        if port not in ports:
            raise ValueError(f"the port must be {', '.join(map(str, sorted(ports)))}")
    return CallbackUrl(host=host, port=port, path=found["path"] or "/", query=found["query"] or "", plain=plain)


def _require_public_name(host: str) -> None:
    labels = host.split(".")
    if (
        len(host) > _MAX_HOST_CHARACTERS
        or len(labels) < 2  # noqa: PLR2004 - a name with a domain
        or not all(map(_LABEL.fullmatch, labels))
        or not _LAST_LABEL.fullmatch(labels[-1])
    ):
        raise ValueError("the host must be a full name of the public DNS; addresses and numbers are not called")
    if labels[-1] in _PRIVATE_SUFFIXES:
        raise ValueError(f"hosts under .{labels[-1]} are not public")
