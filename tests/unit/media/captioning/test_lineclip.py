"""Caption lines with the real type: where they stand and that both roads show the same."""

import numpy as np
import pytest

from reelwright.film.captions.looks import LOOKS
from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.styles import STYLES
from reelwright.film.platforms.presets import PRESETS, CaptionPosition, Preset
from reelwright_media.canvas.composition import CompositeVideoClip
from reelwright_media.canvas.painter import CompositionPainter
from reelwright_media.canvas.placing import caption_zone, place, type_zone
from reelwright_media.canvas.planes import empty_planes, fill, planes_from_rgb, rgb_from_planes
from reelwright_media.canvas.tiles import changed_patch, fit_box, plane_tile
from reelwright_media.captioning.lettered import lettered
from reelwright_media.captioning.lineclip import LineClip, LineDrawing
from reelwright_media.typography import draw_lines


def line(*words: str) -> CaptionLine:
    """Return a line whose words take 0.3 s each."""
    spoken = tuple(
        CaptionWord(text=word, start_seconds=at * 0.3, end_seconds=at * 0.3 + 0.3) for at, word in enumerate(words)
    )
    return CaptionLine(words=spoken, start_seconds=0, end_seconds=len(words) * 0.3)


def clip(preset: Preset, *words: str, style: str = "karaoke") -> LineClip:
    """Return the clip of such a line, drawn with the real type."""
    drawing = LineDrawing(line(*words), preset=preset, language="en", style=STYLES[style], letterer=draw_lines)
    return LineClip(drawing, starts_at=0, seconds=len(words) * 0.3)


LONG = (
    ("hello",),
    ("x" * 60, "is", "long"),
    ("a", "line", "of", "quite", "a", "few", "extraordinarily", "longer", "words"),
)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
@pytest.mark.parametrize("position", ["top", "middle", "bottom"])
@pytest.mark.parametrize("style", STYLES)
def test_every_pixel_of_a_caption_is_in_the_safe_zone(preset: Preset, position: CaptionPosition, style: str) -> None:
    """Any text, a word of 60 letters as well, in any style and place, is set small enough for the platform's free area."""
    asked = preset.with_captions_at(position)
    planes = empty_planes(preset.width, preset.height)
    zone = preset.safe_zone
    for words in LONG:
        fill(planes)
        clip(asked, *words, style=style).paint(len(words) * 0.3 - 0.05, planes, planes)
        rows, columns = np.nonzero(planes.y != 16)
        assert len(rows) > 500
        assert rows.min() >= zone.top * preset.height
        assert rows.max() < (1 - zone.bottom) * preset.height
        assert columns.min() >= zone.left * preset.width
        assert columns.max() < (1 - zone.right) * preset.width
        middle = (rows.min() + rows.max()) / 2 / preset.height
        assert middle == pytest.approx(asked.caption_centre, abs=0.05)


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_keeps_its_captions_in_the_safe_zone(name: str) -> None:
    """Strips, bars and lines at one side too, in scripts of both directions."""
    preset, planes = PRESETS["shorts"], empty_planes(1080, 1920)
    zone, style = caption_zone(preset), LOOKS[name].in_colours("#3060a0", "#101020", "#ffd040", "anton")
    for language, words in (("en", LONG[2]), ("ar", ("لماذا", "تطير", "الطيور"))):
        fill(planes)
        drawing = LineDrawing(line(*words), preset=preset, language=language, style=style, letterer=draw_lines)
        LineClip(drawing, starts_at=0, seconds=0.3 * len(words)).paint(0.3 * len(words) - 0.05, planes, planes)
        rows, columns = np.nonzero(planes.y != 16)
        assert zone.top <= rows.min() < rows.max() < zone.bottom
        assert zone.left <= columns.min() < columns.max() < zone.right
        if style.align == "start":
            beside = columns.min() - zone.left if language == "en" else zone.right - 1 - columns.max()
            assert beside < 0.5 * style.type_share * preset.width


@pytest.mark.parametrize("style", STYLES)
def test_painting_a_line_shows_what_moviepy_composes(style: str) -> None:
    """The line over a picture is the same by planes and by moviepy's own composition."""
    preset = PRESETS["square"]
    composition = CompositeVideoClip(
        [clip(preset, "one", "two", style=style)], size=(1080, 1080), bg_color=(90, 140, 60)
    )
    planes = empty_planes(1080, 1080)
    painter = CompositionPainter(composition, empty_planes(1080, 1080))
    painter.paint(0.4, planes)
    box = (slice(780, 900), slice(200, 880))
    difference = rgb_from_planes(planes)[box].astype(int) - composition.get_frame(0.4)[box].astype(int)
    assert painter.generic_frames == 1  # the background colour
    assert np.abs(difference).mean() < 3


