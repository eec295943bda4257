"""The hook in large type: words enter as they are spoken, inside the safe zone, at the captions' position."""

from typing import Final

from reelwright.film.platforms.presets import Preset
from reelwright.film.text.characters import main_script
from reelwright.film.timeline.model import HookTitle
from reelwright_media.canvas.placing import Box, caption_zone
from reelwright_media.captioning.style import CaptionStyle, written
from reelwright_media.shots.kinetic import KineticClip, KineticPiece
from reelwright_media.typography import Lettering
from reelwright_media.typography.emphasis import strongest
from reelwright_media.typography.words import SetWords, set_words

BLACK_OUTLINE: Final = "#08080c"
_TYPE_SHARE: Final = 0.138
"""Type size as a share of the frame's shorter side: about twice that of a caption."""
_SMALLEST_SHARE: Final = 0.45
"""Smallest type as a share of the largest: the size of a small caption."""
_TALLEST_SHARE: Final = 0.22
"""Largest height of the title as a share of the frame's height."""
_MOST_LINES: Final = 3
_BELOW_CAPTION_SHARE: Final = 0.09
"""Distance of the title's lower edge below the middle of a caption, as a share of the frame's height."""
_LEAD_SECONDS: Final = 0.08
"""Words enter a little before they are spoken, so that the eye has read each when the voice says it."""
_FIRST_SECONDS: Final = -0.1
"""Negative: the first word is halfway through its entrance on the first frame, which feeds show before playback."""
_SILENT_ENDS: Final = ".。।"
"""Full stops, which are dropped at the end of large type; question and exclamation marks stay."""


def hook_clip(hook: HookTitle, *, preset: Preset, language: str, style: CaptionStyle) -> KineticClip | None:
    """Build the clip of the hook, which starts with the film; None if no font has any of its letters."""
    words = [written(word.text, style, language) for word in hook.words]
    words[-1] = words[-1].rstrip(_SILENT_ENDS) or words[-1]
    zone = caption_zone(preset)
    box = (zone.width, min(zone.height, round(_TALLEST_SHARE * preset.height)))
    size_px = _TYPE_SHARE * min(preset.width, preset.height)
    block = large_type(words, style=style, size_px=size_px, box=box, most_lines=_MOST_LINES, language=language)
    starts = [max(_FIRST_SECONDS, word.start_seconds - _LEAD_SECONDS) for word in hook.words]
    starts[0] = _FIRST_SECONDS
    bottom = round((preset.caption_centre + _BELOW_CAPTION_SHARE) * preset.height)
    place = placed(block, preset, top=min(bottom, zone.bottom) - block.height)
    pieces = pieces_of(block, place, starts)
    return KineticClip(pieces, place, seconds=hook.end_seconds, leaves=True) if pieces else None


def large_type(
    words: list[str], *, style: CaptionStyle, size_px: float, box: tuple[int, int], most_lines: int, language: str
) -> SetWords:
    """Set words in the title face; the strongest ones get the captions' accent colour."""
    marked = strongest(words)
    fills = [style.spoken if place in marked else style.plain for place in range(len(words))]
    text = " ".join(words)
    look = Lettering("anton", BLACK_OUTLINE, 0.055, 0.65, 0.12, 0.055, 0.84 if main_script(text) == "latin" else 1.0)
    return set_words(
        words,
        fills=fills,
        size_px=size_px,
        smallest_px=_SMALLEST_SHARE * size_px,
        box=box,
        most_lines=most_lines,
        lettering=look,
        language=language,
    )


def placed(block: SetWords, preset: Preset, *, top: int) -> Box:
    """Place a block in a box with even edges: centred horizontally, inside the safe zone, as near to `top` as fits."""
    zone = caption_zone(preset)
    wide, high = -(-block.width // 2) * 2, -(-block.height // 2) * 2
    left = (preset.width - wide) // 4 * 2
    even = max(zone.top, min(top // 2 * 2, zone.bottom - high))
    return Box(left, even, left + wide, even + high)


def pieces_of(block: SetWords, box: Box, enters_seconds: list[float]) -> list[KineticPiece]:
    """Pair the words of a block with their entrance times; words without letters in any font are left out."""
    beside = (box.width - block.width) // 2
    return [
        KineticPiece(tile.rgba, tile.left + beside, tile.top, enters)
        for tile, enters in zip(block.words, enters_seconds, strict=True)
        if tile is not None
    ]
