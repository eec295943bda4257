"""The API function does what its document says, behind a gateway of this machine; `tests/local` asks the deployed one."""

from pathlib import Path
from typing import TYPE_CHECKING

from tests.conformance import conformance

if TYPE_CHECKING:
    from tests.functions.conftest import Service


def test_the_function_does_what_its_document_says(service: "Service", tmp_path: Path) -> None:
    """Every boundary of its schemas, right and wrong, and linked calls: no fault of ours, nothing that is not described."""
    found = conformance(service.url, "operator", phases="coverage", examples=3, seconds=240, folder=tmp_path)
    assert found.passed, found.report[-6000:]
    assert found.cases > 400, found.report[-2000:]
    assert found.links > 5, found.report[-2000:]
