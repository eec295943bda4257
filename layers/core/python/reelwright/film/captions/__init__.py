"""Captions: words with times become lines, highlighted word by word, and sidecar files."""
