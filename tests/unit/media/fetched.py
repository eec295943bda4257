"""Skips a test on a machine that has not fetched fonts and icons."""

import pytest

from reelwright.errors import MissingAssetError
from reelwright_media.assets import root


def skip_without_assets() -> None:
    """Skip the test, with how to fetch the assets."""
    try:
        root()
    except MissingAssetError as error:
        pytest.skip(str(error))
