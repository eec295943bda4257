"""How parameters of queries and headers are read, and that they describe themselves."""

from datetime import datetime, timedelta, timezone

import pytest

from reelwright.api import parameters
from reelwright.api.parameters import Choice, Flag, Parameter, Since, Text, VisibleAscii, Wait, WholeNumber
from reelwright.refusals import InvalidField

PARAMETERS = [one for one in vars(parameters).values() if isinstance(one, Parameter)]


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "101", "ten", "٣", "1e2", "+5", " 5", "5 ", "99999999999999999999", "000000001999"]
)
def test_a_limit_that_is_no_small_whole_number_is_refused(text: str) -> None:
    """Digits are ASCII, the value is bounded."""
    with pytest.raises(InvalidField) as refused:
        parameters.LIMIT.read(text)
    assert [one.field for one in refused.value.fields] == ["limit"]
    assert "from 1 to 100" in str(refused.value)


def test_a_message_shows_the_wrong_value_cut() -> None:
    """What was wrong is named, and an endless value does not come back whole."""
    with pytest.raises(InvalidField, match="'ten' is not a whole number"):
        parameters.LIMIT.read("ten")
    with pytest.raises(InvalidField) as refused:
        parameters.TASK_NAME.read("x" * 10_000)
    assert len(str(refused.value)) < 600


def test_words_are_read_in_any_case_and_aliases_mean_their_word() -> None:
    """Former names stand for the new ones."""
    task = parameters.TASK_NAME
    assert (task.read("generate_hook"), task.read("GENERATE_HOOK")) == ("generate_hook", "generate_hook")
    assert task.read("generate_video_async") == "generate_video"
    assert parameters.STATUS.read("Processing") == "processing"


def test_a_key_may_carry_the_quotes_of_a_structured_field() -> None:
    """They are not part of it (RFC 9651)."""
    assert (VisibleAscii(most=3).read("abc"), VisibleAscii(most=3).read('"abc"')) == ("abc", "abc")
    for wrong in ("", "abcd", "a b", "ä"):
        with pytest.raises(ValueError, match="1 to 3"):
            VisibleAscii(most=3).read(wrong)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("wait=20", 20), ("respond-async, wait=5", 5), ("wait=999", 25), ("wait=x", 0), ("swait=3", 0), ("", 0)],
)
def test_a_wait_is_bounded_and_other_preferences_are_ignored(text: str, seconds: int) -> None:
    """RFC 7240: a preference that is not understood is no error."""
    assert Wait(most=25).read(text) == seconds


def test_a_time_is_an_instant_or_a_span_before_now() -> None:
    """An instant has its offset, so that it means the same everywhere."""
    assert Since().read("15m") == timedelta(minutes=15)
    assert Since().read("2026-11-28T12:30:00+02:00") == datetime(2026, 11, 28, 10, 30, tzinfo=timezone.utc)
    for wrong in (
        "",
        "yesterday",
        "15",
        "1w",
        "2026-11-28",
        "2026-11-28T10:00:00",
        "2026-02-30T10:00:00Z",
        "0001-01-01T00:00:00+23:59",
    ):
        with pytest.raises(ValueError, match="is no time"):
            Since().read(wrong)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda one: one.name)
def test_without_a_value_the_documented_default_holds(parameter: Parameter) -> None:
    """The default in the document is the one that is used."""
    shape = parameter.kind.shape
    assert parameter.read(None) == shape.get("default", 0 if isinstance(parameter.kind, Wait) else None)
    assert parameter.description.endswith(".")


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda one: one.name)
def test_documented_words_and_bounds_are_accepted(parameter: Parameter) -> None:
    """The schema promises nothing that is refused."""
    match parameter.kind:
        case Choice():
            texts = parameter.kind.shape["enum"]
        case WholeNumber(least=least, most=most):
            texts = [str(least), str(most)]
        case Flag():
            texts = ["true", "false"]
        case Text(least=least, most=most):
            texts = ["x" * least, "x" * (most or 10)]
        case Since():
            texts = ["30s", "99999d", "2026-11-28T10:00:00Z", "2026-11-28T10:00:00.5+02:00"]
        case _:
            texts = ["x"]
    for text in texts:
        parameter.read(text)
