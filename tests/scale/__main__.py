"""`make scale`: measure the road of a job, write `docs/scale.md` and `docs/costs.md`, print their last lines."""

import sys
from pathlib import Path

from tests.infra.rights import template_of_prod
from tests.scale import costs, page
from tests.scale.inventory import inventory_of
from tests.scale.measuring import measure_film, measure_idle, measure_task

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Measure and write."""
    film, idle = measure_film(), measure_idle()
    stack = inventory_of(template_of_prod())
    (DOCS / "scale.md").write_text(page.page(film, measure_task(), idle))
    (DOCS / "costs.md").write_text(costs.page(film, idle, stack))
    sys.stdout.write(f"{costs.last_line(film, idle, stack)}\n{page.last_line(film)}\n")


if __name__ == "__main__":
    main()
