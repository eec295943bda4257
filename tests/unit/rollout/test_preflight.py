"""What an account must have is said before anything is deployed, with the way to get it."""

from dataclasses import replace
from typing import Any

import pytest

from infra.environments import ENVIRONMENTS
from infra.rollout.preflight import Finding, examine
from infra.rollout.verbs import AwsCaller, roll_out
from tests.unit.rollout.accounts import ACCOUNT, REGION, Answer, GivenClients, no_credentials, refusal

DEV = ENVIRONMENTS["dev"]
READY: dict[str, Answer | dict[str, Any]] = {
    "sts.GetCallerIdentity": {"Account": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:user/ann"},
    "cloudformation.DescribeStacks": refusal("ValidationError", "Stack with id reelwright-dev does not exist"),
    "ssm.GetParameter": {"Parameter": {"Value": "31"}},
    "iam.GetRole": {"Role": {}},
    "s3.HeadBucket": refusal("404", status=404),
    "cognito-idp.DescribeUserPoolDomain": {"DomainDescription": {}},
    "ec2.DescribeVpcs": {"Vpcs": [{"VpcId": "vpc-1"}]},
    "service-quotas.GetServiceQuota": {"Quota": {"Value": 50.0}},
    "lambda.GetAccountSettings": {"AccountLimit": {"ConcurrentExecutions": 1000}},
}


PINNED = f"public.ecr.aws/docker/library/python:3.12-slim@sha256:{'a' * 64}"


def findings(
    *, docker: bool = True, region: str | None = REGION, base: str = PINNED, **changed: Any
) -> dict[str, Finding]:
    """Examine an account that has everything but what is changed: `service__Operation=answer`."""
    answers = READY | {name.replace("__", ".").replace("_", "-"): one for name, one in changed.items()}
    environment = replace(DEV, alarm_email="ops@example.com")
    found = examine(environment, client=GivenClients(answers), region=region, has_docker=docker, base=base)
    return {one.name: one for one in found}


def test_an_account_with_everything_is_ready() -> None:
    """Every finding is ok, and asks for nothing."""
    found = findings()
    assert {one.verdict for one in found.values()} == {"ok"}
    assert [one.name for one in found.values() if one.cure] == []
    assert len(found) == 13


def test_without_a_region_nothing_else_is_asked() -> None:
    """The cure is a command line."""
    found = findings(region=None)
    assert list(found) == ["region"]
    assert "export AWS_REGION=" in found["region"].cure


def test_without_credentials_the_cure_is_to_sign_in() -> None:
    """Whatever their kind: none, expired, or a session that ended."""
    for wrong in (no_credentials, refusal("ExpiredToken", "The security token included in the request is expired")):
        found = findings(sts__GetCallerIdentity=wrong)
        assert found["credentials"].verdict == "missing"
        assert "aws configure" in found["credentials"].cure
        assert "bootstrap" not in found


def test_an_account_that_was_never_prepared_is_told_to_bootstrap() -> None:
    """And one whose bootstrap stack is too old."""
    for answer in (refusal("ParameterNotFound"), {"Parameter": {"Value": "3"}}):
        found = findings(ssm__GetParameter=answer)
        assert (found["bootstrap"].verdict, "make bootstrap" in found["bootstrap"].cure) == ("missing", True)


@pytest.mark.parametrize(
    ("check", "changed", "verdict", "words"),
    [
        (
            "Lambda concurrency",
            {"lambda__GetAccountSettings": {"AccountLimit": {"ConcurrentExecutions": 10}}},
            "note",
            "L-B99A9384",
        ),
        ("Fargate", {"service_quotas__GetServiceQuota": {"Quota": {"Value": 6.0}}}, "note", "L-36FBB829"),
        ("bucket", {"s3__HeadBucket": {}}, "missing", "removing-an-environment"),
        (
            "sign-in page",
            {"cognito_idp__DescribeUserPoolDomain": {"DomainDescription": {"UserPoolId": "p"}}},
            "missing",
            "delete",
        ),
        ("networks", {"ec2__DescribeVpcs": {"Vpcs": [{"VpcId": str(n)} for n in range(49)]}}, "missing", "L-F678F1CE"),
        ("networks", {"ec2__DescribeVpcs": refusal("UnauthorizedOperation", "no")}, "note", "console"),
    ],
)
def test_each_gap_names_its_cure(check: str, changed: dict[str, Any], verdict: str, words: str) -> None:
    """A quota is named by its page of the console; a call that is refused is a note, as the deployment may work."""
    found = findings(**changed)[check]
    assert (found.verdict, words in found.cure) == (verdict, True), found


def test_a_missing_role_of_ecs_is_no_gap() -> None:
    """The deployment makes it before the stack; the preflight says so."""
    found = findings(iam__GetRole=refusal("NoSuchEntity"))["ECS role"]
    assert (found.verdict, "the deployment makes it first" in found.found) == ("ok", True)


def test_a_quota_that_was_never_changed_is_read_from_the_defaults() -> None:
    """Service Quotas knows no applied value of it."""
    found = findings(
        service_quotas__GetServiceQuota=refusal("NoSuchResourceException"),
        service_quotas__GetAWSDefaultServiceQuota={"Quota": {"Value": 5.0}},
    )
    assert found["networks"].verdict == "ok"
    assert "5 vCPUs" in found["Fargate"].found


def test_a_machine_without_docker_is_ready_too() -> None:
    """The image is then built by CodeBuild."""
    assert findings(docker=False)["image"].verdict == "ok"
    assert "CodeBuild" in findings(docker=False)["image"].found


def test_a_base_image_without_its_digest_is_noted_at_every_deployment() -> None:
    """It deploys: a first try needs no commit. The cure is one verb."""
    found = findings(base="public.ecr.aws/docker/library/python:3.12-slim")["base image"]
    assert (found.verdict, "make base-image" in found.cure) == ("note", True)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("UPDATE_COMPLETE", "ok"),
        ("ROLLBACK_COMPLETE", "ok"),
        ("UPDATE_IN_PROGRESS", "missing"),
        ("DELETE_FAILED", "missing"),
    ],
)
def test_the_state_of_the_stack_decides(status: str, verdict: str) -> None:
    """CDK replaces a creation that was rolled back; a running deployment has to end first."""
    found = findings(cloudformation__DescribeStacks={"Stacks": [{"StackName": "x", "StackStatus": status}]})
    assert found["stack"].verdict == verdict


def test_nothing_is_deployed_while_something_is_missing() -> None:
    """The command line of the CDK is not started; the last line says where to look."""
    said: list[str] = []
    runs: list[list[str]] = []

    def cdk(words: Any) -> int:
        runs.append(list(words))
        return 0

    clients = GivenClients(READY | {"ssm.GetParameter": refusal("ParameterNotFound")})
    account = AwsCaller(client=clients, region=REGION, cdk=cdk, say=lambda line: said.append(str(line)))
    assert roll_out(DEV, (), account=account, docker=True) == 1
    assert runs == []
    assert any(line.startswith("STOP  bootstrap") for line in said)
    assert "STOP" in said[-1]
