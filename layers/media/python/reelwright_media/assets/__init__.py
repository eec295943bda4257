"""Voices, icons, fonts and the voice model: from pinned packages, checked by hash, kept in one folder."""

from reelwright_media.assets.location import locate, root, script_fonts

__all__ = ["locate", "root", "script_fonts"]