def test_a_line_that_moviepy_changed_takes_the_rgb_road() -> None:
    """A moved or faded line is drawn where and as moviepy says."""
    preset = PRESETS["square"]
    for changed in (clip(preset, "one").with_position((100, 100)), clip(preset, "one").with_opacity(0.5)):
        assert not changed.can_paint()
    assert clip(preset, "one").with_start(3).can_paint()


def test_the_spoken_word_alone_has_the_accent() -> None:
    """Yellow is on the left while the left word is spoken, then on the right."""
    preset = PRESETS["shorts"]
    shown = clip(preset, "left", "right")
    blueness = []
    for seconds in (0.25, 0.5):
        rgba = shown._drawing.picture(seconds).astype(int)
        missing_blue = (rgba[:, :, 0] - rgba[:, :, 2]).clip(0)
        half = missing_blue.shape[1] // 2
        blueness.append((missing_blue[:, : half - 40].sum(), missing_blue[:, half + 40 :].sum()))
    assert blueness[0][0] > 10 * blueness[0][1]
    assert blueness[1][1] > 10 * blueness[1][0]


def test_a_caption_too_wide_for_its_height_is_moved_into_the_zone() -> None:
    """A high caption near the edge of the zone of type is shifted, not cut."""
    preset = PRESETS["shorts"]
    zone = type_zone(preset)
    box = place(400, zone.height - 10, preset)
    assert zone.top <= box.top < box.bottom <= zone.bottom
    assert (box.left + box.right) / 2 == pytest.approx(preset.width / 2, abs=2)


def test_capitals_follow_the_language_and_leave_units_alone() -> None:
    """Turkish i has a dotted capital; a nanometre is no nautical mile, and metres are no millions."""
    assert lettered(["istanbul"], "en-GB", capitals=True) == ["ISTANBUL"]
    assert lettered(["istanbul"], "tr-TR", capitals=True) == ["İSTANBUL"]
    assert lettered(["about", "450", "nm,", "5", "m,", "the", "1990s."], "en-US", capitals=True) == [
        *("ABOUT", "450", "nm,", "5", "m,", "THE", "1990s."),
    ]


def test_a_tile_blends_like_its_alpha_says() -> None:
    """A half-clear tile gives the mean of ground and colour, as far as 8 bits can."""
    tile = np.zeros((8, 8, 4), np.uint8)
    tile[:] = (100, 50, 25, 128)  # premultiplied: about (199, 100, 50) at half strength
    ground = planes_from_rgb(np.full((8, 8, 3), (20, 200, 120), np.uint8))
    plane_tile(tile).lay(ground)
    mixed = rgb_from_planes(ground)[4, 4].astype(int)
    assert np.abs(mixed - (110, 150, 85)).max() <= 3


@pytest.mark.parametrize("style", STYLES)
def test_a_newly_lit_word_gives_the_tile_that_would_be_drawn_anew(style: str) -> None:
    """Only what changes is converted; no pixel of any plane differs from converting all of them."""
    words = ("these", "are", "a", "few", "words", "in", "two", "lines", "of", "type")
    drawing = clip(PRESETS["shorts"], *words, style=style)._drawing
    for frame in range(9 * len(words)):
        seconds = frame / 30
        tile, anew = drawing.tile(seconds), plane_tile(drawing.picture(seconds))
        assert all(
            np.array_equal(one, other)
            for one, other in zip([*tile.added, *tile.kept], [*anew.added, *anew.kept], strict=True)
        )


def test_equal_pictures_need_no_patch() -> None:
    """Where no word is lit the resting tile is taken as it is."""
    picture = np.full((8, 8, 4), 200, np.uint8)
    assert changed_patch(picture, picture.copy()) is None


def test_a_scaled_tile_keeps_its_middle() -> None:
    """The entrance scales about the centre: nothing wanders."""
    tile = np.zeros((41, 61, 4), np.uint8)
    tile[15:26, 20:41] = 255
    small = fit_box(tile, 62, 42, scale=0.9)
    rows, columns = np.nonzero(small[:, :, 3] > 128)
    assert (rows.mean(), columns.mean()) == (pytest.approx(20.5, abs=0.6), pytest.approx(30.5, abs=0.6))
