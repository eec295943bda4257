"""The lines that a generation of a batch releases, in order: ranges, so that ten thousand lines are a short text."""

from collections.abc import Iterable
from typing import Self

from reelwright.batches.lines import batch_prefix
from reelwright.values import Value


class LinesPlan(Value):
    """Ranges of lines, first and last included, ascending."""

    ranges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, lines: Iterable[int]) -> Self:
        """Plan these lines, in ascending order and each once."""
        ranges: list[tuple[int, int]] = []
        for line in sorted(set(lines)):
            if ranges and ranges[-1][1] == line - 1:
                ranges[-1] = (ranges[-1][0], line)
            else:
                ranges.append((line, line))
        return cls(ranges=tuple(ranges))

    @classmethod
    def of_all(cls, lines: int) -> Self:
        """Plan all lines of a batch: the first generation."""
        return cls(ranges=((1, lines),))

    def __len__(self) -> int:
        """Count the lines."""
        return sum(last - first + 1 for first, last in self.ranges)

    def line_at(self, index: int) -> int:
        """Find the line at an index from 0; raises IndexError behind the last."""
        for first, last in self.ranges:
            if index <= last - first:
                return first + index
            index -= last - first + 1
        raise IndexError("the plan has no such line")


def plan_key(batch_id: str, name: str) -> str:
    """Build the key of a stored plan. Each resume writes one of its own, so that of two at once neither changes the other's."""
    return f"{batch_prefix(batch_id)}plan-{name}.json"
