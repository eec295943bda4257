"""The configured providers of an environment, as `providers.toml` holds them. No key is here: keys are in a secret.

user_keys = true                         # users may save keys of their own; false without this line

[[text]]                                 # in order of preference
provider = "openai"                      # openai, bedrock, gemini or vertex
model = "llama3.2"
base = "http://127.0.0.1:11434/v1"

[[speech]]
provider = "elevenlabs"                  # elevenlabs, google, openai, polly, azure, gemini or vertex
model = "eleven_v4"
secret = "arn:aws:secretsmanager:…"      # the key of this provider alone
voices = {female = "…", male = "…"}

[[picture]]
provider = "gemini"                      # gemini, vertex, openai or bedrock (Stability)
model = "gemini-nano-banana-2.1"

[[clip]]
provider = "gemini"
model = "gemini-omni-1.2-flash"
"""

from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from reelwright.providers.addresses import Base
from reelwright.providers.federation import GOOGLE_FEDERATED, AzureFederation, GoogleFederation
from reelwright.providers.limits import CallLimit, Pace, pace_of
from reelwright.providers.rows import row_of
from reelwright.providers.sheet import Capability, Unit
from reelwright.providers.workflows import LONGEST_PACKED
from reelwright.values import Value

PLUGIN_PREFIX: Final = "x-"
PluginName = Annotated[str, StringConstraints(pattern=r"^x-[a-z0-9-]{1,30}$")]
"""A provider of another package (`providers.plugin`)."""
TextName = Literal["openai", "bedrock", "gemini", "vertex"]
ClipName = Literal["gemini", "vertex", "bedrock", "runway", "fal", "replicate", "pexels", "pixabay"]
CLIPS_PREFIX: Final = "clips/"
"""Below which Bedrock writes clips in the operator's bucket."""
_JOB_SERVICES: Final = frozenset({"runway", "fal", "replicate"})
"""Services of many models, whose lengths the setup gives."""
PictureName = Literal["gemini", "vertex", "openai", "bedrock", "pexels", "pixabay", "wikimedia", "comfy"]
STOCK: Final = frozenset({"pexels", "pixabay", "wikimedia"})
"""Sources of photographs and clips, which have no model and cost nothing."""
_NO_MODELS: Final = {
    "picture": {**dict.fromkeys(STOCK, "photographs"), "comfy": "workflow"},
    "clip": dict.fromkeys(STOCK, "footage"),
}
"""By capability, what stands for the model of a source without one."""
SpeechName = Literal["openai", "elevenlabs", "google", "polly", "azure", "gemini", "vertex"]
Credentials = Literal["role", "federation", "key", "none"]
"""The function's role itself, its federation with another cloud, a key in a secret, or nothing."""
_BY_ROLE: Final = frozenset({"bedrock", "polly"})
_GENDERS: Final = ("female", "male")
LISTS_VOICES: Final = frozenset({"polly"})
"""Speech providers that list their voices by language, so that none has to be configured."""
_BASES: dict[str, str] = {
    "gemini": "https://generativelanguage.googleapis.com",
    "vertex": "https://aiplatform.googleapis.com",
    "openai": "https://api.openai.com/v1",
    "elevenlabs": "https://api.elevenlabs.io",
    "google": "https://texttospeech.googleapis.com",
    "pexels": "https://api.pexels.com",
    "pixabay": "https://pixabay.com",
    "wikimedia": "https://commons.wikimedia.org",
    "runway": "https://api.dev.runwayml.com",
    "fal": "https://queue.fal.run",
    "replicate": "https://api.replicate.com",
}


SecretArn = Annotated[str, StringConstraints(pattern=r"^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[!-~]+$")]


