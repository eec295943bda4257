"""The issuer of access tokens: a Cognito user pool, or the OpenID Connect issuer of the environment.

People sign in at the pool's own page (OAuth code with PKCE), machines use the client-credentials grant. All access tokens have
scopes of this API only, so a token can call the API and cannot change its account. The tiers of people and the operators are
groups, which the API reads from the verified token; the tier of a machine is that of its client. For another issuer, settings
name its claims (`infra.environments.OidcIssuer`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from aws_cdk import Aws, Duration
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.environments import GROUPS, SCOPES, Environment, OidcIssuer
from infra.retention import removal_policy
from reelwright.jobs.priority import Tier
from reelwright.settings import PageSignIn

RESOURCE: Final = "reelwright"


@dataclass(frozen=True)
class MachineClient:
    """A client for programs. It has one scope, because a token request without scopes gets all scopes of its client."""

    name: str
    scope: str
    tier: Tier
    output: str


MACHINES: Final = (
    MachineClient("machines", scope="jobs", tier="standard", output="MachineClientId"),
    MachineClient("operators", scope="operate", tier="free", output="OperatorClientId"),
)


class Identity(Protocol):
    """The API accepts tokens of `issuer` with one of the audiences and one of the scopes. `outputs` become stack outputs.

    `client_tiers`: client id -> tier, for the clients of machines. `sign_in`: None if the console has no client.
    """

    issuer: str
    audiences: list[str]
    scopes: list[str]
    outputs: dict[str, str]
    client_tiers: Mapping[str, Tier]
    sign_in: PageSignIn | None


def identity_of(scope: Construct, construct_id: str, *, environment: Environment, page_url: str) -> Identity:
    """Use the environment's issuer, or create a user pool if it has none. `page_url` is where the console returns to."""
    if environment.oidc is not None:
        return ExistingIssuer(environment.oidc)
    return UserPool(scope, construct_id, environment=environment, page_url=page_url)


class ExistingIssuer:
    """An issuer that manages users, clients and keys outside this stack. It adds no resource to the stack."""

    def __init__(self, oidc: OidcIssuer) -> None:
        self.issuer = oidc.issuer
        self.audiences = list(oidc.audiences)
        self.scopes = list(oidc.scopes)
        self.outputs = {"TokenIssuer": oidc.issuer}
        self.client_tiers: Mapping[str, Tier] = {}
        self.sign_in = None
        if oidc.console_client is not None:
            self.sign_in = PageSignIn(
                issuer=oidc.issuer,
                client_id=oidc.console_client,
                scopes=("openid", oidc.scopes[0]),
                token_url=oidc.token_url,
            )


