"""What IAM knows about the rows of a request."""

from typing import Any

import pytest

from tests.infra.row_conditions import row_conditions

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
