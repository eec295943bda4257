"""Length, time and price of a job before it runs: a rule of thumb with its figures in one place.

Speech runs at about 155 words a minute, or 14 characters a second (Kokoro at speed 1.0, measured on the samples). The price is
Lambda compute only, with local providers: x86 at 0.0000166667 USD a GB-second (AWS price list, us-east-1, November 2026).
"""

from typing import Final

from reelwright.figures.sheet import US_EAST_1
from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest
from reelwright.pipeline.stages import share_until
from reelwright.pipeline.tasks import TASKS
from reelwright.values import Value

CHARACTERS_PER_SECOND: Final = 14.0
GB_SECOND_USD: Final = US_EAST_1.lambda_gb_second
FIXED_SECONDS: Final = 12.0
"""Queueing, planning and joining, whatever the length."""
WORK_PER_FILM_SECOND: Final = 2.0
"""Seconds of one 3 GB function for each second of film: speech, picture and encoding together."""
SINGLE_TASK_SECONDS: Final = 15.0
_FUNCTION_GB: Final = 3.0


class Estimate(Value):
    """Estimated length, running time and price of a job."""

    film_seconds: float
    run_seconds: int
    cost_usd: float


def estimate(request: CreateJob) -> Estimate:
    """Estimate a job's length, time and price; `film_seconds` is 0 for tasks that make no film."""
    if request.task_name == "process_batch":
        items = [_of_film(item) for item in request.items]
        return Estimate(
            film_seconds=sum(item.film_seconds for item in items),
            run_seconds=sum(item.run_seconds for item in items),
            cost_usd=round(sum(item.cost_usd for item in items), 6),
        )
    if TASKS[request.task_name].route == "film":
        return _of_film(request.video_request)
    return _of_work(SINGLE_TASK_SECONDS, film_seconds=0.0)


def _of_film(video: VideoRequest) -> Estimate:
    text = video.text
    spoken = len(text) / CHARACTERS_PER_SECOND / video.voice_speed if text else float(video.duration)
    film = max(3.0, spoken + video.pause_seconds)
    work = FIXED_SECONDS + film * WORK_PER_FILM_SECOND * share_until(video.stop_after)
    return _of_work(work, film_seconds=film if video.stop_after in (None, "compose") else 0.0)


def _of_work(seconds: float, *, film_seconds: float) -> Estimate:
    return Estimate(
        film_seconds=round(film_seconds, 1),
        run_seconds=round(seconds),
        cost_usd=work_usd(seconds),
    )


def work_usd(seconds: float) -> float:
    """Price seconds of one 3 GB function."""
    return round(seconds * _FUNCTION_GB * GB_SECOND_USD, 6)
