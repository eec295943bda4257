"""One row of the table of routes.

The table (`table.ROUTES`) is the whole API: the gateway's routes, the function's routing and the reading of parameters, and the
OpenAPI document all come from it.
"""

from typing import Any, Final, Literal

from pydantic import BaseModel

from reelwright.api.parameters import Parameter
from reelwright.values import Value

Method = Literal["GET", "POST", "PUT", "DELETE"]
Access = Literal["open", "user", "operator"]
"""Permitted callers: anyone without a token; users, for their own resources; or operators only."""

JSON: Final = "application/json"


class Link(Value):
    """A possible next call: `parameters` of that operation as runtime expressions on this answer."""

    operation: str
    parameters: dict[str, str]
    description: str


class Success(Value):
    """One good answer. `headers` are names of `parameters.HEADERS`; `body` is None without a JSON body."""

    status: int
    description: str
    body: type[BaseModel] | None = None
    content_type: str = JSON
    headers: tuple[str, ...] = ()
    links: dict[str, Link] = {}


class Route(Value):
    """One route. `problems` are codes of `problems.PROBLEMS` beside those that follow from access and path."""

    method: Method
    path: str
    also: tuple[str, ...] = ()
    """Other paths of the same route: those of the former system."""
    operation: str
    tag: str
    summary: str
    description: str = ""
    access: Access = "user"
    parameters: tuple[Parameter, ...] = ()
    body: type[BaseModel] | None = None
    examples: dict[str, Any] = {}
    """Bodies by name; tests send every one of them."""
    answers: tuple[Success, ...]
    problems: tuple[str, ...] = ()
    compress: bool = False
    """Compress the answer for clients that accept gzip."""

    @property
    def paths(self) -> tuple[str, ...]:
        """All paths of the route, its own first."""
        return (self.path, *self.also)

    def parameter(self, name: str) -> Parameter:
        """Find a parameter by its name; raises LookupError if the row has none, so nothing undocumented is read."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise LookupError(f"{self.operation} has no parameter {name!r} in the table of routes")
