"""Creates the table at AWS or moto, from its rows in `pipeline.table`."""

from typing import Any

from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY, TABLE_INDEXES


def create_table(client: Any, name: str) -> None:
    """Create the table with its indexes; `client` is boto3's DynamoDB client."""
    text = {PARTITION_KEY, SORT_KEY, *(key for index in TABLE_INDEXES for key in (index.partition_key, index.sort_key))}
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in sorted(text)],
        KeySchema=_key_schema(PARTITION_KEY, SORT_KEY),
        GlobalSecondaryIndexes=[
            {
                "IndexName": index.name,
                "KeySchema": _key_schema(index.partition_key, index.sort_key),
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(index.projected)},
            }
            for index in TABLE_INDEXES
        ],
    )


def _key_schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]
