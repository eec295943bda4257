"""These tests draw with the real fonts and icons; a machine that has not fetched them skips, and says how to."""

import pytest

from reelwright.errors import MissingAssetError
from reelwright_media.assets import root


@pytest.fixture(autouse=True)
def _fetched_assets() -> None:
    try:
        root()
    except MissingAssetError as error:
        pytest.skip(str(error))
