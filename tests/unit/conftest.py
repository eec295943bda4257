"""A system in memory and two callers, for every test that wants them."""

import pytest

from reelwright.jobs.caller import Caller
from tests.memory.system import System


@pytest.fixture
def system() -> System:
    """Return an empty system."""
    return System()


@pytest.fixture
def ada() -> Caller:
    """Return a premium user."""
    return Caller(user_id="ada", tier="premium")


@pytest.fixture
def eve() -> Caller:
    """Return a free user."""
    return Caller(user_id="eve", tier="free")
