"""Which providers may be configured, and what a model's row says of it."""

from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import ValidationError

from reelwright.providers.names import resolved
from reelwright.providers.reading import read_setup
from reelwright.providers.rows import ROWS, row_of
from reelwright.providers.setup import ClipSetup, ModelSetup, ProvidersSetup, SpeechSetup, TextSetup
from reelwright.providers.sheet import Capability, ModelRow, Unit, warning_of
from reelwright.settings import Settings

ROW = ModelRow(
    provider="gemini",
    model="gemini-0",
    usd_input=1,
    usd_output=2,
    as_of=date(2026, 11, 1),
    source="a page",
    ends=date(2027, 1, 30),
    successor="gemini-1",
)

DAY = date(2026, 11, 28)


def test_the_file_is_read_in_order_of_preference(tmp_path: Path) -> None:
    """As in `docs/providers.md`; the settings of a function carry it."""
    file = tmp_path / "providers.toml"
    file.write_text(
        '[[text]]\nprovider = "bedrock"\nmodel = "eu.anthropic.claude-haiku-5-5"\nregion = "eu-west-1"\n'
        '[[text]]\nprovider = "openai"\nmodel = "llama3.2"\nbase = "http://127.0.0.1:11434/v1"\n'
    )
    setup = read_setup(file)
    assert [one.provider for one in setup.text] == ["bedrock", "openai"]
    settings = Settings(environment="local", table_name="t", bucket_name="b", providers=setup)
    assert Settings.from_environment(settings.to_environment()).providers == setup


class Ended(ModelSetup):
    """A setup of Gemini's speech, which no adapter serves yet."""

    capability: ClassVar[Capability] = "speech"
    unit: ClassVar[Unit] = "million characters"


@pytest.mark.parametrize(
    "base",
    [
        "http://example.com/v1",
        "http://169.254.169.254/v1",
        "http://0.0.0.0/v1",
        "ftp://127.0.0.1",
        "https://user:word@example.com",
        "file:///etc/passwd",
    ],
)
def test_a_base_that_could_leak_a_key_is_refused(base: str) -> None:
    """Plain HTTP goes to loopback and private addresses alone; the metadata service is neither."""
    with pytest.raises(ValidationError, match="base"):
        TextSetup(provider="openai", model="m", base=base)


def test_an_own_server_costs_nothing_and_an_unknown_model_needs_a_price() -> None:
    """A bill of 0 for a paid model would let `max_cost_usd` never fire."""
    assert TextSetup(provider="openai", model="m", base="http://10.0.0.5:8000/v1").prices_on(DAY) == (0.0, 0.0)
    with pytest.raises(ValidationError, match="price"):
        TextSetup(provider="openai", model="gpt-unknown")
    assert TextSetup(provider="gemini", model="gemini-3.8-flash").prices_on(date(2026, 12, 1)) == (0.75, 3.75)


def test_a_model_that_has_ended_names_its_successor() -> None:
    """Half of the ids of June 2026 are answered with 404 today."""
    with pytest.raises(ValidationError, match=r"gemini-3\.8-flash-tts"):
        Ended(provider="gemini", model="gemini-3.1-flash-tts-preview")


def test_a_provider_is_configured_once() -> None:
    """Its name is the key of breaker, result and secret."""
    one = TextSetup(provider="gemini", model="gemini-3.8-flash")
    with pytest.raises(ValidationError, match="once"):
        ProvidersSetup(text=(one, one))


def test_a_model_warns_sixty_days_before_its_end() -> None:
    """And names its successor."""
    assert warning_of(ROW, date(2026, 11, 30)) is None
    assert warning_of(ROW, date(2026, 12, 1)) == "gemini-0 ends on 2027-01-30; use gemini-1"
    assert warning_of(ROW, date(2027, 1, 30)) == "gemini-0 ended on 2027-01-30; use gemini-1"


def test_every_row_is_dated_and_named_once() -> None:
    """A price without date and source cannot be checked."""
    assert len({(row.capability, row.provider, row.model) for row in ROWS}) == len(ROWS)
    assert all(row.source and row_of(row.capability, row.provider, row.model) == row for row in ROWS)


