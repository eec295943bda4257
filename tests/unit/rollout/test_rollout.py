"""`make deploy` and `make destroy`: what happens around the CDK command line, on moto's account."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.environments import ENVIRONMENTS
from infra.rollout.account import TASK_SERVICE, ensure_task_role
from infra.rollout.verbs import Client, deploy, destroy

DEV, PROD = ENVIRONMENTS["dev"], ENVIRONMENTS["prod"]
PROTECTED = "deployed_before=true"
BUCKET = "films"


class CommandLine:
    """The CDK command line, as far as exit codes go: one of them a run, 0 when there are no more."""

    def __init__(self, *codes: int) -> None:
        self._codes = list(codes)
        self.runs: list[list[str]] = []

    def __call__(self, words: Sequence[str]) -> int:
        """Record the words."""
        self.runs.append(list(words))
        return self._codes.pop(0) if self._codes else 0


@pytest.fixture(autouse=True)
def account() -> Iterator[None]:
    """Provide an empty account."""
    with mock_aws():
        yield


class Stacks:
    """CloudFormation, as far as a stack is described: the one there is, or the service's error."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def describe_stacks(self, **named: str) -> dict[str, Any]:
        """Return a stack whose creation has succeeded."""
        if named["StackName"] not in self._names:
            message = f"Stack with id {named['StackName']} does not exist"
            raise ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "DescribeStacks")
        outputs = [{"OutputKey": "BucketName", "OutputValue": BUCKET}]
        return {"Stacks": [{"StackStatus": "UPDATE_COMPLETE", "Outputs": outputs}]}


class Quotas:
    """Lambda, as far as the account's quota goes."""

    def get_account_settings(self) -> dict[str, Any]:
        """Return the quota of a new account."""
        return {"AccountLimit": {"ConcurrentExecutions": 10}}


def client(service: str, *stacks: str) -> Any:
    """Return a client of the account; `stacks` are those that are deployed."""
    if service == "lambda":
        return Quotas()
    if service == "cloudformation":
        return Stacks(*stacks)
    return boto3.client(cast("Any", service), region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="a")


def having(stack: str) -> Client:
    """Return the clients of an account with this stack."""
    client("s3").create_bucket(Bucket=BUCKET)
    return lambda service: client(service, stack)


def test_the_clusters_role_is_there_before_the_stack() -> None:
    """The first cluster of an account can fail for want of it; the second deployment finds it."""
    assert ensure_task_role(client("iam"))
    (role,) = client("iam").list_roles()["Roles"]
    assert role["Path"] == f"/aws-service-role/{TASK_SERVICE}/"
    assert not ensure_task_role(client("iam"))


def test_a_deployment_makes_the_clusters_role() -> None:
    """Before it runs the CDK command line, which may fail for want of it."""
    deploy(DEV, (), client=client, cdk=CommandLine(1), say=lambda _: None)
    assert len(client("iam").list_roles()["Roles"]) == 1


def test_protection_comes_after_the_first_deployment_that_succeeded() -> None:
    """With it, CloudFormation could not roll a failed creation back, and no later deployment would find the names free."""
    failing, cdk = CommandLine(1), CommandLine()
    assert deploy(PROD, ("--verbose",), client=client, cdk=failing, say=lambda _: None) == 1
    assert [PROTECTED in run for run in failing.runs] == [False]
    assert deploy(PROD, ("--verbose",), client=client, cdk=cdk, say=lambda _: None) == 0
    assert [PROTECTED in run for run in cdk.runs] == [False, True]
    assert all({"deploy", "environment=prod", "--verbose"} <= set(run) for run in cdk.runs)


def test_a_later_deployment_keeps_the_protection() -> None:
    """One run, and nothing is unprotected in between."""
    cdk = CommandLine()
    deploy(PROD, (), client=having(PROD.stack_name), cdk=cdk, say=lambda _: None)
    assert [PROTECTED in run for run in cdk.runs] == [True]


def test_what_keeps_no_data_is_deployed_once() -> None:
    """There is nothing to protect in dev."""
    cdk = CommandLine()
    deploy(DEV, (), client=client, cdk=cdk, say=lambda _: None)
    assert len(cdk.runs) == 1


def test_the_stack_is_fitted_into_the_accounts_quota() -> None:
    """It is read at each deployment; a caller who shares the account with others names less."""
    cdk = CommandLine()
    deploy(DEV, (), client=client, cdk=cdk, say=lambda _: None)
    deploy(DEV, ("--context", "lambda_concurrency=5"), client=client, cdk=cdk, say=lambda _: None)
    named = [[word for word in run if word.startswith("lambda_concurrency=")] for run in cdk.runs]
    assert named == [["lambda_concurrency=10"], ["lambda_concurrency=5"]]


def test_a_stack_with_films_in_its_bucket_can_be_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 removes no bucket that holds something; what is written meanwhile is removed by a second try."""
    monkeypatch.setenv(
        "MOTO_S3_DEFAULT_MAX_KEYS", "10"
    )  # a page of S3's list holds 1,000 keys, and so many take moto a minute
    clients = having(DEV.stack_name)
    for number in range(11):
        client("s3").put_object(Bucket=BUCKET, Key=f"outputs/{number}", Body=b"x")
    said: list[object] = []
    cdk = CommandLine(1)
    assert destroy(DEV, (), client=clients, cdk=cdk, say=said.append) == 0
    assert client("s3").list_objects_v2(Bucket=BUCKET)["KeyCount"] == 0
    assert said == [f"removed 11 objects from {BUCKET}", f"removed 0 objects from {BUCKET}"]
    assert [run[0] for run in cdk.runs] == ["destroy", "destroy"]


def test_kept_data_is_not_removed_by_a_verb() -> None:
    """Nothing is asked of the account, and the text says where to read on."""
    clients = having(PROD.stack_name)
    client("s3").put_object(Bucket=BUCKET, Key="outputs/1", Body=b"x")
    said: list[str] = []
    cdk = CommandLine()
    assert destroy(PROD, (), client=clients, cdk=cdk, say=said.append) == 1
    assert (cdk.runs, client("s3").list_objects_v2(Bucket=BUCKET)["KeyCount"]) == ([], 1)
    assert "docs/operations.md" in said[0]
