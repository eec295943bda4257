"""The closing card: the last picture blurs and darkens; the title appears word by word, then the call to action."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from reelwright.film.captions.styles import CaptionStyle, TitleStyle
from reelwright.film.platforms.presets import Preset
from reelwright.film.text.words import chunks_of
from reelwright.film.timeline.model import ClosingCard, Shot, Timeline
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.placing import Box, caption_zone
from reelwright_media.canvas.planes import RgbImage
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.diorama.model import Diorama
from reelwright_media.shots.effects import FadeOver
from reelwright_media.shots.kinetic import KineticClip, KineticPiece
from reelwright_media.shots.pictureclip import PictureClip
from reelwright_media.shots.plates import plate
from reelwright_media.shots.titles import large_type
from reelwright_media.typography.drawing import composite
from reelwright_media.typography.words import SetWords

_TITLE_SHARE: Final = 0.165
"""Type size as a share of the frame's shorter side."""
_TITLE_TALLEST_SHARE: Final = 0.36
"""Largest height of the title as a share of the frame's height."""
_TITLE_LINES: Final = 4
_MIDDLE_SHARE: Final = 0.44
"""Vertical position of the text within the safe zone, 0.5 = centred: slightly above the centre looks balanced."""
_CALL_SHARE: Final = 0.058
_CALL_ALONE_SHARE: Final = 0.075
"""Type size of the call below a title, and of a call without a title; shares of the frame's shorter side."""
_GAP_SHARE: Final = 0.035
"""Between title and call, as a share of the frame's shorter side."""
_FADE_SECONDS: Final = 0.3
_FIRST_SECONDS: Final = 0.2
_WORD_SECONDS: Final = 0.07
"""Delay between the entrances of two words."""
_CALL_SECONDS: Final = 0.22
_LATEST_SECONDS: Final = 0.8
"""The last word enters by then, so that about half of the card's time is left for reading."""
_BRIGHTNESS: Final = 0.40
_BLUR_SHARE: Final = 0.030
"""Sigma of the blur as a share of the picture's shorter side."""


def card_ground(
    timeline: Timeline, shot: Shot, card: ClosingCard, picture: Callable[[], RgbImage], *, motion_seconds: float
) -> PaintedClip:
    """Build the blurred picture, moved exactly like the shot's own, which fades in over the sharp one.

    Times count from the shot's first frame; `picture` is called on the card's first frame, not earlier.
    """
    fps, size = timeline.preset.fps, (timeline.preset.width, timeline.preset.height)
    begins = (shot.frames - card.frames) / fps
    clip = PictureClip(
        lambda: defocused(picture()),
        size=size,
        motion=shot.motion,
        motion_seconds=motion_seconds,
        seconds=card.frames / fps,
        from_seconds=begins,
    )
    faded: PaintedClip = clip.with_effects([FadeOver(_FADE_SECONDS)]).with_start(begins)
    return faded


def card_clip(card: ClosingCard, *, preset: Preset, language: str, style: CaptionStyle) -> KineticClip | None:
    """Build title and call as one clip of the card's length; None if no font has any of their letters."""
    zone = caption_zone(preset)
    title = _title(card, preset, language, style)
    call = _pill(card, preset, language, style, alone=title is None)
    height = (title.height if title else 0) + (call.shape[0] if call is not None else 0)
    gap = round(_GAP_SHARE * min(preset.width, preset.height)) if title and call is not None else 0
    high = min(zone.height, -(-(height + gap) // 2) * 2)
    top = zone.top + round((zone.height - high) * _MIDDLE_SHARE) // 2 * 2
    box = Box(zone.left, top, zone.right, top + high)
    pieces = [] if title is None else _title_pieces(title, box)
    if call is not None:
        latest = max((piece.enters_seconds for piece in pieces), default=0.0)
        left, below = (box.width - call.shape[1]) // 2, (title.height if title else 0) + gap
        pieces.append(KineticPiece(call, left, below, latest + _CALL_SECONDS))
    return KineticClip(pieces, box, seconds=card.frames / preset.fps, leaves=False) if pieces else None


def scene_of(diorama: Diorama) -> RgbImage:
    """Flatten a diorama's backdrop and subjects to one picture. Its type is left out: it would show through the card's."""
    height, width = diorama.backdrop.shape[:2]
    picture = np.asarray(cv2.cvtColor(diorama.backdrop, cv2.COLOR_RGB2RGBA), np.uint8)
    for row, cutout in zip(diorama.sheet.cutouts, diorama.cutouts, strict=True):
        left, top = max(0, row.left), max(0, row.top)
        part = cutout[top - row.top : height - row.top, left - row.left : width - row.left]
        if row.part == "subject" and part.size:
            box = (slice(top, top + part.shape[0]), slice(left, left + part.shape[1]))
            picture[box] = composite(picture[box], part)
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGBA2RGB), np.uint8)


def defocused(image: RgbImage) -> RgbImage:
    """Darken and strongly blur a picture; the result has a quarter of its width and height."""
    # The blur removes all fine detail, so blurring at a quarter of the size looks the same and costs a sixteenth.
    small = cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(1.0, _BLUR_SHARE * min(small.shape[:2])))
    return np.asarray(cv2.convertScaleAbs(soft, alpha=_BRIGHTNESS), np.uint8)


def _title(card: ClosingCard, preset: Preset, language: str, style: CaptionStyle) -> SetWords | None:
    words = list(chunks_of(card.title))
    if not words:
        return None
    zone = caption_zone(preset)
    size_px = _TITLE_SHARE * min(preset.width, preset.height)
    box = (zone.width, round(_TITLE_TALLEST_SHARE * preset.height))
    # The ground is dark in every film, so the type is bright whatever the hook is.
    look = TitleStyle(face=style.hook.face, capitals=style.hook.capitals, fill=style.title, lit=style.accent)
    bright = style.model_copy(update={"hook": look})
    block = large_type(words, style=bright, size_px=size_px, box=box, most_lines=_TITLE_LINES, language=language)
    return block if any(block.words) else None


def _title_pieces(title: SetWords, box: Box) -> list[KineticPiece]:
    tiles = [tile for tile in title.words if tile is not None]
    each = min(_WORD_SECONDS, (_LATEST_SECONDS - _FIRST_SECONDS) / len(tiles))
    beside = (box.width - title.width) // 2
    return [
        KineticPiece(tile.rgba, tile.left + beside, tile.top, _FIRST_SECONDS + place * each)
        for place, tile in enumerate(tiles)
    ]


def _pill(
    card: ClosingCard, preset: Preset, language: str, style: CaptionStyle, *, alone: bool
) -> PremultipliedRgba | None:
    """Draw the call on a rounded plate in the accent colour; None if there is no call or no font has its letters."""
    share = _CALL_ALONE_SHARE if alone else _CALL_SHARE
    return plate(card.call, preset=preset, language=language, fill=style.accent, type_share=share, font=style.font)
