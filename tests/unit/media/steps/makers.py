"""Makers of media that are quick and say who they are, for steps on memory adapters."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reelwright.errors import ContentError
from reelwright.film.captions.model import CaptionWord
from reelwright.film.makers import MaterialFacts, Speech
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.model import PictureBrief
from reelwright.film.text.words import words_of


@dataclass
class FakePainter:
    """Paints its name, or raises what it is told to."""

    name: str
    error: Exception | None = None
    calls: int = 0

    def paint(self, brief: PictureBrief, *, width: int, height: int) -> bytes:
        """Paint."""
        self.calls += 1
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
    """Takes files that begin with `picture` or `clip`, and fits them by saying so."""

    def check(self, path: Path) -> MaterialFacts:
        """Look at the first word."""
        content = path.read_bytes()
        if content.startswith(b"picture"):
            return MaterialFacts(kind="picture", width=10, height=10)
        if content.startswith(b"clip"):
            return MaterialFacts(kind="clip", width=10, height=10, seconds=4.0)
        raise ContentError("is damaged.")

    def picture(self, path: Path, *, width: int, height: int) -> bytes:
        """Fit a picture."""
        return path.read_bytes() + f" at {width}x{height}".encode()

    def clip(self, path: Path, out: Path, *, preset: Preset, seconds: float) -> None:
        """Fit a clip."""
        del seconds
        out.write_bytes(path.read_bytes() + f" for {preset.name}".encode())


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
    materials: Any = field(default_factory=Fitter)
    embedder: Any = field(default_factory=Flat)
    valence: Any = field(default_factory=Flat)
    text: Any = None
    thumbnails: Any = None
    renderer: Any = None
    painter: Any = FakePainter
    """For tests that add makers of their own."""
    voice: Any = FakeVoice
