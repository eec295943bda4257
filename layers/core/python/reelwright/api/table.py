"""All routes, and which of them a path belongs to."""

from typing import Final

from reelwright.api.batches import BATCH_ROUTES
from reelwright.api.brand import BRAND_ROUTES
from reelwright.api.console import CONSOLE_ROUTES
from reelwright.api.creating import CREATE_ROUTES
from reelwright.api.creating_batches import CREATE_BATCH_ROUTES
from reelwright.api.dead_letters import DEAD_LETTER_ROUTES
from reelwright.api.documents import DOCUMENT_ROUTES
from reelwright.api.jobs import JOB_ROUTES
from reelwright.api.operations import COUNT_ROUTES, OPERATION_ROUTES
from reelwright.api.provider_keys import PROVIDER_KEY_ROUTES
from reelwright.api.providers import PROVIDER_ROUTES
from reelwright.api.route import Route
from reelwright.api.storyboard import STORYBOARD_ROUTES
from reelwright.api.uploads import UPLOAD_ROUTES
from reelwright.api.webhooks import WEBHOOK_ROUTES

ROUTES: Final[tuple[Route, ...]] = (
    *CREATE_ROUTES,
    *CREATE_BATCH_ROUTES,
    *BATCH_ROUTES,
    *JOB_ROUTES,
    *STORYBOARD_ROUTES,
    *COUNT_ROUTES,
    *PROVIDER_ROUTES,
    *PROVIDER_KEY_ROUTES,
    *WEBHOOK_ROUTES,
    *UPLOAD_ROUTES,
    *BRAND_ROUTES,
    *DEAD_LETTER_ROUTES,
    *OPERATION_ROUTES,
    *DOCUMENT_ROUTES,
    *CONSOLE_ROUTES,
)


def methods_of(path: str) -> tuple[str, ...]:
    """List the methods that a path allows, in alphabetical order; none for an unknown path.

    A path without parameters wins: `/api/v1/jobs/health` is no job.
    """
    found = [(known.count("{"), route.method) for route, known in _matches(path)]
    fewest = min((count for count, _ in found), default=0)
    return tuple(sorted({method for count, method in found if count == fewest}))


def route_of(method: str, path: str) -> Route | None:
    """Find the route of a request: the one with the fewest parameters in its path, as the gateway chooses."""
    found = [(known.count("{"), route) for route, known in _matches(path) if route.method == method]
    return min(found, key=lambda one: one[0])[1] if found else None


def _matches(path: str) -> list[tuple[Route, str]]:
    parts = path.split("/")
    return [(route, known) for route in ROUTES for known in route.paths if _fits(known.split("/"), parts)]


def _fits(known: list[str], parts: list[str]) -> bool:
    return len(known) == len(parts) and all(
        have == part or (have.startswith("{") and part != "") for have, part in zip(known, parts, strict=True)
    )
