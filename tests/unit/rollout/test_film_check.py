"""A smoke film counts only if it plays: every frame is decoded, and it shows and sounds of something."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from infra.rollout.film_check import facts_of, faults_of

WIDTH, HEIGHT, RATE, SOUND_RATE = 64, 96, 30, 48_000


def film(path: Path, *, seconds: float = 1.0, black: bool = False, silent: bool = False) -> Path:
    """Write a small film: noise and a tone, or black and silence."""
    draw = np.random.default_rng(7)
    with av.open(str(path), "w") as file:
        picture = file.add_stream("libx264", rate=RATE)
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        sound = file.add_stream("aac", rate=SOUND_RATE, layout="mono")
        for _ in range(round(seconds * RATE)):
            pixels = (
                np.zeros((HEIGHT, WIDTH, 3), np.uint8) if black else draw.integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
            )
            file.mux(picture.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        file.mux(picture.encode())
        time = np.arange(round(seconds * SOUND_RATE)) / SOUND_RATE
        wave = (np.sin(440 * 2 * np.pi * time) * (0.0 if silent else 0.3)).astype(np.float32)
        for start in range(0, wave.size, 1024):
            frame = av.AudioFrame.from_ndarray(wave[None, start : start + 1024], format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
            file.mux(sound.encode(frame))
        file.mux(sound.encode())
    return path


def faults(path: Path, *, seconds: float = 1.0) -> list[str]:
    """Return what is wrong with a film of the size and length that are asked for."""
    return faults_of(facts_of(path), width=WIDTH, height=HEIGHT, seconds=seconds)


def test_a_film_that_plays_has_no_faults(tmp_path: Path) -> None:
    """Codec, size, length, sound and pictures are as stated."""
    assert faults(film(tmp_path / "a.mp4")) == []


def test_black_and_silence_are_faults(tmp_path: Path) -> None:
    """A film of nothing has the right codec and length all the same."""
    found = faults(film(tmp_path / "a.mp4", black=True, silent=True))
    assert found == ["the sound is silence", "only 0% of the frames show something"]


def test_a_film_that_is_too_short_is_a_fault(tmp_path: Path) -> None:
    """Picture and sound are each compared with the stated length."""
    assert len(faults(film(tmp_path / "a.mp4"), seconds=4.0)) == 2


def test_a_damaged_file_is_an_error(tmp_path: Path) -> None:
    """As is a file that is no film at all."""
    path = tmp_path / "a.mp4"
    path.write_bytes(b"<html>not found</html>" * 40)
    with pytest.raises(av.FFmpegError):
        facts_of(path)
