"""Reads rights from the synthesized template of prod, and prints them as the table of `docs/security.md`."""

import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from infra.app import build
from infra.environments import ENVIRONMENTS
from tests.infra.unvalidated import unvalidated_app

ROOT: Final = Path(__file__).resolve().parents[2]
BEGIN: Final = "<!-- rights: printed by `make docs` -->"
END: Final = "<!-- end of rights -->"
STACK: Final = "reelwright"
Right = tuple[str, str, str]
"""Service, actions, and the resources with their conditions."""
_HASH: Final = re.compile(r"[0-9A-F]{8}$")
_GROUPS: Final = (
    (re.compile(r"^queues\w+deadletters$"), "the dead letters of every work queue"),
    (re.compile(r"^queues\w+queue$"), "every work queue"),
    (re.compile(r"^table/index/\w+$"), "its indexes"),
    (re.compile(r"AWS::Region:AWS::AccountId:"), ""),
)
"""Patterns of names that are printed as one."""
_LOGGING: Final = ("xray:", "logs:CreateLogStream", "logs:PutLogEvents")
"""Every function writes its own log and traces; the table leaves these out."""


def rights_table(template: dict[str, Any], stack_name: str) -> str:
    """Print one row for each function and service: the allowed actions, and the resources with their conditions."""
    rows = ["| function | service | actions | on |", "|---|---|---|---|"]
    for name, held in rights_by_name(template, stack_name).items():
        rights = held or [("-", "", "its log and traces alone")]
        rows += [f"| `{name}` | {service} | {actions} | {resources} |" for service, actions, resources in rights]
    return "\n".join(rows)


def rights_by_name(template: dict[str, Any], stack_name: str) -> dict[str, list[Right]]:
    """Read the rights of every function, of the Fargate task (`fargate`) and of the state machine (`machine`)."""
    return {name: sorted(_rights(template, role)) for name, role in sorted(_roles(template, stack_name))}


def closed_functions(template: dict[str, Any], stack_name: str) -> list[str]:
    """Name the functions that stand in a network of ours, which has no way to the internet."""
    return sorted(_name(one, stack_name) for one in _of_type(template, "AWS::Lambda::Function") if "VpcConfig" in one)


def reach_of_endpoints(template: dict[str, Any]) -> list[tuple[str, str]]:
    """Read the actions and resources that the policies of network endpoints allow."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for endpoint in _of_type(template, "AWS::EC2::VPCEndpoint"):
        for statement in endpoint.get("PolicyDocument", {}).get("Statement", ()):
            _collect(statement, found)
    return [(", ".join(sorted(actions)), on) for (_, on), actions in sorted(found.items())]


def page_with(text: str, table: str) -> str:
    """Put the table between the two marks of the page."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}"


def _roles(template: dict[str, Any], stack_name: str) -> Iterator[tuple[str, str]]:
    for function in _of_type(template, "AWS::Lambda::Function"):
        if "FunctionName" in function:
            yield _name(function, stack_name), function["Role"]["Fn::GetAtt"][0]
    for task in _of_type(template, "AWS::ECS::TaskDefinition"):
        yield "fargate", task["TaskRoleArn"]["Fn::GetAtt"][0]
    for machine in _of_type(template, "AWS::StepFunctions::StateMachine"):
        yield "machine", machine["RoleArn"]["Fn::GetAtt"][0]


def _of_type(template: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    for resource in template["Resources"].values():
        if resource["Type"] == kind:
            yield resource["Properties"]


def _name(function: dict[str, Any], stack_name: str) -> str:
    return str(function["FunctionName"]).removeprefix(f"{stack_name}-")


def _rights(template: dict[str, Any], role: str) -> Iterator[tuple[str, str, str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for resource in template["Resources"].values():
        if resource["Type"] != "AWS::IAM::Policy" or {"Ref": role} not in resource["Properties"]["Roles"]:
            continue
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]:
            _collect(statement, found)
    for (service, resources), actions in found.items():
        yield service, ", ".join(sorted(actions)), resources


def _collect(statement: dict[str, Any], found: dict[tuple[str, str], set[str]]) -> None:
    resources = ", ".join(sorted({_grouped(_short(one)) for one in listed(statement["Resource"])}, reverse=True))
    condition = _condition(statement.get("Condition", {}))
    denied = "never " if statement["Effect"] == "Deny" else ""
    for action in listed(statement["Action"]):
        if not action.startswith(_LOGGING):
            service, _, verb = action.partition(":")
            found[service, f"{resources}{condition}"].add(f"{denied}{verb}")


def listed(value: Any) -> list[Any]:
    """Return a policy's field as a list."""
    return value if isinstance(value, list) else [value]


def _short(resource: Any) -> str:
    """Name a resource: the logical id without its hash, and the path below it."""
    if isinstance(resource, str):
        return "every resource" if resource == "*" else resource
    reference = resource.get("Fn::GetAtt", [resource.get("Ref")])[0]
    if reference is not None:
        return _HASH.sub("", reference)
    parts = resource["Fn::Join"][1]
    return "".join(part if isinstance(part, str) else _short(part) for part in parts).replace("arn:AWS::Partition:", "")


def _grouped(name: str) -> str:
    for pattern, group in _GROUPS:
        name = pattern.sub(group, name)
    return name


def _condition(condition: dict[str, Any]) -> str:
    """Print the values that a condition allows."""
    if not condition:
        return ""
    keys = {key: values for operator in condition.values() for key, values in operator.items()}
    printed = "; ".join(f"{key} {_values(values)}" for key, values in sorted(keys.items()))
    return f" where {printed}"


def _values(values: Any) -> str:
    return " or ".join(_grouped(_short(one)) for one in listed(values))


def template_of_prod() -> dict[str, Any]:
    """Synthesize prod without an account's quota."""
    with tempfile.TemporaryDirectory() as folder:
        app = unvalidated_app(folder)
        build(app, ENVIRONMENTS["prod"])
        app.synth()
        loaded: dict[str, Any] = json.loads((Path(folder) / f"{STACK}.template.json").read_text(encoding="utf-8"))
        return loaded
