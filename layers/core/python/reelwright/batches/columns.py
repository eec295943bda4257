"""Columns of a CSV manifest and the item that a row stands for, in both directions.

A column is a field of the item (`custom_id`, `priority`, `max_cost_usd`), a field of its film (`title`), a dotted path into
one (`providers.speech`, `exports.0`, `images.0.upload`), or a variable (`var.city`). Columns that begin with `_` are notes of
our own result files and are ignored, so that a corrected `failed.csv` can be sent again.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, get_args

from reelwright.batches.limits import MAX_COLUMNS, MAX_VARIABLES, VARIABLE_PATTERN
from reelwright.batches.lines import LineError
from reelwright.jobs.video_request import VideoRequest

VARIABLE: Final = "var."
_ITEM_FIELDS: Final = ("custom_id", "priority", "max_cost_usd")
_FILM_FIELDS: Final = VideoRequest.model_fields
_NESTED: Final = frozenset(name for name, field in _FILM_FIELDS.items() if isinstance(field.default, tuple | dict))


def _may_be(annotation: Any, kind: type) -> bool:
    """Check whether a field of this annotation takes values of a type."""
    return annotation is kind or any(_may_be(one, kind) for one in get_args(annotation))


_BOOLEANS: Final = frozenset(name for name, field in _FILM_FIELDS.items() if _may_be(field.annotation, bool))
_WORDS: Final = {"true": True, "false": False}
_KNOWN: Final = (*_ITEM_FIELDS, *_FILM_FIELDS)


class Column(NamedTuple):
    """One column that is read: its place in the row, its name, and its path in the item."""

    place: int
    name: str
    path: tuple[str, ...]


class Header(NamedTuple):
    """The columns of a manifest, and what is wrong with them."""

    columns: tuple[Column, ...]
    width: int
    is_ours: bool
    """The file is one of our result files: its cells are guarded against formulas."""
    errors: tuple[LineError, ...]


def read_header(names: Sequence[str], *, file_line: int) -> Header:
    """Judge the names of the columns; wrong ones are reported once, and their cells are not read."""
    columns, errors = [], []
    cleaned = [name.strip() for name in names]
    if len(cleaned) > MAX_COLUMNS:
        errors.append(_wrong(None, file_line, "too_many_columns", f"the header has {len(cleaned)} columns", _WIDE))
    for place, name in enumerate(cleaned[:MAX_COLUMNS]):
        if not name or name.startswith("_"):
            continue
        path = _path_of(name)
        if path is None:
            errors.append(
                _wrong(name, file_line, "unknown_field", f"column {name[:60]!r} is not known", hint_for(name))
            )
        elif name in cleaned[:place]:
            errors.append(_wrong(name, file_line, "unknown_field", f"column {name!r} stands twice", "remove one"))
        else:
            columns.append(Column(place, name, path))
    if sum(one.path[0] == "variables" for one in columns) > MAX_VARIABLES:
        errors.append(_wrong(None, file_line, "too_many_columns", "the header has too many variables", _VARIABLES))
    return Header(tuple(columns), len(cleaned), "_line" in cleaned, tuple(errors))


_WIDE: Final = f"send at most {MAX_COLUMNS}: remove those that are not fields of a film or variables"
_VARIABLES: Final = f"send at most {MAX_VARIABLES} columns var.<name>"


def _wrong(column: str | None, file_line: int, code: Any, message: str, hint: str) -> LineError:
    return LineError(line=None, file_line=file_line, column=column, code=code, message=message, hint=hint)


def _path_of(name: str) -> tuple[str, ...] | None:
    if name.startswith(VARIABLE):
        variable = name.removeprefix(VARIABLE)
        return ("variables", variable) if re.fullmatch(VARIABLE_PATTERN, variable) else None
    if name in _ITEM_FIELDS:
        return (name,)
    first, *rest = name.split(".")
    if first not in _FILM_FIELDS or (rest and first not in _NESTED) or "" in rest:
        return None
    return ("video_request", first, *rest)


def hint_for(name: str) -> str:
    """Suggest the known field whose name is nearest, or say which columns there are."""
    if name.startswith(VARIABLE):
        return "a variable's name has lower-case letters, digits and underscores: var.first_name"
    close = difflib.get_close_matches(name.lower().replace(" ", "_"), _KNOWN, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return (
        f"use a field of the film, or var.{re.sub('[^a-z0-9]+', '_', name.lower()).strip('_') or 'name'} for a variable"
    )


def item_of(cells: Iterable[tuple[Column, str]]) -> dict[str, Any]:
    """Build an item from the cells that are not empty."""
    item: dict[str, Any] = {}
    for column, cell in cells:
        place = item
        for part in column.path[:-1]:
            place = place.setdefault(part, {})
        place[column.path[-1]] = _WORDS.get(cell.lower(), cell) if column.path[-1] in _BOOLEANS else cell
    film = item.get("video_request", {})
    for name in _NESTED & film.keys():
        film[name] = _listed(film[name])
    return item


def _listed(value: Any) -> Any:
    """Make a list of an object whose keys are numbers."""
    if not isinstance(value, dict) or not all(key.isdigit() for key in value):
        return value
    return [value[key] for key in sorted(value, key=int)]


def columns_of(item: Mapping[str, Any]) -> dict[str, str]:
    """Write an item as cells, the inverse of `item_of`; null, empty texts and empty lists leave no cell."""
    cells: dict[str, str] = {}
    for name, value in item.items():
        if name == "variables" and isinstance(value, dict):
            cells |= {f"{VARIABLE}{key}": _cell(one) for key, one in value.items()}
        elif name == "video_request" and isinstance(value, dict):
            for key, one in value.items():
                cells |= _flat(key, one)
        else:
            cells |= _flat(name, value)
    return {name: cell for name, cell in cells.items() if cell}


def _flat(name: str, value: Any) -> dict[str, str]:
    if isinstance(value, list | dict):
        pairs = enumerate(value) if isinstance(value, list) else value.items()
        return {key: cell for part, one in pairs for key, cell in _flat(f"{name}.{part}", one).items()}
    return {name: _cell(value)}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def column_of(pointer: Sequence[str | int]) -> str | None:
    """Name the column of a place in the item; None for a place that no column has."""
    match list(pointer):
        case ["variables", name]:
            return f"{VARIABLE}{name}"
        case ["video_request", *rest] if rest:
            return ".".join(map(str, rest))
        case [name] if name in _ITEM_FIELDS:
            return str(name)
        case _:
            return None
