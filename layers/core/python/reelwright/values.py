"""The base class of the core's models: immutable, closed values."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; an unknown field is an error, so a typing slip never passes silently."""

    model_config = ConfigDict(frozen=True, extra="forbid")
