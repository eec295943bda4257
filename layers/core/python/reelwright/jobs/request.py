"""What a client may ask for. Every field is bounded; an unknown field is refused.

Text limits keep a job's item far below DynamoDB's 400 KB and a film inside its 30 minutes: 20,000 characters are about
22 minutes of speech.
"""

import json
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from reelwright.film.captions.styles import CaptionStyleName
from reelwright.film.platforms.presets import PLATFORMS, CaptionPosition
from reelwright.film.scenes.material import MAX_MATERIALS
from reelwright.film.text.cleaning import clean, speakable
from reelwright.jobs.priority import Tier, queue_for
from reelwright.jobs.request_schema import NEEDS, PLATFORM_NAMES, SPOKEN, TASK_NAMES
from reelwright.jobs.upload import OwnImage, each_scene_once
from reelwright.pipeline.stages import StageName
from reelwright.pipeline.tasks import TASK_ALIASES, TASKS
from reelwright.receivers.urls import MAX_URL_CHARACTERS, PUBLIC_PATTERN, read_url
from reelwright.values import Value

MAX_SCRIPT_CHARACTERS: Final = 20_000
MAX_PROMPT_CHARACTERS: Final = 2_000
MAX_BATCH_ITEMS: Final = 500
MAX_METADATA_BYTES: Final = 2_048

TASKS_ON_A_SOURCE: Final = frozenset({"compose_final_video", "export_video"})
"""Tasks that work on an earlier job's film: they need `source_job_id`."""
TASKS_WITHOUT_TEXT: Final = TASKS_ON_A_SOURCE | {"process_batch", "cleanup_old_results"}


def _known_platform(word: str) -> str:
    name = word.strip().lower().replace("-", "_").replace(" ", "_")
    if name not in PLATFORMS:
        raise ValueError(f"unknown platform; choose one of {', '.join(sorted(PLATFORMS))}")
    return name


def _known_task(word: str) -> str:
    name = TASK_ALIASES.get(word, word)
    if name not in TASKS:
        raise ValueError(f"unknown task; choose one of {', '.join(sorted(TASKS))}")
    return name


def _receiver(url: str) -> str:
    read_url(url, local=True)
    return url


Receiver = Annotated[
    str,
    AfterValidator(_receiver),
    Field(json_schema_extra={"maxLength": MAX_URL_CHARACTERS, "pattern": PUBLIC_PATTERN}),
]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]
ProviderName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
Platform = Annotated[str, AfterValidator(_known_platform), Field(json_schema_extra=PLATFORM_NAMES)]
Aspect = Literal["9:16", "16:9", "1:1"]
MusicChoice = Literal["auto", "none", "awe", "calm", "upbeat", "comedy", "tense", "drive"]


class VideoRequest(Value):
    """The film, or the part of one, that a job is to make. Lengths in seconds."""

    script_id: Label | None = None
    """The caller's own name for the script; kept and returned, never read."""
    user_id: Label | None = None
    """Must be the caller's own subject, or anyone's for an operator; None takes the caller's."""
    title: Annotated[str, StringConstraints(max_length=200)] = ""
    script_content: (
        Annotated[str, StringConstraints(max_length=MAX_SCRIPT_CHARACTERS), Field(json_schema_extra=SPOKEN)] | None
    ) = None
    prompt: (
        Annotated[str, StringConstraints(max_length=MAX_PROMPT_CHARACTERS), Field(json_schema_extra=SPOKEN)] | None
    ) = None
    language: Language = "en-US"
    platform: Platform = "youtube"
    duration: Annotated[int, Field(ge=5, le=900)] = 30
    """The length to aim at; a given script is spoken whole, whatever it takes."""
    voice_provider: ProviderName | None = None
    voice: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")] | None = None
    voice_speed: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    aspect: Aspect | None = None
    captions: CaptionStyleName = "karaoke"
    caption_position: CaptionPosition | None = None
    """Where captions stand within the platform's safe zone; None is where the platform has them."""
    closing_card: bool = True
    """Behind the last word: the title, and in languages we have words for, a call to follow. False ends on the picture."""
    music: MusicChoice = "auto"
    visuals: Literal["pictures", "clips"] = "pictures"
    images: Annotated[tuple[OwnImage, ...], Field(max_length=MAX_MATERIALS), AfterValidator(each_scene_once)] = ()
    """The user's own pictures and clips: scenes show them in order, or where `scene` says; the others are painted."""
    exports: Annotated[tuple[Platform, ...], Field(max_length=5)] = ()
    """Further platforms to export the finished film for."""
    providers: dict[Literal["text", "speech", "picture", "clip"], ProviderName] = {}
    stop_after: StageName | None = None
    """The stage after which the film is left as it is; None makes all of it."""
    strict_providers: bool = False
    """True makes a provider without credentials an error instead of a fallback."""
    source_job_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    """The earlier job whose scenes or film this one works on."""

    @model_validator(mode="after")
    def _text_can_be_spoken(self) -> Self:
        for field in ("script_content", "prompt"):
            text = getattr(self, field)
            if text is not None and not speakable(clean(text)):
                raise ValueError(f"{field} holds nothing that can be spoken: give it words in any language")
        return self

    @cached_property
    def text(self) -> str | None:
        """The cleaned script; None if the film starts from a prompt."""
        return None if self.script_content is None else clean(self.script_content)


