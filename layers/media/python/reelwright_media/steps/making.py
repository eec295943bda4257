"""Make an artefact once, by the first available provider. Its key holds the name of the provider that made it.

The key holds the provider that made the artefact, not the requested one. So the artefact of a fallback is used only while
the requested provider is unavailable. When it is available again, its own artefact is used, or made if there is none.
A request with a provider's name and one without a name find the same artefact.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, cast

from reelwright.jobs.model import Fallback
from reelwright.providers.model import Billed
from reelwright_media.steps.checkpoint import artefact_key, store
from reelwright_media.steps.choose import use_first_available
from reelwright_media.steps.context import StepContext
from reelwright_media.steps.ledger import StepLedger

Provider = TypeVar("Provider")


class MadeArtefact(NamedTuple):
    """An artefact, whether it existed, and the fallback if another provider than the requested one made it."""

    key: str
    cached: bool
    fallback: Fallback | None


def make_once(
    context: StepContext,
    capability: str,
    providers: Mapping[str, Provider],
    make: Callable[[Provider, str], bytes | Path | None],
    *,
    inputs: dict[str, Any],
    extension: str,
    asked: str | None,
    further: Mapping[str, Any] = MappingProxyType({}),
    resume: Callable[[Provider, str], bool] = lambda _provider, _key: False,
) -> MadeArtefact:
    """Return the artefact of `inputs` (JSON values) by the requested provider, or else by the first available one.

    `further` has more inputs (JSON values) of single providers, by name: a model, a prompt.
    `make` gets the provider and the artefact's key, under which it may store further files; it returns None if it stored the
    artefact itself. `resume` continues the work that an earlier run began, and returns whether the artefact is stored now.
    Raises as `use_first_available`, and as `make` and `resume`.
    """

    def key_of(name: str) -> str:
        more = {"further": further[name]} if name in further else {}
        return artefact_key(context, {"inputs": inputs, "maker": name, **more}, extension)

    def find(name: str) -> tuple[str, bool] | None:
        key = key_of(name)
        if context.artefacts.exists(key):
            return key, True
        return (key, False) if resume(providers[name], key) else None

    def use(named: tuple[str, Provider]) -> tuple[str, bool]:
        name, provider = named
        key = key_of(name)
        ledger = StepLedger(context, of=(capability, name))
        billed = cast("Provider", provider.billed_to(ledger)) if isinstance(provider, Billed) else provider
        made = make(billed, key)
        if made is not None:
            store(context, key, made)
        return key, False

    named = {name: (name, provider) for name, provider in providers.items()}
    (key, cached), fallback = use_first_available(context, capability, named, use, asked=asked, find=find)
    return MadeArtefact(key, cached, fallback)
