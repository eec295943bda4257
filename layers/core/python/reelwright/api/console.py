"""The console: a page to make films, watch them and look after the queues."""

from typing import Final

from reelwright.api.documents import open_file

CONSOLE_ROUTES: Final = (
    open_file(
        "/",
        "getConsole",
        summary="Get the console, a page to make and watch films",
        description="The page.",
        content_type="text/html; charset=utf-8",
    ),
    open_file(
        "/console/{asset}",
        "getConsoleAsset",
        summary="Get a module or style sheet of the console",
        description="A module or a style sheet.",
        content_type="text/javascript",
    ),
)
