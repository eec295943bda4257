"""The input and output of a step: StepContext and StepOutcome."""

import json
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from pydantic import BaseModel, SerializeAsAny, ValidationError

from reelwright.batches.lines import line_of_child
from reelwright.errors import ContentError, MissingArtefactError
from reelwright.events import StepCommand
from reelwright.film.makers import (
    ClipProvider,
    MusicProvider,
    OrderedClips,
    OrderedPictures,
    PictureProvider,
    Progress,
    Renderer,
    SpeechProvider,
    StillFitter,
    StockClips,
    StockPictures,
    ThumbnailPainter,
)
from reelwright.film.platforms.presets import Preset, preset_for
from reelwright.film.scenes.lexicon import Lexicons
from reelwright.film.scenes.look import InBatch
from reelwright.film.scenes.model import ScenePlan
from reelwright.film.script.meaning import Embedder, ValenceReader
from reelwright.film.script.model import TextProvider
from reelwright.film.text.model import Script
from reelwright.film.text.read import read
from reelwright.film.timeline.model import Timeline
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Fallback, Job, JobFailure, StepRow
from reelwright.jobs.outputs import StepOutput
from reelwright.jobs.video_request import LARGEST_SEED, VideoRequest
from reelwright.ports import Artefacts, Jobs, World
from reelwright.providers.model import Bill
from reelwright.settings import Settings
from reelwright.values import Value
from reelwright_media.steps.recent import RecentArtefacts

Content = TypeVar("Content")
_SIDE_BY_SIDE: Final = 8
"""Downloads at the same time; the client keeps ten connections."""


class Tools(Protocol):
    """The media providers of this environment, by name and in order of preference. Libraries load on first use."""

    @property
    def text(self) -> Mapping[str, TextProvider]:
        """Writers of hooks and scripts."""

    @property
    def speech(self) -> Mapping[str, SpeechProvider]:
        """Voices."""

    @property
    def pictures(self) -> Mapping[str, PictureProvider | OrderedPictures | StockPictures]:
        """Painters of scenes."""

    @property
    def clips(self) -> Mapping[str, ClipProvider | OrderedClips | StockClips]:
        """Makers of clips."""

    @property
    def stills(self) -> StillFitter:
        """Crops of users' own pictures, decoded."""

    @property
    def embedder(self) -> Embedder:
        """Sentence embeddings."""

    @property
    def valence(self) -> ValenceReader:
        """Sentence valence."""

    @property
    def lexicons(self) -> Lexicons:
        """Names of icons by language."""

    @property
    def music(self) -> MusicProvider:
        """Music beds."""

    @property
    def renderer(self) -> Renderer:
        """The renderer of shots and films."""

    @property
    def thumbnails(self) -> ThumbnailPainter:
        """Thumbnails."""


class StepOutcome(Value):
    """The output of a step: its artefact, small facts for later steps, and the reply to the state machine."""

    key: str | None = None
    files: dict[str, str] = {}
    """Result files of the job, name to artefact key: `video`, `thumbnail`, `export_tiktok`."""
    output: SerializeAsAny[StepOutput] = StepOutput()
    """Small facts for later steps and the job's result, without `files`."""
    reply: dict[str, Any] = {}
    waits_for: str | None = None
    """What the step waits for, as a message for the user, if it is not done: the state machine runs it again later."""
    cached: bool = False
    fallback: Fallback | None = None
    error: JobFailure | None = None
    """Why the attempt fails, from the step that records it."""
    cost_usd: float = 0.0
    message_values: dict[str, int] = {}
    """Fills `{n}` and `{total}` of the step's message."""


def row_name(step: str, place: int | str | None = None) -> str:
    """Build the name of a step's row: `render_scene#3`, `export_video#tiktok`, `plan_scenes`."""
    return step if place is None else f"{step}#{place}"


class DoneRows:
    """The finished ones of a job's steps, read together. `reader` is the step that needs them."""

    def __init__(self, reader: str, rows: Iterable[StepRow]) -> None:
        self._reader = reader
        self._rows = {row.name: row for row in rows}

    def row(self, step: str, place: int | str | None = None) -> StepRow:
        """Find a finished step. Raises MissingArtefactError if the step is not done."""
        name = row_name(step, place)
        return _done(self._rows.get(name), name, self._reader)

    def key(self, step: str, place: int | str | None = None) -> str:
        """Find the artefact key of a finished step. Raises MissingArtefactError if it has none."""
        return _key_of(self.row(step, place))


def _done(row: StepRow | None, name: str, reader: str) -> StepRow:
    if row is None or row.state != "done":
        raise MissingArtefactError(f"{reader} needs {name}, which is not done")
    return row


def _key_of(row: StepRow) -> str:
    if row.key is None:
        raise MissingArtefactError(f"{row.name} left no artefact")
    return row.key


