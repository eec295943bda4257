"""Scenes: one thought of the script, with what to show and which mood it has."""
