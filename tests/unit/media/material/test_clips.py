"""Users' clips: as phones and browsers write them, upright, in BT.709, in the film's shape and rate."""

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from reelwright.errors import ContentError
from reelwright.film.platforms.presets import preset_for
from reelwright_media.composing.probing import probe
from reelwright_media.material.clips import Budget, film_frames
from reelwright_media.material.colours import ColourSpace
from tests.unit.media.material.whole import WholeRoad

MATERIAL = WholeRoad()
PRESET = preset_for("tiktok").model_copy(update={"width": 90, "height": 160, "fps": 30})
MakeClip = Callable[..., Path]


def red_middle(path: Path) -> tuple[float, float]:
    """Return where the busy square's middle stands in the last frame, as shares of width and height."""
    with av.open(str(path)) as film:
        image = list(film.decode(video=0))[-1].to_ndarray(format="rgb24")
    rows, columns = np.nonzero((image[..., 0] > 150) & (image[..., 2] < 120))
    return float(columns.mean() / image.shape[1]), float(rows.mean() / image.shape[0])


@pytest.mark.parametrize(
    ("codec", "container"),
    [
        ("libx264", "mp4"),
        ("libx264", "mov"),
        ("libx264", "matroska"),
        ("libx265", "mov"),
        ("libsvtav1", "mp4"),
        ("libvpx-vp9", "webm"),
    ],
)
def test_a_clip_is_known_by_its_content(clip: MakeClip, codec: str, container: str) -> None:
    """Containers and codecs that phones and browsers write."""
    facts = MATERIAL.check(clip(codec=codec, container=container))
    assert (facts.kind, facts.width, facts.height) == ("clip", 160, 90)
    assert facts.seconds == pytest.approx(1.0, abs=0.06)


def test_a_clip_gets_the_films_shape_and_rate(clip: MakeClip, tmp_path: Path) -> None:
    """Joinable like every other segment: constant rate, yuv420p, BT.709, no sound."""
    out = tmp_path / "out.mp4"
    MATERIAL.clip(clip(frames=20, fps=20), out, preset=PRESET, seconds=30)
    facts = probe(out)
    assert (facts.width, facts.height, facts.fps, facts.frames) == (90, 160, 30, 30)
    assert (facts.codec, facts.pixel_format, facts.steady, facts.bt709) == ("h264", "yuv420p", True, True)
    assert facts.sound is None


def test_only_what_is_shown_is_written(clip: MakeClip, tmp_path: Path) -> None:
    """The first seconds of a long clip."""
    out = tmp_path / "out.mp4"
    MATERIAL.clip(clip(frames=40, fps=20), out, preset=PRESET, seconds=0.5)
    assert probe(out).frames == 15


@pytest.mark.parametrize("at", [(0.15, 0.5), (0.85, 0.5)])
def test_the_crop_of_a_clip_keeps_its_subject(clip: MakeClip, tmp_path: Path, at: tuple[float, float]) -> None:
    """One crop for all frames, where the eye looks."""
    out = tmp_path / "out.mp4"
    MATERIAL.clip(clip(size=(320, 180), at=at), out, preset=PRESET, seconds=1)
    across, down = red_middle(out)
    assert 0.2 < across < 0.8
    assert down == pytest.approx(0.5, abs=0.03)


def test_a_clip_that_lies_on_its_side_stands_up(clip: MakeClip, tmp_path: Path) -> None:
    """Phones film lying and write the turn into the track: the left edge of the stored frame is the top."""
    path = clip(size=(320, 180), at=(0.2, 0.5), matrix=(0, 1, -1, 0))
    facts = MATERIAL.check(path)
    assert (facts.width, facts.height) == (180, 320)
    out = tmp_path / "out.mp4"
    MATERIAL.clip(path, out, preset=PRESET, seconds=1)
    across, down = red_middle(out)
    assert across == pytest.approx(0.5, abs=0.04)
    assert down == pytest.approx(0.2, abs=0.04)


@pytest.mark.parametrize(
    ("matrix", "at"),
    [
        ((-1, 0, 0, 1), (0.7, 0.2)),
        ((1, 0, 0, -1), (0.3, 0.8)),
        ((-1, 0, 0, -1), (0.7, 0.8)),
        ((0, 1, 1, 0), (0.2, 0.3)),
        ((0, 1, -1, 0), (0.8, 0.3)),
        ((0, -1, 1, 0), (0.2, 0.7)),
        ((0, -1, -1, 0), (0.8, 0.7)),
    ],
)
def test_every_display_matrix_is_followed(
    clip: MakeClip, tmp_path: Path, matrix: tuple[int, ...], at: tuple[float, float]
) -> None:
    """Mirrors as well as turns: front cameras write them (ISO/IEC 14496-12, 6.2.2)."""
    path = clip(size=(320, 180), at=(0.3, 0.2), matrix=matrix)
    facts = MATERIAL.check(path)
    shape = {"width": facts.width, "height": facts.height}
    assert (facts.width, facts.height) == ((320, 180) if matrix[0] else (180, 320))
    out = tmp_path / "out.mp4"
    MATERIAL.clip(path, out, preset=PRESET.model_copy(update=shape), seconds=1)
    assert red_middle(out) == pytest.approx(at, abs=0.04)


