"""What an account must have before the first deployment. Each check is one finding, with its cure.

A finding is `missing` if the deployment would fail, `note` if it would work, but not as expected.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from botocore.exceptions import BotoCoreError, ClientError

from infra.environments import Environment
from infra.rollout.account import SETTLED, DeployedStack, deployed_stack, lambda_concurrency

BOOTSTRAP_VERSION: Final = 6
"""The least version of the CDK's bootstrap stack; a test compares it with the assembly."""
BOOTSTRAP_PARAMETER: Final = "/cdk-bootstrap/hnb659fds/version"
COMFORTABLE_CONCURRENCY: Final = 200
"""Below it, one film or two run at a time (infra.concurrency)."""
TASK_CPUS: Final = 2
"""Of one Fargate task."""
NETWORKS: Final = 2
"""Of the stack: the tasks', and the decoder's, which has no way out."""
TASK_ROLE: Final = "AWSServiceRoleForECS"
FARGATE_QUOTAS: Final = {"FARGATE": "L-3032A538", "FARGATE_SPOT": "L-36FBB829"}
NETWORK_QUOTA: Final = "L-F678F1CE"

Verdict = Literal["ok", "note", "missing"]


@dataclass(frozen=True)
class Finding:
    """The result of one check. `cure` says what to do; it is empty if there is nothing to do."""

    name: str
    verdict: Verdict
    found: str
    cure: str = ""


@dataclass(frozen=True)
class Preflight:
    """What the checks look at. `has_docker`: this machine can build the image, whose base is `base`."""

    environment: Environment
    client: Callable[[str], Any]
    account: str
    region: str
    has_docker: bool
    base: str
    stack: DeployedStack | None


def identity(client: Callable[[str], Any], region: str | None) -> tuple[str, list[Finding]]:
    """Read the caller's account; without credentials or a region the account is empty, and no further check is possible."""
    if not region:
        cure = "choose one: export AWS_REGION=us-east-1 (or any other region with Fargate and Cognito)"
        return "", [Finding("region", "missing", "no region is set", cure)]
    where = Finding("region", "ok", region)
    try:
        caller = client("sts").get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        cure = "sign in: `aws configure sso` and `aws sso login`, or `aws configure` with an access key (docs/aws.md, step 2)"
        return "", [where, Finding("credentials", "missing", _first_line(error), cure)]
    if caller["Arn"].endswith(":root"):
        cure = "works, but AWS advises against it: use a user or role with the policy AdministratorAccess"
        return caller["Account"], [where, Finding("credentials", "note", caller["Arn"], cure)]
    return caller["Account"], [where, Finding("credentials", "ok", caller["Arn"])]


def bootstrap(subject: Preflight) -> Finding:
    """Check that the CDK has its bucket, repository and roles in this account and region."""
    cure = "run `make bootstrap` (once for each account and region)"
    try:
        answer = subject.client("ssm").get_parameter(Name=BOOTSTRAP_PARAMETER)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        return Finding(
            "bootstrap", "missing", f"account {subject.account} was never prepared in {subject.region}", cure
        )
    version = int(answer["Parameter"]["Value"])
    if version < BOOTSTRAP_VERSION:
        return Finding("bootstrap", "missing", f"version {version}, needed is {BOOTSTRAP_VERSION}", cure)
    return Finding("bootstrap", "ok", f"version {version}")


def task_role(subject: Preflight) -> Finding:
    """Say whether the service-linked role of ECS is there; the first cluster of an account fails without it."""
    try:
        subject.client("iam").get_role(RoleName=TASK_ROLE)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise
        return Finding("ECS role", "ok", f"{TASK_ROLE} is not there yet: the deployment makes it first")
    return Finding("ECS role", "ok", TASK_ROLE)


def builder(subject: Preflight) -> Finding:
    """Say where the image is built; either place will do."""
    if subject.has_docker:
        return Finding("image", "ok", "Docker on this machine builds it")
    return Finding("image", "ok", "no Docker on this machine: CodeBuild builds it in your account (about 10 minutes)")


def base_image(subject: Preflight) -> Finding:
    """Note a base image that is named by its tag: the registry may serve another one tomorrow."""
    if "@sha256:" in subject.base:
        return Finding("base image", "ok", subject.base)
    cure = "pin it by the digest of today: run `make base-image` and commit the Dockerfile"
    return Finding("base image", "note", f"{subject.base} is named by its tag", cure)


def stack_state(subject: Preflight) -> Finding:
    """Check that the stack can be created or updated."""
    if subject.stack is None:
        return Finding("stack", "ok", "not deployed yet")
    status = subject.stack.status
    if status in SETTLED:
        return Finding("stack", "ok", status)
    if status == "ROLLBACK_COMPLETE":
        return Finding("stack", "ok", "an earlier creation was rolled back; it is replaced")
    if status.endswith("_IN_PROGRESS"):
        return Finding("stack", "missing", status, "another deployment is running: wait until it has ended")
    cure = f"open the stack {subject.environment.stack_name} in the CloudFormation console; its events name the cause"
    return Finding("stack", "missing", status, cure)


