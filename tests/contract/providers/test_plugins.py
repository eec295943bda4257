"""Providers of other packages are found by their entry point; the whole suite of `test_voices` runs on the example, too."""

from datetime import date

import pytest

from reelwright.entry.providers import speech_models
from reelwright.providers.offers import offers
from reelwright.providers.setup import ProvidersSetup


def setup_of(*names: str, **more: object) -> ProvidersSetup:
    """Configure voices by name."""
    voices = [
        {"provider": name, "model": "m", "usd_input": 1.0, "voices": {"female": "Ada1"}, **more} for name in names
    ]
    return ProvidersSetup.model_validate({"speech": voices})


def test_an_installed_plug_in_speaks_and_is_offered_with_price_and_voices() -> None:
    """`x-` and the entry point's name are the provider's name everywhere: in the file, in requests and in lists."""
    setup = setup_of("x-acme", "polly")
    assert list(speech_models(setup, keys={"x-acme": "k"})) == ["x-acme", "polly"]
    first = offers(setup)[1]
    assert (first.name, first.capability, first.prices_on(date.min), first.is_local) == (
        "x-acme",
        "speech",
        (1.0, 0.0),
        False,
    )


def test_a_missing_package_stops_no_other_provider() -> None:
    """Its requests fall back with the reason that it is not set up."""
    assert list(speech_models(setup_of("x-missing", "polly"), keys={})) == ["polly"]


@pytest.mark.parametrize("name", ["acme", "elevenlab", "x-Acme", "x-"])
def test_only_known_names_and_names_of_plug_ins_are_configurable(name: str) -> None:
    """A misspelt name is told before the deployment."""
    with pytest.raises(ValueError, match="provider"):
        setup_of(name)
