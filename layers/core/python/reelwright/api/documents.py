"""The API's own description: the OpenAPI document, and a page to read and try it."""

from typing import Final

from reelwright.api.parameters import IF_NONE_MATCH
from reelwright.api.route import Route, Success

CACHED: Final = ("ETag", "Cache-Control")
NOT_MODIFIED: Final = Success(status=304, description="Not modified.", headers=CACHED)


def open_file(path: str, operation: str, *, summary: str, description: str, content_type: str) -> Route:
    """Build the route of a text that is the same for all callers: no token, compressed, kept by its tag."""
    return Route(
        method="GET",
        path=path,
        operation=operation,
        tag="service",
        summary=summary,
        access="open",
        parameters=(IF_NONE_MATCH,),
        answers=(Success(status=200, description=description, headers=CACHED, content_type=content_type), NOT_MODIFIED),
        compress=True,
    )


DOCUMENT_ROUTES: Final = (
    open_file(
        "/openapi.json",
        "getOpenApi",
        summary="Get this document",
        description="The OpenAPI 3.1 document.",
        content_type="application/json",
    ),
    open_file(
        "/docs",
        "getDocs",
        summary="Get this document as a page to read and try",
        description="The page.",
        content_type="text/html; charset=utf-8",
    ),
    open_file(
        "/docs/{asset}",
        "getDocsAsset",
        summary="Get a script or style sheet of that page",
        description="A script or a style sheet.",
        content_type="text/javascript",
    ),
)
