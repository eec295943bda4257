"""The faces of type that films have; the media layer loads their fonts."""

from typing import Literal

TitleFace = Literal["anton", "archivo", "bangers", "bebas", "brush", "courier", "playfair", "poppins", "slab", "titan"]
"""The faces of large type: condensed, wide, comic, tall, handwritten, typewritten, with serifs, plain, with slabs, round."""

FaceName = Literal["caption"] | TitleFace
"""`caption` is Montserrat Black, wide; the others are the faces of large type."""
