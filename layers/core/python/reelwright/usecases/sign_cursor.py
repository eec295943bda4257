"""Sign the cursors of lists, and read them back."""

from reelwright.jobs.cursor import CURSOR_KEY, read_cursor, write_cursor
from reelwright.ports import World
from reelwright.refusals import InvalidField
from reelwright.values import Value


def cursor_at(place: str | None, *, listed: Value, world: World) -> str | None:
    """Sign the public cursor of the page after `place`; None at the end of the list."""
    return None if place is None else write_cursor(listed, place, key=world.secrets.key(CURSOR_KEY))


def place_of(cursor: str | None, *, listed: Value, world: World) -> str | None:
    """Verify a cursor and return its place, None without a cursor; raises InvalidField for a cursor of another list."""
    if cursor is None:
        return None
    place = read_cursor(listed, cursor, key=world.secrets.key(CURSOR_KEY))
    if place is None:
        raise InvalidField("cursor", "it does not belong to this list; start from the first page")
    return place
