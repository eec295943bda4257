"""Checks whether a script fits its platform, before speech is made."""

from typing import Final

from reelwright.film.platforms.presets import Preset
from reelwright.film.text.speaking import WORDS_PER_MINUTE, speech_seconds

_TOLERANCE: Final = 1.15
"""Speaking time is an estimate, so only a clear excess is refused here; the timeline checks the exact length."""
_MOST_SECONDS_PER_CHARACTER: Final = 0.4
"""Upper bound for any character: most scripts pass this check without an estimate."""


def too_long(text: str, preset: Preset, *, voice_speed: float = 1.0, pause_seconds: float = 0.0) -> str | None:
    """Explain why a text and its pauses clearly take longer than the platform allows; None if they fit."""
    if len(text) * _MOST_SECONDS_PER_CHARACTER <= (preset.max_seconds - pause_seconds) * voice_speed:
        return None
    seconds = speech_seconds(text, WORDS_PER_MINUTE * voice_speed) + pause_seconds
    if seconds <= preset.max_seconds * _TOLERANCE:
        return None
    share = round(100 * (1 - preset.max_seconds / seconds))
    return (
        f"the script takes about {seconds:,.0f} s to speak, but {preset.name} allows {preset.max_seconds} s: "
        f"cut it by about {share} % or choose a platform for longer films"
    )
