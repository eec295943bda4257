"""The API's own description: the OpenAPI document, and a page to read and try it. Public and cacheable.

The page consists of Swagger UI, as powertools ships it, and of the two small files beside this one. It loads nothing from other
hosts, which its content security policy enforces. The first request for the document builds it, so that a process that only
creates jobs does not pay for it.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Final

from aws_lambda_powertools.event_handler import Response

from reelwright.api.entity_tags import matches, text_tag
from reelwright.entry.http import Ask, handles
from reelwright.refusals import NotFound
from reelwright.values import Value

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page may load scripts and styles from its own host only, and call only that host. Icons are data in the style sheet."""
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
FRESH: Final = "public, max-age=300"

_SWAGGER: Final = "aws_lambda_powertools.event_handler.openapi.swagger_ui"
_OWN: Final = "functions.api"


class Asset(Value):
    """A file of the page: its package, its name there, and its type."""

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
    """Read a file of the page."""
    return files(asset.package).joinpath(asset.file).read_text(encoding="utf-8")


@cache
def openapi_text() -> str:
    """Build the document as JSON."""
    from reelwright.api.openapi import document  # noqa: PLC0415 - loaded on first use, see the docstring above

    return json.dumps(document(), ensure_ascii=False, separators=(",", ":"))


def cached(ask: Ask, text: str, content_type: str, *, policy: str = POLICY, fresh: str = FRESH) -> Response[str]:
    """Answer 200 with the text, or 304 if the caller has it."""
    tag = text_tag(text)
    headers: dict[str, str | list[str]] = {
        **HEADERS,
        "Content-Security-Policy": policy,
        "ETag": tag,
        "Cache-Control": fresh,
        "Vary": "Accept-Encoding",
    }
    if matches(ask.known_tag, tag):
        return Response(status_code=304, body="", headers=headers)
    return Response(status_code=200, content_type=content_type, body=text, headers=headers)


def send_asset(ask: Ask, asset: Asset, *, policy: str = POLICY, fresh: str = FRESH) -> Response[str]:
    """Send a file of a page, or 304 if the caller has it."""
    return cached(ask, text_of(asset), f"{asset.content_type}; charset=utf-8", policy=policy, fresh=fresh)


@handles("getOpenApi")
def openapi(ask: Ask) -> Response[str]:
    """Send the OpenAPI document."""
    return cached(ask, openapi_text(), "application/json")


@handles("getDocs")
def page(ask: Ask) -> Response[str]:
    """Send the page that shows the document."""
    return send_asset(ask, PAGE)


@handles("getDocsAsset")
def page_asset(ask: Ask, asset: str) -> Response[str]:
    """Send a script or style sheet of the page; 404 for a name that is not in `ASSETS`."""
    if asset not in ASSETS:
        raise NotFound(f"The page has no file {asset[:64]!r}.")
    return send_asset(ask, ASSETS[asset])
