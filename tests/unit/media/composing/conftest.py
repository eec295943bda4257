"""A tiny finished film and what it is made of: two shots of 45 frames, 270x480, with two voices."""

import wave
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from reelwright.film.platforms.presets import Preset
from reelwright.film.timeline.model import MusicCue, Shot, Timeline, Transition
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.planes import fill

MakeVoice = Callable[..., Path]


@pytest.fixture(scope="session")
def timeline(preset: Preset) -> Timeline:
    """Return two shots of 45 and 46 frames; the voices start 0.1 s into them."""
    shots = tuple(
        Shot(
            index=index,
            start_frame=45 * index,
            frames=45 + index,
            picture_key="p",
            voice_key="v",
            voice_offset_seconds=0.1,
            motion="still",
            transition=Transition(),
            captions=(),
            mood="awe",
        )
        for index in range(2)
    )
    return Timeline(
        preset=preset,
        title="Tide & time",
        language="en",
        caption_style="sidecar",
        shots=shots,
        music=MusicCue(mood="awe"),
    )


@pytest.fixture(scope="session")
def make_voice(tmp_path_factory: pytest.TempPathFactory) -> MakeVoice:
    """Return a maker of mono WAVs: bursts of a rich tone, like syllables, at the rate and level asked for."""
    folder = tmp_path_factory.mktemp("voices")

    def make(*, seconds: float = 1.2, level: float = 0.3, rate: int = 24_000, hertz: float = 130.0) -> Path:
        t = np.arange(round(seconds * rate)) / rate
        tone = sum(np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, 15))
        syllables = np.clip(np.sin(2 * np.pi * 4 * t), 0, None) ** 0.5
        sound = level * tone * syllables / np.abs(tone).max()
        path = folder / f"{seconds}-{level}-{rate}-{hertz}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes((sound * 32767).astype("<i2").tobytes())
        return path

    return make


@pytest.fixture(scope="session")
def make_segment(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a maker of segments whose frames have rising greys from `first` on, three a frame."""
    folder = tmp_path_factory.mktemp("segments")

    def make(frames: int, *, first: int = 30, width: int = 270, height: int = 480) -> Path:
        path = folder / f"{frames}-{first}-{width}x{height}.mp4"
        with SegmentWriter(path, size=(width, height), fps=30, threads=1) as film:
            for frame in range(frames):
                film.add(partial(fill, colour=(first + 2 * frame, 128, 128)))
        return path

    return make


@pytest.fixture(scope="session")
def segments(make_segment: Callable[..., Path]) -> list[Path]:
    """Return the segments of the timeline: greys 30 to 118, then 120 to 210."""
    return [make_segment(45, first=30), make_segment(46, first=120)]
