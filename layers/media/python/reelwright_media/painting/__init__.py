"""The painter: local pictures and thumbnails out of shader-like grounds, vector subjects and large type."""

from reelwright_media.painting.pictures import PaintedPictures
from reelwright_media.painting.subjects import subjects
from reelwright_media.painting.thumbnails import DesignedThumbnails

__all__ = ["DesignedThumbnails", "PaintedPictures", "subjects"]
