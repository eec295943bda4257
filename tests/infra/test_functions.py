"""Functions, layers and the render task: built from rows, named by their folders."""

import json
from typing import TYPE_CHECKING

from infra.assets import folder_of
from infra.canary import CANARY
from infra.environments import ROOT
from infra.functions import MATERIAL_FUNCTION, METRICS_NAMESPACE, TRIGGER_FUNCTIONS
from reelwright.entry.telemetry import NAMESPACE
from reelwright.pipeline.steps import STEP_FUNCTIONS
from reelwright.settings import Settings

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis

FOLDERS = {path.parent.name for path in (ROOT / "functions").glob("*/handler.py")}


def test_folder_construct_row_and_metric_dimension_are_one_word(synthesis: "Synthesis") -> None:
    """One word per capability everywhere."""
    functions = synthesis.functions()
    canary = {CANARY.name} if synthesis.environment.canary else set()
    assert set(functions) == set(TRIGGER_FUNCTIONS) | set(STEP_FUNCTIONS) | {MATERIAL_FUNCTION.name} | canary
    assert {folder_of(name) for name in functions} == FOLDERS - {CANARY.name} | canary
    tree = json.loads((synthesis.folder / "tree.json").read_text(encoding="utf-8"))
    constructs = tree["tree"]["children"]["reelwright"]["children"]["functions"]["children"]
    assert set(constructs) == set(functions)
    for name, function in functions.items():
        assert function["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] == name
    assert METRICS_NAMESPACE == NAMESPACE


def test_a_step_function_has_its_rows_numbers(synthesis: "Synthesis") -> None:
    """Memory, time and disk come from `pipeline.steps`."""
    for row in STEP_FUNCTIONS.values():
        function = synthesis.functions()[row.name]
        assert function["MemorySize"] == row.memory_mb
        assert function["Timeout"] == row.timeout_seconds
        assert function["EphemeralStorage"] == {"Size": row.ephemeral_storage_mb}


def test_step_functions_share_one_image_on_aws_and_are_folders_locally(prod: "Synthesis", local: "Synthesis") -> None:
    """What draws, speaks and encodes runs from one image, which the render task uses too."""
    images = {str(prod.functions()[name]["Code"]["ImageUri"]) for name in (*STEP_FUNCTIONS, "material")}
    assert len(images) == 1
    assert len(prod.assets["dockerImages"]) == 1
    (task,) = prod.of_type("AWS::ECS::TaskDefinition").values()
    assert str(task["ContainerDefinitions"][0]["Image"]) in images
    for name in STEP_FUNCTIONS:
        assert prod.functions()[name]["ImageConfig"] == {"Command": ["functions.steps.handler.handler"]}
        function = local.functions()[name]
        assert function["Handler"] == "functions.steps.handler.handler"
        assert len(function["Layers"]) == 2
    assert local.assets.get("dockerImages", {}) == {}


def test_an_execution_keeps_the_code_that_it_began_with(prod: "Synthesis", local: "Synthesis") -> None:
    """It names versions, which stay when a deployment makes new ones, and a task's family, whose old revisions are closed.

    Locally executions call the newest code: the emulator's zip functions have layers, whose changes make no new version.
    """
    (machine,) = prod.of_type("AWS::StepFunctions::StateMachine").values()
    named = machine["DefinitionSubstitutions"]
    versions = {named[f"{name}FunctionArn"]["Ref"] for name in STEP_FUNCTIONS}
    assert versions == set(prod.of_type("AWS::Lambda::Version"))
    assert {prod.resources[version]["DeletionPolicy"] for version in versions} == {"Retain"}
    assert not local.of_type("AWS::Lambda::Version")
    for synthesis in (prod, local):
        (task,) = synthesis.of_type("AWS::ECS::TaskDefinition").values()
        (machine,) = synthesis.of_type("AWS::StepFunctions::StateMachine").values()
        assert machine["DefinitionSubstitutions"]["TaskFamily"] == task["Family"]


def test_the_settings_of_a_function_can_be_read_back(synthesis: "Synthesis") -> None:
    """Infra fills the variables from the model that the functions read them by; references count as any text."""
    for name in (*TRIGGER_FUNCTIONS, *STEP_FUNCTIONS):
        function = synthesis.functions()[name]
        variables = {
            key: value if isinstance(value, str) else _text(value)
            for key, value in function["Environment"]["Variables"].items()
        }
        settings = Settings.from_environment(variables)
        assert settings.environment == synthesis.environment.name
        assert settings.capacity == synthesis.environment.capacity
        assert bool(settings.state_machine_arn) is (name in TRIGGER_FUNCTIONS)
        assert bool(settings.queue_urls) is (name in TRIGGER_FUNCTIONS)


def _text(value: object) -> str:
    """Return a joined text with each reference replaced by a word."""
    if isinstance(value, dict) and "Fn::Join" in value:
        return "".join(part if isinstance(part, str) else "x" for part in value["Fn::Join"][1])
    return "x"


def test_everything_is_traced_and_logged_for_the_environments_days(synthesis: "Synthesis") -> None:
    """O4: active tracing on functions and machine; no log group keeps for ever, and every function has its own."""
    for function in synthesis.functions().values():
        assert function["TracingConfig"] == {"Mode": "Active"}
        assert function["LoggingConfig"]["LogGroup"]
    (machine,) = synthesis.of_type("AWS::StepFunctions::StateMachine").values()
    assert machine["TracingConfiguration"] == {"Enabled": True}
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False  # L8: inputs and outputs stay out of logs
    groups = synthesis.of_type("AWS::Logs::LogGroup").values()
    assert {group["RetentionInDays"] for group in groups} == {synthesis.environment.log_days}
    assert len(groups) == len(synthesis.functions()) + 3


def test_the_render_task_runs_the_module_and_has_time_to_stop(synthesis: "Synthesis") -> None:
    """It starts what the folder holds, and SIGTERM leaves it the two minutes that spare capacity gives."""
    (task,) = synthesis.of_type("AWS::ECS::TaskDefinition").values()
    (container,) = task["ContainerDefinitions"]
    assert [*container["EntryPoint"], *container["Command"]] == ["python", "-m", "functions.steps.fargate"]
    assert (ROOT / "functions" / "steps" / "fargate.py").is_file()
    assert container["StopTimeout"] == 120
    assert (task["Cpu"], task["Memory"]) == ("2048", "4096")


def test_nothing_may_enter_the_tasks_network(synthesis: "Synthesis") -> None:
    """Public subnets, no NAT, no way in; S3 and DynamoDB by gateway endpoints."""
    for group in synthesis.of_type("AWS::EC2::SecurityGroup").values():
        assert "SecurityGroupIngress" not in group
    assert not synthesis.of_type("AWS::EC2::SecurityGroupIngress")
    assert not synthesis.of_type("AWS::EC2::NatGateway")
    endpoints = synthesis.of_type("AWS::EC2::VPCEndpoint").values()
    assert len(endpoints) == 3
    assert {endpoint["VpcEndpointType"] for endpoint in endpoints} == {"Gateway"}


def test_the_network_of_the_decoder_leads_to_our_bucket_and_nowhere_else(synthesis: "Synthesis") -> None:
    """No gateway, no route: its one endpoint reads users' files and writes artefacts of the bucket, whoever signs."""
    function = synthesis.functions()["material"]
    assert all("VpcConfig" not in other for name, other in synthesis.functions().items() if name != "material")
    subnets = synthesis.references(function["VpcConfig"]["SubnetIds"])
    assert len(subnets) == 2
    of_type = synthesis.of_type
    networks = {
        network for name in subnets for network in synthesis.references(of_type("AWS::EC2::Subnet")[name]["VpcId"])
    }
    (network,) = networks
    tables = {
        table
        for association in of_type("AWS::EC2::SubnetRouteTableAssociation").values()
        if synthesis.references(association["SubnetId"]) & subnets
        for table in synthesis.references(association["RouteTableId"])
    }
    assert len(tables) == 2
    for kind in ("AWS::EC2::Route", "AWS::EC2::VPCGatewayAttachment", "AWS::EC2::VPCPeeringConnection"):
        assert not any(synthesis.references(one) & {network, *tables} for one in of_type(kind).values()), kind
    (endpoint,) = (
        one for one in of_type("AWS::EC2::VPCEndpoint").values() if synthesis.references(one["VpcId"]) == {network}
    )
    assert synthesis.references(endpoint["RouteTableIds"]) == tables
    allowed = {
        (statement["Effect"], statement["Action"], json.dumps(statement["Resource"]).split('"/')[1].split('"')[0])
        for statement in endpoint["PolicyDocument"]["Statement"]
    }
    read = {("Allow", "s3:GetObject", prefix) for prefix in ("uploads/*", "brands/*", "artefacts/*/raw/*")}
    assert allowed == read | {("Allow", "s3:PutObject", "artefacts/*")}
    (bucket,) = of_type("AWS::S3::Bucket")
    assert all(synthesis.references(one["Resource"]) == {bucket} for one in endpoint["PolicyDocument"]["Statement"])


def test_the_decoder_is_told_no_name_of_ours(synthesis: "Synthesis") -> None:
    """Neither table nor bucket nor queue: what it needs comes with each call, signed for one file."""
    variables = synthesis.functions()["material"]["Environment"]["Variables"]
    assert set(variables) == {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE"}


def test_the_cluster_offers_both_kinds_of_capacity(synthesis: "Synthesis") -> None:
    """On the cluster itself, because the emulator does not know the resource that would associate them."""
    (cluster,) = synthesis.of_type("AWS::ECS::Cluster").values()
    assert cluster["CapacityProviders"] == ["FARGATE", "FARGATE_SPOT"]
    assert not synthesis.of_type("AWS::ECS::ClusterCapacityProviderAssociations")
