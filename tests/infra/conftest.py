"""Each environment is synthesized once for the whole suite, by whichever worker asks first; the tests read the templates."""

import fcntl
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

from infra.app import build
from infra.environments import ENVIRONMENTS, Environment, OidcIssuer
from reelwright.jobs.caller import ClaimNames

Resource = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """What a cdk-nag rule said about one construct; `rule` with its detail in brackets, without the pack's name."""

    rule: str
    construct: str


@dataclass(frozen=True)
class Synthesis:
    """One environment's cloud assembly."""

    environment: Environment
    folder: Path

    @cached_property
    def template_path(self) -> Path:
        """Return the template's file."""
        return self.folder / "reelwright.template.json"

    @cached_property
    def template(self) -> dict[str, Any]:
        """Return the template."""
        loaded: dict[str, Any] = json.loads(self.template_path.read_text(encoding="utf-8"))
        return loaded

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """Return every resource by logical id."""
        found: dict[str, Resource] = self.template["Resources"]
        return found

    def of_type(self, kind: str) -> dict[str, Resource]:
        """Return the properties of every resource of a CloudFormation type, by logical id."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.resources.items()
            if resource["Type"] == kind
        }

    def functions(self) -> dict[str, Resource]:
        """Return the functions' properties by their short name."""
        prefix = f"{self.environment.stack_name}-"
        return {
            properties["FunctionName"].removeprefix(prefix): properties
            for properties in self.of_type("AWS::Lambda::Function").values()
        }

    def logical_id(self, kind: str, **properties: Any) -> str:
        """Return the id of the one resource of a type with these properties."""
        (found,) = (
            name
            for name, present in self.of_type(kind).items()
            if all(present.get(key) == value for key, value in properties.items())
        )
        return found

    @staticmethod
    def references(value: Any) -> set[str]:
        """Return every logical id that a piece of the template refers to."""
        text = json.dumps(value)
        return set(re.findall(r'"Ref": "([A-Za-z0-9]+)"', text)) | set(
            re.findall(r'"Fn::GetAtt": \["([A-Za-z0-9]+)"', text)
        )

    @cached_property
    def definition(self) -> dict[str, Any]:
        """Return the state machine's definition as deployed, before CloudFormation fills it in."""
        (machine,) = self.of_type("AWS::StepFunctions::StateMachine").values()
        loaded: dict[str, Any] = json.loads(machine["DefinitionString"])
        return loaded

    @cached_property
    def assets(self) -> dict[str, Any]:
        """Return the manifest of file and image assets."""
        loaded: dict[str, Any] = json.loads((self.folder / "reelwright.assets.json").read_text(encoding="utf-8"))
        return loaded

    @cached_property
    def findings(self) -> frozenset[Finding]:
        """Return what cdk-nag found."""
        report = json.loads((self.folder / "validation-report.json").read_text(encoding="utf-8"))
        return frozenset(
            Finding(rule=violation["ruleName"], construct=construct["constructPath"])
            for plugin in report["pluginReports"]
            for violation in plugin["violations"]
            for construct in violation["violatingConstructs"]
        )


def _synthesize(environment: Environment, folder: Path) -> None:
    """Synthesize with cdk-nag attached; with findings it fails after its report, and the tests judge them."""
    app = App(outdir=str(folder), builtin_cloud_formation_validation=environment.name == "prod")
    build(app, environment)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))
    try:
        app.synth()
    except RuntimeError:
        if not (folder / "validation-report.json").is_file():
            raise


SynthesizeOnce = Callable[[str, Environment], Synthesis]


@pytest.fixture(scope="session")
def synthesize_once(tmp_path_factory: pytest.TempPathFactory) -> SynthesizeOnce:
    """Return what synthesizes an environment under a name, or takes the assembly that another worker of this run has made."""
    basetemp = tmp_path_factory.getbasetemp()
    shared = basetemp.parent if "PYTEST_XDIST_WORKER" in os.environ else basetemp

    def once(name: str, environment: Environment) -> Synthesis:
        folder, complete = shared / f"assembly-{name}", shared / f"assembly-{name}.complete"
        with (shared / f"assembly-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not complete.exists():
                _synthesize(environment, folder)
                complete.touch()
        return Synthesis(environment=environment, folder=folder)

    return once


@pytest.fixture(scope="session")
def syntheses(synthesize_once: SynthesizeOnce) -> Mapping[str, Synthesis]:
    """Return the assemblies whose shapes differ: `local` and `prod`; `dev` is `prod` with other numbers."""
    return {name: synthesize_once(name, ENVIRONMENTS[name]) for name in ("local", "prod")}


@pytest.fixture(scope="session", params=["local", "prod"])
def synthesis(request: pytest.FixtureRequest, syntheses: Mapping[str, Synthesis]) -> Synthesis:
    """Return one assembly after the other."""
    return syntheses[request.param]


@pytest.fixture(scope="session")
def prod(syntheses: Mapping[str, Synthesis]) -> Synthesis:
    """Return the assembly that goes to AWS."""
    return syntheses["prod"]


@pytest.fixture(scope="session")
def local(syntheses: Mapping[str, Synthesis]) -> Synthesis:
    """Return the assembly that goes to the emulator."""
    return syntheses["local"]


FOREIGN = OidcIssuer(
    issuer="https://login.example.com/tenant",
    audiences=("films",),
    claims=ClaimNames(groups_claim="roles", groups_prefix="reelwright-"),
)
"""An issuer of somebody else."""


@pytest.fixture(scope="session")
def foreign(synthesize_once: SynthesizeOnce) -> Synthesis:
    """Return an assembly for AWS whose tokens come from `FOREIGN`."""
    return synthesize_once("foreign", replace(ENVIRONMENTS["dev"], oidc=FOREIGN))
