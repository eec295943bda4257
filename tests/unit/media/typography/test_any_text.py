"""No text kills a film: whatever is typed as a title or said is drawn whole, or left out where no font has it."""

from random import Random
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.styles import STYLES
from reelwright.film.platforms.presets import PRESETS, Preset
from reelwright.film.text.words import words_of
from reelwright.film.timeline.model import ClosingCard, HookTitle
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.planes import empty_planes, fill
from reelwright_media.captioning.lineclip import LineClip, LineDrawing
from reelwright_media.shots.cards import card_clip
from reelwright_media.shots.titles import hook_clip
from reelwright_media.typography import draw_lines
from tests.texts import text_of, texts
from tests.typography_draws import LANGUAGES, SHAPES, Draw, draws, judged

EXAMPLES: Final = settings(max_examples=12, derandomize=True)
LANGUAGE: Final = st.sampled_from(LANGUAGES)
FRAMES: Final = st.sampled_from([name for name in PRESETS if name in {"shorts", "youtube_wide", "square"}])


def small(name: str) -> Preset:
    """Return a platform's preset at an eighth of its size."""
    preset = PRESETS[name]
    return preset.model_copy(update={"width": preset.width // 16 * 2, "height": preset.height // 16 * 2})


def words_from(text: str, language: str) -> tuple[CaptionWord, ...]:
    """Return the words of a text, each 0.3 s long."""
    return tuple(
        CaptionWord(text=word, start_seconds=0.3 * place, end_seconds=0.3 * place + 0.3)
        for place, word in enumerate(words_of(text, language))
    )


def holds_to_zone(clip: PaintedClip | None, preset: Preset, t: float) -> bool:
    """Return whether a clip, where there is one, paints inside the safe zone alone."""
    if clip is None:
        return True
    planes = empty_planes(preset.width, preset.height)
    fill(planes)
    clip.paint(t, planes, planes)
    rows, columns = np.nonzero(planes.y > 48)
    zone = preset.safe_zone
    if not rows.size:
        return True
    return bool(
        rows.min() >= int(zone.top * preset.height)
        and rows.max() <= (1 - zone.bottom) * preset.height
        and columns.min() >= int(zone.left * preset.width)
        and columns.max() <= (1 - zone.right) * preset.width
    )


@pytest.mark.parametrize("draw", list(draws(60, 20)), ids=lambda draw: f"{draw.kind}-{draw.size}")
def test_a_drawn_title_or_headline_is_whole(draw: Draw) -> None:
    """A sample of `python -m tests.typography_draws`, which draws tens of thousands."""
    assert judged(draw) == (None, [])


@EXAMPLES
@given(texts, LANGUAGE, st.sampled_from(("title", "headline")), st.sampled_from(SHAPES), st.booleans())
def test_any_text_is_a_title_and_a_headline(
    text: str,
    language: str,
    kind: str,
    shape: tuple[int, int],
    shared: bool,  # noqa: FBT001 - drawn
) -> None:
    """Nothing but a refusal is raised; no word is broken that fits, no letter cut off, no line begins with a mark."""
    scale = 160 / min(shape)
    size = (round(shape[0] * scale) // 2 * 2, round(shape[1] * scale) // 2 * 2)
    assert judged(Draw(text, language, kind, size, shared)) == (None, [])


@EXAMPLES
@given(texts, LANGUAGE, FRAMES)
def test_any_text_is_a_hook(text: str, language: str, frame: str) -> None:
    """It stays in the safe zone, on its way in too."""
    preset, words = small(frame), words_from(text, language)[:12]
    if words:
        hook = HookTitle(words=words, end_seconds=words[-1].end_seconds + 0.5)
        clip = hook_clip(hook, preset=preset, language=language, style=STYLES["karaoke"])
        assert holds_to_zone(clip, preset, 0.2)
        assert holds_to_zone(clip, preset, words[-1].end_seconds)


@EXAMPLES
@given(texts, texts, LANGUAGE, FRAMES)
def test_any_text_is_a_closing_card(title: str, call: str, language: str, frame: str) -> None:
    """Title and call both, inside the safe zone."""
    preset = small(frame)
    clip = card_clip(
        ClosingCard(title=title, call=call[:60], frames=51), preset=preset, language=language, style=STYLES["karaoke"]
    )
    assert holds_to_zone(clip, preset, 1.6)


@EXAMPLES
@given(texts, LANGUAGE, FRAMES, st.sampled_from(sorted(STYLES)))
def test_any_text_is_a_caption(text: str, language: str, frame: str, style: str) -> None:
    """In every style, at every word, inside the safe zone."""
    preset, words = small(frame), words_from(text, language)[:9]
    if words:
        line = CaptionLine(words=words, start_seconds=0, end_seconds=words[-1].end_seconds)
        drawing = LineDrawing(line, preset=preset, language=language, style=STYLES[style], letterer=draw_lines)
        clip = LineClip(drawing, starts_at=0, seconds=line.end_seconds)
        assert all(holds_to_zone(clip, preset, word.start_seconds + 0.2) for word in words)


def test_thousands_of_letters_without_a_space_are_drawn() -> None:
    """A pasted blob in a script is a caption like any other, however small."""
    tile = draw_lines(["A1" * 3000], fills=["#ffffff"], size_px=80, max_width_px=800, tallest_px=400)
    assert tile.height <= 400
    assert tile.width <= 800


def test_the_texts_are_of_all_kinds() -> None:
    """The sample has letters of many scripts, marks, controls, and texts that are empty."""
    random = Random(5)  # noqa: S311 - a repeatable sample, no secret
    sample = [text_of(random) for _ in range(300)]
    assert {"ñ", "ש", "ع", "ग", "ท", "海", "는", "\u202e", "\u0301", "🔥"} <= set("".join(sample))


@pytest.mark.parametrize(
    "draw",
    [
        Draw("où à ज्ञान, है।", "fa", "title", (376, 160), is_shared=False),
        Draw("گ⃝چ،⃝ٰ", "tr", "headline", (192, 192), is_shared=False),
        Draw("trùng समुद्र हिन्दी, गहरा जानते", "he", "headline", (210, 210), is_shared=False),
        Draw("tükörfúrógép समुद्र " * 40, "de", "headline", (124, 220), is_shared=True),
        Draw("20 ₪ समुद्र ב-YouTube,", "ar", "title", (270, 270), is_shared=True),
    ],
    ids=["other direction", "marks alone", "lines of the other direction", "tiny type", "three scripts"],
)
def test_a_line_of_several_scripts_stays_inside_its_tile(draw: Draw) -> None:
    """The engine shapes a line of several scripts wider than its pieces: the line is measured as it is drawn."""
    assert judged(draw) == (None, [])
