"""Imports between packages, compared with the order of layers in `.importlinter`."""

import ast
import configparser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.house.checkout import Checkout, Source

_PACKAGES = ("functions", "reelwright_media", "reelwright")
"""Packages that ship on top of each other: none may import the one before it."""
Floors = list[list[str]]
Arrow = tuple[str, str]


@dataclass(frozen=True)
class House:
    """Rooms and their arrows (importing room, imported room)."""

    rooms: frozenset[str]
    arrows: frozenset[Arrow]
    orders: list[Floors]

    def upward(self) -> list[Arrow]:
        """List the arrows that run to a higher floor; of a circle of rooms that nothing orders, one of the ways."""
        return sorted(arrow for arrow in self.arrows if self._runs_up(arrow))

    def straight(self) -> list[Arrow]:
        """List the arrows without those that two or more others replace, so that a picture can be read."""
        far = {room: set().union(*map(self._reached, self._below.get(room, ()))) for room in self.rooms}
        return sorted((source, target) for source, target in self.arrows if target not in far[source])

    def _runs_up(self, arrow: Arrow) -> bool:
        source, target = arrow
        for order in self.orders:
            above, below = _floor(order, source), _floor(order, target)
            if above and below and above != below:
                return above < below
        packages = [room.split(".")[0] for room in arrow]
        if packages[0] != packages[1] and set(packages) <= set(_PACKAGES):
            return _PACKAGES.index(packages[0]) > _PACKAGES.index(packages[1])
        return source > target and source in self._reached(target)

    @cached_property
    def _below(self) -> dict[str, set[str]]:
        return {room: {target for source, target in self.arrows if source == room} for room in self.rooms}

    def _reached(self, room: str) -> set[str]:
        found, rest = set[str](), [room]
        while rest:
            new = self._below.get(rest.pop(), set()) - found
            found |= new
            rest += new
        return found


def house_of(checkout: Checkout) -> House:
    """Read the imports of all production code."""
    orders = _orders(checkout)
    named = {room for order in orders for floor in order for room in floor}
    modules = {source.module for source in checkout.production}
    rooms = {module: _room(module, named) for module in modules}
    arrows = {
        (rooms[source.module], rooms[target])
        for source in checkout.production
        for target in _imported(source, modules)
        if rooms[source.module] != rooms[target]
    }
    return House(rooms=frozenset(rooms.values()), arrows=frozenset(arrows), orders=orders)


def _orders(checkout: Checkout) -> list[Floors]:
    """Read the contracts of type `layers`, highest floor first. Floors may separate their rooms by | or by :."""
    parser = configparser.ConfigParser()
    parser.read(checkout.folder / ".importlinter")
    contracts = [parser[name] for name in parser.sections() if parser[name].get("type") == "layers"]
    return [
        [line.replace("|", " ").replace(":", " ").split() for line in contract["layers"].strip().splitlines()]
        for contract in contracts
    ]


def _floor(order: Floors, room: str) -> int:
    """Return the floor of a room, or of the room around it: 1 is the lowest, 0 means that the order names neither."""
    for height, floor in enumerate(reversed(order), start=1):
        if any(f"{room}.".startswith(f"{name}.") for name in floor):
            return height
    return 0


def _room(module: str, named: Iterable[str]) -> str:
    """Return the smallest room that a contract names around a module, or else its first two names."""
    around = [room for room in named if f"{module}.".startswith(f"{room}.")]
    return max(around, key=len, default=".".join(module.split(".")[:2]))


def _imported(source: Source, modules: set[str]) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            whole = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
            found = next((module for module in whole if module in modules), None)
            if found is not None:
                yield found
