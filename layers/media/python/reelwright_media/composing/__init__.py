"""Segments become a film: joined by stream copy, mixed, brought to one loudness, fitted to other platforms."""
