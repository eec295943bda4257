"""Makes films in this process: the real steps and makers on memory adapters, at half the size of a phone's screen."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from reelwright.batches.lines import child_id
from reelwright.events import StepCommand
from reelwright.film.platforms.presets import Preset
from reelwright.jobs.model import Job, Lease, StepRow
from reelwright.jobs.request import CreateJob
from reelwright.settings import Settings
from reelwright_media.speech.espeak import EspeakSpeech
from reelwright_media.steps.context import StepContext, StepOutcome
from reelwright_media.steps.local_tools import LocalTools
from reelwright_media.steps.run_step import Work, run_step
from reelwright_media.steps.works import WORKS
from tests.contact_sheet.frames import FrameKeeper, Moments
from tests.contact_sheet.scripts import SheetScript
from tests.contact_sheet.sheet import Image
from tests.memory.artefacts import MemoryArtefacts
from tests.memory.breakers import MemoryBreakers
from tests.memory.jobs import MemoryJobs
from tests.memory.mover import Mover
from tests.memory.world import world_with

WIDTH, HEIGHT = 540, 960
ASSETS: Final = Path(__file__).resolve().parents[2] / ".assets"
_USER: Final = "sheet"
_BATCH: Final = "sheet"


class SmallContext(StepContext):
    """A step's context whose film is small: everything that is placed by shares of the frame looks the same."""

    @property
    def preset(self) -> Preset:
        """Return the asked preset at half its size."""
        small = {"width": WIDTH, "height": HEIGHT, "thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}
        return super().preset.model_copy(update=small)


class Studio:
    """Runs steps one after the other, as the state machine does, for one film at a time; `small` films have half the size."""

    def __init__(self, *, threads: int = 2, small: bool = True) -> None:
        self._sized = _small if small else _whole
        self._settings = Settings(
            environment="local",
            table_name="jobs",
            bucket_name="films",
            assets_path=str(ASSETS),
            render_threads=threads,
        )
        self._jobs = MemoryJobs(clock=_now)
        self._breakers = MemoryBreakers()
        self._tools = LocalTools(self._settings)
        self.artefacts = MemoryArtefacts()

    def film(self, script: SheetScript) -> bytes:
        """Return the finished film of a script."""
        job_id = self.started(script)
        scenes = self.run(job_id, "plan_scenes")["scenes"]
        for place in scenes:
            self.run(job_id, "generate_audio_tts", **place)
            self.run(job_id, "generate_image_imagen", **place)
        for place in self.run(job_id, "plan_timeline")["scenes"]:
            self.run(job_id, "render_scene", **place)
        self.run(job_id, "compose_final_video")
        return self._made(job_id, "compose_final_video")

    def frames(self, script: SheetScript, moments: Moments) -> list[Image]:
        """Return frames of a script's film, whose times follow from the fastest voice: the sound is left out."""
        keeper = FrameKeeper(moments)
        self._tools.speech = {"espeak": EspeakSpeech()}
        self._tools.renderer = keeper
        job_id = self.started(script)
        for place in self.run(job_id, "plan_scenes")["scenes"]:
            self.run(job_id, "generate_audio_tts", **place)
            self.run(job_id, "generate_image_imagen", **place)
        for place in self.run(job_id, "plan_timeline")["scenes"]:
            self.run(job_id, "render_scene", **place)
        return keeper.kept

    def started(self, script: SheetScript) -> str:
        """Return the id of a job for a script whose first attempt runs."""
        video = {"script_content": script.text, "title": script.title, "language": script.language}
        request = CreateJob.model_validate({"video_request": {**video, "platform": "tiktok"}})
        now = _now()
        job = Job(
            job_id=f"sheet{script.name}" if script.line is None else child_id(_BATCH, script.line),
            parent_job_id=None if script.line is None else _BATCH,
            user_id=_USER,
            tier="premium",
            task_name=request.task_name,
            request=request,
            queue=request.queue("premium"),
            created_at=now,
            updated_at=now,
        )
        self._jobs.add(job, key=None, daily_limit=None, day=f"{now:%Y-%m-%d}")
        Mover(self._jobs).admit(job, active_limit=100, now=now)
        lease = Lease(job_id=job.job_id, attempt=1, pool="videos", expires_at=now + timedelta(hours=1))
        Mover(self._jobs).start(job.job_id, lease=lease, capacity=100, now=now)
        return job.job_id

    def run(self, job_id: str, step: str, **place: Any) -> dict[str, Any]:
        """Run one step; return its answer to the state machine."""
        return run_step(
            StepCommand.model_validate({"job_id": job_id, "attempt": 1, "step": step, **place}),
            {step: self._sized(WORKS[step])},
            tools=self._tools,
            world=world_with(
                jobs=self._jobs, artefacts=self.artefacts, breakers=self._breakers, settings=self._settings, clock=_now
            ),
        )

    def seconds(self, job_id: str) -> float:
        """Return the length of a composed film."""
        return float(self._row(job_id, "compose_final_video").output["seconds"])

    def _made(self, job_id: str, row_name: str) -> bytes:
        return self.artefacts.get(str(self._row(job_id, row_name).key))

    def _row(self, job_id: str, row_name: str) -> StepRow:
        row = self._jobs.step(job_id, row_name)
        if row is None or row.key is None:
            raise RuntimeError(f"{row_name} left nothing")
        return row


def _small(work: Work) -> Work:
    def run(context: StepContext) -> StepOutcome:
        return work(SmallContext(**vars(context)))

    return run


def _whole(work: Work) -> Work:
    return work


def _now() -> datetime:
    return datetime.now(timezone.utc)
