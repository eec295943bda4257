"""Composes films from segments: joins by stream copy, mixes, normalises loudness, fits to other platforms."""
