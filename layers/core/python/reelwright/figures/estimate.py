"""Length, time and price of a job before it runs: a rule of thumb with its figures in one place.

Speech runs at about 155 words a minute, or 14 characters a second (Kokoro at speed 1.0, measured on the samples); scripts
without spaces between words have a pace of their own. The price is what AWS bills for the work (`figures.platform`) and what
the configured providers bill for their calls (`figures.calls`).
"""

import re
from collections.abc import Collection
from datetime import date
from typing import Final

from reelwright.figures.calls import Calls, calls_of, calls_usd
from reelwright.figures.platform import RUNS_A_FILM, RUNS_A_SCENE, attempt_usd
from reelwright.film.text.characters import SPACELESS
from reelwright.film.text.speaking import SECONDS_PER_DIGIT, speech_seconds
from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest
from reelwright.pipeline.stages import share_until, steps_until
from reelwright.pipeline.tasks import TASKS
from reelwright.providers.setup import ProvidersSetup
from reelwright.settings import Settings
from reelwright.values import Value

CHARACTERS_PER_SECOND: Final = 14.0
_DIGITS: Final = re.compile(r"\d")
FIXED_SECONDS: Final = 12.0
"""Queueing, planning and joining, whatever the length."""
RUN_PER_FILM_SECOND: Final = 2.0
"""Seconds on the clock for each second of film, before the environment's own films correct it (`figures.outlook`)."""
FIXED_WORK_SECONDS: Final = 4.0
"""Seconds of the 3 GB function for every film: its thumbnail, its plan, the beginning of its music."""
WORK_PER_FILM_SECOND: Final = 1.05
"""Seconds of the 3 GB function for each second of film: speech, pictures, encoding and sound together."""
SCENE_SECONDS: Final = 5.0
"""Mean length of a scene, measured on the scripts of `tests/films`."""
SINGLE_TASK_SECONDS: Final = 15.0
_SINGLE_TASK_RUNS: Final = 2


class Estimate(Value):
    """Estimated length, running time and price of a job."""

    film_seconds: float
    run_seconds: int
    cost_usd: float = 0.0


def estimate(request: CreateJob) -> Estimate:
    """Estimate a job's length and time, without its price; `film_seconds` is 0 for tasks that make no film."""
    if request.task_name == "process_batch":
        items = [_of_film(item) for item in request.items]
        return Estimate(
            film_seconds=sum(item.film_seconds for item in items), run_seconds=sum(item.run_seconds for item in items)
        )
    if TASKS[request.task_name].route == "film":
        return _of_film(request.video_request)
    return Estimate(film_seconds=0.0, run_seconds=round(SINGLE_TASK_SECONDS))


def priced(request: CreateJob, settings: Settings, day: date) -> Estimate:
    """Estimate a job's length, time and price in an environment, by the prices of a day (UTC)."""
    expected = estimate(request)
    videos = request.items if request.task_name == "process_batch" else (request.video_request,)
    usd = sum(_usd(request.task_name, video, settings, day) for video in videos)
    return expected.model_copy(update={"cost_usd": round(usd, 6)})


def _of_film(video: VideoRequest) -> Estimate:
    film = _film_seconds(video)
    shown = film if video.stop_after in (None, "compose") else 0.0
    return Estimate(film_seconds=round(shown, 1), run_seconds=_run_seconds(film, video))


def _run_seconds(film: float, video: VideoRequest) -> int:
    return round(FIXED_SECONDS + film * RUN_PER_FILM_SECOND * share_until(video.stop_after))


def _film_seconds(video: VideoRequest) -> float:
    text = video.text
    spoken = _spoken_seconds(text) / video.voice_speed if text else float(video.duration)
    return max(3.0, spoken + video.pause_seconds)


def _spoken_seconds(text: str) -> float:
    """Estimate the speaking time. Only scripts such as Chinese are counted letter by letter: a batch has thousands of lines."""
    if SPACELESS.search(text):
        return speech_seconds(text)
    digits = len(_DIGITS.findall(text))
    return (len(text) - digits) / CHARACTERS_PER_SECOND + digits * SECONDS_PER_DIGIT


def _usd(task_name: str, video: VideoRequest, settings: Settings, day: date) -> float:
    """Price one film or single task; the films of a `process_batch` are priced one by one."""
    is_film = TASKS[task_name].form in ("film", "batch")
    return _film_usd(video, settings, day) if is_film else _task_usd(task_name, video, settings, day)


def _film_usd(video: VideoRequest, settings: Settings, day: date) -> float:
    film = _film_seconds(video)
    scenes = max(1, round(film / SCENE_SECONDS))
    paid = _paid_usd(video, _calling_steps(video), _calls(video, film, scenes), settings.providers, day)
    if not settings.is_billed:
        return paid
    share = share_until(video.stop_after)
    runs = round((RUNS_A_FILM + RUNS_A_SCENE * scenes) * share)
    return paid + attempt_usd((FIXED_WORK_SECONDS + film * WORK_PER_FILM_SECOND) * share, runs)


def _task_usd(task_name: str, video: VideoRequest, settings: Settings, day: date) -> float:
    paid = _paid_usd(video, (task_name,), _calls(video, _film_seconds(video), 1), settings.providers, day)
    return paid + attempt_usd(SINGLE_TASK_SECONDS, _SINGLE_TASK_RUNS) if settings.is_billed else paid


def _calls(video: VideoRequest, seconds: float, scenes: int) -> Calls:
    characters = len(video.text or "") or seconds * CHARACTERS_PER_SECOND
    return calls_of(video, characters=characters, seconds=seconds, scenes=scenes)


def _paid_usd(video: VideoRequest, steps: Collection[str], calls: Calls, setup: ProvidersSetup, day: date) -> float:
    """Price the calls of providers."""
    return sum(calls_usd(video, calls, steps=steps, setup=setup, day=day).values())


def _calling_steps(video: VideoRequest) -> Collection[str]:
    """List the steps that a film may run; clips are made where they are asked for."""
    steps = steps_until(video.stop_after or "compose")
    return steps if video.visuals == "clips" else [step for step in steps if step != "generate_video_veo"]
