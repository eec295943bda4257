"""The API's own description: the OpenAPI document, and a page to read and try it. Open to everybody, and cacheable.

What the page is made of comes from Swagger UI as powertools ships it, and from the two small files beside this one: no other
host is asked, which the page's content security policy also says. The document is made when it is first asked for, so that
a process that only creates jobs does not pay for it.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter

from reelwright.api.tags import knows
from reelwright.entry.http import guarded
from reelwright.refusals import NotFound
from reelwright.values import Value

router = APIGatewayHttpRouter()  # type: ignore[no-untyped-call] # powertools left its initializer untyped
route_guard = guarded(lambda: getattr(router.lambda_context, "aws_request_id", None))

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Scripts and styles are files of ours; the page may only talk to where it came from. Icons are data inside the style."""
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
FRESH: Final = "public, max-age=300"

_SWAGGER: Final = "aws_lambda_powertools.event_handler.openapi.swagger_ui"
_OWN: Final = "functions.api"


class Asset(Value):
    """A file that the page is made of: the package that has it, its name there, and its type."""

    package: str
    file: str
    content_type: str


ASSETS: Final = {
    "swagger-ui.js": Asset(package=_SWAGGER, file="swagger-ui-bundle.min.js", content_type="text/javascript"),
    "swagger-ui.css": Asset(package=_SWAGGER, file="swagger-ui.min.css", content_type="text/css"),
    "start.js": Asset(package=_OWN, file="docs.js", content_type="text/javascript"),
}
PAGE: Final = Asset(package=_OWN, file="docs.html", content_type="text/html")


@cache
def text_of(asset: Asset) -> str:
    """Return a file's text."""
    return files(asset.package).joinpath(asset.file).read_text(encoding="utf-8")


@cache
def openapi_text() -> str:
    """Return the document as JSON."""
    from reelwright.api.openapi import document  # noqa: PLC0415 - its models are described on first use, see above

    return json.dumps(document(), ensure_ascii=False, separators=(",", ":"))


def _tag(text: str) -> str:
    """Return the weak tag of a text: the same for its compressed form."""
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'


def _cached(text: str, content_type: str) -> Response[str]:
    """Return 200 with the text, or 304 where the caller has it."""
    tag = _tag(text)
    headers: dict[str, str | list[str]] = {**HEADERS, "ETag": tag, "Cache-Control": FRESH, "Vary": "Accept-Encoding"}
    if knows(router.current_event.headers.get("if-none-match"), tag):
        return Response(status_code=304, body="", headers=headers)
    return Response(status_code=200, content_type=content_type, body=text, headers=headers)


@router.get("/openapi.json", compress=True)
@route_guard
def openapi() -> Response[str]:
    """Return the OpenAPI document."""
    return _cached(openapi_text(), "application/json")


@router.get("/docs", compress=True)
@route_guard
def page() -> Response[str]:
    """Return the page."""
    return _cached(text_of(PAGE), f"{PAGE.content_type}; charset=utf-8")


@router.get("/docs/<asset>", compress=True)
@route_guard
def page_asset(asset: str) -> Response[str]:
    """Return a script or style sheet of the page."""
    if asset not in ASSETS:
        raise NotFound("The page has no such file.")
    found = ASSETS[asset]
    return _cached(text_of(found), f"{found.content_type}; charset=utf-8")
