"""Fixtures for tiny films: 10 to 20 frames of 270x480, with plain blocks as letters."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.platforms.presets import Preset, SafeZone
from reelwright.film.timeline.model import Motion, MusicCue, Shot, Timeline, Transition, TransitionKind
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.planes import fill, planes_of
from reelwright_media.typography import Lettering, Tile

MakeTimeline = Callable[..., Timeline]
MakePicture = Callable[[str, int], Path]
Decode = Callable[[Path], list[np.ndarray]]


@pytest.fixture(scope="session")
def preset() -> Preset:
    """Return a small 9:16 preset."""
    return Preset(
        name="tiny",
        width=270,
        height=480,
        max_seconds=60,
        safe_zone=SafeZone(top=0.13, right=0.12, bottom=0.21, left=0.05),
        caption_centre=0.70,
        thumbnail_width=270,
        thumbnail_height=480,
    )


@pytest.fixture(scope="session")
def make_timeline(preset: Preset) -> MakeTimeline:
    """Return a builder of timelines with shots of equal length."""

    def make(
        *,
        shots: int = 2,
        frames: int = 12,
        transition: TransitionKind = "cut",
        transition_frames: int = 0,
        motion: Motion = "push_in",
        lines: tuple[CaptionLine, ...] = (),
        clip_of_first: str | None = None,
    ) -> Timeline:
        return Timeline(
            preset=preset,
            title="Tiny",
            language="en",
            caption_style="karaoke",
            music=MusicCue(mood=None),
            shots=tuple(
                Shot(
                    index=index,
                    start_frame=index * frames,
                    frames=frames,
                    picture_key=f"picture-{index}",
                    clip_key=clip_of_first if index == 0 else None,
                    voice_key=f"voice-{index}",
                    voice_offset_seconds=0,
                    motion=motion,
                    transition=Transition(kind=transition, frames=transition_frames) if index else Transition(),
                    captions=lines if index == 0 else (),
                    mood="awe",
                )
                for index in range(shots)
            ),
        )

    return make


@pytest.fixture(scope="session")
def make_line() -> Callable[..., CaptionLine]:
    """Return a builder of caption lines whose words follow each other without gaps."""

    def make(*words: str, start: float = 0.0, each: float = 0.1) -> CaptionLine:
        spoken = tuple(
            CaptionWord(text=word, start_seconds=start + place * each, end_seconds=start + (place + 1) * each)
            for place, word in enumerate(words)
        )
        return CaptionLine(words=spoken, start_seconds=start, end_seconds=start + len(words) * each)

    return make


@pytest.fixture(scope="session")
def make_picture(tmp_path_factory: pytest.TempPathFactory) -> MakePicture:
    """Return a maker of picture files: soft blobs, another picture for each seed."""
    folder = tmp_path_factory.mktemp("pictures")

    def make(name: str, seed: int) -> Path:
        random = np.random.default_rng(seed)
        noise = random.uniform(20, 235, (20, 12, 3)).astype(np.float32)
        picture = cv2.resize(noise, (360, 640), interpolation=cv2.INTER_CUBIC)
        path = folder / f"{name}.png"
        cv2.imwrite(str(path), np.clip(picture, 0, 255).astype(np.uint8))
        return path

    return make


@pytest.fixture(scope="session")
def decode() -> Decode:
    """Return a reader of a film's luma, one array a frame, in the order shown."""

    def read(path: Path) -> list[np.ndarray]:
        def frames() -> Iterator[np.ndarray]:
            with av.open(str(path)) as container:
                for frame in container.decode(video=0):
                    yield planes_of(frame).y.copy()

        return list(frames())

    return read


@pytest.fixture(scope="session")
def make_clip() -> Callable[[Path, list[int]], Path]:
    """Return a maker of 30 fps clips in the tiny preset's size, one grey a frame."""

    def make(path: Path, greys: list[int]) -> Path:
        with SegmentWriter(path, size=(270, 480), fps=30, threads=1) as film:
            for grey in greys:
                film.add(partial(fill, colour=(grey, 128, 128)))
        return path

    return make


class BlockLetters:
    """Draws every word as a block of its fill, 20 x 10 pixels, side by side: letters without fonts."""

    def __call__(
        self,
        words: Sequence[str],
        *,
        fills: Sequence[str],
        size_px: float,
        max_width_px: int,  # noqa: ARG002 - the protocol asks for it
        tallest_px: int,  # noqa: ARG002 - the same
        smallest_px: float,  # noqa: ARG002 - the same
        lettering: Lettering,  # noqa: ARG002 - the same
        language: str | None = None,  # noqa: ARG002 - the same
    ) -> Tile:
        """Return the tile; sizes are fixed, so the arguments about them are not needed."""
        rgba = np.zeros((10, 20 * len(words), 4), np.uint8)
        for place, name in enumerate(fills):
            colour = [int(name[at : at + 2], 16) for at in (1, 3, 5)]
            rgba[:, 20 * place : 20 * (place + 1)] = [*colour, 255]
        return Tile(rgba, size_px, (" ".join(words),))


@pytest.fixture(scope="session")
def block_letters() -> BlockLetters:
    """Return the fontless letterer."""
    return BlockLetters()
