"""Clips that are too large, too long, damaged or in another format are refused, with the reason."""

from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import pytest

from reelwright.errors import ContentError
from reelwright.film.scenes.material import MAX_CLIP_CHECK_SECONDS, MAX_CLIP_FIT_SECONDS
from reelwright.pipeline.sandbox import SANDBOX
from reelwright.pipeline.steps import STEPS
from reelwright_media.material.clips import Budget, film_frames
from tests.unit.media.material.films import MATERIAL, PRESET, MakeClip
from tests.unit.media.material.whole import WholeRoad


@pytest.mark.parametrize(
    ("pixels", "frames"), [(64 * 64, 14_400), (4096 * 2304, 2119)], ids=["240 a second", "437 KB that took 33 s"]
)
def test_a_clip_of_too_many_frames_is_refused(pixels: int, frames: int) -> None:
    """What decoding costs is bounded, whatever the frames' times say: small frames by number, large ones by pixels."""
    budget = Budget(pixels)
    for _ in range(frames):
        budget.spend(1.0)
    with pytest.raises(ContentError, match=f"more than {frames} frames of this size"):
        budget.spend(1.0)


def test_a_clip_of_too_many_pixels_a_frame_is_refused(clip: MakeClip) -> None:
    """By its header, before a frame is decoded."""
    with pytest.raises(ContentError, match="has 4608 x 2304 pixels"):
        MATERIAL.check(clip(size=(4608, 2304), frames=6, options={"preset": "ultrafast"}))


def test_a_stream_that_grows_on_its_way_is_never_decoded_large(clip: MakeClip, tmp_path: Path) -> None:
    """The first 15 seconds are small, the next ones larger than any clip may be: the decoder itself holds the limit."""
    grown = tmp_path / "grown"
    with av.open(str(grown), "w", format="matroska") as film:
        stream, start = None, 0
        for size, frames in (((64, 64), 300), ((4608, 2304), 6)):
            raw = clip(size=size, frames=frames, container="h264", options={"preset": "ultrafast"})
            with av.open(str(raw), format="h264") as part:
                stream = stream or film.add_stream_from_template(part.streams.video[0])
                for place, packet in enumerate(packet for packet in part.demux(video=0) if packet.size):
                    packet.stream, packet.time_base = stream, Fraction(1, 20)
                    packet.pts, packet.dts, packet.duration = start + place, start + place, 1
                    film.mux(packet)
            start += frames
    sizes: set[tuple[int, int]] = set()
    with suppress(ContentError), film_frames(grown) as decoded:
        sizes.update((frame.width, frame.height) for frame in decoded)
    assert sizes <= {(64, 64)}


def test_other_codecs_are_refused_by_name(clip: MakeClip) -> None:
    """The message says what it is and what to send."""
    with pytest.raises(
        ContentError, match=r"is a clip in MPEG-4 Part 2, which is not accepted\. Save it as MP4 \(H\.264\)"
    ):
        MATERIAL.check(clip(codec="mpeg4", container="mov"))


def test_a_clip_over_a_minute_is_refused(clip: MakeClip) -> None:
    """By its packets' own times."""
    with pytest.raises(ContentError, match="longer than 60 s"):
        MATERIAL.check(clip(size=(64, 64), frames=63, fps=1))


def test_a_clip_of_one_moment_is_refused(clip: MakeClip) -> None:
    """It would only flicker."""
    with pytest.raises(ContentError, match="or a picture"):
        MATERIAL.check(clip(frames=2))


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_clip_that_breaks_off_is_refused(clip: MakeClip, share: float) -> None:
    """An MP4 without its index cannot be read."""
    path = clip()
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ContentError, match="damaged"):
        MATERIAL.check(path)


def test_a_playlist_in_a_films_clothes_opens_nothing(tmp_path: Path) -> None:
    """The demuxer is chosen by the signature and never guesses: no address in the file is ever asked."""
    path = tmp_path / "own.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n" * 4)
    with pytest.raises(ContentError, match="damaged"):
        MATERIAL.check(path)


def test_a_thousand_large_frames_a_second_are_refused_before_they_are_decoded() -> None:
    """437 KB that took 32 s: 3 s at 1,000 frames a second of 4096 x 2304 pixels."""
    budget, shown = Budget(4096 * 2304), 0
    with suppress(ContentError):
        for shown in range(3_000):
            budget.spend(shown / 1_000)
    assert shown < 2_200


class Ticking:
    """A clock on which each look takes a second."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the next second."""
        self.now += 1
        return self.now


def test_a_clip_that_decodes_too_slowly_is_given_up(clip: MakeClip, tmp_path: Path) -> None:
    """By the clock within the loops, before the step's own time limit: of what is checked, and of what is converted."""
    slow = WholeRoad(clock=Ticking())
    with pytest.raises(ContentError, match="takes more than 60 s to decode: send fewer or smaller frames"):
        slow.check(clip(size=(64, 64), frames=90))
    out = tmp_path / "out.mp4"
    with pytest.raises(ContentError, match="takes more than 240 s"):
        slow.clip(clip(size=(64, 64), frames=300), out, preset=PRESET, seconds=30)
    assert not out.exists()


def test_the_time_of_a_clip_ends_before_that_of_its_step() -> None:
    """The user gets the reason, and no worker goes on without a step."""
    longest = max(MAX_CLIP_CHECK_SECONDS, MAX_CLIP_FIT_SECONDS)
    assert STEPS["decode_files"].timeout_seconds > SANDBOX.timeout_seconds > SANDBOX.decoder_seconds > longest
