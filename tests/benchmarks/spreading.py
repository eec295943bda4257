"""One film's rendering spread over many functions: how long it takes and what it costs, from what was measured.

Scenes are rendered side by side, so many at once, then joined by one step. Dollars hardly depend on how many run at once,
for every scene costs its own seconds whenever it runs; the clock does. A function is taken to have as much of the measuring
machine's cores as its memory buys, and to use no more of them than a scene can (`cores_used`).
"""

import math
from typing import Final

from reelwright.figures.sheet import US_EAST_1, PriceSheet
from reelwright.pipeline.steps import FARGATE_FROM_SECONDS, STEP_FUNCTIONS
from reelwright.values import Value

VCPU_MB: Final = 1769
"""Memory of a function that has one vCPU (AWS Lambda developer guide, "Configure Lambda function memory")."""
_FREE_STORAGE_MB: Final = 512
_MB_PER_GB: Final = 1024
_READS_A_SCENE: Final = 4
"""Timeline, own picture, the picture before it, and one to spare for a moving clip."""
_FIXED_TRANSITIONS: Final = 8
"""States around the scenes: the Map itself, the choice where to compose, composing, and what waits for it."""
_LEAST_BILLED_TASK_SECONDS: Final = 60.0


class RenderWork(Value):
    """A film's rendering as measured: seconds of CPU, and the cores that one scene keeps busy (CPU over clock)."""

    film_seconds: float
    scenes: int
    scene_cpu_seconds: float
    cores_used: float
    join_cpu_seconds: float
    """Mixing, loudness, AAC and joining, of the whole film; one thread."""
    film_megabytes: float


class Starting(Value):
    """What passes before work begins. Assumptions, not measured on AWS: they move the clock, hardly the dollars."""

    cold_seconds: float = 5.0
    """A function's first start: image, interpreter, imports."""
    warm_seconds: float = 0.5
    """Fetching pictures, storing the segment, the state machine's own steps; for every scene."""
    task_seconds: float = 45.0
    """A Fargate task's way from request to running."""


class Task(Value):
    """The size of the task that joins long films."""

    vcpu: float = 2.0
    memory_gb: float = 4.0


class Spread(Value):
    """The outcome for so many scenes at once: seconds on the clock, and dollars by what they pay for."""

    at_once: int
    clock_seconds: float
    scenes_usd: float
    join_usd: float
    other_usd: float
    """State transitions, and requests and a month of storage in S3."""

    @property
    def usd(self) -> float:
        """Return what the film's rendering costs."""
        return self.scenes_usd + self.join_usd + self.other_usd


def spread(
    work: RenderWork,
    at_once: int,
    *,
    prices: PriceSheet = US_EAST_1,
    starting: Starting | None = None,
    task: Task | None = None,
) -> Spread:
    """Return what rendering takes with at most `at_once` (1 or more) scenes side by side.

    Scenes are equal, so they run in rounds; all functions of the first round start cold. From `FARGATE_FROM_SECONDS` on
    the join runs on Fargate, before that on the render function.
    """
    starts, joiner = starting or Starting(), task or Task()
    scene_seconds = starts.warm_seconds + work.scene_cpu_seconds / min(_cores(), work.cores_used)
    rounds = math.ceil(work.scenes / at_once)
    on_task = work.film_seconds >= FARGATE_FROM_SECONDS
    join_seconds = work.join_cpu_seconds + starts.warm_seconds
    cold = min(at_once, work.scenes) * starts.cold_seconds
    return Spread(
        at_once=at_once,
        clock_seconds=starts.cold_seconds
        + rounds * scene_seconds
        + (starts.task_seconds if on_task else 0.0)
        + join_seconds,
        scenes_usd=_function_usd(work.scenes * scene_seconds + cold, work.scenes, prices),
        join_usd=_task_usd(join_seconds, joiner, prices) if on_task else _function_usd(join_seconds, 1, prices),
        other_usd=_other_usd(work, prices),
    )


def _cores() -> float:
    return STEP_FUNCTIONS["media"].memory_mb / VCPU_MB


def _function_usd(seconds: float, requests: int, prices: PriceSheet) -> float:
    function = STEP_FUNCTIONS["media"]
    storage_gb = max(0, function.ephemeral_storage_mb - _FREE_STORAGE_MB) / _MB_PER_GB
    a_second = function.memory_mb / _MB_PER_GB * prices.lambda_gb_second + storage_gb * prices.lambda_storage_gb_second
    return seconds * a_second + requests * prices.lambda_request


def _task_usd(seconds: float, task: Task, prices: PriceSheet) -> float:
    an_hour = task.vcpu * prices.fargate_vcpu_hour + task.memory_gb * prices.fargate_gb_hour
    return max(_LEAST_BILLED_TASK_SECONDS, seconds) / 3600 * an_hour


def _other_usd(work: RenderWork, prices: PriceSheet) -> float:
    transitions = (work.scenes + _FIXED_TRANSITIONS) * prices.state_transition
    reads = work.scenes * (_READS_A_SCENE + 1) * prices.s3_read
    writes = (work.scenes + 1) * prices.s3_write
    kept = 2 * work.film_megabytes / _MB_PER_GB * prices.s3_gb_month  # segments and film
    return transitions + reads + writes + kept