class CreateJob(Value):
    """The body of `POST /api/v1/jobs`."""

    model_config = ConfigDict(json_schema_extra=NEEDS)

    task_name: Annotated[str, AfterValidator(_known_task), Field(json_schema_extra=TASK_NAMES)] = "generate_video"
    video_request: VideoRequest = VideoRequest()
    items: Annotated[tuple[VideoRequest, ...], Field(max_length=MAX_BATCH_ITEMS)] = ()
    """The films of a `process_batch`."""
    priority: Annotated[int, Field(ge=1, le=10)] | None = None
    """Can only lower the queue that the tier allows: >= 8 high, 4-7 default, <= 3 low."""
    metadata: Annotated[dict[str, Any], Field(max_length=32)] = {}
    max_cost_usd: Annotated[float, Field(gt=0, le=1000)] | None = None
    callback_url: Receiver | None = None
    """Who is told how the job ended (`receivers.urls`); what this environment calls is checked when the job is created."""
    use_cache: bool = True
    """False does the work even where the same request was done before and its result is still kept."""

    @model_validator(mode="after")
    def _metadata_is_small(self) -> Self:
        if len(json.dumps(self.metadata).encode()) > MAX_METADATA_BYTES:
            raise ValueError(f"metadata is over {MAX_METADATA_BYTES} bytes of JSON: keep long values on your side")
        return self

    @model_validator(mode="after")
    def _has_what_its_task_needs(self) -> Self:
        video = self.video_request
        if self.task_name in TASKS_ON_A_SOURCE and video.source_job_id is None:
            raise ValueError(f"{self.task_name} needs video_request.source_job_id, the job whose film it works on")
        if self.task_name == "export_video" and not video.exports:
            raise ValueError("export_video needs video_request.exports, the platforms to export for")
        if self.task_name == "process_batch" and not self.items:
            raise ValueError("process_batch needs items, one video_request each")
        for item in self.items:
            if item.script_content is None and item.prompt is None:
                raise ValueError("every item needs script_content or prompt")
        if video.stop_after is not None and TASKS[self.task_name].route != "film":
            raise ValueError(f"stop_after belongs to a film: {self.task_name} has one stage only")
        if video.stop_after is not None and video.exports:
            raise ValueError("a film that stops has no exports: leave out exports, or stop_after")
        if video.images and TASKS[self.task_name].route != "film":
            raise ValueError(f"images belong to a film: {self.task_name} shows none")
        if self.task_name not in TASKS_WITHOUT_TEXT and video.script_content is None and video.prompt is None:
            raise ValueError("give video_request.script_content (your script) or video_request.prompt (an idea)")
        return self

    def queue(self, tier: Tier) -> str:
        """Return the queue this job waits in for a user of `tier`."""
        return queue_for(TASKS[self.task_name], tier, self.priority)
