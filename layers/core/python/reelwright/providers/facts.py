"""What voices and picture models can do, as data: read without a call, a key or an SDK. Clips have `clips.FilmingFacts`."""

from collections.abc import Iterable, Mapping
from typing import Final

from reelwright.providers.setup import SpeechSetup
from reelwright.values import Value


class SpeakingFacts(Value):
    """What a voice takes in a call, and whether it times its words."""

    longest: int
    """Characters of text; bytes for the voices by JSON over HTTP."""
    speeds: tuple[float, float]
    """The slowest and the fastest."""
    times_words: bool

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


_GEMINI_VOICE: Final = SpeakingFacts(longest=5000, speeds=(1, 1), times_words=False)
SPEAKING: Final[Mapping[str, SpeakingFacts]] = {
    "openai": SpeakingFacts(longest=4096, speeds=(0.25, 4), times_words=False),
    "elevenlabs": SpeakingFacts(longest=5000, speeds=(0.7, 1.2), times_words=True),
    "google": SpeakingFacts(longest=5000, speeds=(0.25, 4), times_words=True),
    "azure": SpeakingFacts(longest=5000, speeds=(0.5, 2), times_words=True),
    "polly": SpeakingFacts(longest=3000, speeds=(0.5, 2), times_words=True),
    "gemini": _GEMINI_VOICE,
    "vertex": _GEMINI_VOICE,
}
"""By provider; `MODELS` has the models that differ."""
MODELS: Final[Mapping[tuple[str, str], SpeakingFacts]] = {
    ("polly", "generative"): SpeakingFacts(longest=3000, speeds=(1, 1), times_words=False),
    ("azure", "azure-tts-hd"): SpeakingFacts(longest=5000, speeds=(0.5, 2), times_words=False),
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


def speaking_facts(setups: Iterable[SpeechSetup], provider: str) -> SpeakingFacts | None:
    """Return what a configured voice can do; None for a local voice, or one of another package."""
    model = next((one.model for one in setups if one.provider == provider), "")
    return None if not model else MODELS.get((provider, model)) or SPEAKING.get(provider)
