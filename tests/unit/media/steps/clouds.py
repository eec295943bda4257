"""Picture models over real HTTP for steps in this process: the function with keys is a call, the bucket is in memory."""

import json

from reelwright.entry.calling import CalledPictures, answer_call
from reelwright.entry.pictures import picture_models
from reelwright.providers.calls import CallCommand, CallReply, RawPlace
from reelwright.providers.setup import PictureSetup, ProvidersSetup
from tests.memory.decoding import key_of
from tests.memory.system import System
from tests.twins.dialects import KEY
from tests.twins.server import Twin

USD = 0.05


class KeyedFunction:
    """The function with keys, called over the wire's JSON."""

    def __init__(self, studio: System, setup: ProvidersSetup) -> None:
        self._studio, self._setup = studio, setup

    def call(self, command: CallCommand) -> CallReply:
        """Make the call, and put its bytes into the bucket."""
        models = picture_models(self._setup, {one.provider: KEY for one in self._setup.picture})
        event = json.loads(command.model_dump_json())
        return CallReply.model_validate(answer_call(event, lambda _verb: models, store=self._store))

    def _store(self, place: RawPlace | None, raw: bytes) -> None:
        assert place is not None
        self._studio.artefacts.put_once(key_of(place.url), raw, content_type=place.headers["content-type"])


def pictures_of(studio: System, *twins: Twin) -> dict[str, CalledPictures]:
    """Set up the picture model of each twin, in order, and return what a step's tools have."""
    models = tuple(
        PictureSetup.model_validate(
            {
                "provider": twin.dialect.name.removesuffix("-picture"),
                "model": "model-1",
                "base": twin.base,
                "usd_input": USD,
            }
        )
        for twin in twins
    )
    setup = studio.settings.providers.model_copy(update={"picture": models})
    studio.settings = studio.settings.model_copy(update={"providers": setup})
    calling = KeyedFunction(studio, setup)
    return {name: CalledPictures(model, calling) for name, model in picture_models(setup, {}).items()}
