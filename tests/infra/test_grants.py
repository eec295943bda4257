"""Who may touch what: named actions on named resources."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from infra.environments import ENVIRONMENTS
from infra.grants import call_providers
from infra.partitions import READ, WRITTEN
from reelwright.pipeline.steps import STEP_FUNCTIONS
from reelwright.providers.setup import ClipSetup, PictureSetup, ProvidersSetup, SpeechSetup, TextSetup
from reelwright.webhooks.log import Delivery
from tests.infra.rights import listed
from tests.twins.entra import AUDIENCE, CLIENT, RESOURCE, TENANT

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis, SynthesizeOnce

WITHOUT_RESOURCE = {
    "xray:PutTraceSegments": "traces belong to no resource",
    "xray:PutTelemetryRecords": "traces belong to no resource",
    "xray:GetSamplingRules": "sampling rules are the account's",
    "xray:GetSamplingTargets": "sampling rules are the account's",
    "dynamodb:ListStreams": "Lambda finds a table's stream by it",
    "ecs:ListTasks": "its resource is a machine that Fargate does not have; a condition names our cluster",
    "ecr:GetAuthorizationToken": "a token is the account's",
    "logs:CreateLogDelivery": "log delivery of Step Functions knows no resource (its guide)",
    "logs:GetLogDelivery": "log delivery of Step Functions knows no resource (its guide)",
    "logs:UpdateLogDelivery": "log delivery of Step Functions knows no resource (its guide)",
    "logs:DeleteLogDelivery": "log delivery of Step Functions knows no resource (its guide)",
    "logs:ListLogDeliveries": "log delivery of Step Functions knows no resource (its guide)",
    "logs:PutResourcePolicy": "log delivery of Step Functions knows no resource (its guide)",
    "logs:DescribeResourcePolicies": "log delivery of Step Functions knows no resource (its guide)",
    "logs:DescribeLogGroups": "log delivery of Step Functions knows no resource (its guide)",
    "ec2:AssignPrivateIpAddresses": "Lambda connects `material` to its network; denied to the function's own code",
    "ec2:CreateNetworkInterface": "Lambda connects `material` to its network; denied to the function's own code",
    "ec2:DeleteNetworkInterface": "Lambda connects `material` to its network; denied to the function's own code",
    "ec2:DescribeNetworkInterfaces": "Lambda connects `material` to its network; denied to the function's own code",
    "ec2:DescribeSubnets": "Lambda connects `material` to its network; denied to the function's own code",
    "ec2:UnassignPrivateIpAddresses": "Lambda connects `material` to its network; denied to the function's own code",
}
"""Action -> why its resource is `*`."""


def statements(synthesis: "Synthesis") -> list[dict[str, Any]]:
    """Return every statement that allows something to one of our roles."""
    return [
        statement
        for policy in synthesis.of_type("AWS::IAM::Policy").values()
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def statements_of(synthesis: "Synthesis", role_of: str) -> list[dict[str, Any]]:
    """Return every statement that allows something to a function's role."""
    function = synthesis.functions()[role_of]
    (role,) = synthesis.references(function["Role"])
    return [
        statement
        for policy in synthesis.of_type("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Roles"]
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]


def actions_of(synthesis: "Synthesis", role_of: str) -> set[str]:
    """Return every action that a function's role allows."""
    return {action for one in statements_of(synthesis, role_of) for action in listed(one["Action"])}


def test_no_action_is_a_wildcard(synthesis: "Synthesis") -> None:
    """Every right is named."""
    assert [action for one in statements(synthesis) for action in listed(one["Action"]) if "*" in action] == []


def test_a_resource_is_a_wildcard_only_where_the_action_knows_none(synthesis: "Synthesis") -> None:
    """Each such action has its reason above; none of the reasons is stale."""
    found = {
        action for one in statements(synthesis) if "*" in listed(one["Resource"]) for action in listed(one["Action"])
    }
    assert found - set(WITHOUT_RESOURCE) == set()
    image_only = {"ecr:GetAuthorizationToken"} if synthesis.environment.packaging == "folder" else set()
    assert set(WITHOUT_RESOURCE) - found == image_only


def test_no_role_has_a_policy_of_somebody_else(synthesis: "Synthesis") -> None:
    """AWS's managed policies grow without us."""
    for role in synthesis.of_type("AWS::IAM::Role").values():
        assert "ManagedPolicyArns" not in role


