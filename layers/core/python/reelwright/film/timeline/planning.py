"""Plans the edit decision list from spoken scenes.

All lengths are whole frames, so scenes join without gap or overlap. A shot lasts for the silence before the voice, the
voice, and the silence after it (the mood's, and the script's pause), rounded up to a frame. Motions and transitions are
drawn from the mood tables below with a seed; no motion is repeated directly.
"""

import math
import random
from typing import Final

from reelwright.errors import ContentError
from reelwright.film.captions.lines import caption_lines, line_shape
from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.styles import BurnedStyle
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.brand import BrandColours
from reelwright.film.scenes.model import Mood, ScenePlan
from reelwright.film.timeline.closing import BREATH_SECONDS, SHORTEST_WITH_CARD_SECONDS, closing_card
from reelwright.film.timeline.cues import sound_cues
from reelwright.film.timeline.model import (
    ClosingCard,
    HookTitle,
    Motion,
    MusicCue,
    Shot,
    Timeline,
    Transition,
    TransitionKind,
)
from reelwright.film.timeline.opening import hook_of
from reelwright.film.timeline.rhythm import act_of_shot, beats_of, entrances_of_shot
from reelwright.film.timeline.showing import shown_information
from reelwright.values import Value

OPENING_SECONDS: Final = 0.25
"""Silence before the first word: players fade in the sound, which would cut the first phoneme of the hook."""
CLOSING_SECONDS: Final = 0.7
"""Picture and music after the last voice of a film without closing card: with the voice's own last silence and a begun
frame at most 0.8 s after the last word, because viewers swipe when nothing more is said."""
LOOP_SECONDS: Final = 0.5
"""Length of the fade to the first frame at the end of a film that loops."""
_LEAD_SECONDS: Final = 0.12
"""A new picture appears a little before its words, so that viewers have seen it when they hear them."""
_TRUE_ENOUGH_SECONDS: Final = 0.05


class Rhythm(Value):
    """The editing of a mood: silence after each scene, motions, and transitions (repeated ones are more likely)."""

    gap_seconds: float
    motions: tuple[Motion, ...]
    transitions: tuple[TransitionKind, ...]
    transition_seconds: float


RHYTHMS: Final[dict[Mood, Rhythm]] = {
    "awe": Rhythm(
        gap_seconds=0.3,
        motions=("push_in", "rise", "pull_out", "pan_right"),
        transitions=("crossfade", "crossfade", "dip"),
        transition_seconds=0.4,
    ),
    "calm": Rhythm(
        gap_seconds=0.45,
        motions=("push_in", "pull_out", "rise"),
        transitions=("crossfade",),
        transition_seconds=0.5,
    ),
    "upbeat": Rhythm(
        gap_seconds=0.15,
        motions=("pan_left", "push_in", "pan_right", "rise"),
        transitions=("slide", "push", "cut"),
        transition_seconds=0.3,
    ),
    "comedy": Rhythm(
        gap_seconds=0.22,
        motions=("push_in", "pan_left", "pan_right", "pull_out"),
        transitions=("cut", "cut", "slide"),
        transition_seconds=0.25,
    ),
    "tense": Rhythm(
        gap_seconds=0.25,
        motions=("push_in", "pull_out", "pan_left"),
        transitions=("cut", "dip"),
        transition_seconds=0.36,
    ),
    "drive": Rhythm(
        gap_seconds=0.12,
        motions=("push_in", "pan_right", "rise", "pan_left"),
        transitions=("cut", "cut", "push"),
        transition_seconds=0.27,
    ),
}


class SpokenScene(Value):
    """The results of one scene's speech and picture steps: artefact keys, and words timed from the voice's start."""

    voice_key: str
    picture_key: str
    clip_key: str | None = None
    diorama_key: str | None = None
    words: tuple[CaptionWord, ...]
    seconds: float


