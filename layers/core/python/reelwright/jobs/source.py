"""The sources of a film from an idea: texts and web pages that its facts come from."""

from typing import Annotated, Final, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from reelwright.jobs.upload import given
from reelwright.receivers.urls import MAX_URL_CHARACTERS, PUBLIC_PATTERN
from reelwright.values import Value

MAX_SOURCES: Final = 5
MAX_SOURCE_CHARACTERS: Final = 10_000
"""Five of them are 200 KB at most, half of what the job's item may have."""


class Source(Value):
    """One source: a text, or the address of a web page, which is read once when the job runs."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [given("text"), given("url")]})

    text: Annotated[str | None, Field(min_length=1, max_length=MAX_SOURCE_CHARACTERS)] = None
    url: Annotated[
        str | None,
        StringConstraints(max_length=MAX_URL_CHARACTERS),
        Field(json_schema_extra={"pattern": PUBLIC_PATTERN}),
    ] = None
    """A public HTTPS address of a page in HTML or plain text."""

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.text is None) == (self.url is None):
            raise ValueError("give either text or url")
        return self
