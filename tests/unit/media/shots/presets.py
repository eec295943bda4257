"""Small presets, so that tests that draw real type are fast."""

from reelwright.film.platforms.presets import PRESETS, Preset


def small_preset(name: str) -> Preset:
    """Return a platform's preset at about a quarter of its width and height, with even sides."""
    preset = PRESETS[name]
    return preset.model_copy(update={"width": preset.width // 8 * 2, "height": preset.height // 8 * 2})
