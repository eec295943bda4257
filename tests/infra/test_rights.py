"""docs/security.md shows what the template of prod grants."""

from typing import TYPE_CHECKING

from tests.infra.rights import PAGE, page_with, rights_table

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis


def test_the_table_of_rights_is_current(prod: "Synthesis") -> None:
    """Run `make docs` after a change of grants."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_with(page, rights_table(prod.template, prod.environment.stack_name))


def test_only_the_intake_reads_uploads_and_the_decoder_has_no_data(prod: "Synthesis") -> None:
    """Manifests are apart. What decodes strangers' files holds no right on any table, object, queue, secret or execution."""
    rows = [row.split(" | ") for row in rights_table(prod.template, prod.environment.stack_name).splitlines()[2:]]
    readers = {name.strip("| `") for name, service, actions, on in rows if "uploads" in on and "GetObject" in actions}
    assert readers == {"intake"}
    assert {service for name, service, _, _ in rows if "`material`" in name} == {"ec2"}
