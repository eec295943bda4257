"""Whose tokens count: a user pool made for the environment, or an issuer that the context names."""

import json
from typing import TYPE_CHECKING, Any

import pytest

from infra.environments import ENVIRONMENTS, OIDC_KEYS, OidcIssuer, oidc_from
from infra.identity import ExistingIssuer
from infra.local.sign_in import CALLBACK
from reelwright.jobs.caller import ClaimNames
from reelwright.settings import PageSignIn, Settings

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis

ISSUER = "https://login.example.com/tenant"


def test_the_pools_own_tokens_count_by_default(synthesis: "Synthesis") -> None:
    """Of people and of machines, and no other client's."""
    (authorizer,) = synthesis.of_type("AWS::ApiGatewayV2::Authorizer").values()
    (pool,) = synthesis.of_type("AWS::Cognito::UserPool")
    clients = synthesis.of_type("AWS::Cognito::UserPoolClient")
    assert pool in synthesis.references(authorizer["JwtConfiguration"]["Issuer"])
    assert synthesis.references(authorizer["JwtConfiguration"]["Audience"]) == set(clients)
    assert len(clients) == 4


def test_a_token_can_change_nothing_of_its_account(synthesis: "Synthesis") -> None:
    """M6: people sign in by code; no client gives a token that every password flow gives, `signin.user.admin`."""
    clients = synthesis.of_type("AWS::Cognito::UserPoolClient").values()
    assert "signin.user.admin" not in json.dumps(synthesis.template)
    (people,) = (c for c in clients if c["AllowedOAuthFlows"] == ["code"] and "RefreshTokenRotation" not in c)
    others = [client for client in clients if "RefreshTokenRotation" not in client]
    assert all(client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"] for client in others)
    assert (people["GenerateSecret"], people["WriteAttributes"]) == (False, ["locale"])
    assert [scope_of(scope) for scope in people["AllowedOAuthScopes"]] == ["openid", "jobs"]
    assert all(url.startswith(("https://", "http://localhost:")) for url in people["CallbackURLs"])
    (pool,) = synthesis.of_type("AWS::Cognito::UserPool").values()
    assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}


def test_the_console_has_a_client_without_operator_scope_that_rotates_its_tokens(synthesis: "Synthesis") -> None:
    """Code with PKCE, back to the page of the API alone; groups make operators, no scope does. The pool has no triggers."""
    clients = synthesis.of_type("AWS::Cognito::UserPoolClient").values()
    (console,) = (client for client in clients if "RefreshTokenRotation" in client)
    assert console["RefreshTokenRotation"]["Feature"] == "ENABLED"
    assert console["ExplicitAuthFlows"] == ["ALLOW_CUSTOM_AUTH"]
    (pool,) = synthesis.of_type("AWS::Cognito::UserPool").values()
    assert "LambdaConfig" not in pool
    assert (console["GenerateSecret"], console["AllowedOAuthFlows"]) == (False, ["code"])
    assert [scope_of(scope) for scope in console["AllowedOAuthScopes"]] == ["openid", "jobs"]
    (api,) = synthesis.of_type("AWS::ApiGatewayV2::Api")
    page = {"Fn::Join": ["", [{"Fn::GetAtt": [api, "ApiEndpoint"]}, "/"]]}
    assert (console["CallbackURLs"], console["LogoutURLs"]) == ([page], [page])


def test_the_page_is_told_where_to_sign_in(prod: "Synthesis", foreign: "Synthesis") -> None:
    """By the function's settings; a foreign issuer without a client of the console takes access tokens only."""
    told = prod.functions()["api"]["Environment"]["Variables"]["REELWRIGHT_SIGN_IN"]
    assert {"console", "domain"} <= {
        part for name in prod.references(told) for part in ("console", "domain") if part in name
    }
    assert "REELWRIGHT_SIGN_IN" not in foreign.functions()["api"]["Environment"]["Variables"]
    context = {"oidc_issuer": ISSUER, "oidc_audience": "films", "oidc_console_client": "page"}
    issuer = oidc_from(dict.fromkeys(OIDC_KEYS) | context, plain=False)
    assert issuer is not None
    assert ExistingIssuer(issuer).sign_in == PageSignIn(
        issuer=ISSUER, client_id="page", scopes=("openid", "reelwright/jobs")
    )


def test_the_page_is_told_the_pools_own_pages(prod: "Synthesis") -> None:
    """Sign-in, tokens and sign-out are at the domain of the pool; people come back to addresses that its client allows.

    The client names the URL of the API, the function the client, and the routes the function: the API itself refers to nothing,
    so there is no cycle (`test_lint` looks for them).
    """
    told = prod.functions()["api"]["Environment"]["Variables"]["REELWRIGHT_SIGN_IN"]
    text = "".join(part if isinstance(part, str) else "<>" for part in told["Fn::Join"][1])
    sign_in = json.loads(text)
    host = sign_in["authorize_url"].removesuffix("/oauth2/authorize")
    assert host == "https://<>.auth.<>.amazoncognito.com"
    assert (sign_in["token_url"], sign_in["logout_url"]) == (f"{host}/oauth2/token", f"{host}/logout")
    assert sign_in["issuer"] == "https://<>"
    assert sign_in["client_id"] == "<>"
    assert sign_in["scopes"] == ["openid", "reelwright/jobs"]
    (api,) = prod.of_type("AWS::ApiGatewayV2::Api").values()
    assert prod.references(api) == set()


