"""The log of webhooks on the one table: a row per try in its job's partition, so it is removed with the job."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reelwright.aws import keys
from reelwright.aws.items import delivery_attributes, delivery_of
from reelwright.aws.table import SortRange, Table
from reelwright.aws.writes import ABSENT, Condition, Write, equals
from reelwright.pipeline.table import stamp
from reelwright.webhooks.log import Delivery

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDeliveries:
    """`ports.Deliveries` on the table. `sleep` waits (seconds) before a conflicting call is retried."""

    def __init__(self, table_name: str, client: "DynamoDBClient", sleep: Callable[[float], None] = time.sleep) -> None:
        self._table = Table(table_name, client, sleep)

    def begin(self, delivery: Delivery) -> bool:
        """Record a try unless another sender has begun it."""
        mine = f"{ABSENT} OR #sender = :sender"
        return self._put(delivery, Condition(expression=mine, values={":sender": delivery.sender}))

    def end(self, delivery: Delivery) -> bool:
        """Replace the row of the try's start by its end."""
        return self._put(delivery, equals(sender=delivery.sender))

    def of_job(self, job_id: str) -> tuple[Delivery, ...]:
        """Return the job's tries by event and number."""
        rows = SortRange("begins_with", keys.DELIVERY_PREFIX)
        pages = self._table.pages(keys.job_partition(job_id), sort=rows)
        return tuple(delivery_of(item) for page in pages for item in page)

    def allow_test(self, user_id: str, *, now: datetime, every: timedelta) -> bool:
        """Record a test of the user unless the last one is more recent than `every`."""
        rested = Condition(
            expression="attribute_not_exists(#tested_at) OR #tested_at <= :before",
            values={":before": stamp(now - every)},
        )
        note = Write(
            action="Update", key=keys.webhooks_key(user_id), condition=rested, assign={"tested_at": stamp(now)}
        )
        return self._table.write(note)

    def _put(self, delivery: Delivery, condition: Condition) -> bool:
        key = keys.delivery_key(delivery.job_id, delivery.sequence, delivery.number)
        return self._table.write(Write(action="Put", key=key, condition=condition, item=delivery_attributes(delivery)))