def bucket_name(subject: Preflight) -> Finding:
    """Check that a first deployment finds the bucket's name free: it may hold the data of a removed stack."""
    name = f"{subject.environment.stack_name}-{subject.account}-{subject.region}"
    if subject.stack is not None:
        return Finding("bucket", "ok", "belongs to the stack")
    try:
        subject.client("s3").head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:  # noqa: PLR2004 - not found
            return Finding("bucket", "ok", f"{name} is free")
        raise
    cure = "remove it, or import the kept data: docs/operations.md#removing-an-environment"
    return Finding("bucket", "missing", f"{name} exists without its stack", cure)


def sign_in_domain(subject: Preflight) -> Finding:
    """Check that the prefix of the sign-in page is free; it is one of all accounts of the region."""
    if subject.environment.oidc is not None or subject.stack is not None:
        return Finding("sign-in page", "ok", "nothing to create")
    prefix = f"{subject.environment.stack_name}-{subject.account}"
    described = subject.client("cognito-idp").describe_user_pool_domain(Domain=prefix)["DomainDescription"]
    if not described.get("UserPoolId"):
        return Finding("sign-in page", "ok", f"{prefix} is free")
    cure = f"delete the domain of the user pool {described['UserPoolId']} in the Cognito console"
    return Finding("sign-in page", "missing", f"the prefix {prefix} is taken", cure)


def concurrency(subject: Preflight) -> Finding:
    """Read how many functions may run at once: a new account has 10, and a film with eight scenes would use 16."""
    quota = lambda_concurrency(subject.client("lambda"))
    found = f"{quota} concurrent runs of Lambda functions"
    if quota >= COMFORTABLE_CONCURRENCY:
        return Finding("Lambda concurrency", "ok", found)
    cure = f"works for one film at a time; ask for 1000: {_quota_page(subject, 'lambda', 'L-B99A9384')}"
    return Finding("Lambda concurrency", "note", found, cure)


def fargate(subject: Preflight) -> Finding:
    """Read how many Fargate tasks may run at once; each long film is composed by one."""
    provider = "FARGATE_SPOT" if subject.environment.spot else "FARGATE"
    code = FARGATE_QUOTAS[provider]
    cpus = _quota(subject, "fargate", code)
    wanted = TASK_CPUS * subject.environment.capacity["videos"]
    found = f"{cpus:g} vCPUs of {provider}, {wanted} for as many long films as may run"
    if cpus >= wanted:
        return Finding("Fargate", "ok", found)
    cure = f"ask for more: {_quota_page(subject, 'fargate', code)}"
    if cpus < TASK_CPUS:
        return Finding("Fargate", "note", found, f"no film longer than 3 minutes can be made; {cure}")
    return Finding("Fargate", "note", found, f"further long films fail and are retried; {cure}")


def networks(subject: Preflight) -> Finding:
    """Check that a first deployment may create its networks."""
    if subject.stack is not None:
        return Finding("networks", "ok", "belong to the stack")
    used, quota = len(subject.client("ec2").describe_vpcs()["Vpcs"]), _quota(subject, "vpc", NETWORK_QUOTA)
    found = f"{used} of {quota:g} VPCs are used, {NETWORKS} are needed"
    if used + NETWORKS <= quota:
        return Finding("networks", "ok", found)
    cure = f"remove unused VPCs, or ask for more: {_quota_page(subject, 'vpc', NETWORK_QUOTA)}"
    return Finding("networks", "missing", found, cure)


def alarm_address(subject: Preflight) -> Finding:
    """Note if no address is notified of alarms."""
    if subject.environment.alarm_email:
        return Finding("alarms", "ok", f"notify {subject.environment.alarm_email}")
    cure = "name an address: make deploy ALARM_EMAIL=you@example.com"
    return Finding("alarms", "note", "no address is notified", cure)


CHECKS: Final[Sequence[Callable[[Preflight], Finding]]] = (
    bootstrap,
    task_role,
    builder,
    base_image,
    stack_state,
    bucket_name,
    sign_in_domain,
    networks,
    concurrency,
    fargate,
    alarm_address,
)


def examine(
    environment: Environment, *, client: Callable[[str], Any], region: str | None, has_docker: bool, base: str
) -> list[Finding]:
    """Run all checks. A check whose call is refused is a note: the caller may deploy without the right to read a quota."""
    account, findings = identity(client, region)
    if not account or not region:
        return findings
    stack = deployed_stack(client("cloudformation"), environment.stack_name)
    subject = Preflight(environment, client, account, region, has_docker, base, stack)
    return [*findings, *(_checked(check, subject) for check in CHECKS)]


def _checked(check: Callable[[Preflight], Finding], subject: Preflight) -> Finding:
    try:
        return check(subject)
    except (BotoCoreError, ClientError) as error:
        name = check.__name__.replace("_", " ")
        return Finding(name, "note", f"could not be read: {_first_line(error)}", "check it in the console")


def _quota(subject: Preflight, service: str, code: str) -> float:
    quotas = subject.client("service-quotas")
    try:
        return float(quotas.get_service_quota(ServiceCode=service, QuotaCode=code)["Quota"]["Value"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchResourceException":  # never changed in this account
            raise
        return float(quotas.get_aws_default_service_quota(ServiceCode=service, QuotaCode=code)["Quota"]["Value"])


def _quota_page(subject: Preflight, service: str, code: str) -> str:
    region = subject.region
    return f"https://{region}.console.aws.amazon.com/servicequotas/home/services/{service}/quotas/{code}"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
