"""The clients of AWS, one per service and process, with limits that fit a function's own. Their types are boto3's.

A client waits 2 s for a connection and retries a failed call up to four times (botocore's standard mode: throttles,
5xx and broken connections, with jittered backoff). All of our calls are safe to repeat.

They are botocore's own: boto3 makes the same ones, but its import loads managers of transfers that nothing here uses,
60 modules (decision 77).
"""

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, overload

from botocore.config import Config
from botocore.session import Session

from reelwright.pipeline.sandbox import SANDBOX

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

ServiceName = Literal["dynamodb", "sqs", "s3", "stepfunctions", "ecs", "secretsmanager", "lambda", "cognito-idp", "kms"]

_CONNECT_TIMEOUT_SECONDS: Final = 2
_READ_TIMEOUT_SECONDS: Final[dict[ServiceName, int]] = {
    "dynamodb": 5,
    "sqs": 25,  # the longest poll is 20 s
    "s3": 60,
    "stepfunctions": 10,
    "ecs": 10,
    "secretsmanager": 5,
    "cognito-idp": 10,
    "kms": 5,
    "lambda": SANDBOX.timeout_seconds + 20,  # a decoding answers when it is done
}
_TRIES: Final = 5


@overload
def client(service: Literal["dynamodb"]) -> "DynamoDBClient": ...
@overload
def client(service: Literal["sqs"]) -> "SQSClient": ...
@overload
def client(service: Literal["s3"]) -> "S3Client": ...
@overload
def client(service: Literal["stepfunctions"]) -> "SFNClient": ...
@overload
def client(service: Literal["ecs"]) -> "ECSClient": ...
@overload
def client(service: Literal["secretsmanager"]) -> "SecretsManagerClient": ...
@overload
def client(service: Literal["lambda"]) -> "LambdaClient": ...
@overload
def client(service: Literal["cognito-idp", "kms"]) -> Any: ...
def client(service: ServiceName) -> Any:
    """Return the process's client of a service. botocore reads region, credentials and `AWS_ENDPOINT_URL`."""
    return _client(service)


@lru_cache(maxsize=1)
def session() -> Session:
    """Return the process's session: region and credentials of the environment, and the data of the services that were used."""
    return Session()


@lru_cache
def _client(service: ServiceName) -> Any:
    own_endpoint = "AWS_ENDPOINT_URL" in os.environ or "AWS_ENDPOINT_URL_S3" in os.environ
    return session().create_client(service, config=client_config(service, own_endpoint=own_endpoint))


def client_config(service: ServiceName, *, own_endpoint: bool) -> Config:
    """Return the configuration of a service's client.

    A custom endpoint (the emulator) has no host name for each bucket, so the path names the bucket there; on AWS the host
    name does. Signed URLs use signature version 4, which every region accepts.
    """
    return Config(
        connect_timeout=_CONNECT_TIMEOUT_SECONDS,
        read_timeout=_READ_TIMEOUT_SECONDS[service],
        retries={"mode": "standard", "total_max_attempts": _TRIES},
        signature_version="s3v4" if service == "s3" else None,
        s3={"addressing_style": "path" if own_endpoint else "virtual"},
        tcp_keepalive=True,
    )
