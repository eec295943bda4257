"""Fills a table with films in every state, so that each page of the console has something to show.

The films are made by the real moves of `reelwright.jobs.moves` in memory, and then copied: moto copies its whole table for each
transaction. Their pictures are keys only: the browser's tests answer for the bucket (`tests.browser.pictures`).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from reelwright.film.scenes.model import PictureBrief, Scene, ScenePlan
from reelwright.jobs import moves
from reelwright.jobs.dead_letter import DeadLetterReason
from reelwright.jobs.lifecycle import JobEvent
from reelwright.jobs.model import Job, JobFailure, JobResult, Lease, StepRow
from reelwright.jobs.request import CreateJob
from reelwright.ports import MoveOutcome, World

OWNER: Final = "op"
HOSTILE: Final = "<script>document.title = 'taken over'</script><img src=x onerror=alert(1)>"
ARABIC: Final = "سهم في السماء؟ الطيور البحار"
SCRIPT: Final = (
    "The ocean covers most of our planet. Almost none of it has been seen. "
    "A lighthouse turns above the black water. Below it, the pressure would crush a car. "
    "And still something lives there, and makes its own light."
)
BUSY: Final = JobFailure(
    type="ProviderError",
    code="provider_failed",
    message="The voice provider answered 503 five times.",
    step="generate_audio_tts#2",
    retryable=True,
)
UNUSABLE: Final = JobFailure(
    type="ContentError", code="content", message="images.0 is not a picture: it is a PDF.", step="decode_files"
)
SCENES: Final = 5
FILM_STEPS: Final[tuple[tuple[str, float], ...]] = (
    ("validate_coherence", 0.4),
    ("analyze_pacing", 0.2),
    ("track_emotional_arc", 0.3),
    ("plan_scenes", 1.1),
    *((f"generate_audio_tts#{scene}", 1.9 + scene / 5) for scene in range(SCENES)),
    *((f"generate_image_imagen#{scene}", 1.2 + scene / 9) for scene in range(SCENES)),
    ("plan_timeline", 0.3),
    *((f"render_scene#{scene}", 3.1 + scene / 4) for scene in range(SCENES)),
    ("compose_final_video", 2.4),
    ("generate_thumbnail", 0.9),
    ("complete", 0.2),
)
"""Steps with the seconds that they take."""
TITLES: Final = (
    "The house above the city",
    "An egg, and ten minutes",
    "Seven percent",
    "Let the mountain breathe",
    "Nine thousand against the plan",
    "The lighthouse",
    "A seed in the dark forest",
    "Four seconds of courage",
)
EVERYTHING_SECONDS: Final = 375
"""The films are made one after the other; the last one begins a moment ago."""


def plan_key(picture: int) -> str:
    """Build the key of the plan of the film whose first scene shows this picture."""
    return f"artefacts/{OWNER}/plan_scenes/{picture}.json"


def plan_of_script() -> bytes:
    """Write the plan: a scene for each sentence."""
    sentences = [f"{sentence}." for sentence in SCRIPT.rstrip(".").split(". ")]
    scenes = tuple(
        Scene(
            index=index,
            text=text,
            keywords=(),
            mood="calm",
            brief=PictureBrief(text=text, scenery="sunset_sea", mood="calm", seed=index),
        )
        for index, text in enumerate(sentences)
    )
    return ScenePlan(title="", language="en-US", mood="calm", scenes=scenes).model_dump_json().encode()


class Studio:
    """Makes films at moments that the test chooses."""

    def __init__(self, world: World, *, start: datetime) -> None:
        self._world = world
        self._now = start
        self._count = 0

    def pass_seconds(self, seconds: float) -> datetime:
        """Move the time of what follows."""
        self._now += timedelta(seconds=seconds)
        return self._now

    def create(self, title: str, **video: Any) -> Job:
        """Store a PENDING film."""
        self._count += 1
        request = CreateJob.model_validate(
            {"video_request": {"title": title, "script_content": SCRIPT, "platform": "tiktok", **video}}
        )
        job_id = f"01kb2x9m4n7q8r5s6t0v3w{self._count:04}"
        job = moves.new_job(job_id, request, user_id=OWNER, tier="premium", now=self._now)
        self._world.jobs.add(job, key=None, daily_limit=None, day=self._now.date().isoformat())
        self.pass_seconds(2)
        return job

    def admit(self, job: Job) -> Job:
        """Move it into its queue, and note that its message was sent."""
        queued = self._commit(moves.admit(job, active_limit=100, now=self._now))
        self._world.jobs.note(moves.announce(queued, now=self._now, ticket=None))
        return self._read(job)

    def start(self, job: Job) -> Job:
        """Start its next attempt."""
        expires = self._now + timedelta(hours=1)
        lease = Lease(job_id=job.job_id, attempt=job.attempt + 1, pool="videos", expires_at=expires)
        return self._commit(moves.start(job, lease=lease, capacity=1000, now=self.pass_seconds(4)))

    def work(self, job: Job, *, until: int = len(FILM_STEPS), picture: int = 0) -> Job:
        """Run the steps before `until` and begin the next one. `picture` chooses the pictures of the scenes."""
        weight = 1 / len(FILM_STEPS)
        for place, (name, seconds) in enumerate(FILM_STEPS[: until + 1]):
            if place == until:
                self._step(job, StepRow(name=name, state="running", attempt=job.attempt, updated_at=self._now), weight)
                break
            scene = int(name.partition("#")[2] or 0)
            row = StepRow(
                name=name,
                state="done",
                attempt=job.attempt,
                fraction=1.0,
                seconds=seconds,
                cached=name == "generate_image_imagen#1",
                cost_usd=0.0004 if "audio" in name else 0.0,
                key=plan_key(picture)
                if name == "plan_scenes"
                else f"artefacts/{OWNER}/{name.partition('#')[0]}/{picture + scene}.jpg",
                output=self._output(name, picture + scene),
                updated_at=self.pass_seconds(seconds * 0.6),
            )
            self._step(job, row, weight)
        return self._read(job)

    def _output(self, name: str, picture: int) -> dict[str, Any]:
        if name == "plan_scenes":
            return {"total": SCENES}
        if name.startswith("generate_image"):
            return {"preview_key": f"artefacts/{OWNER}/generate_image_imagen/{picture}.preview.jpg"}
        return {"seconds": 3.2} if name.startswith("generate_audio") else {}

    def complete(self, job: Job, *, picture: int = 0) -> Job:
        """End it well, with its files."""
        files = {"video": "mp4", "thumbnail": "jpg", "captions_srt": "srt", "captions_vtt": "vtt"}
        keys = {name: f"outputs/{job.job_id}/{name}.{ending}" for name, ending in files.items()}
        keys["thumbnail"] = f"outputs/{job.job_id}/thumbnail-{picture}.jpg"
        scores = {"coherence": {"value": 0.86, "passes": True}, "pacing": {"value": 0.78, "advice": "Shorten line 4."}}
        details = {"scenes": SCENES, "width": 1080, "height": 1920, "language": "en-US"}
        result = JobResult(files=keys, duration_seconds=16.4, scores=scores, details=details)
        captions = "WEBVTT\n\n00:00.000 --> 00:02.000\nThe ocean covers most of our planet.\n"
        self._world.artefacts.put(keys["captions_vtt"], captions.encode(), content_type="text/vtt")
        return self._finish(job, JobEvent.COMPLETED, result=result)

    def fail(self, job: Job, error: JobFailure, *, letter: bool = False) -> Job:
        """End it badly; with a dead letter if asked to."""
        reason = DeadLetterReason.RETRIES_EXHAUSTED if letter else None
        return self._finish(job, JobEvent.FAILED, error=error, dead_letter=reason)

    def hold(self, job: Job) -> Job:
        """Let it wait for approval."""
        return self._finish(job, JobEvent.HELD)

    def cancel(self, job: Job) -> Job:
        """Cancel it."""
        return self._finish(job, JobEvent.CANCELLED)

    def _finish(self, job: Job, event: JobEvent, **rest: Any) -> Job:
        now = self.pass_seconds(1)
        lease = self._world.jobs.lease(job.job_id)
        expires_at = now + timedelta(days=2)
        return self._commit(moves.finish(job, event, now=now, lease=lease, expires_at=expires_at, **rest))

    def _step(self, job: Job, row: StepRow, weight: float) -> None:
        self._world.jobs.save_step(job.job_id, row, weight=weight, message=None, now=self._now)

    def _commit(self, move: moves.Move) -> Job:
        if self._world.jobs.commit(move) is not MoveOutcome.MOVED:
            raise AssertionError(f"{move.event} was not written")
        return self._read(move.after)

    def _read(self, job: Job) -> Job:
        found = self._world.jobs.get(job.job_id)
        if found is None:
            raise AssertionError(f"{job.job_id} is not stored")
        return found


def fill(world: World, *, now: datetime) -> dict[str, str]:
    """Make the films, and return the ids of those that tests name."""
    studio = Studio(world, start=now - timedelta(seconds=EVERYTHING_SECONDS))
    for picture in range(40):
        world.artefacts.put(plan_key(picture), plan_of_script(), content_type="application/json")

    def running(title: str, **video: Any) -> Job:
        return studio.start(studio.admit(studio.create(title, **video)))

    named: dict[str, Callable[[], Job]] = {
        "hostile": lambda: studio.fail(studio.work(running(HOSTILE), until=6), UNUSABLE),
        "arabic": lambda: studio.complete(studio.work(running(ARABIC)), picture=0),
        "long": lambda: studio.cancel(studio.work(running("A very long title. " * 10), until=4)),
    }
    made = {name: make().job_id for name, make in named.items()}
    for place, title in enumerate(TITLES):
        job = studio.complete(studio.work(running(title), picture=place * 4), picture=place * 4)
        made[f"film{place}"] = job.job_id
    made["dead"] = studio.fail(studio.work(running("Voices without an answer"), until=7), BUSY, letter=True).job_id
    studio.fail(studio.work(running("Another one without a voice"), until=6), BUSY, letter=True)
    made["running"] = studio.work(running("The wind was black", duration=20), until=13, picture=20).job_id
    made["to_edit"] = studio.hold(studio.work(running("Change me", hold_at="storyboard"), until=14)).job_id
    made["held"] = studio.hold(studio.work(running("Look at me first", hold_at="storyboard"), until=14)).job_id
    made["retried"] = studio.fail(studio.work(running("Retried once"), until=6), BUSY).job_id
    made["buried"] = studio.fail(studio.work(running("Buried once"), until=6), BUSY, letter=True).job_id
    made["queued"] = studio.admit(studio.create("Waiting for its turn")).job_id
    return made
