"""What voices and picture models can do, as data: read without a call, a key or an SDK. Clips have `clips.FilmingFacts`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from reelwright.providers.setup import SpeechSetup
from reelwright.values import Value


class SpeakingFacts(Value):
    """What a voice takes in a call, and whether it times its words."""

    longest: int
    """Characters of text; bytes for the voices by JSON over HTTP."""
    speeds: tuple[float, float]
    """The slowest and the fastest."""
    times_words: bool
    languages: frozenset[str] | None = None
    """The languages of its voices (BCP 47, without a region); None: not known, or any."""
    voices: frozenset[str] | None = None
    """The names of its voices; None: not known here."""
    named_by_locale: bool = False
    """The name of a voice begins with its language, unless it says that it speaks several."""

    def speaks_at(self, speed: float) -> bool:
        """Check a speed."""
        slowest, fastest = self.speeds
        return slowest <= speed <= fastest

    @property
    def pace(self) -> str:
        """Say at which speeds it speaks."""
        slowest, fastest = self.speeds
        return "a speed of 1 alone" if slowest == fastest == 1 else f"a speed of {slowest:g}-{fastest:g}"


class DrawingFacts(Value):
    """What a picture model takes: characters of a prompt, shapes by their names on the wire (none: any), and a seed."""

    longest: int
    shapes: dict[str, tuple[int, int]]
    takes_seed: bool


def _ratios(*shapes: tuple[int, int], between: str = ":") -> dict[str, tuple[int, int]]:
    return {f"{wide}{between}{high}": (wide, high) for wide, high in shapes}


class Unable(NamedTuple):
    """What a voice cannot do of a request: the field, and the reason with what is possible."""

    field: Literal["language", "voice", "voice_speed"]
    reason: str


_LOCALE: Final = re.compile(r"([a-z]{2,3})-[A-Z][A-Za-z]")
_SPEAKS_SEVERAL: Final = "Multilingual"
_POLLY_LANGUAGES: Final = "ar ca cs cy da de en es fi fr hi is it ja ko nb nl no pl pt ro ru sv tr yue zh"
"""botocore 1.43.106, `LanguageCode`; not every engine speaks all of them."""
_ELEVENLABS_LANGUAGES: Final = "ar bg cs da de el en es fi fil fr hi hr id it ja ko ms nl pl pt ro ru sk sv ta tr uk zh"
"""Of `eleven_multilingual_v2`: ElevenLabs' models page, from memory."""
_OPENAI_VOICES: Final = "alloy ash coral echo fable nova onyx sage shimmer"
"""OpenAI's API reference of speech, from memory."""
_GEMINI_VOICE: Final = SpeakingFacts(longest=5000, speeds=(1, 1), times_words=False)
SPEAKING: Final[Mapping[str, SpeakingFacts]] = {
    "openai": SpeakingFacts(longest=4096, speeds=(0.25, 4), times_words=False),
    "elevenlabs": SpeakingFacts(longest=5000, speeds=(0.7, 1.2), times_words=True),
    "google": SpeakingFacts(longest=5000, speeds=(0.25, 4), times_words=True, named_by_locale=True),
    "azure": SpeakingFacts(longest=5000, speeds=(0.5, 2), times_words=True, named_by_locale=True),
    "polly": SpeakingFacts(
        longest=3000, speeds=(0.5, 2), times_words=True, languages=frozenset(_POLLY_LANGUAGES.split())
    ),
    "gemini": _GEMINI_VOICE,
    "vertex": _GEMINI_VOICE,
}
"""By provider; `MODELS` has the models that differ."""
MODELS: Final[Mapping[tuple[str, str], SpeakingFacts]] = {
    ("polly", "generative"): SpeakingFacts(
        longest=3000, speeds=(1, 1), times_words=False, languages=frozenset(_POLLY_LANGUAGES.split())
    ),
    ("azure", "azure-tts-hd"): SpeakingFacts(longest=5000, speeds=(0.5, 2), times_words=False, named_by_locale=True),
    ("elevenlabs", "eleven_multilingual_v2"): SpeakingFacts(
        longest=5000, speeds=(0.7, 1.2), times_words=True, languages=frozenset(_ELEVENLABS_LANGUAGES.split())
    ),
    **{
        ("openai", model): SpeakingFacts(
            longest=4096, speeds=(0.25, 4), times_words=False, voices=frozenset(_OPENAI_VOICES.split())
        )
        for model in ("tts-1", "tts-1-hd")
    },
}
_GEMINI_PICTURE: Final = DrawingFacts(
    longest=30_000,
    shapes=_ratios((1, 1), (2, 3), (3, 2), (3, 4), (4, 3), (4, 5), (5, 4), (9, 16), (16, 9), (21, 9)),
    takes_seed=True,
)
DRAWING: Final[Mapping[str, DrawingFacts]] = {
    "gemini": _GEMINI_PICTURE,
    "vertex": _GEMINI_PICTURE,
    "openai": DrawingFacts(
        longest=32_000, shapes=_ratios((1024, 1024), (1024, 1536), (1536, 1024), between="x"), takes_seed=False
    ),
    "bedrock": DrawingFacts(
        longest=10_000,
        shapes=_ratios((1, 1), (2, 3), (3, 2), (4, 5), (5, 4), (9, 16), (16, 9), (21, 9), (9, 21)),
        takes_seed=True,
    ),
    "comfy": DrawingFacts(longest=10_000, shapes={}, takes_seed=True),
}
"""Of models that draw, by provider."""


def unable(
    setups: Iterable[SpeechSetup], provider: str, *, language: str, voice: str | None, speed: float
) -> Iterator[Unable]:
    """Say what a configured voice cannot do, as far as it is known without a call; nothing of a local voice.

    `voice` is a name of this provider's voices, a gender, or None.
    """
    setup = next((one for one in setups if one.provider == provider), None)
    facts = None if setup is None else MODELS.get((provider, setup.model)) or SPEAKING.get(provider)
    if setup is None or facts is None:
        return
    named = setup.voice_for(voice) if setup.voices else voice
    spoken = _languages(setup, facts, named)
    if spoken is not None and primary(language) not in spoken:
        yield Unable("language", f"{provider} speaks {', '.join(sorted(spoken))} here, and not {language!r}")
    known = None if setup.is_own_server else facts.voices
    if known is not None and named is not None and named not in known:
        yield Unable("voice", f"{provider} has no voice {named!r}; it has {', '.join(sorted(known))}")
    if not facts.speaks_at(speed):
        yield Unable("voice_speed", f"{provider} speaks at {facts.pace}")


def primary(language: str) -> str:
    """Return the language of a BCP 47 tag without its region and script."""
    return language.replace("_", "-").partition("-")[0].lower()


def _languages(setup: SpeechSetup, facts: SpeakingFacts, named: str | None) -> frozenset[str] | None:
    """Return the languages of a voice: the operator's word, else what its name says, else what the model speaks."""
    if setup.languages:
        return frozenset(map(primary, setup.languages))
    if setup.is_own_server:
        return None
    if not facts.named_by_locale:
        return facts.languages
    found = _LOCALE.match(named or "")
    return None if found is None or _SPEAKS_SEVERAL in str(named) else frozenset({found[1]})
