"""Picture models over real HTTP for steps in this process: the function with keys is a call, the bucket is in memory."""

import json
from collections.abc import Mapping

from reelwright.entry.calling import VERBS, CalledPictures, CalledStock, answer_call, called_pictures
from reelwright.providers.calls import CallCommand, CallReply, RawPlace
from reelwright.providers.setup import PictureSetup, ProvidersSetup
from tests.memory.decoding import key_of
from tests.memory.system import System
from tests.twins.dialects import KEY
from tests.twins.server import Twin
from tests.twins.stock import StockTwin

USD = 0.05


class KeyedFunction:
    """The function with keys, called over the wire's JSON."""

    def __init__(self, studio: System, setup: ProvidersSetup) -> None:
        self._studio, self._setup = studio, setup

    def call(self, command: CallCommand) -> CallReply:
        """Make the call, and put its bytes into the bucket."""
        keys: dict[str, str] = {one.provider: KEY for one in self._setup.called}
        event = json.loads(command.model_dump_json())
        found = answer_call(event, lambda command: VERBS[command.verb].models(self._setup, keys), store=self._store)
        return CallReply.model_validate(found)

    def _store(self, place: RawPlace | None, raw: bytes) -> None:
        assert place is not None
        self._studio.artefacts.put_once(key_of(place.url), raw, content_type=place.headers["content-type"])


def pictures_of(studio: System, *twins: Twin) -> dict[str, CalledPictures | CalledStock]:
    """Set up the picture model of each twin, in order, and return what a step's tools have."""
    return _set_up(
        studio,
        *(
            {
                "provider": twin.dialect.name.removesuffix("-picture"),
                "model": "model-1",
                "base": twin.base,
                "usd_input": USD,
            }
            for twin in twins
        ),
    )


def stock_of(studio: System, *twins: StockTwin) -> dict[str, CalledPictures | CalledStock]:
    """Set up the source of each twin."""
    return _set_up(
        studio, *({"provider": twin.name, "base": twin.base, "contact": "ops@example.com"} for twin in twins)
    )


def _set_up(studio: System, *models: Mapping[str, object]) -> dict[str, CalledPictures | CalledStock]:
    pictures = tuple(PictureSetup.model_validate(facts) for facts in models)
    setup = studio.settings.providers.model_copy(update={"picture": pictures})
    studio.settings = studio.settings.model_copy(update={"providers": setup})
    return called_pictures(setup, KeyedFunction(studio, setup))
