"""Who may call: a Cognito user pool with its groups, and two kinds of clients.

People sign in with their password (SRP or directly over TLS); their access tokens carry Cognito's own scope. Machines use
the client-credentials grant and carry ours. Tiers and operators are groups, which the API reads from the verified token.
"""

from typing import Final

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.environments import Environment

GROUPS: Final = {
    "operators": "May act for every user and see dead letters",
    "free": "Low priority, small daily limit (also without any group)",
    "standard": "Default priority",
    "premium": "High priority, no daily limit",
}
RESOURCE: Final = "reelwright"
SCOPES: Final = {"jobs": "Create, read and cancel own jobs", "operate": "Act for every user"}
SIGN_IN_SCOPE: Final = "aws.cognito.signin.user.admin"
"""What Cognito writes into an access token of a person who signed in; ID tokens carry no scope and are so refused."""


class Identity(Construct):
    """The pool with its clients.

    Public: `pool`, `people` (no secret), `machines` (secret, client credentials), `issuer` of tokens, and `scopes`, of which
    a token needs one.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        self.pool = cognito.UserPool(
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
            deletion_protection=environment.keep_data,
            removal_policy=RemovalPolicy.RETAIN if environment.keep_data else RemovalPolicy.DESTROY,
        )
        for name, description in GROUPS.items():
            cognito.CfnUserPoolGroup(
                self,
                name,
                user_pool_id=self.pool.user_pool_id,
                group_name=name,
                description=description,
            )
        ours = [cognito.ResourceServerScope(scope_name=n, scope_description=d) for n, d in SCOPES.items()]
        server = self.pool.add_resource_server(RESOURCE, identifier=RESOURCE, scopes=ours)
        self.pool.add_domain(
            "domain",
            cognito_domain=cognito.CognitoDomainOptions(domain_prefix=f"{environment.stack_name}-{Aws.ACCOUNT_ID}"),
        )
        self.people = self.pool.add_client(
            "people",
            auth_flows=cognito.AuthFlow(user_srp=True, user_password=True),
            disable_o_auth=True,
            generate_secret=False,
            prevent_user_existence_errors=True,
            access_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.days(30),
            enable_token_revocation=True,
        )
        self.machines = self.pool.add_client(
            "machines",
            generate_secret=True,
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(client_credentials=True),
                scopes=[cognito.OAuthScope.resource_server(server, one) for one in ours],
            ),
            access_token_validity=Duration.hours(1),
            enable_token_revocation=True,
        )
        # Built from the pool's name: the emulator does not know the attribute that holds the whole URL.
        self.issuer = f"https://{self.pool.user_pool_provider_name}"
        self.scopes = [SIGN_IN_SCOPE, *(f"{RESOURCE}/{name}" for name in SCOPES)]
