"""The answers of a text model to a request for hooks or a script, and what is wrong with an answer."""

from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationInfo, model_validator

from reelwright.film.text.emptiness import says_nothing
from reelwright.film.text.words import words_of

_LEAST_LETTERS: Final = 6
_LEAST_SHARE: Final = 0.15
"""Of the ordered words: a shorter text is a title or a fragment. Small models write some."""
_MOST_SHARE: Final = 2.5
"""A longer text is another film than the one that was ordered and priced."""


def _has_words(text: str) -> str:
    if sum(map(str.isalpha, text)) < _LEAST_LETTERS:
        raise ValueError("no sentence")
    return text


Sentence = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300), AfterValidator(_has_words)
]


class HookDraft(BaseModel):
    """The answer to a request for hooks."""

    hooks: Annotated[list[Sentence], "3 to 5 different ones"]


class ScriptDraft(BaseModel):
    """The answer to a request for a script. The validation context gives the ordered `words` and the `language`."""

    script: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=20_000)]

    @model_validator(mode="after")
    def _is_a_text(self, info: ValidationInfo) -> Self:
        ordered = info.context or {}
        count = sum(any(map(str.isalnum, word)) for word in words_of(self.script, ordered["language"]))
        if not _LEAST_SHARE * ordered["words"] <= count <= _MOST_SHARE * ordered["words"]:
            raise ValueError(f"the script has {count} words; write about {ordered['words']}")
        if says_nothing(self.script, ordered["language"]):
            raise ValueError("the script only promises; write facts, names, causes and steps of the topic")
        return self
