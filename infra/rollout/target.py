"""A deployed stack as the verbs reach it: on AWS with the caller's credentials, or on this machine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infra.environments import Environment
from infra.local import deployment
from infra.local.api import api_url
from infra.local.aws import client as local_client
from infra.local.place import Place
from infra.people import machine_token
from infra.rollout.account import deployed_stack
from infra.rollout.errors import RolloutError


@dataclass(frozen=True)
class Target:
    """One stack. `tokens_at` is the base URL of its token endpoint; `sends_mail`: its user pool invites people by e-mail."""

    environment: Environment
    client: Callable[[str], Any]
    outputs: Mapping[str, str]
    url: str
    tokens_at: str
    sends_mail: bool

    @property
    def pool_id(self) -> str:
        """The user pool; raises RolloutError if another issuer makes the tokens."""
        if "UserPoolId" not in self.outputs:
            raise RolloutError(
                f"people and tokens of this stack come from {self.outputs['TokenIssuer']}, not from a user pool"
            )
        return self.outputs["UserPoolId"]

    def machine_token(self, *scopes: str) -> str:
        """Request a token of the machines' client, valid for one hour; raises RolloutError without a user pool."""
        _ = self.pool_id
        return machine_token(self.client("cognito-idp"), self.outputs, self.tokens_at, scopes=scopes)


def target_on_aws(environment: Environment, client: Callable[[str], Any]) -> Target:
    """Find the stack in the caller's account; raises RolloutError if it is not deployed."""
    stack = deployed_stack(client("cloudformation"), environment.stack_name)
    if stack is None or not stack.was_created:
        raise RolloutError(
            f"{environment.stack_name} is not deployed: run `make deploy ENVIRONMENT={environment.name}`"
        )
    outputs = stack.outputs
    return Target(
        environment,
        client,
        outputs,
        url=outputs["ApiUrl"].rstrip("/"),
        tokens_at=outputs.get("SignInUrl", outputs["TokenIssuer"]),
        sends_mail=True,
    )


def target_here(environment: Environment, place: Place) -> Target:
    """Find the local stack; raises LocalStackError if it is not deployed."""
    outputs = deployment.outputs(place)
    return Target(
        environment,
        lambda service: local_client(place, service),
        outputs,
        url=api_url(place, outputs),
        tokens_at=place.endpoint,
        sends_mail=False,
    )
