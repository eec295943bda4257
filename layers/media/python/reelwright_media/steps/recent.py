"""JSON artefacts that this process wrote or read last: a key is written once, so its content never changes."""

from collections import OrderedDict
from typing import Final

_MOST: Final = 32
_MOST_BYTES: Final = 512 * 1024
"""Of one artefact; a plan of three hundred scenes is below it."""


class RecentArtefacts:
    """The content of the last artefacts by key. Nine scenes of a film read one plan: a warm process reads it once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def find(self, key: str) -> bytes | None:
        """Return an artefact's content, or None."""
        content = self._kept.get(key)
        if content is not None:
            self._kept.move_to_end(key)
        return content

    def keep(self, key: str, content: bytes) -> bytes:
        """Remember an artefact's content unless it is large, and return it."""
        if len(content) <= _MOST_BYTES:
            self._kept[key] = content
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return content
