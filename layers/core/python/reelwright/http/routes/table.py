"""All routes."""

from typing import Final

from reelwright.http.routes.dead_letters import DEAD_LETTER_ROUTES
from reelwright.http.routes.documents import DOCUMENT_ROUTES
from reelwright.http.routes.jobs import JOB_ROUTES
from reelwright.http.routes.model import Route
from reelwright.http.routes.operations import OPERATION_ROUTES
from reelwright.http.routes.uploads import UPLOAD_ROUTES
from reelwright.http.routes.webhooks import WEBHOOK_ROUTES

ROUTES: Final[tuple[Route, ...]] = (
    *JOB_ROUTES,
    *WEBHOOK_ROUTES,
    *UPLOAD_ROUTES,
    *DEAD_LETTER_ROUTES,
    *OPERATION_ROUTES,
    *DOCUMENT_ROUTES,
)
