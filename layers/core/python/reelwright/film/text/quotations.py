"""Text between quotation marks, in the styles of many languages."""

import re
from typing import Final, NamedTuple

_QUOTED: Final = re.compile('"([^"]+)"|“([^”“]+)[”“]|„([^“”]+)[“”]|«\\s?([^»]+?)\\s?»|「([^」]+)」|『([^』]+)』')


class Quoted(NamedTuple):
    """A text between quotation marks: its own position, and that with the marks; ends are exclusive."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def quotations_of(text: str) -> tuple[Quoted, ...]:
    """Find the texts between quotation marks, in order."""
    found = []
    for match in _QUOTED.finditer(text):
        group = next(number for number, inner in enumerate(match.groups(), 1) if inner is not None)
        found.append(Quoted(match.start(group), match.end(group), match.start(), match.end()))
    return tuple(found)
