"""Text in any script as picture tiles: fonts chosen by letter, lines balanced in a box, outline and soft shadow."""

from reelwright_media.typography.drawing import Lettering, Tile, draw_lines

__all__ = ["Lettering", "Tile", "draw_lines"]
