"""Captions: cuts timed words into lines, and writes sidecar files."""
