"""Templates: a film that all items share, with `{{name}}` in its texts for variables.

The template is compiled once; a line only joins pieces. Every name must have a value, and every value a use.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from reelwright.batches.limits import VARIABLE_PATTERN
from reelwright.batches.lines import ErrorCode

_PLACE: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


class VariableProblem(NamedTuple):
    """A variable that cannot be filled in."""

    code: ErrorCode
    name: str
    message: str
    hint: str


class CompiledTemplate:
    """A template that fills in the variables of a line. `names` are all names that it uses."""

    def __init__(self, template: Mapping[str, Any]) -> None:
        self.names: frozenset[str] = frozenset(_names(template))
        self._pieces = _compiled(template)

    def film(self, variables: Mapping[str, str], own: Mapping[str, Any]) -> dict[str, Any]:
        """Fill in the variables, then lay the item's own fields over it; objects are merged, all else is replaced."""
        filled: dict[str, Any] = _filled(self._pieces, variables)
        for name, value in own.items():
            below = filled.get(name)
            filled[name] = {**below, **value} if isinstance(below, dict) and isinstance(value, Mapping) else value
        return filled

    def malformed(self) -> list[VariableProblem]:
        """List the names that no variable can have, as `{{First Name}}`."""
        return [
            VariableProblem(
                "unknown_variable",
                name,
                f"{{{{{name[:40]}}}}} is no name of a variable",
                "use lower-case letters, digits and underscores: {{first_name}}",
            )
            for name in sorted(self.names)
            if not re.fullmatch(VARIABLE_PATTERN, name)
        ]

    def problems(self, shared: Mapping[str, str], own: Mapping[str, str]) -> list[VariableProblem]:
        """List the names without a value, and the values of a line that nothing uses."""
        if self.names <= own.keys() and len(own) == len(self.names):
            return []
        missing = [
            VariableProblem("unknown_variable", name, f"{{{{{name}}}}} has no value", f"give the variable {name}")
            for name in sorted(self.names - own.keys() - shared.keys())
        ]
        return missing + [
            VariableProblem("unused_variable", name, f"nothing uses the variable {name}", self._unused_hint(name))
            for name in sorted(own.keys() - self.names)
        ]

    def unused(self, shared: Mapping[str, str]) -> list[VariableProblem]:
        """List the variables of the whole batch that the template does not use."""
        return [
            VariableProblem("unused_variable", name, f"nothing uses the variable {name}", self._unused_hint(name))
            for name in sorted(shared.keys() - self.names)
        ]

    def _unused_hint(self, name: str) -> str:
        known = ", ".join(f"{{{{{one}}}}}" for one in sorted(self.names)[:8])
        uses = f"the template uses {known}" if known else "the template uses no variable"
        return f"remove it, or write {{{{{name}}}}} into the template; {uses}"


def _names(value: Any) -> set[str]:
    match value:
        case str():
            return {name.strip() for name in _PLACE.findall(value)}
        case list() | tuple():
            return {name for one in value for name in _names(one)}
        case dict():
            return {name for one in value.values() for name in _names(one)}
        case _:
            return set()


class _Text(tuple[str, ...]):
    """The pieces of a text: literal, name, literal, name, … literal."""

    __slots__ = ()


def _compiled(value: Any) -> Any:
    match value:
        case str() if (pieces := _PLACE.split(value))[1:]:
            return _Text(piece.strip() if n % 2 else piece for n, piece in enumerate(pieces))
        case list() | tuple():
            return [_compiled(one) for one in value]
        case Mapping():
            return {key: _compiled(one) for key, one in value.items()}
        case _:
            return value


def _filled(value: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(value, _Text):
        return "".join(variables.get(piece, "") if n % 2 else piece for n, piece in enumerate(value))
    if isinstance(value, list):
        return [_filled(one, variables) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, variables) for key, one in value.items()}
    return value
