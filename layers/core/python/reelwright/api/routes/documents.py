"""The routes of the API's own description."""

from typing import Final

from reelwright.api.routes.headers import IF_NONE_MATCH
from reelwright.api.routes.model import Answer, Route

_CACHED: Final = ("ETag", "Cache-Control")

DOCUMENT_ROUTES: Final = (
    Route(
        method="GET",
        path="/openapi.json",
        operation="getOpenApi",
        tag="service",
        summary="This document",
        access="open",
        parameters=(IF_NONE_MATCH,),
        answers=(
            Answer(status=200, description="OpenAPI 3.1.", headers=_CACHED, content_type="application/json"),
            Answer(status=304, description="It is as you know it.", headers=_CACHED),
        ),
    ),
    Route(
        method="GET",
        path="/docs",
        operation="getDocs",
        tag="service",
        summary="This document as a page to read and to try",
        access="open",
        answers=(Answer(status=200, description="A page.", headers=_CACHED, content_type="text/html; charset=utf-8"),),
    ),
    Route(
        method="GET",
        path="/docs/{asset}",
        operation="getDocsAsset",
        tag="service",
        summary="What that page is made of",
        access="open",
        parameters=(IF_NONE_MATCH,),
        answers=(
            Answer(
                status=200, description="A script or a style sheet.", headers=_CACHED, content_type="text/javascript"
            ),
            Answer(status=304, description="It is as you know it.", headers=_CACHED),
        ),
    ),
)
