"""Users' music: what is read, what is refused, and how much of it."""

from pathlib import Path

import av
import numpy as np
import pytest

from reelwright.errors import ContentError
from reelwright_media.material.sounds import RATE, sound_blocks

FORMATS = {"mp3": "libmp3lame", "wav": "pcm_s16le", "flac": "flac", "ogg": "libopus", "mp4": "aac"}


def tone(path: Path, container: str, *, seconds: float, rate: int = 44_100) -> Path:
    """Write a tone of 440 Hz in one channel."""
    rate = 48_000 if container == "ogg" else rate  # Opus has no other
    wave = (9000 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.int16)
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(FORMATS[container], rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("container", FORMATS)
def test_music_of_every_accepted_format_is_read_in_stereo_at_48_khz(tmp_path: Path, container: str) -> None:
    """The name of the file does not matter; the tone stays a tone."""
    sound = np.concatenate(list(sound_blocks(tone(tmp_path / "own", container, seconds=1.5), seconds=60)))
    assert abs(len(sound) / RATE - 1.5) < 0.06
    heard = sound[RATE // 2 : RATE, 0].astype(float)
    assert abs(int(np.abs(np.fft.rfft(heard)).argmax()) * RATE / len(heard) - 440) < 3
    assert np.array_equal(sound[:, 0], sound[:, 1])


def test_no_more_is_read_than_the_film_can_play(tmp_path: Path) -> None:
    """An album of hours costs no more than the film's length."""
    blocks = list(sound_blocks(tone(tmp_path / "own", "wav", seconds=5), seconds=2))
    assert sum(map(len, blocks)) == 2 * RATE


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no music in MP3"),
        (b"#EXTM3U\nhttp://169.254.169.254/\n", "is no music in MP3"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "is no music in MP3"),
        (b"ID3" + bytes(5000), "is damaged or holds no sound"),
        (b"OggS" + bytes(5000), "is damaged or holds no sound"),
    ],
    ids=["empty", "playlist", "picture", "broken mp3", "broken ogg"],
)
def test_what_is_no_music_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """A playlist is never opened: the first bytes choose the reader."""
    (tmp_path / "own").write_bytes(content)
    with pytest.raises(ContentError, match=said):
        list(sound_blocks(tmp_path / "own", seconds=5))


def test_a_sound_of_less_than_a_second_is_no_music(tmp_path: Path) -> None:
    """Repeated, it would be a rattle."""
    with pytest.raises(ContentError, match="send a sound of 1 s or more"):
        list(sound_blocks(tone(tmp_path / "own", "wav", seconds=0.4), seconds=5))


def test_a_film_without_sound_is_no_music(tmp_path: Path) -> None:
    """A clip may bring its sound; one without any is refused like a damaged file."""
    with av.open(str(tmp_path / "own"), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(3):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        out.mux(stream.encode(None))
    with pytest.raises(ContentError, match="holds no sound"):
        list(sound_blocks(tmp_path / "own", seconds=5))