def test_every_function_has_its_own_role(synthesis: "Synthesis") -> None:
    """What one may do, the next may not."""
    roles = [str(function["Role"]) for function in synthesis.functions().values()]
    assert len(roles) == len(set(roles))


def test_only_those_who_remove_may_remove(synthesis: "Synthesis") -> None:
    """Rows: whoever ends attempts or cleans up; a retried job's dead letter goes, and a group of errors without lines.

    Files: whoever cleans up, and whoever refuses a batch after its lines were stored.
    """
    names = synthesis.functions()
    may = {name: actions_of(synthesis, name) for name in names}
    assert {name for name in names if "dynamodb:DeleteItem" in may[name]} == {
        *("lifecycle", "sweeper", "processing", "api", "outbox", "dead_letters"),
    }
    assert {name for name in names if "s3:DeleteObject" in may[name]} == {"sweeper", "processing", "api", "batches"}


def test_whoever_announces_jobs_may_copy_results(synthesis: "Synthesis") -> None:
    """A request that was done before is answered by copies within `outputs/`; a missing file must look missing."""
    for name in ("outbox", "sweeper"):
        assert {"s3:GetObject", "s3:PutObject", "s3:ListBucket"} <= actions_of(synthesis, name)


def test_whoever_shows_or_reports_the_depth_of_queues_may_ask_for_it(synthesis: "Synthesis") -> None:
    """The API shows it to operators, dead letters included; the sweeper reports it. Neither may take a message."""
    for name in ("api", "sweeper"):
        allowed = actions_of(synthesis, name)
        assert "sqs:GetQueueAttributes" in allowed
        assert "sqs:ReceiveMessage" not in allowed


def test_only_the_api_may_have_uploads_sent_and_only_the_intake_have_them_read(synthesis: "Synthesis") -> None:
    """A signed URL can do what its signer may do. The intake signs and does not decode; what decodes has no rights.

    The API reads manifests of batches, which are text. The sweeper drops unused ones.
    """
    for name in synthesis.functions():
        on_uploads = {
            action
            for one in statements_of(synthesis, name)
            for action in listed(one["Action"])
            if "uploads/*" in json.dumps(one["Resource"])
        }
        own = {"api": {"s3:PutObject"}, "intake": {"s3:GetObject"}, "sweeper": {"s3:DeleteObject"}}
        assert on_uploads == own.get(name, set())
    everybody = [one for one in statements(synthesis) if "uploads/*" in json.dumps(one["Resource"])]
    assert len(everybody) == 3, "the task on Fargate is none of them"


def test_what_decodes_users_files_may_do_nothing(synthesis: "Synthesis") -> None:
    """Its log and traces, and what Lambda does on its behalf to connect it; a Deny keeps its own code from that."""
    rights = actions_of(synthesis, "material")
    network = {action for action in rights if action.startswith("ec2:")}
    assert {action.split(":")[0] for action in rights - network} == {"logs", "xray"}
    (role,) = synthesis.references(synthesis.functions()["material"]["Role"])
    (denied,) = (
        one
        for policy in synthesis.of_type("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Roles"]
        for one in policy["PolicyDocument"]["Statement"]
        if one["Effect"] == "Deny"
    )
    assert set(denied["Action"]) == network
    assert denied["Resource"] == "*"
    assert "-material" in json.dumps(denied["Condition"]["ArnLike"]["lambda:SourceFunctionArn"])


def test_only_the_intake_may_have_files_decoded(synthesis: "Synthesis") -> None:
    """No other function invokes one; the state machine invokes steps, and the decoder is none."""
    names = synthesis.functions()
    assert {name for name in names if "lambda:InvokeFunction" in actions_of(synthesis, name)} == {"intake"}
    decoder = synthesis.logical_id("AWS::Lambda::Function", FunctionName=f"{synthesis.environment.stack_name}-material")
    invoking = [one for one in statements(synthesis) if decoder in synthesis.references(one["Resource"])]
    assert [one["Action"] for one in invoking] == ["lambda:InvokeFunction"]


def test_only_dispatcher_and_sweeper_start_attempts(synthesis: "Synthesis") -> None:
    """A job starts through the queues and the capacity, or not at all."""
    names = synthesis.functions()
    starters = {name for name in names if "states:StartExecution" in actions_of(synthesis, name)}
    assert starters == {"dispatcher", "sweeper"}


