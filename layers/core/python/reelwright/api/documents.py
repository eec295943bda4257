"""The API's own description: the OpenAPI document, and a page to read and try it."""

from typing import Final

from reelwright.api.parameters import IF_NONE_MATCH
from reelwright.api.route import Route, Success

CACHED: Final = ("ETag", "Cache-Control")
NOT_MODIFIED: Final = Success(status=304, description="Not modified.", headers=CACHED)

DOCUMENT_ROUTES: Final = (
    Route(
        method="GET",
        path="/openapi.json",
        operation="getOpenApi",
        tag="service",
        summary="Get this document",
        access="open",
        parameters=(IF_NONE_MATCH,),
        answers=(
            Success(
                status=200, description="The OpenAPI 3.1 document.", headers=CACHED, content_type="application/json"
            ),
            NOT_MODIFIED,
        ),
        compress=True,
    ),
    Route(
        method="GET",
        path="/docs",
        operation="getDocs",
        tag="service",
        summary="Get this document as a page to read and try",
        access="open",
        parameters=(IF_NONE_MATCH,),
        answers=(
            Success(status=200, description="The page.", headers=CACHED, content_type="text/html; charset=utf-8"),
            NOT_MODIFIED,
        ),
        compress=True,
    ),
    Route(
        method="GET",
        path="/docs/{asset}",
        operation="getDocsAsset",
        tag="service",
        summary="Get a script or style sheet of that page",
        access="open",
        parameters=(IF_NONE_MATCH,),
        answers=(
            Success(
                status=200, description="A script or a style sheet.", headers=CACHED, content_type="text/javascript"
            ),
            NOT_MODIFIED,
        ),
        compress=True,
    ),
)
