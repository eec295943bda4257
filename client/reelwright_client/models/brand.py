"""The saved brand."""

from collections.abc import Mapping
from typing import Any

from reelwright_client.models.wire import Wire


class SavedBrand(Wire):
    """What films with `brand="saved"` have in common; None leaves a choice to the film."""

    colours: Mapping[str, Any] | None = None
    captions: str | None = None
    intro: str | None = None
    outro: str | None = None
    logo: Mapping[str, Any] | None = None
    font: Mapping[str, Any] | None = None
    corner: str = "top_left"
