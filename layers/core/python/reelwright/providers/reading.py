"""Reads `providers.toml`. An error names the line and the field, and shows no value: one may be a key."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from reelwright.providers.setup import ProvidersSetup
from reelwright.providers.workflows import packed

KEY_FIELD: Final = "key"
"""A field of an entry that the local stack alone takes; it never comes into a setup."""
_NO_KEYS: Final = "keys are for the local stack alone; put it into a secret, and the ARN of the secret here as `secret`"


def read_setup(path: Path) -> ProvidersSetup:
    """Read the file for a deployment; raises ValueError for what cannot be used, and for keys."""
    setup, keys = read_with_keys(path)
    if keys:
        capability, place = next(iter(keys))
        raise ValueError(f"{_where(path, (capability, place, KEY_FIELD))}: {_NO_KEYS}")
    return setup


def read_with_keys(path: Path) -> tuple[ProvidersSetup, dict[tuple[str, int], str]]:
    """Read the setup, and the keys of its entries by capability and place. Raises ValueError."""
    document = read_document(path)
    keys = taken_keys(document)
    for place, one in enumerate(_entries(document, "picture")):
        if one.get("workflow"):
            one["workflow"] = _workflow(path, place, str(one["workflow"]))
    try:
        return ProvidersSetup.model_validate(document), keys
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
        message = problem["msg"].removeprefix("Value error, ")
        raise ValueError(f"{_where(path, problem['loc'])}: {message}") from None


def read_document(path: Path) -> dict[str, Any]:
    """Parse the TOML; raises ValueError with the line."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\((at .*)\)$", str(error))
        raise ValueError(f"{path}: not TOML {place[1] if place else ''}".rstrip()) from None
    except UnicodeDecodeError:
        raise ValueError(f"{path}: not UTF-8") from None


def taken_keys(document: dict[str, Any]) -> dict[tuple[str, int], str]:
    """Take the keys out of the entries; returns them by capability and place."""
    found = {}
    for capability in document:
        for place, one in enumerate(_entries(document, capability)):
            if KEY_FIELD in one:
                found[capability, place] = str(one.pop(KEY_FIELD))
    return found


def _entries(document: dict[str, Any], capability: str) -> list[dict[str, Any]]:
    found = document.get(capability)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _workflow(path: Path, place: int, name: str) -> str:
    try:
        return packed((path.parent / name).read_text("utf-8"))
    except OSError:
        where = _where(path, ("picture", place, "workflow"))
        raise ValueError(f"{where}: there is no file {name}") from None


def _where(path: Path, loc: Sequence[str | int]) -> str:
    """Say file, line and field of a problem."""
    line = _line_of(path.read_text("utf-8").splitlines(), loc)
    field = ".".join(str(part) for part in loc[:3])
    return f"{path}, line {line}" + (f", {field}" if field else "")


def _line_of(lines: list[str], loc: Sequence[str | int]) -> int:
    """Find the line of a field, else that of its entry, else the first one."""
    first, end = 0, len(lines)
    if len(loc) > 1:
        heads = [n for n, text in enumerate(lines) if re.match(rf"\s*\[\[?\s*{re.escape(str(loc[0]))}\s*\]", text)]
        place = loc[1] if isinstance(loc[1], int) else 0
        if place < len(heads):
            first = heads[place]
            end = next((n for n in range(first + 1, end) if lines[n].lstrip().startswith("[")), end)
    name = next((str(part) for part in loc[1:] if isinstance(part, str)), str(loc[0]) if len(loc) == 1 else "")
    named = re.compile(rf"\s*{re.escape(name)}\s*=")
    return 1 + next((n for n in range(first, end) if name and named.match(lines[n])), first)
