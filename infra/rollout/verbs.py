"""The verbs behind `make bootstrap`, `make preflight`, `make deploy` and `make destroy`."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from infra.environments import ROOT, Environment
from infra.outputs import CONSOLE_PAGES
from infra.registry import BUILDER_STACK
from infra.rollout.account import deployed_stack, ensure_task_role, lambda_concurrency
from infra.rollout.errors import RolloutError
from infra.rollout.images import build, image_sources, is_built
from infra.rollout.preflight import Finding, examine, identity
from infra.supply.base_image import DOCKERFILE, base_of

Cdk = Callable[[Sequence[str]], int]
"""Runs the CDK command line with words and returns its exit code."""
Client = Callable[[str], Any]
"""Returns the client of a service, for the caller's account and region."""
Say = Callable[[str], object]
BUCKET_OUTPUT: Final = "BucketName"
DESTROY_TRIES: Final = 2
"""A function may write between the emptying and the bucket's removal."""
ASSEMBLY: Final = ROOT / "build" / "assembly"
"""Where an assembly is written to read its images."""
MARKS: Final = {"ok": "ok  ", "note": "NOTE", "missing": "STOP"}


@dataclass(frozen=True)
class AwsCaller:
    """The caller's account, as the verbs use it. `region` is None if none is set."""

    client: Client
    region: str | None
    cdk: Cdk
    say: Say
    sleep: Callable[[float], None] = time.sleep

    def number(self) -> tuple[str, str]:
        """Return account and region; raises RolloutError if there are no credentials or no region."""
        number, findings = identity(self.client, self.region)
        if not number or self.region is None:
            raise RolloutError("; ".join(f"{one.found}: {one.cure}" for one in findings if one.verdict == "missing"))
        return number, self.region


def bootstrap(words: Sequence[str], *, account: AwsCaller) -> int:
    """Prepare the account and region for the CDK: bucket, repository, roles. A repeat updates them."""
    number, region = account.number()
    if ensure_task_role(account.client("iam")):
        account.say("created the service-linked role of ECS, which the account's first cluster needs")
    return account.cdk(["bootstrap", f"aws://{number}/{region}", *words])


def is_ready(environment: Environment, *, account: AwsCaller, docker: bool) -> bool:
    """Print every finding of the preflight with its cure; return whether nothing is missing."""
    base = base_of(DOCKERFILE.read_text(encoding="utf-8"))
    findings = examine(environment, client=account.client, region=account.region, has_docker=docker, base=base)
    for one in findings:
        _print(one, account.say)
    return all(one.verdict != "missing" for one in findings)


def _print(finding: Finding, say: Say) -> None:
    say(f"{MARKS[finding.verdict]}  {finding.name:<20} {finding.found}")
    if finding.cure:
        say(f"{'':<26} -> {finding.cure}")


def roll_out(environment: Environment, words: Sequence[str], *, account: AwsCaller, docker: bool) -> int:
    """Check the account, build the image remotely if this machine cannot, deploy, and print where everything is."""
    if not is_ready(environment, account=account, docker=docker):
        account.say("nothing was deployed: see the lines that begin with STOP")
        return 1
    code = 0 if docker else build_remotely(environment, words, account=account)
    code = code or deploy(environment, words, client=account.client, cdk=account.cdk, say=account.say)
    if not code:
        _print_links(environment, account)
    return code


def build_remotely(environment: Environment, words: Sequence[str], *, account: AwsCaller) -> int:
    """Build every image of the stack that its repository lacks by CodeBuild; return the exit code of the CDK command line."""
    number, region = account.number()
    output = ["--output", str(ASSEMBLY), "--quiet"]
    code = account.cdk(["synth", "--all", *_context(environment), *output, *words])
    if code:
        return code
    ecr = account.client("ecr")
    missing = [one for one in image_sources(ASSEMBLY, account=number, region=region) if not is_built(ecr, one)]
    if not missing:
        return 0
    code = account.cdk(["deploy", BUILDER_STACK, "--context", "builder=true", "--require-approval", "never"])
    if code:
        return code
    for image in missing:
        build(image, client=account.client, account=number, region=region, say=account.say, sleep=account.sleep)
    return 0


def _print_links(environment: Environment, account: AwsCaller) -> None:
    stack = deployed_stack(account.client("cloudformation"), environment.stack_name)
    outputs = {} if stack is None else stack.outputs
    account.say(f"API  {outputs.get('ApiUrl', '')}")
    for name, text in CONSOLE_PAGES.items():
        if name in outputs:
            account.say(f"{text}: {outputs[name]}")


def deploy(environment: Environment, words: Sequence[str], *, client: Client, cdk: Cdk, say: Say) -> int:
    """Deploy the stack and return the exit code; `words` are further words for the CDK command line.

    The first deployment of an environment that keeps its data is followed by a second one, which switches the protection
    against deletion on: with it, CloudFormation could not roll a failed creation back.
    """
    if ensure_task_role(client("iam")):
        say("created the service-linked role of ECS, which the account's first cluster needs")
    command = ["deploy", "--all", *_context(environment), *_quota(words, client=client, say=say), *words]
    protected = ["--context", "deployed_before=true"]
    stack = deployed_stack(client("cloudformation"), environment.stack_name)
    if stack is not None and stack.was_created:
        return cdk([*command, *protected])
    code = cdk(command)
    if code or not environment.keep_data:
        return code
    say("the stack is there: switching its protection against deletion on")
    return cdk([*command, *protected])


def _quota(words: Sequence[str], *, client: Client, say: Say) -> list[str]:
    """Read the account's Lambda concurrency as a word of the CDK, unless the caller names one."""
    if any(word.startswith("lambda_concurrency=") for word in words):
        return []
    quota = lambda_concurrency(client("lambda"))
    say(f"the account may run {quota} Lambda functions at the same time; capacity follows from it")
    return ["--context", f"lambda_concurrency={quota}"]


def destroy(environment: Environment, words: Sequence[str], *, client: Client, cdk: Cdk, say: Say) -> int:
    """Empty the bucket, remove the stack, and return the exit code.

    Refuses an environment that keeps its data, by exit code 1: there, every step is taken by hand (docs/operations.md).
    """
    if environment.keep_data:
        say(f"{environment.name} keeps its data and is removed by hand: docs/operations.md#removing-an-environment")
        return 1
    code = 1
    for _ in range(DESTROY_TRIES):
        stack = deployed_stack(client("cloudformation"), environment.stack_name)
        if stack is not None and BUCKET_OUTPUT in stack.outputs:
            bucket = stack.outputs[BUCKET_OUTPUT]
            say(f"removed {empty_bucket(client('s3'), bucket)} objects from {bucket}")
        code = cdk(["destroy", "--all", "--force", *_context(environment), *words])
        if not code:
            break
    return code


def empty_bucket(s3: Any, bucket: str) -> int:
    """Remove every object of a bucket without versions; return how many there were."""
    removed = 0
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        keys = [entry["Key"] for entry in page.get("Contents", [])]
        if keys:  # a page holds at most 1,000 keys, which is DeleteObjects' limit too
            s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True})
            removed += len(keys)
    return removed


def _context(environment: Environment) -> list[str]:
    return ["--context", f"environment={environment.name}"]
