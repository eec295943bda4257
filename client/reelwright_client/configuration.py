"""Where address and token come from if the caller gives none."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ValidationError

from reelwright_client.errors import ConfigurationError

URL_VARIABLE: Final = "REELWRIGHT_URL"
TOKEN_VARIABLE: Final = "REELWRIGHT_TOKEN"  # noqa: S105 - the name of a variable, not a token
PLAIN_HTTP_VARIABLE: Final = "REELWRIGHT_ALLOW_HTTP"
LOCAL_FILE: Final = Path(".local", "client.json")
PROFILE_FILE: Final = Path(".config", "reelwright", "config.json")


class Emulator(BaseModel):
    """The local stack's AWS: its endpoint and root key."""

    endpoint: str
    region: str
    key: str
    secret: str


class Configuration(BaseModel):
    """One server, the token for it, and the `source` of both; for operators also the `stack` behind it."""

    url: str
    token: str | None = None
    allow_plain_http: bool = False
    source: str = ""
    stack: str | None = None
    emulator: Emulator | None = None
    """Where the stack is, if not in AWS."""


def find_configuration(environ: Mapping[str, str], folder: Path, home: Path) -> Configuration:
    """Find the first of: the environment, the local stack of `folder` or a parent, the profile in `home`.

    Address and token always come from the same place, so a file that another person left in a folder never
    receives your token. Raises ConfigurationError if there is none, if a file cannot be read, or if the
    environment has a token without an address.
    """
    url, token = environ.get(URL_VARIABLE, "").strip(), environ.get(TOKEN_VARIABLE, "").strip()
    plain = environ.get(PLAIN_HTTP_VARIABLE, "") == "1"
    files = (_read(path) for path in _places(folder, home) if path.is_file())
    if url:
        same = next((found for found in files if found.url.rstrip("/") == url.rstrip("/")), Configuration(url=url))
        given = {"url": url, "token": token or same.token, "allow_plain_http": plain, "source": "the environment"}
        return same.model_copy(update=given)
    if token:
        raise ConfigurationError(f"{TOKEN_VARIABLE} is set but {URL_VARIABLE} is not: set both.")
    found = next(files, None)
    if found is None:
        raise ConfigurationError(
            f"No server is configured. Run `make up` in the project for a local one, or set {URL_VARIABLE} "
            f'and {TOKEN_VARIABLE}, or write {{"url": ..., "token": ...}} to ~/{PROFILE_FILE.as_posix()}.'
        )
    return found.model_copy(update={"allow_plain_http": plain or found.allow_plain_http})


def _places(folder: Path, home: Path) -> Iterator[Path]:
    for parent in (folder, *folder.parents):
        yield parent / LOCAL_FILE
    yield home / PROFILE_FILE


def _read(path: Path) -> Configuration:
    try:
        found = Configuration.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise ConfigurationError(f'{path} cannot be used: it must hold {{"url": ..., "token": ...}}.') from error
    return found.model_copy(update={"source": str(path)})
