"""Length, time and price of a job before it runs: a rule of thumb with its figures in one place.

Speech runs at about 155 words a minute, or 14 characters a second (Kokoro at speed 1.0, measured on the samples). The price is
what AWS bills for the work (`figures.platform`) and what the configured providers bill for their calls (`figures.calls`).
"""

from typing import Final

from reelwright.figures.calls import calls_of, calls_usd
from reelwright.figures.platform import RUNS_A_FILM, RUNS_A_SCENE, attempt_usd
from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest
from reelwright.pipeline.stages import share_until, steps_until
from reelwright.pipeline.tasks import TASKS
from reelwright.settings import Settings
from reelwright.values import Value

CHARACTERS_PER_SECOND: Final = 14.0
FIXED_SECONDS: Final = 12.0
"""Queueing, planning and joining, whatever the length."""
WORK_PER_FILM_SECOND: Final = 2.0
"""Seconds of one 3 GB function for each second of film: speech, picture and encoding together."""
SCENE_SECONDS: Final = 3.5
"""Mean length of a scene, measured on the scripts of `tests/films`."""
SINGLE_TASK_SECONDS: Final = 15.0
_SINGLE_TASK_RUNS: Final = 2


class Estimate(Value):
    """Estimated length, running time and price of a job. `run_seconds` is also the work of its functions, one after another."""

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


def priced(request: CreateJob, settings: Settings) -> Estimate:
    """Estimate a job's length, time and price in an environment."""
    expected = estimate(request)
    videos = request.items if request.task_name == "process_batch" else (request.video_request,)
    usd = sum(_usd(request.task_name, video, settings) for video in videos)
    return expected.model_copy(update={"cost_usd": round(usd, 6)})


def _of_film(video: VideoRequest) -> Estimate:
    film = _film_seconds(video)
    work = FIXED_SECONDS + film * WORK_PER_FILM_SECOND * share_until(video.stop_after)
    shown = film if video.stop_after in (None, "compose") else 0.0
    return Estimate(film_seconds=round(shown, 1), run_seconds=round(work))


def _film_seconds(video: VideoRequest) -> float:
    text = video.text
    spoken = len(text) / CHARACTERS_PER_SECOND / video.voice_speed if text else float(video.duration)
    return max(3.0, spoken + video.pause_seconds)


def _usd(task_name: str, video: VideoRequest, settings: Settings) -> float:
    is_film = TASKS[task_name].form in ("film", "batch")
    seconds = _film_seconds(video)
    scenes = max(1, round(seconds / SCENE_SECONDS)) if is_film else 1
    calls = calls_of(
        video, characters=len(video.text or "") or seconds * CHARACTERS_PER_SECOND, seconds=seconds, scenes=scenes
    )
    steps = _steps_of(video) if is_film else (task_name,)
    paid = sum(calls_usd(video, calls, steps=steps, setup=settings.providers).values())
    if not settings.is_billed:
        return paid
    work = _of_film(video).run_seconds if is_film else SINGLE_TASK_SECONDS
    runs = (
        round((RUNS_A_FILM + RUNS_A_SCENE * scenes) * share_until(video.stop_after)) if is_film else _SINGLE_TASK_RUNS
    )
    return paid + attempt_usd(work, runs)


def _steps_of(video: VideoRequest) -> frozenset[str]:
    """List the steps that call providers: clips are made where they are asked for."""
    steps = frozenset(steps_until(video.stop_after or "compose"))
    return steps if video.visuals == "clips" else steps - {"generate_video_veo"}
