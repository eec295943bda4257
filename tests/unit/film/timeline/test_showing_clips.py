"""A clip is as long as its shot is shown, and hardly longer: seconds of clips are paid."""

import pytest
from hypothesis import given

from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.model import Mood, ScenePlan
from reelwright.film.timeline.planning import lay_out_timeline
from reelwright.film.timeline.showing_clips import shown_seconds
from tests.unit.film.timeline.test_planning import SCENES, scene_of, speech_of


@pytest.mark.parametrize("closing", [True, False])
@given(rows=SCENES)
def test_no_clip_begins_anew_within_its_shot(rows: list[tuple[Mood, float]], *, closing: bool) -> None:
    """It covers the shot and the transition after it; of the silence that a film may have, at most a second is unused."""
    preset = PRESETS["tiktok"]
    scenes = tuple(scene_of(index, mood) for index, (mood, _) in enumerate(rows))
    plan = ScenePlan(title="A film", language="en", mood="awe", scenes=scenes)
    speeches = [speech_of(index, seconds) for index, (_, seconds) in enumerate(rows)]
    timeline = lay_out_timeline(plan, speeches, preset=preset, closing=closing)
    for shot, (_, spoken) in zip(timeline.shots, rows, strict=True):
        after = timeline.shots[shot.index + 1 : shot.index + 2]
        needed = (shot.frames + sum(later.transition.frames for later in after)) / preset.fps
        made = shown_seconds(plan, shot.index, spoken, preset=preset, closing=closing)
        assert needed <= made <= needed + 1
