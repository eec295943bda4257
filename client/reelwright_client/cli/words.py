"""Figures and texts of users, ready for a terminal."""

import re
from datetime import UTC, datetime
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Codes that move the cursor or reverse the text: a title must not be able to overwrite the screen."""
_MINUTE: Final = 60
_HOUR: Final = 3600


def plain(text: str) -> str:
    """Remove control codes and line breaks from a text of a server or user."""
    return " ".join(_CONTROL.sub("", text).split())


def seconds(value: float | None) -> str:
    """Format a time span: `0.4 s`, `42 s`, `3 min 05 s`, `1 h 02 min`; `-` for None."""
    if value is None:
        return "-"
    if value < 10:  # noqa: PLR2004 - below ten seconds a tenth can be seen
        return f"{value:.1f} s"
    whole = round(value)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE:02d} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE:02d} min"


def dollars(value: float | None) -> str:
    """Format US dollars; fractions of a cent stay visible."""
    if value is None:
        return "-"
    return f"${value:.2f}" if value == 0 or value >= 0.01 else f"${value:.4f}"  # noqa: PLR2004 - one cent


def percent(share: float) -> str:
    """Format a share (0-1) in whole percent, rounded down: 100 % means finished."""
    return f"{int(min(max(share, 0.0), 1.0) * 100):3d} %"


def moment(value: datetime | None) -> str:
    """Format a time in UTC to the second; `-` for None."""
    return "-" if value is None else f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"


def title_of(step: str) -> str:
    """Format the name of a step or task for people: `render_scene` -> `Render scene`."""
    return plain(step).replace("_", " ").capitalize()
