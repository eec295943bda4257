"""The body of a create. Every field is bounded; an unknown field is refused.

Text limits keep a job's item far below DynamoDB's 400 KB and a film inside its 30 minutes: 20,000 characters are about
22 minutes of speech.
"""

import json
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StringConstraints, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from reelwright.film.captions.styles import CaptionStyleName
from reelwright.film.platforms.presets import PLATFORMS, CaptionPosition
from reelwright.film.scenes.material import MAX_MATERIALS
from reelwright.film.text.cleaning import clean, speakable
from reelwright.film.text.markup import ScriptFormat, Unmarked, unmark
from reelwright.jobs.priority import Tier, queue_for
from reelwright.jobs.request_rules import DEFAULT_TASK, REQUEST_SCHEMA, TEXT, broken_rules
from reelwright.jobs.upload import OwnImage, each_scene_once
from reelwright.pipeline.stages import StageName
from reelwright.pipeline.tasks import OFFERED_TASKS, TASK_ALIASES, TASKS
from reelwright.receivers.urls import MAX_URL_CHARACTERS, PUBLIC_PATTERN, read_url
from reelwright.values import Value

MAX_SCRIPT_CHARACTERS: Final = 20_000
MAX_PROMPT_CHARACTERS: Final = 2_000
MAX_BATCH_ITEMS: Final = 500
MAX_METADATA_BYTES: Final = 2_048
_SPOKEN: Final[dict[str, Any]] = {"minLength": 1, "pattern": r"[\p{L}\p{N}]"}
"""A text that a voice can speak: at least one letter or number."""


def _known_platform(word: str) -> str:
    name = word.strip().lower().replace("-", "_").replace(" ", "_")
    if name not in PLATFORMS:
        raise ValueError(f"{word[:40]!r} is not a platform; use one of {', '.join(sorted(PLATFORMS))}")
    return name


def _known_task(word: str) -> str:
    name = TASK_ALIASES.get(word, word)
    if name not in TASKS:
        raise ValueError(f"{word[:40]!r} is not a task; use one of {', '.join(sorted(OFFERED_TASKS))}")
    return name


def _speakable(text: str) -> str:
    if not speakable(clean(text)):
        raise ValueError("nothing of this text can be spoken; write at least one word, in any language")
    return text


def _small(metadata: dict[str, Any]) -> dict[str, Any]:
    size = len(json.dumps(metadata).encode())
    if size > MAX_METADATA_BYTES:
        raise ValueError(
            f"metadata is over {MAX_METADATA_BYTES} bytes as JSON ({size}); store long values on your side"
        )
    return metadata


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
Platform = Annotated[str, AfterValidator(_known_platform), Field(json_schema_extra={"enum": sorted(PLATFORMS)})]
Aspect = Literal["9:16", "16:9", "1:1"]
_NOTHING_TO_SPEAK: Final = (
    "holds nothing to speak but stage directions, labels or markup: "
    'add the words to speak, or set script_format to "plain"'
)
MusicChoice = Literal["auto", "none", "awe", "calm", "upbeat", "comedy", "tense", "drive"]


Script = Annotated[
    str,
    StringConstraints(max_length=MAX_SCRIPT_CHARACTERS),
    AfterValidator(_speakable),
    Field(json_schema_extra=_SPOKEN),
]
Prompt = Annotated[
    str,
    StringConstraints(max_length=MAX_PROMPT_CHARACTERS),
    AfterValidator(_speakable),
    Field(json_schema_extra=_SPOKEN),
]


def _without_default(schema: dict[str, Any]) -> None:
    """Leave a default out of the document: it is long, or depends on other fields."""
    schema.pop("default", None)


