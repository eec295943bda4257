"""Twins of plug-ins, so that the contract suite runs on providers of other packages.

The environment variable `REELWRIGHT_TWINS` names them, as `package.module:NAME` separated by commas: dicts of dialects.
"""

import os
from importlib import import_module
from typing import Final

from tests.twins.dialects import Dialect

EXAMPLE: Final = "tests.example_provider.acme_voice.twin:VOICES"


def plugged_voices() -> dict[str, Dialect]:
    """Import the named twins, and the example's."""
    found: dict[str, Dialect] = {}
    for place in filter(None, [EXAMPLE, *os.environ.get("REELWRIGHT_TWINS", "").split(",")]):
        module, _, name = place.partition(":")
        found |= getattr(import_module(module), name)
    return found
