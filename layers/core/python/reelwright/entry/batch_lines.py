"""This process's cache of the stored lines and plans of batches."""

from collections import OrderedDict
from typing import Any, Final

from reelwright.batches.lines import BatchLine, lines_of_part, part_key, part_of
from reelwright.batches.model import Batch
from reelwright.batches.plan import LinesPlan
from reelwright.errors import MissingArtefactError
from reelwright.ports import Artefacts

_PARTS: Final = 4
"""Parts that are kept: a release reads one line of a thousand, and a few batches run at once."""
_PLANS: Final = 16


class CachedBatchLines:
    """`ports.BatchLines` over the bucket; the docstrings of the port hold."""

    def __init__(self, artefacts: Artefacts) -> None:
        self._artefacts = artefacts
        self._parts: OrderedDict[str, tuple[BatchLine, ...]] = OrderedDict()
        self._plans: OrderedDict[str, LinesPlan] = OrderedDict()

    def line(self, batch_id: str, line: int) -> BatchLine:
        """Return a line."""
        part, place = part_of(line)
        lines = self.part(batch_id, part)
        if place >= len(lines):
            raise MissingArtefactError(f"batch {batch_id} has no line {line}")
        return lines[place]

    def part(self, batch_id: str, part: int) -> tuple[BatchLine, ...]:
        """Return all lines of a part."""
        key = part_key(batch_id, part)
        if key not in self._parts:
            self._parts[key] = lines_of_part(self._artefacts.get(key))
        _keep(self._parts, key, _PARTS)
        return self._parts[key]

    def plan(self, batch: Batch) -> LinesPlan:
        """Return the plan of the batch's present generation."""
        key = batch.plan_key
        if key is None:
            return LinesPlan.of_all(batch.lines)
        if key not in self._plans:
            self._plans[key] = LinesPlan.model_validate_json(self._artefacts.get(key))
        _keep(self._plans, key, _PLANS)
        return self._plans[key]


def _keep(cache: OrderedDict[str, Any], key: str, most: int) -> None:
    """Make an entry the newest and drop the oldest beyond `most`."""
    cache.move_to_end(key)
    while len(cache) > most:
        cache.popitem(last=False)
