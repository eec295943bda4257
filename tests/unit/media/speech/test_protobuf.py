"""The wire format, byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright_media.speech.protobuf import bytes_field, fields, read_varint, text_field, varint, varint_field


def test_numbers_are_written_as_the_specification_shows() -> None:
    """150 is the specification's own example; a negative number takes ten bytes."""
    assert varint(150) == b"\x96\x01"
    assert varint_field(1, 150) == b"\x08\x96\x01"
    assert text_field(2, "testing") == b"\x12\x07testing"
    assert len(varint(-1)) == 10


@given(st.integers(0, 2**64 - 1))
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    """Every 64-bit number survives."""
    encoded = varint(value)
    assert read_varint(memoryview(encoded), 0) == (value, len(encoded))


def test_fields_are_given_with_their_bytes() -> None:
    """Number, value and raw bytes of each field, those of fixed size included; the raw bytes make the message again."""
    message = varint_field(1, 7) + bytes_field(20, b"abc") + b"\x1d" + bytes(4) + b"\x21" + bytes(8)
    found = list(fields(memoryview(message)))
    assert [number for number, _, _ in found] == [1, 20, 3, 4]
    assert found[0][1] == 7
    assert b"".join(raw for *_, raw in found) == message


@pytest.mark.parametrize("broken", [b"\x08", b"\x12\x05ab", b"\x0b", b"\xff" * 11])
def test_a_broken_message_is_an_error(broken: bytes) -> None:
    """A message cut off, or with an unknown wire type, is never read half."""
    with pytest.raises(ValueError, match="byte"):
        list(fields(memoryview(broken)))
