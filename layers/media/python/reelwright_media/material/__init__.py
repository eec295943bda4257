"""Users' own pictures and clips: judged by content, cropped to the film's shape around the focus of attention."""

from reelwright_media.material.cropped import CroppedMaterial

__all__ = ["CroppedMaterial"]
