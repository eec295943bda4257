"""A short text on a rounded plate in a bright colour: the call of the closing card, and a brand's line above the hook."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from reelwright.film.platforms.presets import Preset
from reelwright.film.text.contrast import readable_on
from reelwright.film.text.words import chunks_of
from reelwright_media.canvas.placing import caption_zone
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.typography import Lettering, Tile, draw_lines
from reelwright_media.typography.drawing import composite

_PADDING: Final = (0.75, 0.42)
"""Horizontal and vertical padding of the text, as shares of its type size."""


def plate(
    text: str, *, preset: Preset, language: str, fill: str, type_share: float, font: Path | None
) -> PremultipliedRgba | None:
    """Draw the text on a plate; None for no text, or if no font has its letters.

    `fill` is the plate's colour; `type_share` is the type size as a share of the frame's shorter side; `font` is a brand's.
    """
    ink = readable_on(fill)
    size_px = type_share * min(preset.width, preset.height)
    words = chunks_of(text)
    tile = draw_lines(
        words,
        fills=[ink] * len(words),
        size_px=size_px,
        max_width_px=caption_zone(preset).width - 2 * round(_PADDING[0] * size_px),
        lettering=Lettering("caption", ink, 0.0, 0.0, 0.0, 0.0, own=font),
        language=language,
    )
    return _on_plate(tile, fill) if tile.lines else None


def _on_plate(tile: Tile, fill: str) -> PremultipliedRgba:
    beside, above = (round(share * tile.size_px) for share in _PADDING)
    text = cv2.copyMakeBorder(tile.rgba, above, above, beside, beside, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    height, width = text.shape[:2]
    round_px = min(height, width) // 2
    alpha = np.zeros((height * 4, width * 4), np.uint8)  # drawn at four times the size and reduced: smooth edges
    for left, top, right, bottom in ((round_px, 0, width - round_px, height), (0, round_px, width, height - round_px)):
        cv2.rectangle(alpha, (left * 4, top * 4), (right * 4 - 1, bottom * 4 - 1), 255, -1)
    for x in (round_px, width - round_px):
        for y in (round_px, height - round_px):
            cv2.circle(alpha, (x * 4, y * 4), round_px * 4 - 1, 255, -1)
    cover = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    colour = np.array([*(int(fill[at : at + 2], 16) for at in (1, 3, 5)), 255], np.float32)
    plate = np.asarray(np.rint(cover[..., None] * colour), np.uint8)
    return composite(plate, np.asarray(text, np.uint8))
