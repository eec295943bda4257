"""Deploys the CDK app to the emulator if its sources have changed.

Bootstrap, synth and deploy are the same as for AWS; only the environment (`local`) and the credentials differ.
"""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from botocore.exceptions import ClientError

from infra.local.aws import client
from infra.local.emulator import credentials
from infra.local.errors import LocalStackError
from infra.local.fingerprint import fingerprint
from infra.local.node import cdk_command, node_environment
from infra.local.place import ACCOUNT, PROVIDERS_FILE, REGION, REPOSITORY, Place

STACK: Final = "reelwright-local"
BOOTSTRAP_STACK: Final = "CDKToolkit"
_DEPLOY_SECONDS: Final = 600
_UPDATABLE: Final = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
"""Statuses of a stack that can be updated. A stack in another status was interrupted: it is deleted first."""
_SHOWN_LINES: Final = 15
_UNVALIDATED: Final = {"CDK_VALIDATION": "false"}
"""CDK's own check of the template takes two thirds of a synthesis. It runs where the app goes to AWS, and in tests of prod."""

Say = Callable[[str], None]
Outputs = dict[str, str]


def deploy(place: Place, say: Say) -> Outputs:
    """Deploy if something has changed; returns the stack's outputs.

    Raises LocalStackError if the CDK command line fails: the last lines of its output are printed, all of it is in the logs.
    """
    present = "\n".join((fingerprint(REPOSITORY), *place.context, *_providers(place)))
    stamp = place.state / "deployed.txt"
    if _state_of(place, STACK) in _UPDATABLE and _read(stamp) == present:
        return outputs(place)
    command = cdk_command(say)
    started = time.monotonic()
    if _state_of(place, BOOTSTRAP_STACK) not in _UPDATABLE:
        _remove_broken(place, BOOTSTRAP_STACK, say)
        say("preparing the emulator's account (cdk bootstrap)")
        _run([*command, "bootstrap", f"aws://{ACCOUNT}/{REGION}", *_app_options(place)], place, say)
    _remove_broken(place, STACK, say)
    say("deploying the app (cdk deploy)")
    _run([*command, "deploy", "--all", "--require-approval", "never", *_app_options(place)], place, say)
    stamp.write_text(present, encoding="utf-8")
    say(f"deployed in {time.monotonic() - started:.0f} s")
    return outputs(place)


def outputs(place: Place) -> Outputs:
    """Read the stack's outputs by name; raises LocalStackError if the app is not deployed."""
    try:
        stacks = client(place, "cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    except ClientError:
        raise LocalStackError("the app is not deployed: run `make up`") from None
    return {output["OutputKey"]: output["OutputValue"] for output in stacks[0].get("Outputs", [])}


def _app_options(place: Place) -> list[str]:
    """List the options of the CDK command line: context, and an output folder beside the stack's data."""
    context = [word for pair in ("environment=local", *place.context) for word in ("--context", pair)]
    return [*context, "--output", str(place.folder / "cdk.out")]


def _state_of(place: Place, stack: str) -> str | None:
    try:
        described = client(place, "cloudformation").describe_stacks(StackName=stack)["Stacks"]
    except ClientError:
        return None
    return str(described[0]["StackStatus"])


def _remove_broken(place: Place, stack: str, say: Say) -> None:
    state = _state_of(place, stack)
    if state is None or state in _UPDATABLE:
        return
    say(f"removing the stack {stack}: an interrupted deployment left it in status {state}")
    cloudformation = client(place, "cloudformation")
    cloudformation.delete_stack(StackName=stack)
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )


def _run(command: list[str], place: Place, say: Say) -> None:
    log = place.logs / "cdk.log"
    with log.open("ab") as out:
        begin = out.tell()
        try:
            code = subprocess.run(  # noqa: S603 - the pinned CDK command line with fixed arguments
                [*command, "--ci", "--no-notices", "--no-color"],
                cwd=REPOSITORY,
                env={**node_environment(), **_UNVALIDATED, **credentials(place)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                timeout=_DEPLOY_SECONDS,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            raise LocalStackError(f"cdk took longer than {_DEPLOY_SECONDS} s: see {log}") from None
    if code:
        with log.open("rb") as shown:
            shown.seek(begin)
            for line in shown.read().decode(errors="replace").strip().splitlines()[-_SHOWN_LINES:]:
                say(f"  cdk: {line}")
        raise LocalStackError(f"cdk {command[2]} failed: its whole output is in {log}")


def _providers(place: Place) -> list[str]:
    """Read the files that configure providers: the app is deployed again if one of them changes."""
    files = place.providers_files or (REPOSITORY / PROVIDERS_FILE,)
    return [text for path in files if (text := _read(path)) is not None]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
