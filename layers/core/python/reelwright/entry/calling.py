"""Paid calls on both sides: in a step function without keys, and in the function with keys."""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple, Protocol

from botocore.config import Config

from reelwright.aws.calling import LambdaCalling
from reelwright.aws.clients import session
from reelwright.entry.clips import clip_models, footage_models
from reelwright.entry.keys import ByKeys, keys_for
from reelwright.entry.pictures import picture_models, stock_models
from reelwright.entry.providers import speech_models
from reelwright.entry.world import world
from reelwright.errors import ProviderMisconfiguredError, ReelwrightError
from reelwright.outbound.storing import store_raw
from reelwright.providers.calls import Answer, CallCommand, CallReply, Carried, RawPlace
from reelwright.providers.clips import (
    Cancelled,
    FetchedClip,
    FootageOrder,
    FoundWork,
    Handle,
    LongWork,
    Search,
    Standing,
    Submission,
)
from reelwright.providers.model import Bill
from reelwright.providers.pictures import CancellablePictures, Painted, PictureModel, PictureOrder
from reelwright.providers.setup import ProvidersSetup
from reelwright.providers.speech import SpeechModel, SpeechOrder, Spoken
from reelwright.providers.stock import SearchOrder, StockAnswer, TakeOrder
from reelwright.settings import Settings
from reelwright.values import Value

CALL_SECONDS: Final = 65
"""Longer than the longest order: the function's cold start comes on top."""
PICTURE_SECONDS: Final = 125
"""The time limit of the function `providers`, and a little more: orders of 90 s, and the bytes to store."""


class Verb(NamedTuple):
    """What one kind of call takes and does. `do` returns the answer, or an answer that carries bytes."""

    order: type[Value]
    models: Callable[[ProvidersSetup, Mapping[str, Any]], Mapping[str, Any]]
    """Builds the configured models of the capability, by provider, from the setup and the keys."""
    do: Callable[[Any, Any], Value | Carried]
    """Makes the call by a model and an order."""


VERBS: Final[dict[str, Verb]] = {
    "speak": Verb(
        SpeechOrder,
        lambda setup, keys: speech_models(setup, keys=dict(keys)),
        lambda voice, order: voice.speak(order),
    ),
    "paint": Verb(PictureOrder, picture_models, lambda model, order: model.paint(order)),
    "submit_clip": Verb(Submission, clip_models, lambda model, submission: model.submit(submission)),
    "poll_clip": Verb(Handle, clip_models, lambda model, handle: model.poll(handle)),
    "fetch_clip": Verb(Handle, clip_models, lambda model, handle: model.fetch(handle)),
    "find_clip": Verb(Search, clip_models, lambda model, search: model.find(search)),
    "cancel_clip": Verb(Handle, clip_models, lambda model, handle: model.cancel(handle)),
    "search": Verb(SearchOrder, stock_models, lambda stock, order: stock.search(order)),
    "take": Verb(TakeOrder, stock_models, lambda stock, order: stock.take(order)),
    "search_clips": Verb(SearchOrder, footage_models, lambda stock, order: stock.search(order)),
    "take_clip": Verb(TakeOrder, footage_models, lambda stock, order: stock.take(order)),
}
"""Every call that a step function can have made. A further capability adds its rows."""


class Calling(Protocol):
    """Makes a call where the keys are."""

    def call(self, command: CallCommand) -> CallReply:
        """Wait for the reply."""


