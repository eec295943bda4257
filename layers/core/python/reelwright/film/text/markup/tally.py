"""Counts the parts left out of a script by kind."""

from collections import Counter
from typing import Literal

LeftOut = Literal[
    "citations",
    "code",
    "comments",
    "emoji",
    "formatting",
    "front_matter",
    "html_tags",
    "images",
    "link_addresses",
    "pauses",
    "rules",
    "scene_headings",
    "speaker_labels",
    "stage_directions",
    "timestamps",
]
"""`pauses` counts pauses that cannot be made, because they precede the first word."""
Tally = Counter[LeftOut]
