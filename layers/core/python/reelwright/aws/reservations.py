"""Reservations on the one table: a row a job with their sum and an attribute for each, changed by one conditional update."""

from reelwright.aws import keys
from reelwright.aws.items import number
from reelwright.aws.table import Table
from reelwright.aws.writes import Condition, Write

_SUM = "reserved_usd"


class DynamoReservations:
    """`ports.Reservations` on the table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def reserve(self, job_id: str, name: str, usd: float, *, room_usd: float) -> bool:
        """Add the amount on the condition that the sum leaves room and the name has none."""
        if usd > room_usd:
            return self._is_held(job_id, name)
        condition = Condition(
            expression=f"attribute_not_exists(#{_held(name)}) AND (attribute_not_exists(#{_SUM}) OR #{_SUM} <= :room)",
            values={":room": number(room_usd - usd)},
        )
        amount = number(usd)
        write = Write(
            action="Update",
            key=keys.reserved_key(job_id),
            condition=condition,
            assign={_held(name): amount},
            add={_SUM: amount},
        )
        return self._table.write(write) or self._is_held(job_id, name)

    def release(self, job_id: str, name: str, usd: float) -> None:
        """Subtract the amount if the name has one."""
        write = Write(
            action="Update",
            key=keys.reserved_key(job_id),
            condition=Condition(expression=f"attribute_exists(#{_held(name)})"),
            remove=(_held(name),),
            add={_SUM: number(-usd)},
        )
        self._table.write(write)

    def _is_held(self, job_id: str, name: str) -> bool:
        return _held(name) in (self._table.get(keys.reserved_key(job_id)) or {})


def _held(name: str) -> str:
    return f"held_{name}"
