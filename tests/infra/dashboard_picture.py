"""Draws the layout of the CloudWatch dashboard of prod: `docs/dashboard.svg` and `.png` (`make docs`).

CloudWatch alone draws the graphs; the picture shows where each is, its title, its metrics and the limits of its alarms.
"""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, Final

import resvg_py

from tests.infra.rights import ROOT, template_of_prod

PICTURE: Final = ROOT / "docs" / "dashboard.svg"
CELL: Final = 56
"""Pixels of one column of CloudWatch's grid of 24; rows have the same height."""
LINE: Final = 13
LETTERS: Final = 68
"""Of a line in a graph of eight columns."""


def body_of(template: dict[str, Any]) -> dict[str, Any]:
    """Read the dashboard's body; references become the logical id without its hash."""
    (dashboard,) = (one for one in template["Resources"].values() if one["Type"] == "AWS::CloudWatch::Dashboard")
    parts = dashboard["Properties"]["DashboardBody"]["Fn::Join"][1]
    loaded: dict[str, Any] = json.loads("".join(part if isinstance(part, str) else _reference(part) for part in parts))
    return loaded


def picture_of(body: dict[str, Any]) -> str:
    """Draw every widget at its place in the grid."""
    widgets = body["widgets"]
    height = CELL * max(one["y"] + one["height"] for one in widgets)
    drawn = "\n".join(line for one in widgets for line in _drawn(one))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{24 * CELL}" height="{height}" font-family="DejaVu Sans">\n'
        f'<rect width="100%" height="100%" fill="#eef1f4"/>\n{drawn}\n</svg>\n'
    )


def _drawn(widget: dict[str, Any]) -> Iterator[str]:
    left, top = CELL * widget["x"], CELL * widget["y"]
    width, height = CELL * widget["width"], CELL * widget["height"]
    properties = widget["properties"]
    if widget["type"] == "text":
        yield _text(left + 14, top + 38, properties["markdown"].removeprefix("## "), size=22, weight="bold")
        return
    yield (
        f'<rect x="{left + 4}" y="{top + 4}" width="{width - 8}" height="{height - 8}" rx="6" fill="#ffffff" stroke="#b6c0ca"/>'
    )
    yield _text(left + 14, top + 26, str(properties.get("title", widget["type"])), size=15, weight="bold")
    columns = max(1, widget["width"] // 8)
    places = (height - 50) // LINE
    lines = _fitting([*_lines(properties)], places * columns)
    for number, line in enumerate(lines):
        across, down = divmod(number, places)
        shown = line if len(line) <= LETTERS else f"{line[: LETTERS - 3]}..."
        yield _text(left + 14 + across * CELL * 8, top + 48 + down * LINE, shown, size=10)


def _fitting(lines: list[str], places: int) -> list[str]:
    """Leave out what does not fit, and say how many lines that were; CloudWatch scrolls."""
    if len(lines) <= places:
        return lines
    return [*lines[: places - 1], f"and {len(lines) - places + 1} more"]


def _lines(properties: dict[str, Any]) -> Iterator[str]:
    """List what a widget shows: alarms, metrics with their limits, or the query of a log."""
    for alarm in properties.get("alarms", []):
        yield str(alarm)
    for metric in properties.get("metrics", []):
        options = metric[-1] if isinstance(metric[-1], dict) else {}
        if options.get("visible", True):
            yield str(options.get("expression") or f"{options.get('label', '')}: {' '.join(map(str, metric[:2]))}")
    for limit in properties.get("annotations", {}).get("horizontal", []):
        yield f"alarm above {limit['value']:g}"
    if "query" in properties:
        yield from (part.strip() for part in properties["query"].split("|") if "SOURCE" not in part)


def _text(x: int, y: int, text: str, *, size: int, weight: str = "normal") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="#232f3e">{escape(text)}</text>'


def _reference(part: dict[str, Any]) -> str:
    name = part.get("Fn::GetAtt", [part.get("Ref")])[0]
    return str(name)[:-8].removeprefix("alarms")


def write(picture: str) -> None:
    """Write the picture and its pixels."""
    PICTURE.write_text(picture, encoding="utf-8")
    pixels = resvg_py.svg_to_bytes(svg_string=picture, font_dirs=["/usr/share/fonts", str(ROOT / ".assets")])
    Path(PICTURE.with_suffix(".png")).write_bytes(bytes(pixels))


if __name__ == "__main__":
    write(picture_of(body_of(template_of_prod())))