PATCHES = np.array([[235, 235, 235], [200, 60, 60], [60, 160, 70], [180, 120, 90], [20, 20, 20]], np.float64)
"""White, red, green, skin and black, as an SDR screen shows them."""


@pytest.mark.parametrize("curve", ["HLG", "PQ"])
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_hdr_film_looks_like_its_sdr_twin(clip: MakeClip, tmp_path: Path, curve: str, codec: str) -> None:
    """Below the knee nothing changes: patches of an SDR film that stand in an HDR one come back within 4 of 255."""
    signal, transfer = SIGNALS[curve](in_bt2020((PATCHES / 255) ** 2.4))
    stripes = np.repeat(np.rint(signal * 65_535).astype(np.uint16)[None], 160, axis=0).repeat(64, axis=1)
    path = clip(
        size=(320, 160),
        image=stripes,
        codec=codec,
        pixels="yuv420p10le",
        colours=(9, transfer, 9),
        options={"crf": "1"},
    )
    out = tmp_path / "out.mp4"
    MATERIAL.clip(path, out, preset=PRESET.model_copy(update={"width": 320, "height": 160}), seconds=1)
    with av.open(str(out)) as film:
        found = list(film.decode(video=0))[5].to_ndarray(format="rgb24")[80, 32::64]
    assert np.abs(found.astype(float) - PATCHES).max() <= 4


def in_bt2020(light: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return linear BT.709 in BT.2020 (BT.2087-0, section 2)."""
    matrix = [[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]]
    return np.asarray(light @ np.transpose(matrix))


def hlg(light: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], int]:
    """Encode light, of which 1 is 203 cd/m², for a display of 1000 cd/m² (BT.2100-2, table 5), and name the curve."""
    shown = light * 0.203
    luma = shown @ [0.2627, 0.6780, 0.0593]
    scene = shown * luma[:, None] ** (1 / 1.2 - 1)
    low = np.sqrt(3 * scene)
    return np.where(
        scene <= 1 / 12, low, 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    ), 18


def pq(light: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], int]:
    """Encode light, of which 1 is 203 cd/m² (BT.2100-2, table 4), and name the curve."""
    power = (light * 0.0203) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375, 16


SIGNALS = {"HLG": hlg, "PQ": pq}


def test_what_is_brighter_than_white_is_compressed_and_not_clipped() -> None:
    """The knee is smooth and rises to the peak: 203, 400 and 1000 cd/m² are three different whites."""
    levels = (
        ColourSpace(9, 16).sdr(pq(np.repeat(np.linspace(0.05, 1000 / 203, 200)[:, None], 3, axis=1))[0])[:, 0] * 255
    )
    assert (np.diff(levels) > 0).all()
    assert levels[-1] == pytest.approx(255, abs=0.5)
    assert np.abs(np.diff(levels, 2))[3:].max() < 2  # no edge


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animated_picture_plays_at_its_own_pace(tmp_path: Path, kind: str) -> None:
    """A clip with the file's own frame times: 0.2 s dark, then 0.4 s bright, in frames of the film."""
    path, out = tmp_path / "own", tmp_path / "out.mp4"
    dark, bright = (Image.new("RGB", (90, 160), (value,) * 3) for value in (40, 200))
    dark.save(path, format=kind, save_all=True, append_images=[bright], duration=[200, 400], loop=0)
    facts = MATERIAL.check(path)
    assert (facts.kind, facts.width, facts.height) == ("clip", 90, 160)
    assert facts.seconds == pytest.approx(0.6)
    MATERIAL.clip(path, out, preset=PRESET, seconds=30)
    with av.open(str(out)) as film:
        lights = [float(frame.to_ndarray(format="gray").mean()) for frame in film.decode(video=0)]
    assert [light > 100 for light in lights] == [False] * 6 + [True] * 12
    assert MATERIAL.picture(path, width=90, height=160).startswith(b"\xff\xd8")


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


def test_the_picture_of_a_clip_is_its_first_moment(clip: MakeClip) -> None:
    """Thumbnails and players that wait want a still."""
    data = MATERIAL.picture(clip(at=(0.2, 0.5)), width=90, height=160)
    assert data.startswith(b"\xff\xd8")


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
