"""Draws text of any script as picture tiles: fonts per letter, balanced lines in a box, outline and soft shadow."""

from reelwright_media.typography.drawing import Tile, draw_lines
from reelwright_media.typography.layout import Lettering

__all__ = ["Lettering", "Tile", "draw_lines"]