def test_the_local_sign_in_uses_an_allowed_redirect() -> None:
    """The supervisor of the local stack does not import the environments, so both name the URL."""
    assert CALLBACK in ENVIRONMENTS["local"].callback_urls


def test_the_operators_scope_is_on_their_machines_client_alone(synthesis: "Synthesis") -> None:
    """M5: a token request that names no scope gets all of its client's. The API knows each machine's tier by its client."""
    clients = synthesis.of_type("AWS::Cognito::UserPoolClient")
    machines = {
        name: [scope_of(scope) for scope in client["AllowedOAuthScopes"]]
        for name, client in clients.items()
        if client["AllowedOAuthFlows"] == ["client_credentials"]
    }
    assert sorted(machines.values()) == [["jobs"], ["operate"]]
    assert all(clients[name]["GenerateSecret"] for name in machines)
    told = synthesis.functions()["api"]["Environment"]["Variables"]["REELWRIGHT_CLIENT_TIERS"]
    assert synthesis.references(told) == set(machines)


def scope_of(scope: Any) -> str:
    """Return the last word of a scope, which may be joined with the resource server's name."""
    return str(scope if isinstance(scope, str) else scope["Fn::Join"][1][-1]).rpartition("/")[2]


def test_a_foreign_issuers_tokens_count_instead(foreign: "Synthesis") -> None:
    """The same authorizer on the same routes, and no user pool beside it that could let others in."""
    (authorizer,) = foreign.of_type("AWS::ApiGatewayV2::Authorizer").values()
    assert authorizer["JwtConfiguration"] == {"Issuer": ISSUER, "Audience": ["films"]}
    closed = [
        route
        for route in foreign.of_type("AWS::ApiGatewayV2::Route").values()
        if route.get("AuthorizationType") == "JWT"
    ]
    assert closed
    assert {tuple(route["AuthorizationScopes"]) for route in closed} == {("reelwright/jobs", "reelwright/operate")}
    assert [kind for kind in foreign.resources.values() if kind["Type"].startswith("AWS::Cognito::")] == []
    assert foreign.template["Outputs"]["TokenIssuer"]["Value"] == ISSUER


def test_the_functions_read_the_issuers_claims(foreign: "Synthesis", prod: "Synthesis") -> None:
    """Groups are called otherwise elsewhere; the pool's names are the default."""
    told = foreign.functions()["api"]["Environment"]["Variables"]["REELWRIGHT_CLAIMS"]
    assert json.loads(told) == ClaimNames(groups_claim="roles", groups_prefix="reelwright-").model_dump()
    own = prod.functions()["api"]["Environment"]["Variables"]["REELWRIGHT_CLAIMS"]
    variables = {"REELWRIGHT_CLAIMS": own}
    others = {"environment": "prod", "table_name": "t", "bucket_name": "b"}
    settings = Settings.from_environment({**variables, **{f"REELWRIGHT_{k.upper()}": v for k, v in others.items()}})
    assert settings.claims == ClaimNames()


def test_the_context_names_the_issuer_whole() -> None:
    """Lists with commas; whatever is not named keeps its default."""
    context = dict.fromkeys(OIDC_KEYS) | {
        "oidc_issuer": ISSUER,
        "oidc_audience": "films, more-films",
        "oidc_scopes": "films.write",
        "oidc_tier_claim": "plan",
    }
    assert oidc_from(context, plain=False) == OidcIssuer(
        issuer=ISSUER,
        audiences=("films", "more-films"),
        scopes=("films.write",),
        claims=ClaimNames(groups_claim="groups", tier_claim="plan"),
    )
    assert oidc_from(dict.fromkeys(OIDC_KEYS), plain=False) is None


@pytest.mark.parametrize(
    ("context", "wrong"),
    [
        ({"oidc_issuer": ISSUER}, "needs oidc_audience"),
        ({"oidc_issuer": ISSUER, "oidc_audience": " , "}, "needs oidc_audience"),
        ({"oidc_issuer": "http://login.example.com", "oidc_audience": "films"}, "https"),
        ({"oidc_issuer": "login.example.com", "oidc_audience": "films"}, "https"),
    ],
)
def test_half_an_issuer_fails_at_synth(context: dict[str, str | None], wrong: str) -> None:
    """Not at the first request."""
    with pytest.raises(ValueError, match=wrong):
        oidc_from(context, plain=False)
