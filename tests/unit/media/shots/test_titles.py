"""The hook in large type: whole, in the safe zone, in any script."""

import numpy as np
import pytest

from reelwright.film.captions.model import CaptionWord
from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.platforms.presets import Preset
from reelwright.film.timeline.model import HookTitle
from reelwright_media.canvas.placing import type_zone
from reelwright_media.canvas.planes import Plane, empty_planes, fill
from reelwright_media.shots.titles import hook_clip
from tests.unit.media.shots.presets import small_preset

PLATFORMS = ["shorts", "youtube_wide", "square"]
TEXTS = {
    "en": ["This", "cat", "thinks", "it", "pays", "the", "rent."],
    "ar": ["هل", "تعلم", "أن", "المحيط", "أعمق", "مما", "تظن؟"],
    "ja": ["深海に", "は", "誰も", "知らない", "世界が", "あります。"],
    "de": ["Donaudampfschifffahrtsgesellschaftskapitän", "gesucht"],
}


def hook(words: list[str], each: float = 0.4) -> HookTitle:
    """Return a hook whose words follow each other."""
    spoken = [
        CaptionWord(text=word, start_seconds=0.25 + at * each, end_seconds=0.25 + (at + 1) * each)
        for at, word in enumerate(words)
    ]
    return HookTitle(words=tuple(spoken), end_seconds=spoken[-1].end_seconds + 0.3)


def painted(given: HookTitle, preset: Preset, language: str, t: float) -> Plane:
    """Return the luma of a black frame with the title."""
    shown = hook_clip(given, preset=preset, language=language, style=CaptionStyle())
    assert shown is not None
    planes = empty_planes(preset.width, preset.height)
    fill(planes)
    shown.paint(t, planes, planes)
    return planes.y


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("language", TEXTS)
def test_the_title_is_whole_inside_the_safe_zone(name: str, language: str) -> None:
    """On the way in as well as at rest, in every shape and script, with a word that is far too long."""
    preset, given = small_preset(name), hook(TEXTS[language])
    zone = preset.safe_zone
    for t in (0.35, 1.0, given.end_seconds - 0.25):
        rows, columns = np.nonzero(painted(given, preset, language, t) > 40)
        assert rows.size > 20
        assert rows.min() >= zone.top * preset.height
        assert rows.max() < (1 - zone.bottom) * preset.height
        assert columns.min() >= zone.left * preset.width
        assert columns.max() < (1 - zone.right) * preset.width


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_line_of_a_brand_stands_above_the_hook_from_the_first_frame(name: str) -> None:
    """The hook below it is smaller where both need the room, and both stay in the zone of type."""
    preset, given = small_preset(name), hook(TEXTS["en"])
    plain = painted(given, preset, "en", 0.0)
    branded = painted(given.model_copy(update={"intro": "Space in a minute"}), preset, "en", 0.0)
    rows = [np.flatnonzero((luma > 40).any(axis=1)) for luma in (plain, branded)]
    assert rows[1].min() < rows[0].min() - 4
    zone = type_zone(preset)
    assert zone.top <= rows[1].min() < rows[1].max() < zone.bottom


@pytest.mark.parametrize("language", TEXTS)
def test_the_whole_title_is_on_the_first_frame(language: str) -> None:
    """A feed shows it before it plays, so every word is there at once, with the strongest in the accent colour."""
    given = hook(TEXTS[language], each=0.6)
    first, later = (
        painted(given, small_preset("shorts"), language, t) > 40 for t in (0.0, given.words[-1].end_seconds)
    )
    assert first.sum() > 20
    assert np.array_equal(first, later)


@pytest.mark.parametrize("language", TEXTS)
def test_each_word_is_lit_as_it_is_spoken(language: str) -> None:
    """The accent colour moves from word to word; between the voice's words the frame is that of the start."""
    given = hook(TEXTS[language], each=0.6)
    preset = small_preset("shorts")
    lit = [painted(given, preset, language, word.start_seconds + 0.45) for word in given.words]
    assert len({frame.tobytes() for frame in lit}) == len(lit)
    poster = painted(given, preset, language, 0.0)
    assert np.array_equal(poster, painted(given, preset, language, given.words[-1].end_seconds + 0.05))


def test_the_title_is_gone_when_the_captions_go_on() -> None:
    """Large type and captions never stand together."""
    given = hook(TEXTS["en"])
    assert painted(given, small_preset("shorts"), "en", given.end_seconds - 1e-3).max() < 24


def test_the_title_ends_without_a_full_stop() -> None:
    """Large type has none; a question keeps its mark."""
    preset = small_preset("shorts")
    stopped, bare, asked = (painted(hook(["Hello", word]), preset, "en", 1.1) for word in ("world.", "world", "world?"))
    assert np.array_equal(stopped, bare)
    assert not np.array_equal(asked, bare)


def test_letters_that_no_font_has_leave_no_title() -> None:
    """Nothing to draw is no error."""
    assert hook_clip(hook(["\ue000"]), preset=small_preset("shorts"), language="en", style=CaptionStyle()) is None
