"""Builds a `World` for a test: another world, or an empty one, with some ports replaced."""

from typing import Any, cast

from reelwright.figures.traffic import QUIET, Traffic
from reelwright.ports import World
from tests.memory.languages import MemoryLanguages


class _Empty:
    """A world of nothing but a quiet system that recognizes no language."""

    languages = MemoryLanguages()

    class recent_tallies:  # noqa: N801 - stands for the attribute
        """No traffic is known."""

        @staticmethod
        def known() -> Traffic:
            """Return no traffic."""
            return QUIET


def world_with(world: object = _Empty, /, **ports: Any) -> World:
    """Return `world` with some ports replaced; a port that neither has raises AttributeError."""
    return cast("World", _Replaced(world, ports))


class _Replaced:
    def __init__(self, world: object, ports: dict[str, Any]) -> None:
        self._world, self._ports = world, ports

    def __getattr__(self, name: str) -> Any:
        """Return the replaced port, else the world's own."""
        return self._ports[name] if name in self._ports else getattr(self._world, name)
