"""The environment's master secret: the keys that sign cursors and webhooks are derived from it.

Secrets Manager generates it, so it is in no file or template and no person needs to read it.
"""

from typing import Final

from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.environments import Environment
from infra.retention import removal_policy

LENGTH_CHARACTERS: Final = 64
"""Letters and digits: 62^64 > 2^380 values, more than the 256 bits of the hash that uses it."""


class Secret(Construct):
    """Public: `arn`. Encrypted with the AWS managed key of Secrets Manager, which needs no grant of its own.

    It has no fixed name: the name of a deleted secret stays reserved for days, and a new stack could not be created.

    It is kept with the data when the stack is deleted: receivers verify webhooks with secrets derived from it.
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
            raise TypeError("the secret's default child is not a CfnSecret")
        # `Id` is the ARN on AWS and in the emulator; `Ref` is the ARN on AWS, but the name in the emulator.
        self.arn = resource.attr_id
