"""Scenes: each is one thought of the script, with the content of its picture and its mood."""