class UserPool(Construct):
    """The pool, its groups, and its clients: `people` and `console` (without a secret) and one for each kind of machine."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, page_url: str) -> None:
        super().__init__(scope, construct_id)
        pool = self._pool(environment)
        for name, description in GROUPS.items():
            cognito.CfnUserPoolGroup(
                self,
                name,
                user_pool_id=pool.user_pool_id,
                group_name=name,
                description=description,
            )
        ours = {n: cognito.ResourceServerScope(scope_name=n, scope_description=d) for n, d in SCOPES.items()}
        server = pool.add_resource_server(RESOURCE, identifier=RESOURCE, scopes=list(ours.values()))
        domain = pool.add_domain(
            "domain",
            cognito_domain=cognito.CognitoDomainOptions(domain_prefix=f"{environment.stack_name}-{Aws.ACCOUNT_ID}"),
        )
        scopes = {name: cognito.OAuthScope.resource_server(server, one) for name, one in ours.items()}
        people = _people(pool, environment, scopes["jobs"])
        console = _console(pool, page_url, scopes["jobs"])
        machines = {one: _machine(pool, one, scopes[one.scope]) for one in MACHINES}
        # Built from the provider name: the emulator does not support the attribute with the whole URL.
        self.issuer = f"https://{pool.user_pool_provider_name}"
        self.audiences = [client.user_pool_client_id for client in (people, console, *machines.values())]
        # ID tokens have no scope, so the API refuses them.
        self.scopes = [f"{RESOURCE}/{name}" for name in SCOPES]
        self.client_tiers: Mapping[str, Tier] = {
            client.user_pool_client_id: one.tier for one, client in machines.items()
        }
        page = domain.base_url()
        self.sign_in: PageSignIn | None = PageSignIn(
            issuer=self.issuer,
            client_id=console.user_pool_client_id,
            scopes=("openid", f"{RESOURCE}/jobs"),
            authorize_url=f"{page}/oauth2/authorize",
            token_url=f"{page}/oauth2/token",
            logout_url=f"{page}/logout",
        )
        self.outputs = {
            "TokenIssuer": self.issuer,
            "SignInUrl": domain.base_url(),
            "UserPoolId": pool.user_pool_id,
            "UserPoolClientId": people.user_pool_client_id,
            "ConsoleClientId": console.user_pool_client_id,
            **{one.output: client.user_pool_client_id for one, client in machines.items()},
        }

    def _pool(self, environment: Environment) -> cognito.UserPool:
        return cognito.UserPool(
            self,
            "pool",
            user_pool_name=environment.stack_name,
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            # Until a new address is confirmed, the old one recovers the account.
            keep_original=cognito.KeepOriginalAttrs(email=True),
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=True,
                temp_password_validity=Duration.days(3),
            ),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            deletion_protection=environment.protected,
            removal_policy=removal_policy(environment),
        )


def _people(pool: cognito.UserPool, environment: Environment, jobs: cognito.OAuthScope) -> cognito.UserPoolClient:
    """Create the client of people: code grant only, because a password sign-in gives a token that can change the account."""
    return pool.add_client(
        "people",
        auth_flows=cognito.AuthFlow(user_srp=False),  # allows refresh tokens only; Cognito's default allows SRP
        o_auth=cognito.OAuthSettings(
            flows=cognito.OAuthFlows(authorization_code_grant=True),
            scopes=[cognito.OAuthScope.OPENID, jobs],
            callback_urls=list(environment.callback_urls),
        ),
        # An attribute without effect: an empty list would allow every standard attribute.
        write_attributes=cognito.ClientAttributes().with_standard_attributes(locale=True),
        generate_secret=False,
        prevent_user_existence_errors=True,
        access_token_validity=Duration.hours(1),
        refresh_token_validity=Duration.days(30),
        enable_token_revocation=True,
    )


def _console(pool: cognito.UserPool, page_url: str, jobs: cognito.OAuthScope) -> cognito.UserPoolClient:
    """Create the client of the console's page.

    A person's rights come from groups: the scope `operate` would make an operator of everyone who signs in. Each use of a
    refresh token gives a new one. Cognito then refuses the flow of refresh tokens outside of OAuth, and an empty list of flows
    would allow its defaults; the custom flow needs triggers that this pool does not have.
    """
    return pool.add_client(
        "console",
        auth_flows=cognito.AuthFlow(custom=True),
        o_auth=cognito.OAuthSettings(
            flows=cognito.OAuthFlows(authorization_code_grant=True),
            scopes=[cognito.OAuthScope.OPENID, jobs],
            callback_urls=[page_url],
            logout_urls=[page_url],
        ),
        write_attributes=cognito.ClientAttributes().with_standard_attributes(locale=True),  # as of `people`
        generate_secret=False,
        prevent_user_existence_errors=True,
        access_token_validity=Duration.hours(1),
        refresh_token_validity=Duration.days(1),
        refresh_token_rotation_grace_period=Duration.seconds(10),
        enable_token_revocation=True,
    )


def _machine(pool: cognito.UserPool, machine: MachineClient, scope: cognito.OAuthScope) -> cognito.UserPoolClient:
    return pool.add_client(
        machine.name,
        auth_flows=cognito.AuthFlow(user_srp=False),
        generate_secret=True,
        o_auth=cognito.OAuthSettings(flows=cognito.OAuthFlows(client_credentials=True), scopes=[scope]),
        access_token_validity=Duration.hours(1),
        enable_token_revocation=True,
    )