def test_an_alias_is_the_preferred_of_the_configured_providers() -> None:
    """`veo` and `imagen` are no models; a configured provider of such a name would be meant itself."""
    assert resolved("clip", "veo", ["pexels", "vertex", "gemini"]) == "vertex"
    assert resolved("picture", "imagen", ["gemini", "vertex"]) == "gemini"
    assert resolved("clip", "veo", ["pexels"]) == "veo"
    assert resolved("clip", "imagen", ["gemini"]) == "imagen"


def test_a_clip_model_that_has_ended_or_is_unknown_is_an_error_that_says_what_to_do() -> None:
    """No id is a constant: the sheet has their ends."""
    with pytest.raises(
        ValidationError, match=r"veo-3\.1-generate-001 has ended or ends on 2026-11-17; use veo-3\.1-lite"
    ):
        ClipSetup(provider="vertex", model="veo-3.1-generate-001")
    with pytest.raises(ValidationError, match="veo-9 has no price in the sheet: give usd_input"):
        ClipSetup(provider="vertex", model="veo-9")


@pytest.mark.parametrize(
    ("day", "prices"),
    [(date(2026, 12, 31), (0.5, 9.0)), (date(2027, 1, 1), (1.0, 18.0)), (date(2028, 5, 5), (1.0, 18.0))],
)
def test_a_call_is_priced_by_its_day(day: date, prices: tuple[float, float]) -> None:
    """Google has announced that its speech costs twice as much from 2027 on; a price of the operator's own stays."""
    fields = {"provider": "gemini", "model": "gemini-3.8-flash-tts", "voices": {"female": "Kore"}}
    assert SpeechSetup.model_validate(fields).prices_on(day) == prices
    own = SpeechSetup.model_validate({**fields, "usd_input": 2.0, "usd_output": 3.0})
    assert own.prices_on(day) == (2.0, 3.0)


def test_every_announced_price_is_later_than_the_row() -> None:
    """Rows are read as written: the changes follow each other, after the day on which the row was checked."""
    for row in ROWS:
        days = [row.as_of, *(one.begins for one in row.repriced)]
        assert days == sorted(set(days)), row.model


GOOGLE = (
    '[google]\nproject = "my-project"\n'
    'pool_provider = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/aws"\n'
)
AZURE = (
    '[azure]\ntenant = "0f0e0d0c-0b0a-4900-8807-060504030201"\nclient = "10213243-5465-4687-98a9-bacbdcedfe0f"\n'
    'resource = "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a"\n'
)
VERTEX = '[[text]]\nprovider = "vertex"\nmodel = "gemini-3.8-flash"\n'
VOICE = '[[speech]]\nprovider = "azure"\nmodel = "azure-tts"\nvoices = {female = "en-US-AvaMultilingualNeural"}\n'


def test_federations_are_read_from_the_file_and_carried_by_the_functions(tmp_path: Path) -> None:
    """Each stands once in the file and in the settings, whatever the number of providers that use it."""
    file = tmp_path / "providers.toml"
    file.write_text(f"{GOOGLE}{AZURE}{VERTEX}{VOICE}")
    setup = read_setup(file)
    assert [setup.credentials_of(one) for one in setup.models] == ["federation", "federation"]
    settings = Settings(environment="local", table_name="t", bucket_name="b", providers=setup)
    assert Settings.from_environment(settings.to_environment()).providers == setup


@pytest.mark.parametrize(("table", "said"), [(GOOGLE, "google is for vertex"), (AZURE, "azure is for the voice")])
def test_a_federation_that_no_provider_uses_is_refused(tmp_path: Path, table: str, said: str) -> None:
    """It is a provider that was forgotten, or misspelled."""
    file = tmp_path / "providers.toml"
    file.write_text(f'{table}[[text]]\nprovider = "gemini"\nmodel = "gemini-3.8-flash"\n')
    with pytest.raises(ValueError, match=said):
        read_setup(file)
