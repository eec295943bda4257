"""Table and bucket."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from aws_cdk import Stack
from aws_cdk.assertions import Template

from infra.alarms import Alarms
from infra.environments import ENVIRONMENTS
from infra.table import JobsTable
from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY, TABLE_INDEXES, TTL_ATTRIBUTE
from tests.infra.unvalidated import unvalidated_app

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis

VERSION = "AWS::Lambda::Version"
"""Versions stay for executions that name them; they are numbered anew, so none is ever in the way."""


def test_the_table_is_built_from_its_rows(synthesis: "Synthesis") -> None:
    """Keys, indexes and TTL are those that the adapter reads and writes by."""
    (table,) = synthesis.of_type("AWS::DynamoDB::Table").values()
    assert [key["AttributeName"] for key in table["KeySchema"]] == [PARTITION_KEY, SORT_KEY]
    assert table["TimeToLiveSpecification"] == {"AttributeName": TTL_ATTRIBUTE, "Enabled": True}
    found = {
        index["IndexName"]: (
            [key["AttributeName"] for key in index["KeySchema"]],
            index["Projection"]["NonKeyAttributes"],
        )
        for index in table["GlobalSecondaryIndexes"]
    }
    assert found == {
        index.name: ([index.partition_key, index.sort_key], list(index.projected)) for index in TABLE_INDEXES
    }


def test_an_index_gets_other_fields_under_another_name_only() -> None:
    """DynamoDB changes no index in place, and adds or removes one in each update: a deployment that does otherwise fails.

    So a row that differs here needs a new name beside the old one; the old one goes in a later deployment.
    """
    owned = ("job_id", "state", "task_name", "expires_at")
    assert {
        index.name: (index.partition_key, index.sort_key, index.projected)
        for index in TABLE_INDEXES
        if index.name in {"by_owner", "by_owner_state", "by_due"}
    } == {
        "by_owner": ("user_id", "owner_order", owned),
        "by_owner_state": ("owner_state", "owner_order", owned),
        "by_due": ("due_shard", "due_order", (*owned, "user_id", "queue")),
    }


def test_the_table_is_on_demand_streamed_recoverable_and_encrypted(synthesis: "Synthesis") -> None:
    """No capacity to tune, every change told with both images, 35 days to go back to."""
    (table,) = synthesis.of_type("AWS::DynamoDB::Table").values()
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    # Every table is encrypted: without a key of the account by DynamoDB's own, whose use is free.
    assert table["SSESpecification"] == {"SSEEnabled": False}


def test_the_bucket_is_private_and_encrypted(synthesis: "Synthesis") -> None:
    """Nothing in it is public."""
    (bucket,) = synthesis.of_type("AWS::S3::Bucket").values()
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]


def test_only_the_console_may_use_signed_urls_of_the_bucket_from_a_page(prod: "Synthesis", local: "Synthesis") -> None:
    """The page of the API sends uploads with their signed headers; on the emulator page and bucket have one origin."""
    (bucket,) = prod.of_type("AWS::S3::Bucket").values()
    (rule,) = bucket["CorsConfiguration"]["CorsRules"]
    (origin,) = rule.pop("AllowedOrigins")
    (api,) = prod.of_type("AWS::ApiGatewayV2::Api")
    assert origin == {"Fn::GetAtt": [api, "ApiEndpoint"]}
    assert rule == {
        "AllowedHeaders": ["content-type", "if-none-match"],
        "AllowedMethods": ["GET", "PUT"],
        "MaxAge": 3600,
    }
    (bucket,) = local.of_type("AWS::S3::Bucket").values()
    assert "CorsConfiguration" not in bucket


def test_nothing_in_the_bucket_lives_for_ever(synthesis: "Synthesis") -> None:
    """Artefacts, outputs and users' own files expire, and uploads that broke off are removed."""
    (bucket,) = synthesis.of_type("AWS::S3::Bucket").values()
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    environment = synthesis.environment
    assert rules["artefacts"]["Prefix"] == "artefacts/"
    assert rules["artefacts"]["ExpirationInDays"] == environment.artefact_days
    assert rules["outputs"]["Prefix"] == "outputs/"
    assert rules["outputs"]["ExpirationInDays"] == environment.output_days
    assert environment.output_days * 24 > environment.retention_hours
    assert rules["uploads"]["Prefix"] == "uploads/"
    assert rules["uploads"]["ExpirationInDays"] == environment.upload_days
    assert rules["broken-uploads"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}


