"""The base class and field types of all JSON objects that clients receive: answers of the API, and webhooks."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer


def _permit_more_fields(schema: dict[str, Any]) -> None:
    """Permit additional fields in the published schema: clients must ignore fields that a later version adds."""
    schema.pop("additionalProperties", None)


class Payload(BaseModel):
    """One JSON object that clients receive. Every field is always present, in the order of its definition."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra=_permit_more_fields,
        json_schema_serialization_defaults_required=True,
        # A cold start builds the validators of the models that its first request needs, not those of all routes.
        defer_build=True,
    )

    def wire(self) -> dict[str, Any]:
        """Convert to JSON's own types."""
        return self.model_dump(mode="json")

    @classmethod
    def of(cls, **fields: Any) -> Self:
        """Build from fields whose names are known only at run time; raises ValidationError if they do not fit."""
        return cls.model_validate(fields)


DateTimeText = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Time = Annotated[datetime, PlainSerializer(datetime.isoformat, return_type=DateTimeText)]
"""A time in ISO 8601 with its offset, which is always UTC."""
Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
