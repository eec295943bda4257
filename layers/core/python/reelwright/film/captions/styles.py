"""The caption styles and positions that a request may name."""

from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BeforeValidator, Field

BurnedStyle = Literal["karaoke", "pop", "box", "sidecar"]
STYLE_ALIASES: Final = {"none": "sidecar"}
"""Older words, still read."""
STYLE_WORDS: Final = (*get_args(BurnedStyle), *STYLE_ALIASES)


def _style_meant(word: Any) -> Any:
    return STYLE_ALIASES.get(word, word) if isinstance(word, str) else word


CaptionStyleName = Annotated[
    BurnedStyle, BeforeValidator(_style_meant), Field(json_schema_extra={"enum": list(STYLE_WORDS)})
]
"""`karaoke`: the line stands, the spoken word is lit; `pop`: few words at a time, each grows in as it is spoken;
`box`: a box moves from word to word; `sidecar`: nothing is burned in, words are in the caption files alone."""
