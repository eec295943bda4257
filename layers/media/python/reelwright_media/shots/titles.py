"""The hook in large type: whole from the first frame, which feeds show before playback; each word is lit as it is spoken."""

from typing import Final

from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.platforms.presets import Preset
from reelwright.film.text.characters import main_script
from reelwright.film.text.emphasis import strongest
from reelwright.film.timeline.model import HookTitle
from reelwright_media.canvas.placing import Side, place, side_of, type_zone
from reelwright_media.captioning.grounds import grounds, title_lettering
from reelwright_media.captioning.karaoke import BRIDGED_SECONDS
from reelwright_media.captioning.lettered import lettered
from reelwright_media.shots.kinetic import FROM_THE_START, KineticClip, KineticPiece, Lit, Span
from reelwright_media.shots.plates import plate
from reelwright_media.typography.words import SetWords, set_words

_TYPE_SHARE: Final = 0.185
"""Type size of a short hook, as a share of the frame's shorter side: the first frame is a poster. Longer ones are smaller."""
_SMALLEST_SHARE: Final = 0.34
"""Smallest type as a share of the largest: the size of a small caption."""
_MOST_LINES: Final = 4
_TIGHT: Final = 0.84
_TIGHT_STRIPS: Final = 0.92
"""Line spacing of Latin capitals, alone and on strips: they have no descenders, but strips need room between them."""
_INTRO_SHARE: Final = 0.044
"""Type size of the line above, as a share of the frame's shorter side."""
_INTRO_GAP_SHARE: Final = 0.12
"""Between that line and the hook, as a share of the hook's largest type size."""
_LEAD_SECONDS: Final = 0.08
"""Words are lit a little before they are spoken, so that the eye has found each when the voice says it."""
_SILENT_ENDS: Final = ".。।"
"""Full stops, which are dropped at the end of large type; question and exclamation marks stay."""


def hook_clip(hook: HookTitle, *, preset: Preset, language: str, style: CaptionStyle) -> KineticClip | None:
    """Build the clip of the hook, which starts with the film; None if no font has any of its letters.

    The spoken word has the accent colour. Before the voice, in its pauses and after it, the strongest words have it.
    """
    look = style.hook
    words = lettered([word.text for word in hook.words], language, capitals=look.capitals)
    words[-1] = words[-1].rstrip(_SILENT_ENDS) or words[-1]
    zone = type_zone(preset)
    size_px = _TYPE_SHARE * min(preset.width, preset.height)
    intro = plate(hook.intro, preset=preset, language=language, fill=look.lit, type_share=_INTRO_SHARE, font=style.font)
    above = 0 if intro is None else intro.shape[0] + round(_INTRO_GAP_SHARE * size_px)
    box = (zone.width, zone.height - above)
    plain, lit = (
        set_large(
            words,
            [fill] * len(words),
            style=style,
            size_px=size_px,
            box=box,
            most_lines=_MOST_LINES,
            language=language,
        )
        for fill in (look.fill, look.lit)
    )
    wide, high = max(plain.width, 0 if intro is None else intro.shape[1]), plain.height + above
    side = side_of(style.align, language)
    block = place(wide, high, preset, side=side)
    beside = _beside(block.width, plain.width, side)
    pieces = [
        KineticPiece(tile.rgba, tile.left + beside, tile.top + above, FROM_THE_START, Lit(bright.rgba, spoken, quiet))
        for tile, bright, (spoken, quiet) in zip(plain.words, lit.words, _lit_spans(hook, language), strict=True)
        if tile is not None and bright is not None
    ]
    if pieces:
        behind = grounds(plain.boxes, (plain.width, plain.height), plain.size_px, look)
        under = [KineticPiece(one.rgba, one.left + beside, one.top + above, FROM_THE_START) for one in behind]
        pieces = [*under, *pieces]
    if pieces and intro is not None:
        pieces.append(KineticPiece(intro, _beside(block.width, intro.shape[1], side), 0, FROM_THE_START))
    return KineticClip(pieces, block, seconds=hook.end_seconds, leaves=True) if pieces else None


def _beside(room: int, width: int, side: Side) -> int:
    """Compute the left edge of a part of a block."""
    return {"left": 0, "middle": (room - width) // 2, "right": room - width}[side]


def _lit_spans(hook: HookTitle, language: str) -> list[tuple[Span, tuple[Span, ...]]]:
    """List when each word is lit: while it is spoken, over short pauses too; strong words also while none is spoken."""
    strong = strongest([word.text for word in hook.words], language)
    starts = [max(0.0, word.start_seconds - _LEAD_SECONDS) for word in hook.words]
    ends = [
        after if after - word.end_seconds <= BRIDGED_SECONDS else word.end_seconds
        for word, after in zip(hook.words, [*starts[1:], hook.words[-1].end_seconds], strict=True)
    ]
    times = [FROM_THE_START, *(time for span in zip(starts, ends, strict=True) for time in span), hook.end_seconds]
    quiet = tuple(zip(times[::2], times[1::2], strict=True))
    return [
        ((start, end), quiet if place in strong else ())
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def large_type(
    words: list[str], *, style: CaptionStyle, size_px: float, box: tuple[int, int], most_lines: int, language: str
) -> SetWords:
    """Set words of a text as the hook of a style, in its case; the strongest ones are lit."""
    marked = strongest(words, language)
    fills = [style.hook.lit if place in marked else style.hook.fill for place in range(len(words))]
    words = lettered(words, language, capitals=style.hook.capitals)
    return set_large(words, fills, style=style, size_px=size_px, box=box, most_lines=most_lines, language=language)


def set_large(
    words: list[str],
    fills: list[str],
    *,
    style: CaptionStyle,
    size_px: float,
    box: tuple[int, int],
    most_lines: int,
    language: str,
) -> SetWords:
    """Set words as the hook of a style, each with its fill; fills do not change sizes or places."""
    look = style.hook
    tight = look.capitals and main_script(" ".join(words)) == "latin"
    leading = (_TIGHT if look.panel is None else _TIGHT_STRIPS) if tight else 1.0
    return set_words(
        words,
        fills=fills,
        size_px=size_px,
        smallest_px=_SMALLEST_SHARE * size_px,
        box=box,
        most_lines=most_lines,
        lettering=title_lettering(look, leading=leading, align=style.align, font=style.font),
        language=language,
        boxed=look.panel is not None,
    )
