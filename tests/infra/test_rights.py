"""docs/security.md shows what the template of prod grants."""

import copy
from typing import TYPE_CHECKING

from tests.infra.boundaries import boundaries
from tests.infra.rights import rights_table
from tests.infra.security_page import PAGE, page_with

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis


def test_the_drawing_of_boundaries_and_the_table_of_rights_are_current(prod: "Synthesis") -> None:
    """Run `make docs` after a change of grants, routes, queues or networks."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_with(page, prod.template, prod.environment.stack_name)


def test_a_boundary_that_moves_is_drawn(prod: "Synthesis") -> None:
    """A route that opens, and a decoder that gets a right on rows or the internet, change the picture."""
    stack_name = prod.environment.stack_name
    before = boundaries(prod.template, stack_name)
    opened, connected = copy.deepcopy(prod.template), copy.deepcopy(prod.template)
    closed = next(one for one in opened["Resources"].values() if one["Properties"].get("AuthorizationType") == "JWT")
    closed["Properties"]["AuthorizationType"] = "NONE"
    for resource in connected["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Function":
            resource["Properties"].pop("VpcConfig", None)
    assert {boundaries(one, stack_name) == before for one in (opened, connected)} == {False}


def test_only_the_intake_reads_uploads_and_the_decoder_has_no_data(prod: "Synthesis") -> None:
    """Manifests are apart. What decodes strangers' files holds no right on any table, object, queue, secret or execution."""
    rows = [row.split(" | ") for row in rights_table(prod.template, prod.environment.stack_name).splitlines()[2:]]
    readers = {name.strip("| `") for name, service, actions, on in rows if "uploads" in on and "GetObject" in actions}
    assert readers == {"intake"}
    assert {service for name, service, _, _ in rows if "`material`" in name} == {"ec2"}
