"""The environment's master secret in Secrets Manager, read once a process.

CloudFormation has it generated (`infra/secret.py`), so it is in no file, template or log; the functions that may read
it keep it in memory. A rotated secret applies to processes that start later; `docs/operations.md` lists the consequences.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from reelwright.signing import derive_key

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class ManagerSecrets:
    """`ports.Secrets` on one secret of Secrets Manager, whose text is the master secret.

    The first key raises the client's errors, if any; the next key retries a failed read.
    """

    def __init__(self, secret_arn: str, client: "SecretsManagerClient") -> None:
        self._secret_arn = secret_arn
        self._client = client

    def key(self, purpose: str) -> bytes:
        """Return the 32 bytes of a purpose."""
        return derive_key(self._master, purpose)

    @cached_property
    def _master(self) -> bytes:
        return self._client.get_secret_value(SecretId=self._secret_arn)["SecretString"].encode()
