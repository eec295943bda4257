"""Numbers travel in the digits that DynamoDB keeps: a repeated request is then equal to what the first one stored."""

import pytest

from reelwright.aws.items import number


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (20.0, "20"),
        (1e15, "1000000000000000"),
        (0.25, "0.25"),
        (0.1 + 0.2, "0.3"),
        (123456.5, "123456.5"),
    ],
)
def test_a_float_is_written_without_trailing_zeros_or_exponent(value: float, digits: str) -> None:
    """DynamoDB drops what a number does not need, so it is left out from the start."""
    assert str(number(value)) == digits
