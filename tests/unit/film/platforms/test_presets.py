"""Presets are films that encoders and platforms accept."""

import pytest

from reelwright.film.platforms.presets import ASPECTS, PLATFORMS, PRESETS, Preset, moved_captions, preset_for


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_a_preset_can_be_encoded_and_read(preset: Preset) -> None:
    """Sizes are even (4:2:0), zones leave most of the frame, captions lie within the free part."""
    assert preset.width % 2 == preset.height % 2 == 0
    assert preset.thumbnail_width * preset.height == preset.thumbnail_height * preset.width
    zone = preset.safe_zone
    assert zone.left + zone.right < 0.3
    assert zone.top < preset.caption_centre < 1 - zone.bottom
    assert preset.loudness_lufs < preset.true_peak_dbtp < 0


def test_every_word_means_a_preset() -> None:
    """No request word leads nowhere."""
    assert set(PLATFORMS.values()) | set(ASPECTS.values()) <= set(PRESETS)
    assert all(name == preset.name for name, preset in PRESETS.items())


def test_youtube_means_shorts() -> None:
    """W4's own request says `youtube` with a duration of 15 s."""
    assert preset_for("youtube").name == "shorts"
    assert preset_for("youtube").portrait


def test_an_aspect_changes_the_shape_and_keeps_the_platform_s_length() -> None:
    """A wide film for TikTok still ends after ten minutes."""
    wide = preset_for("tiktok", "16:9")
    assert (wide.width, wide.height, wide.max_seconds) == (1920, 1080, PRESETS["tiktok"].max_seconds)
    assert preset_for("tiktok", "9:16") == PRESETS["tiktok"]
    assert not wide.portrait


def test_an_unknown_word_is_an_error() -> None:
    """Requests are validated against the same tables."""
    with pytest.raises(KeyError):
        preset_for("vhs")


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_captions_move_within_the_safe_zone(preset: Preset) -> None:
    """Top is above middle, middle above bottom, and bottom is where the platform has them."""
    top, middle, bottom = (preset.with_captions_at(where).caption_centre for where in ("top", "middle", "bottom"))
    assert preset.safe_zone.top < top < middle < bottom < 1 - preset.safe_zone.bottom
    assert bottom == preset.caption_centre
    assert preset.with_captions_at(None) is preset


def test_only_moved_captions_have_a_height_of_their_own() -> None:
    """What stands where the platform has it needs no word in a caption file."""
    preset = PRESETS["shorts"]
    assert moved_captions(preset) is moved_captions(preset.with_captions_at("bottom")) is None
    assert moved_captions(preset.with_captions_at("top")) == pytest.approx(0.22)
