"""The issuer of access tokens: a Cognito user pool, or the OpenID Connect issuer of the environment.

People sign in to the pool with their password (SRP, or directly over TLS); their access tokens have Cognito's own scope.
Machines use the client-credentials grant; their tokens have a scope of this API. Tiers and operators are groups, which the
API reads from the verified token; for another issuer, settings name its claims (`infra.environments.OidcIssuer`).
"""

from typing import Final, Protocol

from aws_cdk import Aws, Duration
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.environments import SCOPES, Environment, OidcIssuer
from infra.retention import removal_policy

GROUPS: Final = {
    "operators": "May act for every user and see dead letters",
    "free": "Low priority, small daily limit; the default for users without a group",
    "standard": "Default priority",
    "premium": "High priority, no daily limit",
}
RESOURCE: Final = "reelwright"
SIGN_IN_SCOPE: Final = "aws.cognito.signin.user.admin"
"""The scope in the access tokens of people. ID tokens have no scope, so the API refuses them."""


class Identity(Protocol):
    """The API accepts tokens of `issuer` with one of the audiences and one of the scopes. `outputs` become stack outputs."""

    issuer: str
    audiences: list[str]
    scopes: list[str]
    outputs: dict[str, str]


def identity_of(scope: Construct, construct_id: str, *, environment: Environment) -> Identity:
    """Use the environment's issuer, or create a user pool if it has none."""
    if environment.oidc is not None:
        return ExistingIssuer(environment.oidc)
    return UserPool(scope, construct_id, environment=environment)


class ExistingIssuer:
    """An issuer that manages users, clients and keys outside this stack. It adds no resource to the stack."""

    def __init__(self, oidc: OidcIssuer) -> None:
        self.issuer = oidc.issuer
        self.audiences = list(oidc.audiences)
        self.scopes = list(oidc.scopes)
        self.outputs = {"TokenIssuer": oidc.issuer}


class UserPool(Construct):
    """The pool, its groups, and two clients: `people` (without a secret) and `machines` (client credentials)."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
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
        scopes = [cognito.ResourceServerScope(scope_name=n, scope_description=d) for n, d in SCOPES.items()]
        server = pool.add_resource_server(RESOURCE, identifier=RESOURCE, scopes=scopes)
        pool.add_domain(
            "domain",
            cognito_domain=cognito.CognitoDomainOptions(domain_prefix=f"{environment.stack_name}-{Aws.ACCOUNT_ID}"),
        )
        people = pool.add_client(
            "people",
            auth_flows=cognito.AuthFlow(user_srp=True, user_password=True),
            disable_o_auth=True,
            generate_secret=False,
            prevent_user_existence_errors=True,
            access_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.days(30),
            enable_token_revocation=True,
        )
        machines = pool.add_client(
            "machines",
            generate_secret=True,
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(client_credentials=True),
                scopes=[cognito.OAuthScope.resource_server(server, one) for one in scopes],
            ),
            access_token_validity=Duration.hours(1),
            enable_token_revocation=True,
        )
        # Built from the provider name: the emulator does not support the attribute with the whole URL.
        self.issuer = f"https://{pool.user_pool_provider_name}"
        self.audiences = [people.user_pool_client_id, machines.user_pool_client_id]
        self.scopes = [SIGN_IN_SCOPE, *(f"{RESOURCE}/{name}" for name in SCOPES)]
        self.outputs = {
            "TokenIssuer": self.issuer,
            "UserPoolId": pool.user_pool_id,
            "UserPoolClientId": people.user_pool_client_id,
            "MachineClientId": machines.user_pool_client_id,
        }

    def _pool(self, environment: Environment) -> cognito.UserPool:
        return cognito.UserPool(
            self,
            "pool",
            user_pool_name=environment.stack_name,
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
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
