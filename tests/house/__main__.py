"""`make house`: prints figures about the structure of this checkout, or of the one given as an argument.

The last line is machine-readable: `house: arrows_up A twins T return_docstrings P ports_methods M`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.arrows import house_of
from tests.house.checkout import Checkout
from tests.house.ports import carried, methods_of_ports
from tests.house.twins import twins
from tests.house.wording import CONCEPTS, files_of, longest_function, return_percent

_SHOWN = 12


def figures(checkout: Checkout) -> Iterator[str]:
    """Give the lines of the report."""
    production, tests = checkout.production, checkout.tests
    for name, sources in (("production", production), ("tests", tests)):
        lines = sum(source.text.count("\n") for source in sources)
        yield f"{name}: {len(sources)} files, {lines} lines"
    house, ports = house_of(checkout), methods_of_ports(checkout)
    upward, likenesses = house.upward(), twins((*production, *tests))
    yield f"rooms: {len(house.rooms)}, arrows: {len(house.arrows)}, of which {len(upward)} do not run down"
    yield from (f"  {source} -> {target}" for source, target in upward[:_SHOWN])
    lines, name = longest_function(production)
    yield f"longest function: {lines} lines, {name}"
    yield from (f"files of {concept}: {files_of(concept, production)}" for concept in CONCEPTS)
    yield f"parameters that only carry a port: {carried(production, ports)}"
    yield f"ports: {len(ports)}, methods: {sum(ports.values())}"
    yield f"pairs of places that share six lines: {len(likenesses)}"
    yield from (f"  {a}:{line} {b}:{other}" for (a, line), (b, other) in likenesses[:_SHOWN])
    yield (
        f"house: arrows_up {len(upward)} twins {len(likenesses)} "
        f"return_docstrings {return_percent(production)} ports_methods {ports.get('Jobs', 0)}"
    )


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    print(*figures(Checkout(given)), sep="\n")  # noqa: T201 - the command's answer
