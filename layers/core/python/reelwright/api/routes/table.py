"""All routes."""

from typing import Final

from reelwright.api.routes.dead_letters import DEAD_LETTER_ROUTES
from reelwright.api.routes.documents import DOCUMENT_ROUTES
from reelwright.api.routes.jobs import JOB_ROUTES
from reelwright.api.routes.model import Route
from reelwright.api.routes.operations import OPERATION_ROUTES
from reelwright.api.routes.uploads import UPLOAD_ROUTES
from reelwright.api.routes.webhooks import WEBHOOK_ROUTES

ROUTES: Final[tuple[Route, ...]] = (
    *JOB_ROUTES,
    *WEBHOOK_ROUTES,
    *UPLOAD_ROUTES,
    *DEAD_LETTER_ROUTES,
    *OPERATION_ROUTES,
    *DOCUMENT_ROUTES,
)
