"""How long the clip of a scene is shown: so long a clip is made, and it never has to begin anew."""

import math
from typing import Final

from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.model import ScenePlan
from reelwright.film.timeline.closing import BREATH_SECONDS, CARD_SECONDS
from reelwright.film.timeline.planning import CLOSING_SECONDS, OPENING_SECONDS, RHYTHMS

_LONGEST_TRANSITION_SECONDS: Final = max(rhythm.transition_seconds for rhythm in RHYTHMS.values())


def shown_seconds(plan: ScenePlan, index: int, spoken_seconds: float, *, preset: Preset, closing: bool) -> float:
    """Compute the seconds for which the clip of a scene can be shown at most, in whole frames.

    That is the speech, the silence before and after it, and the transition to the next scene; for the last scene of a film
    with a `closing` card, the card.
    """
    scene, is_last = plan.scenes[index], index == len(plan.scenes) - 1
    after = RHYTHMS[scene.mood].gap_seconds + _LONGEST_TRANSITION_SECONDS
    if is_last:
        after = BREATH_SECONDS + CARD_SECONDS if closing else CLOSING_SECONDS
    seconds = OPENING_SECONDS + spoken_seconds + scene.pause_seconds + after
    return math.ceil(round(seconds * preset.fps + 1, 6)) / preset.fps
