"""The film that rendering is measured on, as data: four shots, crossfades, karaoke. Imports nothing that draws."""

from pathlib import Path
from typing import Final

from reelwright.film.captions.lines import caption_lines, line_shape
from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.platforms.presets import Preset, SafeZone
from reelwright.film.timeline.model import (
    Beat,
    BeatKind,
    Motion,
    MusicCue,
    Shot,
    ShotAct,
    ShotInformation,
    TimedItem,
    Timeline,
    Transition,
)
from reelwright.film.timeline.opening import hook_of

FPS: Final = 30
THREADS: Final = 2
FADE_SECONDS: Final = 0.5
MOTIONS: Final[tuple[Motion, ...]] = ("push_in", "pan_left", "pull_out", "rise")
SCENERIES: Final = ("sunset_sea", "forest", "aurora", "mountains")
SUBJECTS: Final = (("noto:honeybee",), ("noto:butterfly",), ("noto:owl",), ("noto:eagle",))
BEATS: Final[tuple[BeatKind, ...]] = ("punch", "aside", "push", "detail")
SCRIPT: Final = (
    "Bees see colours that we cannot even imagine and they use them to find their way",
    "Every flower wears a sign of light that only a bee can read",
    "It says land here and drink and carry my gold to the next one",
    "So the garden you see is not the garden they see at all",
)


def timeline_of(width: int, height: int, frames: int, *, captions: bool = True) -> Timeline:
    """Return four shots of so many frames; in each, its sentence is spoken from a little after its start to its end."""
    preset = Preset(
        name="measured",
        width=width,
        height=height,
        max_seconds=60,
        safe_zone=SafeZone(top=0.13, right=0.12, bottom=0.21, left=0.05),
        caption_centre=0.70,
        thumbnail_width=width,
        thumbnail_height=height,
    )
    fade = Transition(kind="crossfade", frames=round(FADE_SECONDS * FPS))
    shots = tuple(
        Shot(
            index=index,
            start_frame=index * frames,
            frames=frames,
            picture_key=picture(index),
            voice_key="voice",
            voice_offset_seconds=0,
            motion=MOTIONS[index],
            transition=fade if index else Transition(),
            captions=_lines(sentence, index * frames / FPS, frames / FPS, preset),
            mood="calm",
        )
        for index, sentence in enumerate(SCRIPT)
    )
    return Timeline(
        preset=preset,
        title="Measured",
        language="en",
        caption_style="karaoke" if captions else "sidecar",
        shots=shots,
        music=MusicCue(mood=None),
    )


def titled(timeline: Timeline) -> Timeline:
    """Return the film as the product makes it: the hook in large type, and something new to see every two seconds.

    One shot has an act, one shows bars instead of its subject, and the view of every shot changes once.
    """
    hook = hook_of(timeline.shots[0].captions, line_shape(timeline.preset))
    middle = timeline.shots[0].frames / FPS * 0.45
    shots = [
        shot.model_copy(update={"beats": (Beat(kind=kind, at_seconds=middle),)})
        for shot, kind in zip(timeline.shots, BEATS, strict=True)
    ]
    shots[1] = shots[1].model_copy(update={"act": ShotAct(kind="rise", at_seconds=0.3)})
    shots[2] = shots[2].model_copy(update={"information": _bars(timeline.shots[2].frames / FPS)})
    return timeline.model_copy(update={"hook": hook, "shots": tuple(shots)})


def _bars(seconds: float) -> ShotInformation:
    """Give three values that enter one after another."""
    items = tuple(
        TimedItem(
            text=f"{value} m",
            label=str(2000 + value),
            value=value,
            digits=(0, 2),
            enters_seconds=seconds * place / 4,
            spoken_seconds=seconds * (place + 1) / 4,
        )
        for place, value in enumerate((20, 45, 90))
    )
    palette = ("#0b1030", "#33307f", "#080818", "#8fb8ff")
    return ShotInformation(kind="bars", items=items, palette=palette, face="anton")


def picture(index: int) -> str:
    """Return the file name of a shot's picture."""
    return f"{index}.jpg"


def planes_file(index: int) -> str:
    """Return the file name of the same picture in planes."""
    return f"{index}.diorama"


def pictures_in(folder: Path, shot: Shot) -> tuple[Path, Path | None]:
    """Return the picture of a shot, and that of the shot before it where there is one."""
    return folder / shot.picture_key, folder / picture(shot.index - 1) if shot.index else None


def _lines(sentence: str, start: float, seconds: float, preset: Preset) -> tuple[CaptionLine, ...]:
    texts = sentence.split()
    first, each = start + 0.1 * seconds, 0.85 * seconds / len(texts)
    words = tuple(
        CaptionWord(text=text, start_seconds=first + place * each, end_seconds=first + (place + 1) * each)
        for place, text in enumerate(texts)
    )
    return caption_lines(words, line_shape(preset), start + seconds)
