"""The KMS key that encrypts the keys of providers that users save."""

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.environments import Environment
from infra.retention import removal_policy

CONTEXT: tuple[str, ...] = ("owner", "provider")
"""What each encryption names: a text decrypts for the same owner and provider alone (`aws.user_keys`)."""


class UserKeyEncryption(Construct):
    """Public: `arn`, and the rights to encrypt and to decrypt. It costs a dollar a month, so it exists where it is used.

    It is kept with the table: without it the saved keys are lost.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        key = kms.Key(
            self,
            "key",
            description="Encrypts the keys of providers that users save",
            enable_key_rotation=True,
            removal_policy=removal_policy(environment),
        )
        self.arn = key.key_arn

    def allow(self, action: str) -> iam.PolicyStatement:
        """Allow `kms:Encrypt` or `kms:Decrypt`, always with owner and provider."""
        return iam.PolicyStatement(
            actions=[action],
            resources=[self.arn],
            conditions={
                "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": list(CONTEXT)},
                "Null": {f"kms:EncryptionContext:{name}": "false" for name in CONTEXT},
            },
        )
