"""The film, or the part of a film, that a job makes, as a request describes it. Every field is bounded.

Text limits keep a job's item far below DynamoDB's 400 KB and a film inside its 30 minutes: 20,000 characters are about
22 minutes of speech.
"""

from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StringConstraints, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from reelwright.film.captions.styles import BurnedStyle, CaptionStyleName
from reelwright.film.platforms.presets import PLATFORMS, CaptionPosition
from reelwright.film.scenes.material import MAX_MATERIALS
from reelwright.film.text.markup import ScriptFormat, Unmarked, unmark
from reelwright.jobs.brand import Brand
from reelwright.jobs.source import MAX_SOURCES, Source
from reelwright.jobs.spoken import SPEAKABLE, SPOKEN_SCHEMA
from reelwright.jobs.upload import FileReference, OwnImage, each_scene_once
from reelwright.pipeline.stages import StageName
from reelwright.providers.sheet import Capability
from reelwright.values import NO_FLAG, Value

MAX_SCRIPT_CHARACTERS: Final = 20_000
MAX_PROMPT_CHARACTERS: Final = 2_000


def _known_platform(word: str) -> str:
    name = word.strip().lower().replace("-", "_").replace(" ", "_")
    if name not in PLATFORMS:
        raise ValueError(f"{word[:40]!r} is not a platform; use one of {', '.join(sorted(PLATFORMS))}")
    return name


Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]
ProviderName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
Platform = Annotated[str, AfterValidator(_known_platform), Field(json_schema_extra={"enum": sorted(PLATFORMS)})]
Aspect = Literal["9:16", "16:9", "1:1"]
_NOTHING_TO_SPEAK: Final = (
    "holds nothing to speak but stage directions, labels or markup: "
    'add the words to speak, or set script_format to "plain"'
)
_LOOP_WITH_CARD: Final = "a film that loops has no closing card: set loop or closing_card, not both"
MusicChoice = Literal["auto", "none", "awe", "calm", "upbeat", "comedy", "tense", "drive"]


Script = Annotated[
    str,
    StringConstraints(max_length=MAX_SCRIPT_CHARACTERS),
    SPEAKABLE,
    Field(json_schema_extra=SPOKEN_SCHEMA),
]
Prompt = Annotated[
    str,
    StringConstraints(max_length=MAX_PROMPT_CHARACTERS),
    SPEAKABLE,
    Field(json_schema_extra=SPOKEN_SCHEMA),
]


LARGEST_SEED: Final = 2**31 - 1
"""The largest that every picture provider takes."""


def without_default(schema: dict[str, Any]) -> None:
    """Leave a default out of the document: it is long, or depends on other fields."""
    schema.pop("default", None)


def _states_loop_rule(schema: dict[str, Any]) -> None:
    schema["anyOf"] = [
        {"properties": {"loop": {"const": False}}},
        {"properties": {"closing_card": {"enum": [False, None]}}},
    ]


