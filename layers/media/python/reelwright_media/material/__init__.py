"""Users' own pictures and clips: judged by content, cropped to the film's shape around what the eye looks at."""

from reelwright_media.material.cropped import CroppedMaterial

__all__ = ["CroppedMaterial"]
