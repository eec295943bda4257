"""The place of a mistake in its line: a reader must look at the wrong value, not at an equal one before it."""

import pytest

from reelwright_client.cli.mistake_places import place_of
from reelwright_client.errors import LineMistake

HEADER = "custom_id;title;duration"


@pytest.mark.parametrize(
    ("source", "mistake", "expected"),
    [
        ("row-2;Hello 2;2", {"column": "duration", "value_preview": "2"}, 15),
        ('row-2;"Semi; colon";2', {"column": "duration", "value_preview": "2"}, 21),
        ('row-2;"Say ""2""";2', {"column": "title", "value_preview": 'Say "2"'}, 8),
        ("row-2;;30", {"column": "title"}, 7),
        ("row-2", {"column": "duration"}, None),
        (HEADER, {"column": "title"}, 11),
        ("row-2;Hello;30", {"column_number": 4, "column": "title"}, 4),
        ('{"title": "5", "duration": 5}', {"pointer": "/video_request/duration", "value_preview": "5"}, 28),
        ('{"title": 5', {}, None),
    ],
)
def test_a_mistake_is_found_by_its_column_or_its_key(
    source: str, mistake: dict[str, str | int], expected: int | None
) -> None:
    """Quotes may hold the delimiter; an empty cell has a place, too; a short row has none."""
    assert place_of(LineMistake.model_validate(mistake), source, HEADER) == expected