def test_steps_reach_neither_queues_nor_executions(synthesis: "Synthesis") -> None:
    """A step has the table and the bucket, nothing that could start or stop work."""
    for name in ("generation", "providers", "media", "processing"):
        services = {action.split(":")[0] for action in actions_of(synthesis, name)}
        assert services == {"logs", "xray", "dynamodb", "s3"}


def machine_statements(synthesis: "Synthesis") -> list[dict[str, Any]]:
    """Return every statement that allows something to the state machine's role."""
    (machine,) = synthesis.of_type("AWS::StepFunctions::StateMachine").values()
    (role,) = synthesis.references(machine["RoleArn"])
    return [
        one
        for policy in synthesis.of_type("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Roles"]
        for one in policy["PolicyDocument"]["Statement"]
    ]


def test_the_machine_may_run_what_older_executions_name(synthesis: "Synthesis") -> None:
    """Every version of a step function, and every revision of the task: a deployment must not end a running film."""
    (invoke,) = (one for one in machine_statements(synthesis) if one["Action"] == "lambda:InvokeFunction")
    assert [one["Fn::Join"][1][-1] for one in invoke["Resource"] if "Fn::Join" in one] == [":*"] * len(STEP_FUNCTIONS)
    (run,) = (one for one in machine_statements(synthesis) if one["Action"] == "ecs:RunTask")
    family = f"task-definition/{synthesis.environment.stack_name}-render"
    assert [one["Fn::Join"][1][-1].partition(":")[2] for one in run["Resource"]] == [family, f"{family}:*"]


def test_the_machine_may_stop_the_task_it_started(synthesis: "Synthesis") -> None:
    """Without ecs:StopTask a cancelled film would go on composing, and be paid for."""
    allowed = {action for one in machine_statements(synthesis) for action in listed(one["Action"])}
    assert {"lambda:InvokeFunction", "ecs:RunTask", "ecs:StopTask", "ecs:DescribeTasks", "iam:PassRole"} <= allowed


def writes_of(synthesis: "Synthesis", role_of: str) -> list[tuple[set[str], Any]]:
    """List a function's permissions to write rows: actions and condition."""
    return [
        (found, one.get("Condition"))
        for one in statements_of(synthesis, role_of)
        if (found := {action for action in listed(one["Action"]) if action in WRITES})
    ]


WRITES = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"}


def test_what_talks_to_hosts_of_users_only_logs_its_tries_and_holds_lanes(synthesis: "Synthesis") -> None:
    """It puts rows of tries in partitions of jobs, and lanes in their own: with these attributes, no job or secret."""
    writes = {
        condition["ForAllValues:StringLike"]["dynamodb:LeadingKeys"][0]: (actions, condition)
        for actions, condition in writes_of(synthesis, "webhooks")
    }
    assert {prefix: actions for prefix, (actions, _) in writes.items()} == {
        "JOB#*": {"dynamodb:PutItem"},
        "RECEIVERS#*": {"dynamodb:PutItem"},
    }
    allowed = {
        prefix: set(condition["ForAllValues:StringEquals"]["dynamodb:Attributes"])
        for prefix, (_, condition) in writes.items()
    }
    assert allowed["JOB#*"] == {"pk", "sk", "ttl", *Delivery.model_fields}
    assert allowed["RECEIVERS#*"] == {"pk", "sk", "ttl", "holder", "until"}
    assert not allowed["JOB#*"] & {"request", "result", "state", "user_id", "generation"}


def test_steps_write_rows_of_jobs_and_of_breakers_alone(synthesis: "Synthesis") -> None:
    """No limits or secrets of users, no counters of queues. Only `processing` opens batches, and removes expired jobs."""
    jobs, breakers = "JOB#*", "PROVIDER#*"
    for name, allowed in {
        "intake": [jobs],
        "generation": [jobs, breakers],
        "providers": [jobs, breakers],
        "media": [jobs, breakers],
        "processing": [jobs, breakers, "BATCH#*", "USER#*"],
    }.items():
        assert partitions_of(synthesis, name, WRITES) == allowed, name


