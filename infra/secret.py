"""The environment's one secret: what signed cursors and webhooks are derived from.

CloudFormation has Secrets Manager generate it, so no person, file or template ever holds it.
"""

from typing import Final

from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.environments import Environment
from infra.retention import removal_policy

LENGTH_CHARACTERS: Final = 64
"""Letters and digits: 62^64 is more than 2^380, above the 256 bits of the hash that uses it."""


class Secret(Construct):
    """Public: `arn`. Encrypted with the account's own key of Secrets Manager, which takes no grant beside the secret's.

    It has no fixed name: a deleted secret keeps its name for days, and the stack could not be made again meanwhile.

    It outlives the stack where its data does: without it, webhook receivers could not verify what comes after.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        secret = secretsmanager.Secret(
            self,
            "secret",
            description="Master secret: keys for cursors and webhooks are derived from it",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=LENGTH_CHARACTERS, exclude_punctuation=True
            ),
            removal_policy=removal_policy(environment),
        )
        resource = secret.node.default_child
        if not isinstance(resource, secretsmanager.CfnSecret):
            raise TypeError("the secret's default child is its CfnSecret")
        # The attribute `Id` is the ARN, as `Ref` is on AWS; the emulator's `Ref` is the secret's name.
        self.arn = resource.attr_id
