"""What IAM knows about the rows of a request."""

import json
from typing import Any

import pytest

from infra.local.row_conditions import row_conditions, with_row_conditions

ROW = {"pk": {"S": "JOB#1"}, "sk": {"S": "META"}}
OTHER = {"pk": {"S": "USER#1"}, "sk": {"S": "ACTIVE"}}
QUERY = {
    "KeyConditionExpression": "#pk = :partition AND begins_with(#sk, :sort)",
    "ExpressionAttributeNames": {"#pk": "pk", "#sk": "sk"},
    "ExpressionAttributeValues": {":partition": {"S": "JOB#1"}, ":sort": {"S": "HIST#"}},
}


@pytest.mark.parametrize(
    ("request_body", "keys"),
    [
        ({"Key": ROW}, ["JOB#1"]),
        ({"Item": {**ROW, "state": {"S": "x"}}}, ["JOB#1"]),
        (QUERY, ["JOB#1"]),
        ({"RequestItems": {"table": {"Keys": [ROW, OTHER]}}}, ["JOB#1", "USER#1"]),
        ({"RequestItems": {"table": [{"DeleteRequest": {"Key": ROW}}, {"PutRequest": {"Item": OTHER}}]}}, ["JOB#1", "USER#1"]),
        ({"TransactItems": [{"Put": {"Item": ROW}}, {"ConditionCheck": {"Key": OTHER}}]}, ["JOB#1", "USER#1"]),
    ],
)  # fmt: skip
def test_every_way_to_name_a_row_gives_its_partition(request_body: dict[str, Any], keys: list[str]) -> None:
    """A transaction gives all its partitions, so none can ride along with an allowed one."""
    assert row_conditions(request_body)["dynamodb:LeadingKeys"] == keys


def test_a_row_that_is_put_gives_its_attributes() -> None:
    """Those of its condition too, as AWS counts them."""
    put = {"Item": {**ROW, "state": {"S": "x"}}, "ExpressionAttributeNames": {"#holder": "holder"}}
    assert row_conditions(put)["dynamodb:Attributes"] == ["holder", "pk", "sk", "state"]


def test_a_request_without_rows_adds_nothing() -> None:
    """DescribeTable has no condition keys."""
    assert row_conditions({"TableName": "table"}) == {}


@pytest.mark.parametrize(
    "body",
    [
        b"[",
        b'{"Key": 1}',
        b'{"KeyConditions": {}}',
        b'{"KeyConditionExpression": ":p = pk", "ExpressionAttributeValues": {}}',
    ],
)
def test_a_key_that_cannot_be_read_is_allowed_to_nobody(body: bytes) -> None:
    """A condition on all values is true where there is none, so an unreadable key must be a value."""
    assert with_row_conditions(lambda _: {})(body)["dynamodb:LeadingKeys"] == [""]


def test_what_the_emulator_reads_itself_stays() -> None:
    """Its attributes are those of a projection."""
    read = with_row_conditions(lambda _: {"dynamodb:Attributes": ["state"], "dynamodb:Select": "COUNT"})
    found = read(json.dumps({"Item": ROW}).encode())
    assert found == {
        "dynamodb:Attributes": ["pk", "sk", "state"],
        "dynamodb:LeadingKeys": ["JOB#1"],
        "dynamodb:Select": "COUNT",
    }
