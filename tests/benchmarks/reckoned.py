"""A film on AWS, reckoned from measured steps: its seconds from POST to COMPLETED, warm and cold, and its price.

A run of a step takes its measured seconds on the clock, or its CPU seconds on the vCPUs of its function if that is longer. The
steps of scenes run side by side, as wide as the state machine lets them. What only AWS adds is assumed (`Assumed`).
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from reelwright.figures.platform import run_usd
from reelwright.pipeline.steps import SCENE_CONCURRENCY, STEP_FUNCTIONS, STEPS
from reelwright.values import Value
from tests.scale.limits import VCPU_MB

JUDGES: Final = ("validate_coherence", "analyze_pacing", "track_emotional_arc")
_STEPS_IN_A_ROW: Final = 7
"""Analyses, plan, scenes, timeline, drawing, composing, end: one step of each is on the way."""
_STATES_IN_A_ROW: Final = 22
"""States that no other state runs beside, and one scene of each Map."""


class Assumed(Value):
    """Seconds that were not measured on AWS."""

    start: float = 1.0
    """From POST to the first step: stream, outbox, queue, dispatcher."""
    state: float = 0.03
    """A transition of the state machine."""
    run: float = 0.12
    """Around each run: the invocation, five calls to the table one after the other, one file written and two read."""
    image: float = 2.0
    """A container's first start before any Python: the image is fetched and started."""


class Run(Value):
    """One run of a step, as measured."""

    step: str
    scene: int | None = None
    cpu: float
    wall: float

    @property
    def seconds(self) -> float:
        """Return its seconds on its function."""
        return max(self.wall, self.cpu / (STEP_FUNCTIONS[STEPS[self.step].function].memory_mb / VCPU_MB))


class Film(Value):
    """A measured film: its length, and the runs of its steps."""

    seconds: float
    scenes: int
    runs: tuple[Run, ...]

    def of(self, step: str) -> list[float]:
        """Return the seconds of a step's runs on AWS, by scene."""
        return [run.seconds for run in self.runs if run.step == step]


class Loads(Value):
    """What a process does once: seconds of CPU to import, and by step what its first run takes longer than a later one."""

    imports: float
    first: dict[str, float]

    def on(self, step: str, assumed: Assumed) -> float:
        """Return how long a new container keeps a step waiting."""
        return assumed.image + self.imports + self.first.get(step, 0.0)


def loads(first: Film, later: Film, *, imports: float) -> Loads:
    """Compare the first film of a process with a later one: the first run of each step with the mean of the later ones."""
    names = dict.fromkeys(run.step for run in first.runs)
    extra = {name: first.of(name)[0] - sum(later.of(name)) / len(later.of(name)) for name in names}
    return Loads(imports=imports, first={name: max(0.0, seconds) for name, seconds in extra.items()})


def side_by_side(seconds: Iterable[float], width: int) -> float:
    """Return when the last of these ends if `width` of them run at once, each beginning when a place is free."""
    ends = [0.0] * width
    for one in seconds:
        ends[ends.index(min(ends))] += one
    return max(ends)


def clock(
    film: Film, *, cold: Loads | None = None, width: int = SCENE_CONCURRENCY, assumed: Assumed | None = None
) -> dict[str, float]:
    """Return the parts of the way from POST to COMPLETED in seconds; `cold`: every container is new.

    A container that made a scene renders it as well, so rendering loads only what it alone needs.
    """
    given = assumed or Assumed()
    new: Callable[[str], float] = lambda step: cold.on(step, given) if cold else 0.0  # noqa: E731 - of this table alone
    own: Callable[[str], float] = lambda step: cold.first.get(step, 0.0) if cold else 0.0  # noqa: E731
    sights = zip(film.of("generate_audio_tts"), film.of("generate_image_imagen"), strict=True)
    made = [max(speech + new("generate_audio_tts"), sight + new("generate_image_imagen")) for speech, sight in sights]
    drawn = side_by_side((one + own("render_scene") for one in film.of("render_scene")), width)
    beside = (film.of(step)[0] + own(step) for step in ("mix_sound", "generate_thumbnail"))
    return {
        "start": given.start,
        "judged": max(film.of(step)[0] + new(step) for step in JUDGES),
        "planned": film.of("plan_scenes")[0] + own("plan_scenes"),
        "spoken and painted": side_by_side(made, width),
        "laid out": film.of("plan_timeline")[0],
        "drawn, mixed": max(drawn, *beside),
        "composed": film.of("compose_final_video")[0] + own("compose_final_video"),
        "completed": film.of("complete")[0],
        "states and runs": _STATES_IN_A_ROW * given.state + _STEPS_IN_A_ROW * given.run,
    }


def usd(film: Film, *, assumed: Assumed | None = None) -> float:
    """Price the film with warm containers: its runs and its attempt, without paid providers."""
    given = assumed or Assumed()
    return sum(run_usd(run.step, run.seconds + given.run) for run in film.runs)


def film_of(measured: dict[str, Any]) -> Film:
    """Read a film of `step_costs`."""
    return Film.model_validate(measured)
