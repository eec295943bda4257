"""What every answer's body is made of."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer


def _open(schema: dict[str, Any]) -> None:
    """Leave the published schema open: a client has to read past fields that a later version adds."""
    schema.pop("additionalProperties", None)


class View(BaseModel):
    """One JSON object of an answer. Fields are sent in the order in which they stand, and all of them always."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra=_open, json_schema_serialization_defaults_required=True
    )

    def wire(self) -> dict[str, Any]:
        """Return the object as JSON's own types."""
        return self.model_dump(mode="json")

    @classmethod
    def of(cls, **fields: Any) -> Self:
        """Return the view of fields that are known by name only at run time; raises ValidationError as usual."""
        return cls.model_validate(fields)


DateTimeText = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Time = Annotated[datetime, PlainSerializer(datetime.isoformat, return_type=DateTimeText)]
"""A time as it is sent: ISO 8601 with its offset, which is always that of UTC."""
