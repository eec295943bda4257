"""Compressed sounds of providers, decoded in the function without rights, as users' files are."""

import hashlib
from typing import Final

from reelwright.errors import ContentError, ProviderError
from reelwright.film.decoding import SoundOrder
from reelwright_media.speech.sound import Samples, flac_samples
from reelwright_media.steps.checkpoint import artefact_key, checkpoint
from reelwright_media.steps.context import StepContext
from reelwright_media.steps.decode import Located, errand

_ORDER: Final = SoundOrder(seconds=120, least_seconds=0.1)
"""One call speaks about 30 s."""


class StepSounds:
    """Decodes the sounds of one step. The decoded file is kept: a repeated step finds it."""

    def __init__(self, context: StepContext) -> None:
        self._context = context

    def __call__(self, ogg: bytes, rate: int) -> Samples:
        """Return mono samples at this rate. Raises ProviderError for a sound that cannot be decoded."""
        context = self._context
        inputs = {"sound": hashlib.sha256(ogg).hexdigest(), "order": _ORDER.model_dump()}
        source, key = (artefact_key(context, inputs, extension) for extension in ("ogg", "flac"))
        if not context.artefacts.exists(key):
            checkpoint(context, source, lambda: ogg)
            located = Located(name="the provider's sound", key=source, etag="", size_bytes=len(ogg))
            try:
                errand(context, located, _ORDER, key)
            except ContentError as error:
                raise ProviderError(str(error)) from error
        return flac_samples(context.artefacts.get(key), rate)
