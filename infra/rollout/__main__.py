"""`python -m infra.rollout VERB --environment NAME`: the verbs of deployments and operators (`--help` lists them).

The verbs use the caller's AWS credentials; those of `ANYWHERE` also work on the local stack (`--environment local`).
Unknown words are passed on to the CDK command line.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.environments import ENVIRONMENTS, Environment, environment_named
from infra.local.errors import LocalStackError
from infra.local.node import cdk_command, node_environment
from infra.local.place import REPOSITORY, Place
from infra.people import RefusedGrantError
from infra.rollout.dispatching import switch
from infra.rollout.docker import has_docker
from infra.rollout.errors import RolloutError
from infra.rollout.people import add_person
from infra.rollout.smoke import smoke
from infra.rollout.target import Target, target_here, target_on_aws
from infra.rollout.verbs import AwsCaller, bootstrap, destroy, is_ready, roll_out

ON_AWS: Final = ("bootstrap", "preflight", "deploy", "destroy")
ANYWHERE: Final = ("user", "token", "smoke", "drain", "resume")


def client(service: str) -> Any:
    """Return a client with the caller's credentials and region."""
    return boto3.client(cast("Any", service), region_name=region())


def region() -> str | None:
    """Find the region; boto3 does not read the variable AWS_REGION, which the CDK and AWS's other tools do."""
    return os.environ.get("AWS_REGION") or boto3.session.Session().region_name


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run_cdk(words: Sequence[str]) -> int:
    """Run the pinned CDK command line from the repository."""
    return subprocess.run([*cdk_command(say), *words], cwd=REPOSITORY, env=node_environment(), check=False).returncode  # noqa: S603


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.rollout", description=__doc__)
    parser.add_argument("verb", choices=(*ON_AWS, *ANYWHERE))
    parser.add_argument("--environment", choices=list(ENVIRONMENTS), default="dev")
    parser.add_argument("--email", default="", help="user: whose address; deploy: the address to notify of alarms")
    parser.add_argument("--tier", default="standard", help="user: free, standard or premium")
    parser.add_argument("--operator", action="store_true", help="user: may act for every user")
    parser.add_argument("--into", type=Path, default=REPOSITORY / "build" / "smoke", help="smoke: folder of the film")
    return parser


def main() -> int:
    """Run the verb and return the exit code."""
    arguments, words = _parser().parse_known_args()
    environment = environment_named(arguments.environment)
    try:
        if arguments.verb in ANYWHERE:
            return _on_stack(_target(environment), arguments)
        return _on_account(environment, arguments, words)
    except (BotoCoreError, ClientError, LocalStackError, RefusedGrantError, RolloutError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1


def _target(environment: Environment) -> Target:
    if environment.name == "local":
        return target_here(environment, Place.from_environment())
    _caller().number()  # without a region or credentials it says how to get them
    return target_on_aws(environment, client)


def _caller() -> AwsCaller:
    return AwsCaller(client=client, region=region(), cdk=run_cdk, say=say)


def _on_stack(target: Target, arguments: argparse.Namespace) -> int:
    if arguments.verb == "user":
        add_person(target, arguments.email, arguments.tier, is_operator=arguments.operator, say=say)
    elif arguments.verb == "token":
        say(target.machine_token("reelwright/operate" if arguments.operator else "reelwright/jobs"))
    elif arguments.verb in {"drain", "resume"}:
        switch(target, on=arguments.verb == "resume", say=say)
    else:
        say(f"film: {smoke(target, arguments.into, say=say)}")
    return 0


def _on_account(environment: Environment, arguments: argparse.Namespace, words: Sequence[str]) -> int:
    if environment.name == "local":
        raise RolloutError(f"{arguments.verb} is for AWS: choose dev or prod; `make up` starts the local stack")
    email = arguments.email or _context().get("alarm_email")
    if email:
        words = ["--context", f"alarm_email={email}", *words]
        environment = replace(environment, alarm_email=email)
    account = _caller()
    if arguments.verb == "destroy":
        account.number()
        if not environment.keep_data and not _confirmed(environment.stack_name):
            say("nothing was removed")
            return 1
        return destroy(environment, words, client=client, cdk=run_cdk, say=say)
    verbs = {
        "bootstrap": partial(bootstrap, words=words),
        "preflight": partial(_preflight, environment),
        "deploy": partial(roll_out, environment, words, docker=has_docker()),
    }
    return verbs[arguments.verb](account=account)


def _preflight(environment: Environment, *, account: AwsCaller) -> int:
    return 0 if is_ready(environment, account=account, docker=has_docker()) else 1


def _context() -> dict[str, Any]:
    """Read the context that every deployment of this checkout uses."""
    settings = json.loads((REPOSITORY / "cdk.json").read_text(encoding="utf-8"))
    return cast("dict[str, Any]", settings.get("context", {}))


def _confirmed(stack_name: str) -> bool:
    """Ask for the stack's name: whatever the bucket holds is gone afterwards."""
    sys.stdout.write(f"This removes {stack_name} with all its jobs and films. Type {stack_name} to go on: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip() == stack_name


if __name__ == "__main__":
    sys.exit(main())
