"""`make scale`: measure the road of a job, write `docs/scale.md`, print its last line."""

import sys
from pathlib import Path

from tests.scale.measuring import measure_film, measure_idle, measure_task
from tests.scale.page import last_line, page

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"


def main() -> None:
    """Measure and write."""
    film = measure_film()
    PAGE.write_text(page(film, measure_task(), measure_idle()))
    sys.stdout.write(last_line(film) + "\n")


if __name__ == "__main__":
    main()
