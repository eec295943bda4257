"""The HTTP API and who may call it."""

from typing import TYPE_CHECKING

from infra.environments import GROUPS, SCOPES
from infra.identity import RESOURCE
from reelwright.api.table import ROUTES
from reelwright.jobs.caller import OPERATOR_SCOPE, OPERATORS
from reelwright.jobs.priority import TIERS

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis


PEOPLE_AT_ONCE = 5
MOST_FILES = 12
"""Of a first load (`tests/browser/test_budget.py`)."""
UNKNOWN = "$default"
"""Whatever is no route; the function answers it with a 404 or 405."""


def test_every_route_but_the_open_ones_needs_a_token_with_a_scope(synthesis: "Synthesis") -> None:
    """A6: an ID token has no scope and is refused, as AWS advises for JWT authorizers."""
    routes = {route["RouteKey"]: route for route in synthesis.of_type("AWS::ApiGatewayV2::Route").values()}
    (authorizer,) = synthesis.of_type("AWS::ApiGatewayV2::Authorizer")
    open_keys = {f"{route.method} {path}" for route in ROUTES if route.access == "open" for path in route.paths}
    for key, route in routes.items():
        if key in open_keys or key == UNKNOWN:
            assert route.get("AuthorizationType", "NONE") == "NONE"
        else:
            assert route["AuthorizationType"] == "JWT"
            assert route["AuthorizerId"] == {"Ref": authorizer}
            assert set(route["AuthorizationScopes"]) == {"reelwright/jobs", "reelwright/operate"}


def test_the_gateway_offers_the_table_of_routes(synthesis: "Synthesis") -> None:
    """The function serves the same table (`entry.http.serve`), so no route exists on one side alone."""
    offered = {route["RouteKey"] for route in synthesis.of_type("AWS::ApiGatewayV2::Route").values()}
    assert offered == {UNKNOWN, *(f"{route.method} {path}" for route in ROUTES for path in route.paths)}


def test_the_gateway_may_call_its_function_for_every_route(synthesis: "Synthesis") -> None:
    """Two patterns: ArnLike's `*` matches within no other number of slashes, and `$default` has no path behind its stage.

    A statement for each route would fill the 20 KB of a function's policy (Lambda quotas).
    """
    (api,) = synthesis.of_type("AWS::ApiGatewayV2::Api")
    allowed = [
        permission["SourceArn"]["Fn::Join"][1]
        for permission in synthesis.of_type("AWS::Lambda::Permission").values()
        if permission["Principal"] == "apigateway.amazonaws.com"
    ]
    assert all({"Ref": api} in parts for parts in allowed)
    assert sorted(parts[-1] for parts in allowed) == ["/*/$default", "/*/*/*"]


def test_one_function_answers_in_the_payload_format_it_reads(synthesis: "Synthesis") -> None:
    """Version 2.0, one integration for every route."""
    (integration,) = synthesis.of_type("AWS::ApiGatewayV2::Integration").values()
    assert integration["PayloadFormatVersion"] == "2.0"


def test_requests_are_throttled_and_logged(synthesis: "Synthesis") -> None:
    """The stage bounds what reaches the function and writes one line a request, without path, query or header."""
    (stage,) = synthesis.of_type("AWS::ApiGatewayV2::Stage").values()
    assert stage["StageName"] == "$default"
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] == synthesis.environment.throttle_rate
    assert stage["DefaultRouteSettings"]["ThrottlingBurstLimit"] == synthesis.environment.throttle_burst
    assert stage["DefaultRouteSettings"]["DetailedMetricsEnabled"] is False  # about six paid metrics a route
    logged = stage["AccessLogSettings"]["Format"]
    assert "$context.requestId" in logged
    for private in ("$context.path", "queryString", "header"):
        assert private not in logged


def test_callers_without_a_token_cannot_use_up_the_rate_of_those_with_one(synthesis: "Synthesis") -> None:
    """Each open route, and all unknown paths together, have a small rate of their own; the stage waits for the routes."""
    (stage,) = (one for one in synthesis.resources.values() if one["Type"] == "AWS::ApiGatewayV2::Stage")
    settings = stage["Properties"]["RouteSettings"]
    open_keys = {f"{route.method} {path}" for route in ROUTES if route.access == "open" for path in route.paths}
    assert settings.keys() == {UNKNOWN, *open_keys}
    rates = [one["ThrottlingRateLimit"] for one in settings.values()]
    environment = synthesis.environment
    assert set(rates) == {environment.open_rate}
    assert environment.name == "local" or sum(rates) <= environment.throttle_rate
    assert set(synthesis.of_type("AWS::ApiGatewayV2::Route")) <= set(stage["DependsOn"])


def test_several_people_open_the_console_at_once(synthesis: "Synthesis") -> None:
    """Its files come in one burst; page, files and configuration need no token, because the page signs in first."""
    (stage,) = synthesis.of_type("AWS::ApiGatewayV2::Stage").values()
    routes = {route["RouteKey"]: route for route in synthesis.of_type("AWS::ApiGatewayV2::Route").values()}
    for key in ("GET /", "GET /console/{version}/{asset}", "GET /api/v1/console/config"):
        assert routes[key].get("AuthorizationType", "NONE") == "NONE"
    bursts = {key: one["ThrottlingBurstLimit"] for key, one in stage["RouteSettings"].items()}
    assert bursts["GET /console/{version}/{asset}"] >= PEOPLE_AT_ONCE * MOST_FILES
    assert bursts["GET /console/{version}/{asset}"] <= stage["DefaultRouteSettings"]["ThrottlingBurstLimit"]
    assert bursts["GET /"] >= PEOPLE_AT_ONCE


def test_no_page_of_another_site_reads_an_answer(synthesis: "Synthesis") -> None:
    """The API has no CORS rule: its console and its documentation are of its own origin."""
    (api,) = synthesis.of_type("AWS::ApiGatewayV2::Api").values()
    assert "CorsConfiguration" not in api


def test_groups_and_scopes_are_the_words_that_the_api_reads(synthesis: "Synthesis") -> None:
    """Tiers and operators are groups of the pool; the operators' scope is that of the resource server."""
    assert set(GROUPS) == {OPERATORS, *TIERS}
    assert f"{RESOURCE}/operate" == OPERATOR_SCOPE
    assert "operate" in SCOPES
    groups = synthesis.of_type("AWS::Cognito::UserPoolGroup").values()
    assert {group["GroupName"] for group in groups} == set(GROUPS)


def test_nobody_makes_an_account_for_themselves(synthesis: "Synthesis") -> None:
    """Users cost money; an operator invites them. Passwords are long, a second factor is offered."""
    (pool,) = synthesis.of_type("AWS::Cognito::UserPool").values()
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert pool["MfaConfiguration"] == "OPTIONAL"


def test_the_outputs_name_what_clients_need(synthesis: "Synthesis") -> None:
    """The local environment and the documentation rely on these names."""
    assert {
        "ApiUrl",
        "UserPoolId",
        "UserPoolClientId",
        "ConsoleClientId",
        "MachineClientId",
        "OperatorClientId",
        "SignInUrl",
        "TableName",
        "BucketName",
        "StateMachineArn",
        "ClusterArn",
        "AlarmTopicArn",
        "QueueVideosHighUrl",
        "DeadLettersVideosHighUrl",
    } <= set(synthesis.template["Outputs"])


def test_every_output_has_a_description(synthesis: "Synthesis") -> None:
    """An operator sees in the console the meaning of each output beside its value."""
    assert [name for name, output in synthesis.template["Outputs"].items() if not output.get("Description")] == []
