"""Prints the parts of `docs/security.md` that the template of prod decides (`make docs`)."""

from pathlib import Path
from typing import Any, Final

from infra.environments import ENVIRONMENTS
from tests.infra import boundaries, rights

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "security.md"


def page_with(text: str, template: dict[str, Any], stack_name: str) -> str:
    """Return the page with the drawing of trust boundaries and the table of rights between their marks."""
    drawn = boundaries.page_with(text, boundaries.boundaries(template, stack_name))
    return rights.page_with(drawn, rights.rights_table(template, stack_name))


if __name__ == "__main__":
    PAGE.write_text(page_with(PAGE.read_text(), rights.template_of_prod(), ENVIRONMENTS["prod"].stack_name))