class ModelSetup(Value):
    """One configured model. `base` is the operator's own choice and never a field of a request."""

    capability: ClassVar[Capability]
    per: ClassVar[Unit]
    """What most models of the capability are priced by."""
    provider: str
    model: str = Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9._:/-]+$")
    base: Base | None = None
    """The URL above the provider's paths. Plain HTTP only to loopback and private addresses."""
    usd_input: float | None = Field(default=None, ge=0)
    """US dollars per unit (million tokens, million characters, image, second), for models that have no row in the sheet; a
    server of your own costs nothing."""
    usd_output: float | None = Field(default=None, ge=0)
    limit: CallLimit | None = None
    """How many calls it takes in a time, `{calls = 8, seconds = 1}`; None: the documented default quota, where there is one."""
    secret: SecretArn | None = None
    """The secret with the key of this provider alone: the key itself, or JSON {"key": "<key>"}."""

    @model_validator(mode="before")
    @classmethod
    def _needs_no_model(cls, given: Any) -> Any:
        """Name what stands for the model of a source without one."""
        name = _NO_MODELS.get(cls.capability, {}).get(str(given.get("provider"))) if isinstance(given, dict) else None
        return given if name is None else {"model": name, **given}

    @model_validator(mode="after")
    def _is_usable(self) -> Self:
        row = row_of(self.capability, self.provider, self.model)
        if not self._is_priced and row is not None and row.ends is not None:
            raise ValueError(f"{self.model} has ended or ends on {row.ends}; use {row.successor or 'another model'}")
        if not self._is_priced:
            raise ValueError(f"{self.model} has no price in the sheet: give {' and '.join(self.wanted_prices)}")
        return self

    @property
    def unit(self) -> Unit:
        """Return what this model is priced by."""
        return self.per

    @property
    def wanted_prices(self) -> tuple[str, ...]:
        """Name the fields that price a model without a row."""
        return ("usd_input", "usd_output") if self.unit == "million tokens" else ("usd_input",)

    @property
    def _is_priced(self) -> bool:
        """Whether its price is known, on any day."""
        return self.prices_on(date.min) is not None

    def prices_on(self, day: date) -> tuple[float, float] | None:
        """Return the dollars per unit of input and output on a day; None if they are unknown."""
        given = tuple(getattr(self, name) for name in self.wanted_prices)
        if None not in given:
            return given[0], given[-1] if len(given) > 1 else 0.0
        row = row_of(self.capability, self.provider, self.model)
        if row is not None and (listed := row.prices_on(day)) is not None:
            return listed
        return (0.0, 0.0) if self.is_own_server else None

    @property
    def pace(self) -> Pace | None:
        """Return the limit of calls that orders keep to. A server of your own has none but the one you give."""
        has_default = not self.is_own_server
        return pace_of(self.capability, self.provider, self.model, self.limit, has_default=has_default)

    @property
    def is_own_server(self) -> bool:
        """Whether the model runs on this machine or in a private network."""
        return self.base is not None and self.base.startswith("http://")

    @property
    def is_stock(self) -> bool:
        """Whether it has pictures or clips of other people, and makes none."""
        return self.provider in STOCK

    @property
    def address(self) -> str | None:
        """Return the base URL, or the provider's public one; None for Bedrock, whose client knows it by region."""
        return self.base or _BASES.get(self.provider)


class TextSetup(ModelSetup):
    """One text model."""

    capability: ClassVar[Capability] = "text"
    per: ClassVar[Unit] = "million tokens"
    provider: TextName | PluginName
    region: str = "us-east-1"


class SpeechSetup(ModelSetup):
    """One speech model."""

    capability: ClassVar[Capability] = "speech"
    per: ClassVar[Unit] = "million characters"
    provider: SpeechName | PluginName
    region: str = "us-east-1"
    """Of Polly and Azure."""
    languages: tuple[str, ...] = ()
    """What the voices speak (BCP 47, without a region), where it is less or more than the known facts say."""
    voices: dict[Literal["female", "male"], str] = {}
    """The provider's own name or id of a voice, by gender: the first one speaks if a request names none."""

    @model_validator(mode="after")
    def _has_a_voice(self) -> Self:
        if not self.voices and self.provider not in LISTS_VOICES:
            raise ValueError(f"{self.provider} needs a voice: voices = {{female = ..., male = ...}}")
        return self

    @property
    def unit(self) -> Unit:
        """Return what this model is priced by: Gemini is a language model, and counts tokens."""
        return "million tokens" if self.provider in ("gemini", "vertex") else self.per

    def voice_for(self, asked: str | None) -> str:
        """Return the voice for a gender, the preferred one for None, and any other name unchanged."""
        named: dict[str, str] = {str(gender): name for gender, name in self.voices.items()}
        if asked is None or (asked in _GENDERS and asked not in named):
            return next(iter(named.values()))
        return named.get(asked, asked)