class VideoRequest(Value):
    """The film, or the part of a film, that a job makes."""

    script_id: Label | None = None
    """Your own name for the script. It is returned with the job and has no effect."""
    user_id: Label | None = None
    """The owner of the job; default: the caller. Only operators may name another user."""
    title: Annotated[str, StringConstraints(max_length=200)] = ""
    script_content: Script | None = None
    """The text to speak. Give this or `prompt`."""
    script_format: ScriptFormat = "auto"
    """How `script_content` is read. `auto`: a script as people paste it; Markdown, HTML, stage directions, speaker labels
    and time stamps are not spoken, and `[pause 2s]` is a pause. `plain`: every word is spoken. `markdown`: a Markdown
    document. `result.details.left_out` counts what is not spoken, by kind."""
    prompt: Prompt | None = None
    """An idea; the script is written from it."""
    language: Annotated[Language, Field(json_schema_extra=_without_default)] = "en-US"
    """The language as a BCP 47 tag, as `de` or `pt-BR`; default: the language of the text if it is certain, else `en-US`."""
    platform: Platform = "youtube"
    """Decides shape, longest length, safe zone and loudness. `youtube` means Shorts."""
    duration: Annotated[int, Field(ge=5, le=900)] = 30
    """The target length of a film from a prompt, in seconds. A given script is always spoken in full."""
    voice_provider: ProviderName | None = None
    """The same as `providers.speech`."""
    voice: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")] | None = None
    """A voice by its name, or `female` or `male`; default: the best voice of the language."""
    voice_speed: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    aspect: Aspect | None = None
    """The shape of the film; default: the platform's own."""
    captions: CaptionStyleName = "karaoke"
    caption_position: CaptionPosition | None = None
    """The position of the captions within the platform's safe zone; default: the platform's own."""
    closing_card: StrictBool = True
    """True ends the film with a card: the title and, in some languages, a call to follow."""
    music: MusicChoice = "auto"
    """The mood of the music; `auto` follows the script."""
    visuals: Literal["pictures", "clips"] = "pictures"
    """Moving pictures, or clips of a clip provider."""
    images: Annotated[tuple[OwnImage, ...], Field(max_length=MAX_MATERIALS), AfterValidator(each_scene_once)] = ()
    """Your own pictures and clips. Scenes show them in order, or at the given `scene`; all other scenes are painted."""
    exports: Annotated[tuple[Platform, ...], Field(max_length=5)] = ()
    """Further platforms to export the finished film for, at most 5."""
    providers: dict[Literal["text", "speech", "picture", "clip"], ProviderName] = {}
    """The provider of each capability; default: the local one."""
    stop_after: StageName | None = None
    """The last stage to run; default: all stages."""
    strict_providers: StrictBool = False
    """True: a provider without credentials fails the job. False: another provider is used instead."""
    source_job_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    """The earlier job whose scenes or film this job uses."""

    @model_validator(mode="after")
    def _script_holds_words_to_speak(self) -> Self:
        if self.script_content is not None and not self.text:
            raise ValidationError.from_exception_data("VideoRequest", [_error(_NOTHING_TO_SPEAK, "script_content")])
        return self

    @cached_property
    def text(self) -> str | None:
        """What is spoken of the script, cleaned; None if the film starts from a prompt."""
        script = self.unmarked
        return None if script is None else "\n".join(passage.text for passage in script.passages)

    @property
    def pause_seconds(self) -> float:
        """Return the seconds of all pauses that the script asks for."""
        script = self.unmarked
        return 0.0 if script is None else sum(passage.pause_seconds for passage in script.passages)

    @cached_property
    def unmarked(self) -> Unmarked | None:
        """The script without what is not spoken; None if the film starts from a prompt."""
        return None if self.script_content is None else unmark(self.script_content, self.script_format)


class CreateJob(Value):
    """A job to create: its task, its film, and how to run it."""

    model_config = ConfigDict(json_schema_extra=REQUEST_SCHEMA)

    task_name: Annotated[
        str, AfterValidator(_known_task), Field(json_schema_extra={"enum": sorted({*OFFERED_TASKS, *TASK_ALIASES})})
    ] = DEFAULT_TASK
    video_request: Annotated[VideoRequest, Field(json_schema_extra=_without_default)] = VideoRequest()
    items: Annotated[tuple[VideoRequest, ...], Field(max_length=MAX_BATCH_ITEMS)] = ()
    """The films of a `process_batch`: one `video_request` each."""
    priority: Annotated[int, Field(ge=1, le=10)] | None = None
    """8-10 high, 4-7 default, 1-3 low. It can only lower the priority that the tier allows."""
    metadata: Annotated[dict[str, Any], Field(max_length=32), AfterValidator(_small)] = {}
    """Your own values; returned with the job and in its webhooks, never read."""
    max_cost_usd: Annotated[float, Field(gt=0, le=1000)] | None = None
    callback_url: Receiver | None = None
    """The URL that receives a webhook when the job ends: https, on a public host."""
    use_cache: StrictBool = True
    """True: if the same request was completed before and its files are still stored, the job completes at once with a copy."""

    @model_validator(mode="after")
    def _keeps_the_rules_of_its_task(self) -> Self:
        """Raise ValidationError with the path of each field that breaks a rule."""
        wrong: list[InitErrorDetails] = [
            _error(rule.message.format(task=self.task_name), "video_request", rule.field)
            for rule in broken_rules(self.task_name, self.video_request)
        ]
        wrong += [
            _error(TEXT.message, "items", n, TEXT.field) for n, item in enumerate(self.items) if not TEXT.holds(item)
        ]
        if TASKS[self.task_name].form == "batch" and not self.items:
            wrong.append(_error(f"{self.task_name} needs at least one item: a video_request each", "items"))
        if wrong:
            raise ValidationError.from_exception_data(type(self).__name__, wrong)
        return self

    def queue(self, tier: Tier) -> str:
        """Return the queue this job waits in for a user of `tier`."""
        return queue_for(TASKS[self.task_name], tier, self.priority)


def _error(message: str, *path: str | int) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError("value_error", message), loc=path, input=None)