def lay_out_timeline(
    plan: ScenePlan,
    speeches: list[SpokenScene],
    *,
    preset: Preset,
    caption_style: BurnedStyle = "auto",
    music: bool = True,
    music_key: str | None = None,
    closing: bool | None = None,
    loop: bool = False,
    effects: bool = True,
    intro: str | None = None,
    outro: str | None = None,
    colours: BrandColours | None = None,
    seed: int = 0,
) -> Timeline:
    """Plan the timeline of a film; `speeches` are those of the plan's scenes, in order. Deterministic.

    `music_key` is the user's own file and replaces the mood's music; `music` False is silence. Captions are always
    planned, for any style, because the sidecar files need them. `closing` requests a closing card, None only for a film
    of at least `SHORTEST_WITH_CARD_SECONDS`; it is omitted if the film would be too long with it. A film that loops has
    none: its first frame fades in at its end. `effects` plans sound effects. `intro`,
    `outro` and `colours` are those of a brand.

    Raises ContentError if the film, with the actual length of its voice, is longer than the platform allows, and
    ValueError if the numbers of scenes and speeches differ.
    """
    card = None if loop else _card(plan, speeches, preset, closing=closing, outro=outro)
    paces = random.Random(f"timeline|{seed}|{plan.title}")  # noqa: S311 - a repeatable choice, not a secret
    shots: list[Shot] = []
    for scene, speech in zip(plan.scenes, speeches, strict=True):
        first, last = not shots, len(shots) + 1 == len(speeches)
        rhythm = RHYTHMS[scene.mood]
        offset = OPENING_SECONDS if first else _LEAD_SECONDS
        silence = scene.pause_seconds + (_last_silence(card) if last else rhythm.gap_seconds)
        start = 0 if first else shots[-1].end_frame
        spoken = max(1, math.ceil(round((offset + speech.seconds + silence) * preset.fps, 6)))
        frames = spoken + (card.frames if card is not None and last else 0)
        act = act_of_shot(scene, speech.words, offset, spoken / preset.fps)
        entrances = entrances_of_shot(scene, speech.words, offset, spoken / preset.fps)
        information = shown_information(scene, speech.words, offset)
        beats = beats_of(
            scene,
            speech.words,
            voice_starts=offset,
            seconds=spoken / preset.fps,
            act=act,
            information=information,
            entrances=entrances,
            chance=paces,
        )
        shot = Shot(
            index=len(shots),
            start_frame=start,
            frames=frames,
            picture_key=speech.picture_key,
            clip_key=speech.clip_key,
            diorama_key=speech.diorama_key,
            voice_key=speech.voice_key,
            voice_offset_seconds=offset,
            motion=_motion(rhythm, shots, paces),
            transition=Transition() if first else _transition(rhythm, preset, min(spoken, shots[-1].frames), paces),
            captions=_captions(
                speech, preset, plan.language, start / preset.fps + offset, (start + spoken) / preset.fps
            ),
            mood=scene.mood,
            information=information,
            act=act,
            entrances=entrances,
            beats=beats,
        )
        shots.append(shot)
    timeline = Timeline(
        preset=preset,
        title=plan.title,
        language=plan.language,
        caption_style=caption_style,
        look=None if plan.look is None else plan.look.captions,
        mat=plan.look.mat if plan.look is not None and preset.portrait else None,
        shots=tuple(shots),
        music=MusicCue(
            mood=plan.mood if music and music_key is None else None, key=music_key if music else None, seed=seed
        ),
        hook=_hook(shots, preset, plan.language, intro) if caption_style != "sidecar" else None,
        closing=card,
        colours=colours,
        effects=sound_cues(tuple(shots), preset.fps) if effects else (),
        loop_frames=round(LOOP_SECONDS * preset.fps) if loop else 0,
    )
    _refuse_too_long(timeline)
    return timeline


def _hook(shots: list[Shot], preset: Preset, language: str, intro: str | None) -> HookTitle | None:
    hook = hook_of(shots[0].captions, line_shape(preset), language) if shots else None
    return hook if hook is None or not intro else hook.model_copy(update={"intro": intro})


def _card(
    plan: ScenePlan, speeches: list[SpokenScene], preset: Preset, *, closing: bool | None, outro: str | None
) -> ClosingCard | None:
    card = closing_card(plan.title, plan.language, preset, outro=outro)
    if card is None or closing is False:
        return None
    seconds = _seconds(plan, speeches, card, preset)
    is_short = seconds - card.frames / preset.fps < SHORTEST_WITH_CARD_SECONDS
    return None if seconds > preset.max_seconds or (closing is None and is_short) else card


def _seconds(plan: ScenePlan, speeches: list[SpokenScene], card: ClosingCard, preset: Preset) -> float:
    """Estimate the film's seconds with the card: never too short, and at most one frame per scene too long."""
    gaps = [RHYTHMS[scene.mood].gap_seconds for scene in plan.scenes[:-1]]
    pauses = sum(scene.pause_seconds for scene in plan.scenes)
    leads = OPENING_SECONDS + _LEAD_SECONDS * len(gaps)
    frames = len(speeches) + card.frames
    return (
        leads + sum(speech.seconds for speech in speeches) + sum(gaps) + pauses + BREATH_SECONDS + frames / preset.fps
    )


def _last_silence(card: ClosingCard | None) -> float:
    """Compute the seconds between the last word and the card or the film's end."""
    return CLOSING_SECONDS if card is None else BREATH_SECONDS


def _motion(rhythm: Rhythm, before: list[Shot], paces: random.Random) -> Motion:
    """Choose a motion of the mood, other than the last one."""
    return paces.choice([motion for motion in rhythm.motions if not before or motion != before[-1].motion])


def _transition(rhythm: Rhythm, preset: Preset, shortest_frames: int, paces: random.Random) -> Transition:
    """Choose the transition into a shot; at most a third of the shorter of the two shots."""
    kind = paces.choice(rhythm.transitions)
    frames = min(round(rhythm.transition_seconds * preset.fps), shortest_frames // 3)
    return Transition() if kind == "cut" or frames == 0 else Transition(kind=kind, frames=frames)


def _captions(
    speech: SpokenScene, preset: Preset, language: str, voice_start: float, end: float
) -> tuple[CaptionLine, ...]:
    """Shift the scene's lines to film time; each ends with the shot at the latest, so none crosses a cut."""
    words = tuple(
        CaptionWord(
            text=word.text,
            start_seconds=round(min(voice_start + word.start_seconds, end), 4),
            end_seconds=round(min(voice_start + word.end_seconds, end), 4),
        )
        for word in speech.words
    )
    return caption_lines(words, line_shape(preset), end, language)


def _refuse_too_long(timeline: Timeline) -> None:
    limit = timeline.preset.max_seconds
    if timeline.seconds > limit + _TRUE_ENOUGH_SECONDS:
        raise ContentError(
            f"The film would last {timeline.seconds:.1f} s, {timeline.preset.name} allows {limit} s: "
            f"shorten the script by about {timeline.seconds - limit:.0f} s of speech."
        )