def test_everything_on_aws_wants_tls(prod: "Synthesis") -> None:
    """Bucket, queues and topic refuse plain HTTP."""
    policies = {
        **prod.of_type("AWS::S3::BucketPolicy"),
        **prod.of_type("AWS::SQS::QueuePolicy"),
        **prod.of_type("AWS::SNS::TopicPolicy"),
    }
    denying = [
        name
        for name, policy in policies.items()
        if any(
            statement["Effect"] == "Deny" and "aws:SecureTransport" in json.dumps(statement)
            for statement in policy["PolicyDocument"]["Statement"]
        )
    ]
    assert sorted(denying) == sorted(policies)
    guarded = {one for policy in policies.values() for one in prod.references(policy)}
    for kind in ("AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::SNS::Topic"):
        assert set(prod.of_type(kind)) <= guarded


def test_production_keeps_its_data(prod: "Synthesis", local: "Synthesis") -> None:
    """Deleting the stack leaves jobs, files and users behind on AWS, and nothing on a laptop."""
    for kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"):
        for synthesis, policy in ((prod, "RetainExceptOnCreate"), (local, "Delete")):
            (name,) = synthesis.of_type(kind)
            assert synthesis.resources[name]["DeletionPolicy"] == policy
            assert synthesis.resources[name]["UpdateReplacePolicy"] == policy.removesuffix("ExceptOnCreate")


def test_a_failed_first_deployment_leaves_nothing_behind(prod: "Synthesis") -> None:
    """A table or bucket that outlived its stack's creation would make every later one fail on its name."""
    assert not [
        name for name, one in prod.resources.items() if one.get("DeletionPolicy") == "Retain" and one["Type"] != VERSION
    ]
    for kind in ("AWS::DynamoDB::Table", "AWS::Cognito::UserPool"):
        (properties,) = prod.of_type(kind).values()
        assert properties.get("DeletionProtectionEnabled", properties.get("DeletionProtection")) in (False, "INACTIVE")


def test_a_stack_that_exists_is_protected_against_deletion() -> None:
    """From the second deployment on; what keeps no data never is."""
    first = ENVIRONMENTS["prod"]
    assert not first.protected
    assert replace(first, deployed_before=True).protected
    assert not replace(ENVIRONMENTS["dev"], deployed_before=True).protected
    stack = Stack(unvalidated_app(), "stack")
    JobsTable(stack, "table", environment=replace(first, deployed_before=True))
    Template.from_stack(stack).has_resource_properties("AWS::DynamoDB::Table", {"DeletionProtectionEnabled": True})


def test_alarms_may_publish_to_the_topic(synthesis: "Synthesis") -> None:
    """A topic's own policy replaces the default one, which let the account's alarms publish: without this, none is heard."""
    (policy,) = synthesis.of_type("AWS::SNS::TopicPolicy").values()
    (topic,) = synthesis.of_type("AWS::SNS::Topic")
    allowed = [one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    budgets = [] if synthesis.environment.monthly_budget_usd is None else [{"Service": "budgets.amazonaws.com"}]
    assert [one["Principal"] for one in allowed] == [{"Service": "cloudwatch.amazonaws.com"}, *budgets]
    for one in allowed:
        assert (one["Action"], one["Resource"]) == ("sns:Publish", {"Ref": topic})
        assert one["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_alarms_reach_the_address_that_the_context_names(synthesis: "Synthesis") -> None:
    """Nobody is told by default: an address in the repository would be somebody else's."""
    assert not synthesis.of_type("AWS::SNS::Subscription")
    stack = Stack(unvalidated_app(), "stack")
    Alarms(stack, "alarms", environment=replace(ENVIRONMENTS["prod"], alarm_email="ops@example.com"), watches=[])
    Template.from_stack(stack).has_resource_properties(
        "AWS::SNS::Subscription", {"Protocol": "email", "Endpoint": "ops@example.com"}
    )
