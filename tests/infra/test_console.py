"""The stack's outputs lead to the pages of the console; the image builder is a stack of its own."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_cdk.assertions import Template

from infra.builder import BuilderStack
from infra.outputs import CONSOLE_PAGES
from infra.registry import BUILDER_STACK
from infra.rollout.preflight import BOOTSTRAP_VERSION
from tests.infra.unvalidated import unvalidated_app

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis


def test_every_page_of_the_console_is_an_output(syntheses: Mapping[str, "Synthesis"]) -> None:
    """In the stack's own region; the emulator has no console."""
    outputs = syntheses["prod"].template["Outputs"]
    assert CONSOLE_PAGES.keys() <= outputs.keys()
    for name in CONSOLE_PAGES:
        address = json.dumps(outputs[name]["Value"])
        assert ".console.aws.amazon.com/" in address, name
        assert "AWS::Region" in address
    assert not CONSOLE_PAGES.keys() & syntheses["local"].template["Outputs"].keys()


def test_the_preflight_asks_for_the_bootstrap_version_that_the_assembly_needs(prod: "Synthesis") -> None:
    """CloudFormation would refuse an older one in the middle of the deployment."""
    manifest = json.loads((prod.folder / "manifest.json").read_text(encoding="utf-8"))
    needed = [
        artifact["properties"]["requiresBootstrapStackVersion"]
        for artifact in manifest["artifacts"].values()
        if "requiresBootstrapStackVersion" in artifact.get("properties", {})
    ]
    assert max(needed) == BOOTSTRAP_VERSION


def _builder() -> Template:
    return Template.from_stack(BuilderStack(unvalidated_app()))


def test_the_builder_may_read_its_sources_and_push_to_the_cdks_repository() -> None:
    """And nothing else of the account, besides its log and what CodeBuild's own construct grants (its reports)."""
    actions: dict[str, Any] = {}
    for policy in _builder().find_resources("AWS::IAM::Policy").values():
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            for action in statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]:
                actions[action] = json.dumps(statement["Resource"])
    ours = {name: where for name, where in actions.items() if name.startswith(("s3:", "ecr:"))}
    assert {name for name, where in ours.items() if where == '"*"'} == {"ecr:GetAuthorizationToken"}
    assert all("cdk-hnb659fds" in where for where in ours.values() if where != '"*"')
    assert {name.partition(":")[0] for name in actions} == {"s3", "ecr", "logs", "codebuild"}


def test_the_builder_is_named_as_the_rollout_starts_it() -> None:
    """One project an account and region, which may run Docker."""
    (project,) = _builder().find_resources("AWS::CodeBuild::Project").values()
    assert project["Properties"]["Name"] == BUILDER_STACK
    assert project["Properties"]["Environment"]["PrivilegedMode"]
