"""What a package of another author offers: builders of providers, by capability (`docs/providers.md`, plug-ins)."""

from collections.abc import Callable
from typing import Final, NamedTuple

from reelwright.providers.model import Completion
from reelwright.providers.pictures import PictureModel
from reelwright.providers.setup import PictureSetup, SpeechSetup, TextSetup
from reelwright.providers.speech import SpeechModel

GROUP: Final = "reelwright.providers"
"""The group of entry points. The name of an entry point is the provider's name in `providers.toml` without `x-`."""


class Plugin(NamedTuple):
    """The object that the entry point names. A builder takes the operator's setup and the key, or None without one.

    It is called once a process and key, also in functions without keys, which only price calls: it must not connect.
    """

    text: Callable[[TextSetup, str | None], Completion] | None = None
    speech: Callable[[SpeechSetup, str | None], SpeechModel] | None = None
    picture: Callable[[PictureSetup, str | None], PictureModel] | None = None
