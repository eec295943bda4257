"""Draws information scenes over a picture: figures, bars, circles, steps and quotations, from data of the timeline."""

from reelwright_media.shots.information.layer import InformationLayer

__all__ = ["InformationLayer"]
