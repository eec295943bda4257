"""The caption styles and positions that a request may name."""

from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BeforeValidator, Field

BurnedStyle = Literal["karaoke", "pop", "box", "sidecar"]
STYLE_ALIASES: Final = {"none": "sidecar"}
"""Older names, still accepted."""
STYLE_WORDS: Final = (*get_args(BurnedStyle), *STYLE_ALIASES)


def _style_meant(word: Any) -> Any:
    return STYLE_ALIASES.get(word, word) if isinstance(word, str) else word


CaptionStyleName = Annotated[
    BurnedStyle, BeforeValidator(_style_meant), Field(json_schema_extra={"enum": list(STYLE_WORDS)})
]
"""`karaoke`: the whole line, the spoken word highlighted; `pop`: few words at a time, each grows in when it is spoken;
`box`: a box moves from word to word; `sidecar`: no burned-in captions, only caption files."""
