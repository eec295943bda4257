"""How the account's Lambda concurrency is shared: what is reserved, how many films run at once, and how wide each is.

A film is widest where each of its scenes is spoken and painted at the same time: two runs a scene.
"""

from dataclasses import dataclass, replace
from typing import Final

from infra.environments import Environment

DEFAULT_CONCURRENCY: Final = 1000
"""The quota of an account that AWS has not reduced (Lambda quotas); new accounts often have 10."""
UNRESERVABLE: Final = 100
"""Lambda keeps at least so much for functions without a reservation (Lambda quotas)."""
API_SHARE: Final = 0.4
"""Long polls hold a run for 25 s each: this bounds them, and nothing else can take it from the API."""
RESERVED: Final = {"outbox": 40, "dispatcher": 33, "lifecycle": 20, "sweeper": 1, "dead_letters": 5}
"""Function -> its runs at the same time: those that move jobs, which films must not starve. The outbox has ten runs for each of
a new table's four shards, the dispatcher eight and the minute's. A second sweeper beside the first would do the same work."""
RESERVES_FROM: Final = 500
"""Below it the reservations would take more from the films than they protect."""
STEPS_SHARE: Final = 0.75
"""Part of the unreserved concurrency that films and tasks may use; the rest is for webhooks, and for other functions."""
TASKS_SHARE: Final = 0.2
LEAST_FILMS: Final = 3
"""Fewer scenes at once are better than fewer films."""
RUNS_A_SCENE: Final = 2


@dataclass(frozen=True)
class Plan:
    """Places for films and tasks, scenes of one film at once, and reserved runs by function."""

    videos: int
    tasks: int
    scenes: int
    reserved: dict[str, int]


def plan(concurrency: int, *, videos: int, tasks: int, scenes: int) -> Plan:
    """Share an account's concurrency; the arguments are the most that the environment wants of each."""
    reserved = {**RESERVED, "api": int(concurrency * API_SHARE)} if concurrency >= RESERVES_FROM else {}
    steps = int((concurrency - sum(reserved.values())) * STEPS_SHARE)
    tasks = min(tasks, max(1, int(steps * TASKS_SHARE)))
    left = steps - tasks
    while scenes > 1 and left // (RUNS_A_SCENE * scenes) < min(videos, LEAST_FILMS):
        scenes //= 2
    return Plan(
        videos=min(videos, max(1, left // (RUNS_A_SCENE * scenes))), tasks=tasks, scenes=scenes, reserved=reserved
    )


def planned(environment: Environment) -> Environment:
    """Fit the environment's widths and reservations into its account's concurrency; unchanged where that is unknown."""
    if environment.lambda_concurrency is None:
        return environment
    capacity = environment.capacity
    fitted = plan(
        environment.lambda_concurrency,
        videos=capacity["videos"],
        tasks=capacity["tasks"],
        scenes=environment.scene_concurrency,
    )
    return replace(
        environment,
        capacity={**capacity, "videos": fitted.videos, "tasks": fitted.tasks},
        scene_concurrency=fitted.scenes,
        reserved_concurrency=fitted.reserved,
    )
