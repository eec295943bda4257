"""`python -m infra.rollout deploy|destroy --environment NAME [words for the CDK command line]`, on the caller's AWS account."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, cast

import boto3

from infra.environments import ENVIRONMENTS, environment_named
from infra.local.errors import LocalStackError
from infra.local.node import cdk_command, node_environment
from infra.local.place import REPOSITORY
from infra.rollout.verbs import deploy, destroy

ON_AWS = [name for name in ENVIRONMENTS if name != "local"]


def client(service: str) -> Any:
    """Return a client with the caller's credentials and region."""
    return boto3.client(cast("Any", service))


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run_cdk(words: Sequence[str]) -> int:
    """Run the pinned CDK command line from the repository."""
    return subprocess.run([*cdk_command(say), *words], cwd=REPOSITORY, env=node_environment(), check=False).returncode  # noqa: S603


def main() -> int:
    """Run the verb and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.rollout")
    parser.add_argument("verb", choices=("deploy", "destroy"))
    parser.add_argument("--environment", choices=ON_AWS, default="dev")
    arguments, words = parser.parse_known_args()
    environment = environment_named(arguments.environment)
    verb = {"deploy": deploy, "destroy": destroy}[arguments.verb]
    if arguments.verb == "destroy" and not environment.keep_data and not _confirmed(environment.stack_name):
        say("nothing was removed")
        return 1
    try:
        return verb(environment, words, client=client, cdk=run_cdk, say=say)
    except LocalStackError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1


def _confirmed(stack_name: str) -> bool:
    """Ask for the stack's name: whatever the bucket holds is gone afterwards."""
    sys.stdout.write(f"This removes {stack_name} with all its jobs and films. Type {stack_name} to go on: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip() == stack_name


if __name__ == "__main__":
    sys.exit(main())
