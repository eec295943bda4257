"""Which routes a path belongs to."""

from reelwright.api.routes.model import Route
from reelwright.api.routes.table import ROUTES


def methods_of(path: str) -> tuple[str, ...]:
    """Return the methods that a path knows, in alphabetical order; none where there is no such path.

    A path that stands in the table as it is keeps to its own: `/api/v1/jobs/health` is no job.
    """
    found = [(known.count("{"), route.method) for route, known in _found(path)]
    fewest = min((count for count, _ in found), default=0)
    return tuple(sorted({method for count, method in found if count == fewest}))


def route_of(method: str, path: str) -> Route | None:
    """Return the route of a request: the one with the fewest parameters in its path, as the gateway chooses."""
    found = [(known.count("{"), route) for route, known in _found(path) if route.method == method]
    return min(found, key=lambda one: one[0])[1] if found else None


def _found(path: str) -> list[tuple[Route, str]]:
    asked = path.split("/")
    return [(route, known) for route in ROUTES for known in route.paths if _fits(known.split("/"), asked)]


def _fits(known: list[str], asked: list[str]) -> bool:
    return len(known) == len(asked) and all(
        have == part or (have.startswith("{") and part != "") for have, part in zip(known, asked, strict=True)
    )
