"""What every model of the core is made of: immutable, closed values."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; an unknown field is an error, so a typing slip never passes silently."""

    model_config = ConfigDict(frozen=True, extra="forbid")
