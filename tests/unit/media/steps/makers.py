"""Makers of media that are quick and say who they are, for steps on memory adapters."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reelwright.film.captions.model import CaptionWord
from reelwright.film.makers import Speech
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.model import PictureBrief
from reelwright.film.text.words import words_of


@dataclass
class FakePainter:
    """Paints its name, or raises what it is told to."""

    name: str
    error: Exception | None = None
    calls: int = 0
    fonts: list[Path | None] = field(default_factory=list)

    def paint(self, brief: PictureBrief, *, width: int, height: int, font: Path | None = None) -> bytes:
        """Paint."""
        self.calls += 1
        self.fonts.append(font)
        if self.error is not None:
            raise self.error
        return f"{self.name} painted {brief.seed} {width}x{height}".encode()


@dataclass
class FakeVoice:
    """Speaks half a second a word, or raises what it is told to."""

    name: str
    error: Exception | None = None
    calls: int = 0

    def speak(self, text: str, *, language: str, voice: str | None, speed: float) -> Speech:
        """Speak."""
        del voice, speed
        self.calls += 1
        if self.error is not None:
            raise self.error
        words = tuple(
            CaptionWord(text=word, start_seconds=place / 2, end_seconds=place / 2 + 0.4)
            for place, word in enumerate(words_of(text, language))
        )
        wav = f"{self.name}: {text}".encode()
        return Speech(wav=wav, words=words, seconds=len(words) / 2, provider=self.name, voice="v")


class Fitter:
    """Fits stills by saying so."""

    def fit(self, still: bytes, *, width: int, height: int) -> bytes:
        """Fit a picture."""
        return still + f" at {width}x{height}".encode()


class FakeClips:
    """Films a picture by saying so."""

    name = "motion"

    def film(self, brief: PictureBrief, picture: bytes, *, seconds: float, preset: Preset) -> bytes:
        """Film."""
        del brief, preset
        return picture + f" moving {seconds}".encode()


class Flat:
    """Feels nothing, and means the same by every text."""

    def embed(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for all."""
        return [[1.0, 0.0] for _ in texts]

    def valence(self, text: str) -> float:
        """Feel nothing."""
        del text
        return 0.0


@dataclass
class Makers:
    """The tools of a system, by the names that the steps ask for."""

    pictures: dict[str, Any] = field(default_factory=lambda: {"painted": FakePainter("painted")})
    speech: dict[str, Any] = field(default_factory=lambda: {"kokoro": FakeVoice("kokoro")})
    clips: dict[str, Any] = field(default_factory=lambda: {"motion": FakeClips()})
    stills: Any = field(default_factory=Fitter)
    embedder: Any = field(default_factory=Flat)
    valence: Any = field(default_factory=Flat)
    lexicons: Any = None
    text: Any = None
    thumbnails: Any = None
    renderer: Any = None
    painter: Any = FakePainter
    """For tests that add makers of their own."""
    voice: Any = FakeVoice