@dataclass(frozen=True)
class StepContext:
    """One step of one attempt. `report` updates the job's progress and raises if the job must stop."""

    job: Job
    command: StepCommand
    world: World
    tools: Tools
    workdir: Path
    report: Progress
    sleep: Callable[[float], None] = time.sleep
    bills: list[Bill] = field(default_factory=list)
    """The calls that the step has paid, in order."""
    settled: list[tuple[str, float]] = field(default_factory=list)
    """Reservations, by name and amount, that end when the step's bills are booked."""
    waits: list[float] = field(default_factory=list)
    """Seconds of each wait for a provider; 0 for a call whose turn came at once."""
    recent: RecentArtefacts = field(default_factory=RecentArtefacts)
    """JSON artefacts of this process."""
    done_rows: dict[str, StepRow] = field(default_factory=dict)
    """Rows of this job's finished steps that were read already, by name."""
    stored: dict[str, bytes | None] = field(default_factory=dict)
    """Artefacts that this step has written; None if another writer was first, or for a file."""

    @property
    def spent_usd(self) -> float:
        """Add up the bills of the step."""
        return sum(bill.usd for bill in self.bills)

    @property
    def own_row(self) -> str:
        """The name of this step's row."""
        return row_name(self.command.step, self.command.platform if self.command.scene is None else self.command.scene)

    @property
    def jobs(self) -> Jobs:
        """The table of jobs."""
        return self.world.jobs

    @property
    def artefacts(self) -> Artefacts:
        """The bucket."""
        return self.world.artefacts

    @property
    def settings(self) -> Settings:
        """The environment's settings."""
        return self.world.settings

    @property
    def video(self) -> VideoRequest:
        """The request."""
        return self.job.video

    @property
    def preset(self) -> Preset:
        """Size, safe zones and loudness of the film."""
        return preset_for(self.video.platform, self.video.aspect)

    @property
    def in_batch(self) -> InBatch | None:
        """The film's place in its batch; None for a film of its own, and for one whose request names a seed."""
        batch_id = self.job.parent_job_id
        if batch_id is None or self.video.seed is not None:
            return None
        return InBatch(batch_id, line_of_child(self.job.job_id))

    def seed(self, text: str) -> int:
        """Return the number that the film's choices follow: the request's seed, else one derived from a text of the film."""
        return seed_of(text) if self.video.seed is None else self.video.seed

    @property
    def scene(self) -> int:
        """The index of this step's scene. Raises MissingArtefactError if the step has no scene."""
        if self.command.scene is None:
            raise MissingArtefactError(f"{self.command.step} was started without a scene")
        return self.command.scene

    def row(self, step: str, place: int | str | None = None, job_id: str | None = None) -> StepRow:
        """Read a finished step of this job, or of `job_id`. Raises MissingArtefactError if the step is not done."""
        name = row_name(step, place)
        own = job_id in (None, self.job.job_id)
        row = self.done_rows.get(name) if own else None
        if row is None:
            row = _done(self.jobs.step(job_id or self.job.job_id, name), name, self.command.step)
            if own:
                self.done_rows[name] = row
        return row

    def rows(self, job_id: str | None = None) -> DoneRows:
        """Read all finished steps of this job, or of `job_id`, by one query."""
        return DoneRows(self.command.step, self.jobs.steps(job_id or self.job.job_id))

    def key(self, step: str, place: int | str | None = None, job_id: str | None = None) -> str:
        """Read the artefact key of a finished step. Raises MissingArtefactError if it has none."""
        return _key_of(self.row(step, place, job_id))

    def read(self, key: str) -> bytes:
        """Read an artefact, without a request if this step wrote it."""
        return self.stored.get(key) or self.artefacts.get(key)

    def load(self, key: str) -> Any:
        """Read a JSON artefact."""
        return json.loads(self.recent.find(key) or self.recent.keep(key, self.artefacts.get(key)))

    def load_all(self, keys: Sequence[str]) -> list[Any]:
        """Read JSON artefacts side by side, in the order of their keys."""
        return self._side_by_side(self.load, keys)

    def script(self) -> str:
        """Read the spoken text of the film's script."""
        return self.reading().text

    def reading(self) -> Script:
        """Read the film's script: its spoken text, pauses and what was left out."""
        return read(self.written(), self.video.language, self.video.script_format)

    def written(self) -> str:
        """Read the script as written: the user's own, or else the one that `generate_script` wrote."""
        own = self.video.script_content
        return own if own is not None else str(self.load(self.key("generate_script"))["text"])

    def plan(self, job_id: str | None = None) -> ScenePlan:
        """Read the scene plan of this job, or of `job_id`."""
        return ScenePlan.model_validate(self.load(self.key("plan_scenes", job_id=job_id)))

    def timeline(self, job_id: str | None = None) -> Timeline:
        """Read the timeline of this job, or of an earlier `job_id`: raises ContentError if this version cannot read that."""
        stored = self.load(self.key("plan_timeline", job_id=job_id))
        try:
            return Timeline.model_validate(stored)
        except ValidationError as error:
            if job_id is None:
                raise
            raise ContentError(f"an earlier version made the film of job {job_id!r}; create the film again") from error

    def source(self) -> Job:
        """Read the earlier job that this job works on. Raises ContentError unless it is a finished job of the same user."""
        source_id = self.video.source_job_id
        source = None if source_id is None else self.jobs.get(source_id)
        if source is None or source.user_id != self.job.user_id or source.state is not JobState.COMPLETED:
            raise ContentError(f"source_job_id {source_id!r} is not a finished job of yours; finish it first")
        return source

    def fetch(self, key: str) -> Path:
        """Download an artefact to the step's folder; a repeated call returns the same file."""
        path = self.workdir / key.rsplit("/", 1)[-1]
        return path if path.exists() else self.artefacts.fetch(key, path)

    def fetch_all(self, keys: Sequence[str]) -> list[Path]:
        """Download artefacts side by side, in the order of their keys."""
        return self._side_by_side(self.fetch, keys)

    def _side_by_side(self, read: Callable[[str], Content], keys: Sequence[str]) -> list[Content]:
        unique = list(dict.fromkeys(keys))
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            found = dict(zip(unique, pool.map(read, unique), strict=True))
        return [found[key] for key in keys]


def seed_of(text: str) -> int:
    """Derive a seed of 0 to 2^31-1 from the text."""
    return zlib.crc32(text.encode()) & LARGEST_SEED


def json_bytes(model: BaseModel | dict[str, Any]) -> bytes:
    """Serialize a JSON artefact with sorted keys: equal content gives equal bytes."""
    plain = model.model_dump(mode="json") if isinstance(model, BaseModel) else model
    return json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()
