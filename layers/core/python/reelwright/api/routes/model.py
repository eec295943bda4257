"""What a route is made of.

A route that is in no table is not offered: `infra.api` builds the gateway from `table.ROUTES`, the OpenAPI document is
printed from it, and tests hold the function's own routes against it.
"""

from typing import Any, Final, Literal

from pydantic import BaseModel

from reelwright.values import Value

Method = Literal["GET", "POST", "DELETE"]
Access = Literal["open", "user", "operator"]
"""Who may call: anybody without a token, every caller for what is their own, or operators alone."""

JSON: Final = "application/json"


class Parameter(Value):
    """A parameter of the query or a request header; `schema_` is its JSON Schema. The path's stand in `PATH_PARAMETERS`."""

    name: str
    description: str
    schema_: dict[str, Any]
    place: Literal["query", "header"] = "query"
    example: Any = None


class Link(Value):
    """What can be asked next: `parameters` of that operation by runtime expressions on this answer."""

    operation: str
    parameters: dict[str, str]
    description: str


class Answer(Value):
    """One good answer. `headers` are names of `headers.HEADERS`; without `body` there is none (304) or it is no JSON."""

    status: int
    description: str
    body: type[BaseModel] | None = None
    content_type: str = JSON
    headers: tuple[str, ...] = ()
    links: dict[str, Link] = {}


class Route(Value):
    """One route. `problems` are codes of `problems.PROBLEMS`, beside those that its access and path bring with them."""

    method: Method
    path: str
    also: tuple[str, ...] = ()
    """Other paths of the same route, as the system before had them."""
    operation: str
    tag: str
    summary: str
    description: str = ""
    access: Access = "user"
    parameters: tuple[Parameter, ...] = ()
    body: type[BaseModel] | None = None
    examples: dict[str, Any] = {}
    """Bodies by name; tests send every one of them."""
    answers: tuple[Answer, ...]
    problems: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Return every path that it answers under, its own first."""
        return (self.path, *self.also)
