"""What a user's text must hold so that a voice can speak it, for the validator and for the API document."""

from typing import Any, Final

from pydantic import AfterValidator

from reelwright.film.text.cleaning import clean, speakable

SPOKEN_SCHEMA: Final[dict[str, Any]] = {"minLength": 1, "pattern": r"[\p{L}\p{N}]"}
"""At least one letter or number, as JSON Schema says it."""


def _speakable(text: str) -> str:
    if not speakable(clean(text)):
        raise ValueError("nothing of this text can be spoken; write at least one word, in any language")
    return text


SPEAKABLE: Final = AfterValidator(_speakable)
"""Refuses a text of which nothing is left to speak after cleaning."""