class CalledVoice:
    """A `SpeechModel` whose calls are made by the function with keys; prices are computed here."""

    def __init__(self, voice: SpeechModel, calling: Calling) -> None:
        self.name = voice.name
        self._voice, self._calling = voice, calling

    def estimate(self, order: SpeechOrder) -> Bill:
        """Price the order."""
        return self._voice.estimate(order)

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak by one call."""
        command = CallCommand(verb="speak", provider=self.name, order=order.model_dump(mode="json"))
        return self._calling.call(command).result(Spoken)


class CalledPictures:
    """A picture model whose calls are made by the function with keys, which puts the picture where the caller says."""

    def __init__(self, model: PictureModel, calling: Calling) -> None:
        self.name, self.model = model.name, model.model
        self.is_cancellable = isinstance(model, CancellablePictures)
        self._model, self._calling = model, calling

    def estimate(self, order: PictureOrder) -> Bill:
        """Price the order."""
        return self._model.estimate(order)

    def paint(self, order: PictureOrder, raw: RawPlace) -> Painted:
        """Paint by one call."""
        command = CallCommand(verb="paint", provider=self.name, order=order.model_dump(mode="json"), raw=raw)
        return self._calling.call(command).result(Painted)


class CalledClips:
    """A clip model whose calls are made by the function with keys, which puts the clip where the caller says."""

    def __init__(self, model: LongWork, calling: Calling) -> None:
        self.name, self.model, self.facts = model.name, model.model, model.facts
        self._model, self._calling = model, calling

    def price(self, order: FootageOrder) -> Bill:
        """Price the order."""
        return self._model.price(order)

    def submit(self, submission: Submission) -> Handle:
        """Begin the work by one call."""
        return self._called("submit_clip", submission, Handle)

    def poll(self, handle: Handle) -> Standing:
        """Look at the work."""
        return self._called("poll_clip", handle, Standing)

    def fetch(self, handle: Handle, raw: RawPlace) -> FetchedClip:
        """Have the result put to its place."""
        return self._called("fetch_clip", handle, FetchedClip, raw)

    def find(self, search: Search) -> FoundWork:
        """Find the work of a token."""
        return self._called("find_clip", search, FoundWork)

    def cancel(self, handle: Handle) -> Cancelled:
        """Stop the work."""
        return self._called("cancel_clip", handle, Cancelled)

    def _called(self, verb: str, order: Value, shape: type[Answer], raw: RawPlace | None = None) -> Answer:
        command = CallCommand(verb=verb, provider=self.name, order=order.model_dump(mode="json"), raw=raw)
        return self._calling.call(command).result(shape)


class CalledStock:
    """A source of photographs whose calls are made by the function with keys."""

    def __init__(self, name: str, model: str, calling: Calling) -> None:
        self.name, self.model = name, model
        self._calling = calling

    def search(self, order: SearchOrder) -> StockAnswer:
        """Search by one call."""
        command = CallCommand(verb="search", provider=self.name, order=order.model_dump(mode="json"))
        return self._calling.call(command).result(StockAnswer)

    def take(self, order: TakeOrder, raw: RawPlace) -> Painted:
        """Have the file fetched by one call."""
        command = CallCommand(verb="take", provider=self.name, order=order.model_dump(mode="json"), raw=raw)
        return self._calling.call(command).result(Painted)


class CalledFootage:
    """A source of stock clips whose calls are made by the function with keys."""

    def __init__(self, name: str, model: str, calling: Calling) -> None:
        self.name, self.model = name, model
        self._calling = calling

    def search(self, order: SearchOrder) -> StockAnswer:
        """Search by one call."""
        command = CallCommand(verb="search_clips", provider=self.name, order=order.model_dump(mode="json"))
        return self._calling.call(command).result(StockAnswer)

    def take(self, order: TakeOrder, raw: RawPlace) -> FetchedClip:
        """Have the file fetched by one call."""
        command = CallCommand(verb="take_clip", provider=self.name, order=order.model_dump(mode="json"), raw=raw)
        return self._calling.call(command).result(FetchedClip)


def called_pictures(setup: ProvidersSetup, calling: Calling) -> dict[str, CalledPictures | CalledStock]:
    """Build the configured picture models and stock for a function without keys, in order of preference."""
    models = picture_models(setup, {})
    return {
        one.provider: CalledStock(one.provider, one.model, calling)
        if one.is_stock
        else CalledPictures(models[one.provider], calling)
        for one in setup.picture
    }


def called_clips(setup: ProvidersSetup, calling: Calling) -> dict[str, CalledClips | CalledFootage]:
    """Build the configured clip models and stock for a function without keys, in order of preference."""
    models = clip_models(setup, {})
    return {
        one.provider: CalledFootage(one.provider, one.model, calling)
        if one.is_stock
        else CalledClips(models[one.provider], calling)
        for one in setup.clip
    }


def called_voices(settings: Settings) -> dict[str, SpeechModel]:
    """Build the configured voices for a function without keys."""
    calling = lambda_calling(settings)
    return {name: CalledVoice(voice, calling) for name, voice in speech_models(settings.providers, keys={}).items()}


def lambda_calling(settings: Settings, *, seconds: float = CALL_SECONDS) -> Calling:
    """Build the calls by the function with keys; `seconds` is longer than the longest order."""
    config = Config(connect_timeout=2, read_timeout=seconds, retries={"total_max_attempts": 1})
    return LambdaCalling(settings.calling_function, session().create_client("lambda", config=config))


def is_call(event: dict[str, Any]) -> bool:
    """Check whether an event is a paid call and no step."""
    return "verb" in event


Models = Callable[[CallCommand], Mapping[str, Any]]
"""The models of a command's verb for its owner, by provider."""
Store = Callable[[RawPlace | None, bytes], None]
"""Writes the bytes of an answer to their signed place."""


def answer_call(event: dict[str, Any], models: Models | None = None, *, store: Store = store_raw) -> dict[str, Any]:
    """Make the call that the event describes. A provider's error is a reply; other errors fail the invocation."""
    command = CallCommand.model_validate(event)
    try:
        model = (models or _commanded)(command).get(command.provider)
        if model is None:
            raise ProviderMisconfiguredError(f"{command.provider} is not set up in this environment")
        verb = VERBS[command.verb]
        made = verb.do(model, verb.order.model_validate(command.order))
        if isinstance(made, Carried):
            store(command.raw, made.raw)
            made = made.answer
        reply = CallReply(answer=made.model_dump(mode="json"))
    except ReelwrightError as error:
        reply = CallReply.failed(error)
    return reply.model_dump(mode="json")


def _commanded(command: CallCommand) -> Mapping[str, Any]:
    return _own_models(command.verb, command.owner, (command.provider,))


def _own_models(verb: str, owner: str, providers: Collection[str]) -> Mapping[str, Any]:
    return _by_keys(verb).made(keys_for(owner, providers, world=world()))


@lru_cache(maxsize=len(VERBS))
def _by_keys(verb: str) -> ByKeys[Mapping[str, Any]]:
    setup = world().settings.providers
    return ByKeys(lambda keys: VERBS[verb].models(setup, keys))


def own_clip_models(owner: str) -> Mapping[str, LongWork]:
    """Return the clip models of the function with keys, for a user."""
    return _own_models("cancel_clip", owner, [one.provider for one in world().settings.providers.clip])


def own_picture_models(owner: str) -> Mapping[str, PictureModel]:
    """Return the picture models of the function with keys, for a user."""
    return _own_models("paint", owner, [one.provider for one in world().settings.providers.picture])