class VideoRequest(Value):
    """The film, or the part of a film, that a job makes."""

    model_config = ConfigDict(json_schema_extra=_states_loop_rule)

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
    sources: Annotated[tuple[Source, ...], Field(max_length=MAX_SOURCES)] = ()
    """Texts and web pages that the facts of a script from `prompt` come from. Needs a configured text model."""
    language: Annotated[Language, Field(json_schema_extra=without_default)] = "en-US"
    """The language as a BCP 47 tag, as `de` or `pt-BR`; default: the language of the text if it is certain, else `en-US`."""
    platform: Platform = "youtube"
    """Decides shape, longest length, safe zone and loudness. `youtube` means Shorts."""
    duration: Annotated[int, Field(ge=5, le=900), NO_FLAG] = 30
    """The target length of a film from a prompt, in seconds. A given script is always spoken in full."""
    voice_provider: ProviderName | None = None
    """The same as `providers.speech`."""
    voice: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")] | None = None
    """A voice by its name, `female`, `male`, or `random` (the same one again for the same script); default: a voice of the
    language that suits the script's mood."""
    voice_speed: Annotated[float, Field(ge=0.5, le=2.0), NO_FLAG] = 1.0
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED), NO_FLAG] | None = None
    """Chooses among what suits the script: look, pictures, music, and the voice if it is `random`. The same script with the
    same seed gives the same film; another seed gives another one. Default: derived from the script."""
    aspect: Aspect | None = None
    """The shape of the film; default: the platform's own."""
    captions: CaptionStyleName = "auto"
    """The caption style; `auto` is that of the film's look, which follows from mood and script."""
    caption_position: CaptionPosition | None = None
    """The position of the captions within the platform's safe zone; default: the platform's own."""
    closing_card: Annotated[StrictBool | None, Field(json_schema_extra=without_default)] = None
    """True ends the film with a card: the title and, in some languages, a call to follow. Default: true for films of at
    least 20 seconds that do not loop."""
    loop: StrictBool = False
    """True makes the last frame lead into the first, for platforms that repeat a film. Such a film has no closing card."""
    brand: Brand | Literal["saved"] | None = None
    """What your films have in common: colours, captions, logo, font, texts. `saved` is the brand of `PUT /api/v1/brand`."""
    music: MusicChoice = "auto"
    """The mood of the music; `auto` follows the script."""
    own_music: FileReference | None = None
    """Music of your own, which replaces the composed one: cut or repeated to the film's length, quieter while the voice
    speaks."""
    sound_effects: StrictBool = True
    """True adds a few quiet effects: a hit with the hook, a whoosh with moving transitions, a riser into the last line."""
    visuals: Literal["pictures", "clips"] = "pictures"
    """Moving pictures, or clips of a clip provider."""
    images: Annotated[tuple[OwnImage, ...], Field(max_length=MAX_MATERIALS), AfterValidator(each_scene_once)] = ()
    """Your own pictures and clips. Scenes show them in order, or at the given `scene`; all other scenes are painted."""
    publishing: StrictBool = False
    """True has a text model write title, description and tags for publishing: `result.publishing`. Needs a configured text
    model."""
    exports: Annotated[tuple[Platform, ...], Field(max_length=5)] = ()
    """Further platforms to export the finished film for, at most 5."""
    providers: dict[Literal["text", "speech", "picture", "clip"], ProviderName] = {}
    """The provider of each capability; default: the local one."""
    stop_after: StageName | None = None
    """The last stage to run; default: all stages."""
    hold_at: Literal["storyboard"] | None = None
    """`storyboard`: when scenes are spoken and painted, the film waits up to three days for your approval, at no cost. Until
    then you can change single scenes. Without an approval by then, it is cancelled."""
    strict_providers: StrictBool = False
    """True: a provider without credentials fails the job. False: another provider is used instead."""
    source_job_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    """The earlier job whose scenes or film this job uses."""

    @model_validator(mode="after")
    def _script_holds_words_to_speak(self) -> Self:
        if self.script_content is not None and not self.text:
            raise ValidationError.from_exception_data(
                "VideoRequest", [field_error(_NOTHING_TO_SPEAK, "script_content")]
            )
        return self

    @model_validator(mode="after")
    def _a_loop_has_no_card(self) -> Self:
        if self.loop and self.closing_card:
            raise ValidationError.from_exception_data("VideoRequest", [field_error(_LOOP_WITH_CARD, "closing_card")])
        return self

    def asked_provider(self, capability: Capability) -> str | None:
        """Return the provider that the request names for a capability; `voice_provider` goes before `providers.speech`."""
        return (self.voice_provider if capability == "speech" else None) or self.providers.get(capability)

    @property
    def caption_style(self) -> BurnedStyle:
        """The caption style: the request's own, or the brand's if the request has the default one."""
        default = type(self).model_fields["captions"].default
        own = self.own_brand.captions
        return self.captions if own is None or self.captions != default else own

    @property
    def own_files(self) -> dict[str, FileReference]:
        """List the files of the user by the path of their field."""
        files: dict[str, FileReference] = {f"images.{place}": image for place, image in enumerate(self.images)}
        if self.own_music is not None:
            files["own_music"] = self.own_music
        if isinstance(self.brand, Brand) and self.brand.logo is not None:
            files["brand.logo"] = self.brand.logo
        if isinstance(self.brand, Brand) and self.brand.font is not None:
            files["brand.font"] = self.brand.font
        return files

    @property
    def own_brand(self) -> Brand:
        """The brand of the request, an empty one without any. `saved` is replaced when the job is created."""
        return self.brand if isinstance(self.brand, Brand) else Brand()

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


def field_error(message: str, *path: str | int) -> InitErrorDetails:
    """Build the error of one field, at its path below the model that is validated."""
    return InitErrorDetails(type=PydanticCustomError("value_error", message), loc=path, input=None)
