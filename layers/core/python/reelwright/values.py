"""The base class of the core's models: immutable, closed values."""

from typing import Final

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _no_flag(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")  # noqa: TRY004 - pydantic reports ValueError alone
    return value


NO_FLAG: Final = BeforeValidator(_no_flag)
"""Of a number in a request: `true` would pass as 1."""


class Value(BaseModel):
    """An immutable value; an unknown field is an error, so a typing slip never passes silently.

    Validators are built on first use: a function uses few of the models that it imports, and building all of them is a fifth
    of the API's import.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
