"""The tools that steps on memory adapters work with."""

import pytest

from tests.unit.media.steps.makers import Makers


@pytest.fixture
def makers() -> Makers:
    """Return one local maker of each kind."""
    return Makers()
