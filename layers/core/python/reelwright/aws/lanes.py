"""The lanes of owners on the one table: an item for each webhook that is being sent."""

from datetime import datetime

from reelwright.aws import keys
from reelwright.aws.items import Scalar
from reelwright.aws.table import Table
from reelwright.aws.writes import ABSENT, Condition, Write, equals
from reelwright.pipeline.table import TTL_ATTRIBUTE, shard_of, stamp
from reelwright.webhooks.lanes import LANE_LIFE, LANES


class DynamoLanes:
    """`ports.Lanes` on the table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def take(self, user_id: str, holder: str, *, now: datetime) -> int | None:
        """Write the first lane that is free, beginning at one that the holder's id gives."""
        own: int = shard_of(holder, LANES)
        until = now + LANE_LIFE
        free = Condition(expression=f"{ABSENT} OR #until <= :now", values={":now": stamp(now)})
        item: dict[str, Scalar] = {"holder": holder, "until": stamp(until), TTL_ATTRIBUTE: int(until.timestamp())}
        lanes = [*range(own, LANES), *range(own)]
        for lane in lanes:
            write = Write(action="Put", key=keys.lane_key(user_id, lane), condition=free, item=item)
            if self._table.write(write):
                return lane
        return None

    def give_back(self, user_id: str, holder: str, lane: int) -> None:
        """Remove the lane's item, if this holder still has it."""
        self._table.write(Write(action="Delete", key=keys.lane_key(user_id, lane), condition=equals(holder=holder)))
