"""What a job has reserved of its budget for paid work that is not booked yet."""

from typing import Protocol


class Reservations(Protocol):
    """Reservations of jobs, one a piece of work. Steps of one job reserve side by side; together they keep to its budget."""

    def reserve(self, job_id: str, name: str, usd: float, *, room_usd: float) -> bool:
        """Reserve for the work `name` if the job's reservations and this one stay within `room_usd`; return whether they do.

        A repeated reservation of the same name is a no-op that returns True.
        """

    def release(self, job_id: str, name: str, usd: float) -> None:
        """End the reservation of the work `name`: it is booked, or was not paid. A no-op if there is none."""