def test_no_function_writes_the_whole_table(synthesis: "Synthesis") -> None:
    """Who starts attempts reaches no user and no batch; who ends them no batch; who takes manifests no job."""
    every = {"dynamodb:DeleteItem", "dynamodb:BatchWriteItem", *WRITES}
    writing = [one for one in statements(synthesis) if every & set(listed(one["Action"]))]
    assert writing
    assert all("dynamodb:LeadingKeys" in one["Condition"]["ForAllValues:StringLike"] for one in writing)
    reached = {name: set(partitions_of(synthesis, name, WRITES)) for name in WRITTEN}
    assert reached["dispatcher"] == {"JOB#*", "LEASES#*", "POOL#*"}
    assert reached["batches"] == {"BATCH#*", "USER#*"}
    assert "BATCH#*" not in reached["lifecycle"] | reached["dead_letters"]
    breakers = {name for name, keys in reached.items() if "PROVIDER#*" in keys}
    assert breakers - STEP_FUNCTIONS.keys() == {"api"}, "beside the steps, only operators close a breaker"


def test_what_strangers_reach_reads_by_key_alone(synthesis: "Synthesis") -> None:
    """Steps draw what users wrote, and `webhooks` talks to their hosts: neither has an index that lists others' ids."""
    for name in READ:
        (read,) = (one for one in statements_of(synthesis, name) if "dynamodb:Query" in listed(one["Action"]))
        assert "index" not in json.dumps(read["Resource"]), name
        assert "STATS#*" not in read["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]


def test_who_ends_a_running_attempt_may_remove_its_lease(synthesis: "Synthesis") -> None:
    """Also the consumer of the dead letters: an attempt whose execution could not be started has one."""
    for name in ("lifecycle", "sweeper", "dead_letters"):
        assert "LEASES#*" in partitions_of(synthesis, name, {"dynamodb:DeleteItem"})


def partitions_of(synthesis: "Synthesis", role_of: str, actions: set[str]) -> list[str]:
    """Return the leading keys of the one statement of a function that allows these actions."""
    (found,) = (one for one in statements_of(synthesis, role_of) if actions <= set(listed(one["Action"])))
    keys: list[str] = listed(found["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
    return keys


def test_only_configured_providers_are_granted() -> None:
    """The keys' secret, and the named models with the profiles that lead to them; nothing without a configuration."""
    assert list(call_providers(ProvidersSetup())) == []
    setup = ProvidersSetup(
        text=(TextSetup(provider="bedrock", model="eu.anthropic.claude-haiku-5-5", region="eu-west-1"),),
        secret="arn:aws:secretsmanager:eu-west-1:111122223333:secret:keys",
    )
    secret, models = (statement.to_statement_json() for statement in call_providers(setup))
    assert (secret["Action"], secret["Resource"]) == ("secretsmanager:GetSecretValue", setup.secret)
    own = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:own"
    voice = SpeechSetup(provider="openai", model="tts-1", voices={"female": "nova"}, secret=own)
    both = ProvidersSetup(speech=(voice,), secret=setup.secret)
    (keys,) = (statement.to_statement_json() for statement in call_providers(both))
    assert keys["Resource"] == [setup.secret, own]
    assert models["Action"] == "bedrock:InvokeModel"
    everywhere, here = models["Resource"]  # a profile leads to its model in any region of its area
    assert everywhere.endswith(":bedrock:*::foundation-model/anthropic.claude-haiku-5-5")
    assert ":bedrock:eu-west-1:" in here
    assert here.endswith(":inference-profile/eu.anthropic.claude-haiku-5-5")
    azure = {"tenant": TENANT, "client": CLIENT, "resource": RESOURCE}
    row = {"provider": "azure", "model": "azure-tts", "voices": {"female": "a"}}
    (entra,) = call_providers(ProvidersSetup.model_validate({"azure": azure, "speech": [row]}))
    assert entra.to_statement_json()["Action"] == "sts:GetWebIdentityToken"
    assert entra.to_statement_json()["Condition"] == {
        "ForAllValues:StringEquals": {"sts:IdentityTokenAudience": [AUDIENCE]},
        "NumericLessThanEquals": {"sts:DurationSeconds": 300},
    }
    (polly,) = call_providers(ProvidersSetup(speech=(SpeechSetup(provider="polly", model="neural"),)))
    assert polly.to_statement_json()["Action"] == ["polly:DescribeVoices", "polly:SynthesizeSpeech"]


def test_a_clip_model_of_bedrock_is_granted_in_its_region_with_its_bucket_alone() -> None:
    """The model, the work of this account, and the folder of its clips; stock clips and services with keys need no right."""
    luma = ClipSetup(provider="bedrock", model="luma.ray-v2:0", usd_input=1.5, bucket="mine", region="us-west-2")
    rights = [right.to_statement_json() for right in call_providers(ProvidersSetup(clip=(luma,)))]
    found = {action: str(one["Resource"]) for one in rights for action in listed(one["Action"])}
    assert found["bedrock:InvokeModel"].endswith(":bedrock:us-west-2::foundation-model/luma.ray-v2:0")
    for action in ("bedrock:GetAsyncInvoke", "bedrock:ListAsyncInvokes"):
        assert ":bedrock:us-west-2:" in found.pop(action)
    for action in ("s3:GetObject", "s3:PutObject"):
        assert found.pop(action).endswith(":s3:::mine/clips/*")
    assert found.pop("s3:ListBucket").endswith(":s3:::mine")
    assert set(found) == {"bedrock:InvokeModel"}
    granted = {str(one["Action"]): one for one in rights}
    assert granted["s3:ListBucket"]["Condition"] == {"StringLike": {"s3:prefix": ["clips/*"]}}
    others = (
        ClipSetup(provider="pexels", model="footage"),
        ClipSetup(provider="vertex", model="veo-3.1-lite-generate-001"),
    )
    assert list(call_providers(ProvidersSetup(clip=others))) == []


CLOUDS = ProvidersSetup(
    picture=(
        PictureSetup(provider="bedrock", model="stability.stable-image-core-v1:1", region="us-west-2"),
        PictureSetup(provider="pexels", model="photographs"),
    ),
    clip=(
        ClipSetup(provider="bedrock", model="luma.ray-v2:0", usd_input=1.5, bucket="mine"),
        ClipSetup(provider="pexels", model="footage"),
    ),
    secret="arn:aws:secretsmanager:us-east-1:000000000000:secret:keys-AbCdEf",
    user_keys=True,
)


def test_providers_of_pictures_and_clips_add_rights_to_four_functions_alone(
    synthesize_once: "SynthesizeOnce", local: "Synthesis"
) -> None:
    """`providers` calls them, `media` has them called and their files decoded, `outbox` has their work stopped.

    Where users may save keys, the API alone encrypts them and `providers` alone decrypts them, for an owner and a provider.
    """
    clouds = synthesize_once("clouds", replace(ENVIRONMENTS["local"], providers=CLOUDS))
    added = {name: actions_of(clouds, name) - actions_of(local, name) for name in local.functions()}
    assert {name: rights for name, rights in added.items() if rights} == {
        "providers": {
            *("bedrock:InvokeModel", "bedrock:GetAsyncInvoke", "bedrock:ListAsyncInvokes"),
            *("secretsmanager:GetSecretValue", "kms:Decrypt"),
        },
        "api": {"kms:Encrypt"},
        "media": {"lambda:InvokeFunction"},
        "outbox": {"lambda:InvokeFunction"},
    }
    (models,) = (one for one in statements_of(clouds, "providers") if "bedrock:InvokeModel" in listed(one["Action"]))
    named = json.dumps(models["Resource"])
    assert named.count(":bedrock:us-west-2::foundation-model/") == len(models["Resource"]) == 2
    assert ("luma.ray-v2:0" in named, "stable-image-core" in named) == (True, True)
    for name, action in (("api", "kms:Encrypt"), ("providers", "kms:Decrypt")):
        (own,) = (one for one in statements_of(clouds, name) if action in listed(one["Action"]))
        assert own["Condition"] == {
            "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["owner", "provider"]},
            "Null": {"kms:EncryptionContext:owner": "false", "kms:EncryptionContext:provider": "false"},
        }
    (key,) = clouds.of_type("AWS::KMS::Key").values()
    assert key["EnableKeyRotation"] is True
    assert local.of_type("AWS::KMS::Key") == {}
    bucket = [name for name in local.functions() if ":s3:::mine" in json.dumps(statements_of(clouds, name))]
    assert bucket == ["providers"]


def test_stock_alone_has_nothing_to_stop_and_waits_for_nothing() -> None:
    """Its clips are there at once; a server of ComfyUI computes on for a film that is gone."""
    stock = ProvidersSetup(clip=(ClipSetup(provider="pexels", model="footage"),))
    assert (stock.has_work_to_stop, stock.has_long_clips) == (False, False)
    comfy = PictureSetup(provider="comfy", model="workflow", base="http://127.0.0.1:8188", workflow="x")
    assert ProvidersSetup(picture=(comfy,)).has_work_to_stop
    assert CLOUDS.has_long_clips
