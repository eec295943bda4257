"""Operators hear of a configured model's end sixty days before, each hour until it is replaced."""

import json
from datetime import date, timedelta

import pytest

from reelwright.entry.model_ends import report_model_ends
from reelwright.providers.setup import ProvidersSetup, SpeechSetup, TextSetup
from reelwright.providers.sheet import WARNING_DAYS

END = date(2027, 1, 6)
SETUP = ProvidersSetup(
    text=(TextSetup(provider="gemini", model="gemini-3.5-flash-lite"),),
    speech=(SpeechSetup(provider="openai", model="tts-1", voices={"female": "nova"}),),
)


def reported(capsys: pytest.CaptureFixture[str], setup: ProvidersSetup, today: date) -> list[list[float]]:
    """Return the values of `ModelsEnding` that a report writes, in the embedded format that CloudWatch reads from the log."""
    report_model_ends(setup, today)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    return [line["ModelsEnding"] for line in lines]


@pytest.mark.parametrize(("days", "ending"), [(WARNING_DAYS + 1, 0), (WARNING_DAYS, 1), (0, 1), (-400, 1)])
def test_a_model_counts_from_sixty_days_before_its_end_on(
    capsys: pytest.CaptureFixture[str], days: int, ending: int
) -> None:
    """A model without an announced end does not count; a zero says that somebody looked."""
    assert reported(capsys, SETUP, END - timedelta(days=days)) == [[float(ending)]]


def test_without_configured_providers_nothing_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    """An alarm takes missing data for none."""
    assert reported(capsys, ProvidersSetup(), END) == []
