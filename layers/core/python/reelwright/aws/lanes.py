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
        free = Condition(expression=f"{ABSENT} OR #until <= :now", values={":now": stamp(now)})
        lanes: list[int] = [*range(own, LANES), *range(own)]
        for lane in lanes:
            write = _put(user_id, lane, free, holder=holder, until=now + LANE_LIFE)
            if self._table.write(write):
                return lane
        return None

    def give_back(self, user_id: str, holder: str, lane: int, *, now: datetime) -> None:
        """Let the lane end now, if this holder still has it: the function may remove no rows, DynamoDB's TTL does."""
        self._table.write(_put(user_id, lane, equals(holder=holder), holder=holder, until=now))


def _put(user_id: str, lane: int, condition: Condition, *, holder: str, until: datetime) -> Write:
    item: dict[str, Scalar] = {"holder": holder, "until": stamp(until), TTL_ATTRIBUTE: int(until.timestamp())}
    return Write(action="Put", key=keys.lane_key(user_id, lane), condition=condition, item=item)
