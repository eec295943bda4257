"""The console: a page of plain modules, and the same policy as the page of the API's description.

The modules stand in the folder `console` beside this file. `htm.mjs` is not in git: `make console` fetches it by hash.
"""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

from aws_lambda_powertools.event_handler import Response

from functions.api.documents import POLICY, Asset, cached, send_asset, text_of
from reelwright.api.console import ConsoleConfig, SignInView
from reelwright.entry.http import Ask, handles
from reelwright.entry.world import world
from reelwright.refusals import NotFound
from reelwright.settings import PageSignIn

TYPES: Final = {".mjs": "text/javascript", ".css": "text/css"}
PAGE: Final = Asset(package="functions.api", file="console/index.html", content_type="text/html")
ASKED_EACH_TIME: Final = "no-cache"
KEPT: Final = "public, max-age=31536000, immutable"


@cache
def console_assets() -> dict[str, Asset]:
    """Find the files of the console's folder that a page may load, by name."""
    names = sorted(path.name for path in files(PAGE.package).joinpath("console").iterdir())
    return {
        name: Asset(package=PAGE.package, file=f"console/{name}", content_type=TYPES[ending])
        for name in names
        if (ending := name[name.rfind(".") :]) in TYPES
    }


@cache
def console_version() -> str:
    """Hash all files. It is a part of their address, so that a browser never runs modules of two deployments together."""
    together = "\0".join(f"{name}\0{text_of(asset)}" for name, asset in console_assets().items())
    return sha256(together.encode()).hexdigest()[:12]


@cache
def page_text() -> str:
    """Return the page with the addresses of this version's files."""
    return text_of(PAGE).replace('"console/', f'"console/{console_version()}/')


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@cache
def bucket_origin() -> str:
    """Return the origin of signed URLs."""
    return _origin(world().artefacts.url("outputs/none", seconds=60, filename="none"))


def policy_of(bucket: str, sign_in: PageSignIn | None) -> str:
    """Allow what the API's page may load, the bucket, the issuer of tokens, and no text as markup (Trusted Types)."""
    issuer = [] if sign_in is None else [_origin(url) for url in (sign_in.issuer, sign_in.token_url) if url]
    called = " ".join(dict.fromkeys([bucket, *issuer]))
    return (
        POLICY.replace("img-src 'self' data:", f"img-src 'self' data: {bucket}").replace(
            "connect-src 'self'", f"connect-src 'self' {called}"
        )
        + f"; media-src 'self' blob: {bucket}; require-trusted-types-for 'script'"
    )


@cache
def console_policy() -> str:
    """Return the policy of this environment."""
    return policy_of(bucket_origin(), world().settings.sign_in)


@handles("getConsoleConfig")
def config(ask: Ask) -> Response[str]:
    """Send what the page must know of its environment."""
    settings = world().settings
    sign_in = None if settings.sign_in is None else SignInView(**settings.sign_in.model_dump())
    view = ConsoleConfig(environment=settings.environment, bucket_origin=bucket_origin(), sign_in=sign_in)
    return cached(ask, view.model_dump_json(), "application/json")


@handles("getConsole")
def page(ask: Ask) -> Response[str]:
    """Send the page, which is asked for at each visit: it names the files of the newest version."""
    content_type = f"{PAGE.content_type}; charset=utf-8"
    return cached(ask, page_text(), content_type, policy=console_policy(), fresh=ASKED_EACH_TIME)


@handles("getConsoleAsset")
def page_asset(ask: Ask, version: str, asset: str) -> Response[str]:
    """Send a module or style sheet; 404 for a name that the folder does not have, and for another deployment's version."""
    found = console_assets().get(asset) if version == console_version() else None
    if found is None:
        raise NotFound(f"This version of the console has no file {asset[:64]!r}.")
    return send_asset(ask, found, fresh=KEPT)
