"""The table of routes and the handlers of the API function."""

import pytest
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

import functions.api.handler  # noqa: F401 - registers all handlers
from reelwright.api.table import ROUTES
from reelwright.entry import http


def test_a_route_without_handler_fails_when_the_function_starts() -> None:
    """Never at its first request."""
    nobody = ROUTES[0].model_copy(update={"operation": "danceWithBees"})
    with pytest.raises(LookupError, match="danceWithBees"):
        http.serve(APIGatewayHttpResolver(), (*ROUTES, nobody))


def test_a_handler_without_route_fails_too() -> None:
    """It would never answer."""
    with pytest.raises(LookupError, match=ROUTES[0].operation):
        http.serve(APIGatewayHttpResolver(), ROUTES[1:])


def test_an_operation_has_one_handler() -> None:
    """A second one would silently replace the first."""
    with pytest.raises(ValueError, match="createJob"):
        http.handles("createJob")(lambda: None)  # type: ignore[arg-type,return-value]


def test_a_handler_reads_only_what_the_document_lists() -> None:
    """Parameters come from the row of the route; another name is a fault of ours."""
    ask = http.Ask(next(route for route in ROUTES if route.operation == "getJob"), event=None)  # type: ignore[arg-type]
    with pytest.raises(LookupError, match="limit"):
        _ = ask.limit
