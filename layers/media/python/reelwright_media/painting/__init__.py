"""Paints pictures and thumbnails locally: procedural backgrounds, vector subjects and large type."""

from reelwright_media.painting.pictures import PaintedPictures
from reelwright_media.painting.subjects import subjects
from reelwright_media.painting.thumbnails import DesignedThumbnails

__all__ = ["DesignedThumbnails", "PaintedPictures", "subjects"]
