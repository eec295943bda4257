"""What every model of the client has in common."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class Wire(BaseModel):
    """One JSON object of the API; immutable.

    Tolerant on purpose, so that a newer server never breaks an older client: unknown fields are kept (`--json`
    prints them), null means "not given", and states are plain strings instead of enumerations.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    @model_validator(mode="before")
    @classmethod
    def _null_means_not_given(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if value is not None}
