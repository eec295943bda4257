"""The console: a page to make films, watch them and look after the queues."""

from typing import Final

from reelwright.api.documents import CACHED, NOT_MODIFIED
from reelwright.api.parameters import IF_NONE_MATCH
from reelwright.api.route import Route, Success

CONSOLE_ROUTES: Final = (
    Route(
        method="GET",
        path="/",
        operation="getConsole",
        tag="service",
        summary="Get the console, a page to make and watch films",
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
        path="/console/{asset}",
        operation="getConsoleAsset",
        tag="service",
        summary="Get a module or style sheet of the console",
        access="open",
        parameters=(IF_NONE_MATCH,),
        answers=(
            Success(
                status=200, description="A module or a style sheet.", headers=CACHED, content_type="text/javascript"
            ),
            NOT_MODIFIED,
        ),
        compress=True,
    ),
)
