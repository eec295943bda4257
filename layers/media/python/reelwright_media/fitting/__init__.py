"""Crops pictures to a film's shape around the focus of attention."""

from reelwright_media.fitting.stills import FittedStills

__all__ = ["FittedStills"]
