"""These tests draw with the real fonts and icons."""

import pytest

from tests.unit.media.fetched import skip_without_assets


@pytest.fixture(autouse=True)
def _fetched_assets() -> None:
    skip_without_assets()