class PictureSetup(ModelSetup):
    """One picture model, priced by the image."""

    capability: ClassVar[Capability] = "picture"
    per: ClassVar[Unit] = "image"
    provider: PictureName | PluginName
    region: str = "us-west-2"
    """Of Bedrock: the only region of Stability's models."""
    workflow: str = Field(default="", max_length=LONGEST_PACKED)
    """ComfyUI's workflow, packed (`workflows`); in `providers.toml` the name of its file."""
    contact: str = Field(default="", max_length=100, pattern=r"^[!-~]*$")
    """An address of the operator, for the User-Agent that Wikimedia's policy demands."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.provider == "wikimedia" and not self.contact:
            raise ValueError("wikimedia needs contact: a URL or mail address of yours")
        if self.provider == "comfy" and not (self.base and self.workflow):
            raise ValueError("comfy needs base, the URL of your server, and workflow, the file of its workflow")
        return self


class ClipSetup(ModelSetup):
    """One clip model, priced by the second; stock footage costs nothing."""

    capability: ClassVar[Capability] = "clip"
    per: ClassVar[Unit] = "second"
    provider: ClipName
    seconds: tuple[int, ...] = ()
    """The lengths that a model of a job service offers, shortest first; other providers know their own."""
    region: str = "us-west-2"
    """Of Bedrock: the region of Luma's model."""
    bucket: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$")
    """Of Bedrock: a bucket of yours in that region, into which it writes the clips. They are read at once, and may expire."""

    @model_validator(mode="after")
    def _has_lengths(self) -> Self:
        if (self.provider in _JOB_SERVICES) is not bool(self.seconds):
            raise ValueError("seconds are given for runway, fal and replicate, and for no other provider of clips")
        if any(one < 1 for one in self.seconds) or list(self.seconds) != sorted(set(self.seconds)):
            raise ValueError("seconds are whole, above 0, and rise")
        return self

    @model_validator(mode="after")
    def _has_a_bucket(self) -> Self:
        if (self.provider == "bedrock") is not bool(self.bucket):
            raise ValueError(
                "bucket is given for bedrock, which writes its clips there, and for no other provider of clips"
            )
        return self


class ProvidersSetup(Value):
    """All configured providers; empty: local providers alone."""

    text: tuple[TextSetup, ...] = ()
    speech: tuple[SpeechSetup, ...] = ()
    picture: tuple[PictureSetup, ...] = ()
    clip: tuple[ClipSetup, ...] = ()
    secret: SecretArn | None = None
    """A secret with the keys of several providers, JSON {"<provider>": "<key>"}; their own secrets come first."""
    google: GoogleFederation | None = None
    """The way into Google Cloud without a key, for the providers that take it and have no key."""
    azure: AzureFederation | None = None
    """The way to Azure Speech without a key."""
    user_keys: bool = False
    """Whether users may save keys of their own, with which their films are made then (`providers.user_keys`)."""

    @model_validator(mode="after")
    def _uses_its_federation(self) -> Self:
        if self.google is not None and not any(one.provider in GOOGLE_FEDERATED for one in self.models):
            raise ValueError("google is for vertex and google, and none of them is configured")
        if self.azure is not None and not self.has("speech", "azure"):
            raise ValueError("azure is for the voice azure, which is not configured")
        return self

    @model_validator(mode="after")
    def _names_each_provider_once(self) -> Self:
        names = [(one.capability, one.provider) for one in self.models]
        if len(set(names)) < len(names):
            raise ValueError("each provider of a capability may be configured once")
        return self

    def has(self, capability: Capability, provider: str) -> bool:
        """Check whether a provider is configured."""
        return any((one.capability, one.provider) == (capability, provider) for one in self.models)

    @property
    def federated(self) -> frozenset[str]:
        """Return the providers that a federation authorizes, unless they have a secret of their own."""
        google = GOOGLE_FEDERATED if self.google is not None else frozenset[str]()
        return google if self.azure is None else google | {"azure"}

    def credentials_of(self, one: ModelSetup) -> Credentials:
        """Return what a configured provider is called with."""
        if one.provider in _BY_ROLE:
            return "role"
        if one.provider in self.federated and one.provider not in self.own_secrets:
            return "federation"
        return "none" if one.secret is None and self.secret is None else "key"

    def pace_of(self, capability: str, provider: str) -> Pace | None:
        """Return the limit of calls of a provider; None for one without, and for local ones."""
        return next((one.pace for one in self.models if (one.capability, one.provider) == (capability, provider)), None)

    @property
    def own_secrets(self) -> dict[str, str]:
        """Return the secrets of single providers, by provider."""
        return {one.provider: one.secret for one in reversed(self.models) if one.secret is not None}

    @property
    def secrets(self) -> tuple[str, ...]:
        """List all secrets, each once."""
        common = () if self.secret is None else (self.secret,)
        return tuple(dict.fromkeys((*common, *sorted(self.own_secrets.values()))))

    @property
    def models(self) -> tuple[ModelSetup, ...]:
        """List every configured model."""
        return (*self.text, *self.called)

    @property
    def called(self) -> tuple[ModelSetup, ...]:
        """List the models that a function without keys has called by the function `providers`."""
        return (*self.speech, *self.picture, *self.clip)

    @property
    def has_work_to_stop(self) -> bool:
        """Whether a provider can be at work for a job that has ended."""
        return self.has_long_clips or self.has("picture", "comfy")

    @property
    def has_long_clips(self) -> bool:
        """Whether a provider of clips takes minutes: films then wait for their clips, which costs two states a scene."""
        return any(not one.is_stock for one in self.clip)
