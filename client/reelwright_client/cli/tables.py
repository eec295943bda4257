"""Tables without lines, as every command shows them."""

from typing import Final

from rich.table import Table

GAP: Final = 2
"""Columns between the columns of a table."""


def table(*heads: str) -> Table:
    """Start a table whose cells are never wrapped."""
    made = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
    for head in heads:
        made.add_column(head, no_wrap=True, overflow="fold")
    return made
