"""Whether a file is a film that plays: its streams are read and every frame is decoded, as ffprobe and ffplay would."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np

BLACK: Final = 8.0
"""Mean luma (0-255) below which a frame counts as black; the encoder's black is 16."""
FLAT: Final = 2.0
"""Standard deviation of luma below which a picture shows nothing."""
SILENCE: Final = 1e-3
"""Root mean square of samples (-1 to 1) below which a film has no sound: -60 dB."""
TOLERANCE_SECONDS: Final = 0.25
"""Between the stated length, the frames and the sound."""
LOOK_EVERY: Final = 15
"""Frames from one look at a picture to the next; each is decoded."""


@dataclass(frozen=True)
class FoundFilm:
    """What was found in the file."""

    codec: str
    width: int
    height: int
    frames: int
    video_seconds: float
    audio_codec: str
    audio_seconds: float
    loudness: float
    """Root mean square of all samples."""
    shown: float
    """Share of the looked-at frames that are neither black nor flat."""


def facts_of(path: Path) -> FoundFilm:
    """Decode the whole file; raises av.FFmpegError if it is damaged, and ValueError if it lacks picture or sound."""
    with av.open(str(path)) as film:
        if not film.streams.video or not film.streams.audio:
            raise ValueError(f"{path} has {len(film.streams.video)} video and {len(film.streams.audio)} audio streams")
        picture, sound = film.streams.video[0], film.streams.audio[0]
        size = (picture.codec_context.name, picture.codec_context.width, picture.codec_context.height)
        rate = float(picture.average_rate or 0)
        frames, looked, shown = 0, 0, 0
        for frame in film.decode(picture):
            if frames % LOOK_EVERY == 0:
                luma = frame.to_ndarray(format="gray")
                looked, shown = looked + 1, shown + int(luma.mean() > BLACK and luma.std() > FLAT)
            frames += 1
    samples, squares = _sound_of(path)
    return FoundFilm(
        codec=size[0],
        width=size[1],
        height=size[2],
        frames=frames,
        video_seconds=frames / rate if rate else 0.0,
        audio_codec=sound.codec_context.name,
        audio_seconds=samples / (sound.codec_context.sample_rate or 1),
        loudness=(squares / max(1, samples)) ** 0.5,
        shown=shown / max(1, looked),
    )


def _sound_of(path: Path) -> tuple[int, float]:
    """Count the samples of one channel, and sum the squares of the mean of all channels."""
    samples, squares = 0, 0.0
    with av.open(str(path)) as film:
        resampler = av.AudioResampler(format="fltp", layout="mono")
        for frame in film.decode(film.streams.audio[0]):
            for part in resampler.resample(frame):
                values = part.to_ndarray()
                samples, squares = samples + values.shape[-1], squares + float(np.square(values).sum())
    return samples, squares


def faults_of(facts: FoundFilm, *, width: int, height: int, seconds: float) -> list[str]:
    """List what is wrong with a film that should have this size and length; empty if it is right."""
    found = [
        (facts.codec == "h264", f"the video codec is {facts.codec}, not h264"),
        (facts.audio_codec == "aac", f"the audio codec is {facts.audio_codec}, not aac"),
        (
            (facts.width, facts.height) == (width, height),
            f"{facts.width}x{facts.height} pixels instead of {width}x{height}",
        ),
        (
            abs(facts.video_seconds - seconds) <= TOLERANCE_SECONDS,
            f"{facts.video_seconds:.2f} s of picture, stated {seconds:.2f} s",
        ),
        (
            abs(facts.audio_seconds - seconds) <= TOLERANCE_SECONDS,
            f"{facts.audio_seconds:.2f} s of sound, stated {seconds:.2f} s",
        ),
        (facts.loudness > SILENCE, "the sound is silence"),
        (facts.shown > 1 / 2, f"only {facts.shown:.0%} of the frames show something"),
    ]
    return [text for holds, text in found if not holds]
