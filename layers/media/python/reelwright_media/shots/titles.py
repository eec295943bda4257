"""The hook in large type: words that come in as they are spoken, inside the safe zone, where captions follow them."""

from typing import Final

from reelwright.film.platforms.presets import Preset
from reelwright.film.text.characters import main_script
from reelwright.film.timeline.model import HookTitle
from reelwright_media.canvas.placing import Box, caption_zone
from reelwright_media.captioning.style import CaptionStyle, written
from reelwright_media.shots.kinetic import KineticClip, Piece
from reelwright_media.typography import Lettering
from reelwright_media.typography.emphasis import strongest
from reelwright_media.typography.words import SetWords, set_words

BLACK_OUTLINE: Final = "#08080c"
_TYPE_SHARE: Final = 0.138
"""Type size as a share of the frame's shorter side: about twice that of a caption."""
_SMALLEST_SHARE: Final = 0.45
"""The smallest readable type as a share of the largest: that of a small caption."""
_TALLEST_SHARE: Final = 0.22
"""Of the frame's height."""
_MOST_LINES: Final = 3
_BELOW_CAPTION_SHARE: Final = 0.09
"""How far below a caption's middle the title ends, as a share of the frame's height: it grows upward from there."""
_LEAD_SECONDS: Final = 0.08
"""A word comes in a little before it is heard: read and heard meet."""
_FIRST_SECONDS: Final = -0.1
"""The first word is half in already on the first frame, which is what a feed shows before it plays."""
_SILENT_ENDS: Final = ".。।"
"""Full stops, which large type does without; questions and exclamations keep their marks."""


def hook_clip(hook: HookTitle, *, preset: Preset, language: str, style: CaptionStyle) -> KineticClip | None:
    """Return the clip of the hook, which starts with the film; None where none of its letters can be drawn."""
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
    """Return words in the title face, white but for the strongest ones, which have the captions' accent."""
    marked = strongest(words)
    fills = [style.spoken if place in marked else style.plain for place in range(len(words))]
    text = " ".join(words)
    look = Lettering("title", BLACK_OUTLINE, 0.055, 0.65, 0.12, 0.055, 0.84 if main_script(text) == "latin" else 1.0)
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
    """Return the even box of a block, centred between the sides, inside the safe zone, as near to `top` as fits."""
    zone = caption_zone(preset)
    wide, high = -(-block.width // 2) * 2, -(-block.height // 2) * 2
    left = (preset.width - wide) // 4 * 2
    even = max(zone.top, min(top // 2 * 2, zone.bottom - high))
    return Box(left, even, left + wide, even + high)


def pieces_of(block: SetWords, box: Box, enters_seconds: list[float]) -> list[Piece]:
    """Return the words of a block as pieces of its box, each with its entrance."""
    beside = (box.width - block.width) // 2
    return [
        Piece(tile.rgba, tile.left + beside, tile.top, enters)
        for tile, enters in zip(block.words, enters_seconds, strict=True)
        if tile is not None
    ]
