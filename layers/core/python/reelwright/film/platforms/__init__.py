"""Platforms as data: shape, length, loudness and safe zones, each figure with its source."""
