"""The verbs behind `make deploy` and `make destroy`."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from infra.environments import Environment
from infra.rollout.account import deployed_stack, ensure_task_role, lambda_concurrency

Cdk = Callable[[Sequence[str]], int]
"""Runs the CDK command line with words and returns its exit code."""
Client = Callable[[str], Any]
"""Returns the client of a service, for the caller's account and region."""
Say = Callable[[str], object]
BUCKET_OUTPUT: Final = "BucketName"
DESTROY_TRIES: Final = 2
"""A function may write between the emptying and the bucket's removal."""


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
