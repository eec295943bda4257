"""The console: a page to make films, watch them and look after the queues."""

from typing import Annotated, Final

from pydantic import Field

from reelwright.api.documents import CACHED, NOT_MODIFIED, open_file
from reelwright.api.parameters import IF_NONE_MATCH
from reelwright.api.prose import VERSION
from reelwright.api.route import Route, Success
from reelwright.payload import Payload


class SignInView(Payload):
    """Where people sign in, by OAuth code with PKCE. URLs that are null are in the issuer's discovery document."""

    issuer: str
    client_id: str
    scopes: tuple[str, ...]
    authorize_url: str | None
    token_url: str | None
    logout_url: str | None


class ConsoleConfig(Payload):
    """What the page must know of its environment; the same for all callers."""

    environment: str
    version: str = VERSION
    bucket_origin: Annotated[str, Field(description="Films and pictures come from here, and uploads go there.")]
    sign_in: Annotated[SignInView | None, Field(description="Null where tokens come another way, as on a laptop.")]


CONSOLE_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/console/config",
        operation="getConsoleConfig",
        tag="service",
        summary="Get what the console must know of its environment",
        access="open",
        parameters=(IF_NONE_MATCH,),
        answers=(
            Success(status=200, description="The configuration.", body=ConsoleConfig, headers=CACHED),
            NOT_MODIFIED,
        ),
    ),
    open_file(
        "/",
        "getConsole",
        summary="Get the console, a page to make and watch films",
        description="The page.",
        content_type="text/html; charset=utf-8",
    ),
    open_file(
        "/console/{version}/{asset}",
        "getConsoleAsset",
        summary="Get a module or style sheet of the console",
        description="A module or a style sheet. The version is a part of the addresses on the page.",
        content_type="text/javascript",
    ),
)
