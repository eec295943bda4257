"""Writes the package diagram of `docs/architecture.md`, from the imports of the code (`make docs`)."""

from collections.abc import Iterator
from pathlib import Path

from tests.house.arrows import House, house_of
from tests.house.checkout import Checkout

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "architecture.md"
BEGIN = "<!-- rooms: printed by `make docs` -->"
END = "<!-- end of rooms -->"
_PACKAGES = {"reelwright_media": "layers/media", "reelwright": "layers/core"}


def picture(house: House) -> str:
    """Draw the rooms of the two layers as a flowchart; an arrow that a longer way replaces is left out."""
    return "\n".join(["```mermaid", "flowchart TD", *_lines(house), "```"])


def page_with(text: str, drawn: str) -> str:
    """Return the page with the picture between its two marks."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{drawn}\n{END}{rest.split(END)[1]}"


def current_page() -> str:
    """Return `docs/architecture.md` as it should be."""
    return page_with(PAGE.read_text(), picture(house_of(Checkout(ROOT))))


def _lines(house: House) -> Iterator[str]:
    linked = {room for arrow in house.arrows for room in arrow}
    drawn = {room for room in linked if room.split(".")[0] in _PACKAGES and "." in room}
    for package, folder in _PACKAGES.items():
        yield f'  subgraph {package} ["{folder}"]'
        yield from (f'    {room}["{room.removeprefix(f"{package}.")}"]' for room in sorted(drawn) if _of(package, room))
        yield "  end"
    yield from (f"  {source} --> {target}" for source, target in house.straight() if {source, target} <= drawn)


def _of(package: str, room: str) -> bool:
    return room.startswith(f"{package}.")


if __name__ == "__main__":
    PAGE.write_text(current_page())
