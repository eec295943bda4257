"""Files that appear whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(out: Path) -> Iterator[Path]:
    """Give a path beside `out` to write to; it becomes `out` when the block ends well and vanishes when it raises.

    The name is fixed (`<out>.part`), so what a killed process left behind is overwritten by the next try.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
