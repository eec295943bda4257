"""The root key of a local stack: a fixed id, and a random secret for each folder, readable by its owner only."""

import os
import secrets
from typing import Final

from infra.local.errors import LocalStackError
from infra.local.place import Place

ROOT_KEY: Final = "test"
"""The key id of the emulator's root."""


def make_root_secret(place: Place) -> None:
    """Create the secret if it is missing. The file is written at once: a reader never sees a part of it."""
    path = place.root_secret
    if path.exists():
        return
    part = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
    part.replace(path)


def root_secret(place: Place) -> str:
    """Read the secret; raises LocalStackError if the stack was never up."""
    try:
        return place.root_secret.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise LocalStackError("the local stack is not up: run `make up`") from None
