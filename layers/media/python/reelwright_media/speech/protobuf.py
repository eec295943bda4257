"""The wire format of protocol buffers, as much as a model file needs: fields are read without a schema and written back.

Source: the encoding page of the Protocol Buffers documentation. Nothing here knows ONNX.
"""

from collections.abc import Iterator

VARINT = 0
FIXED64 = 1
BYTES = 2
FIXED32 = 5

Payload = int | memoryview
_MORE = 0x80
_SEVEN_BITS = 0x7F
_LONGEST_VARINT = 10  # bytes of a 64-bit number


def varint(value: int) -> bytes:
    """Return `value` (0 or more; negatives as 64-bit two's complement) in groups of seven bits, lowest first."""
    value &= (1 << 64) - 1
    encoded = bytearray()
    while value > _SEVEN_BITS:
        encoded.append(value & _SEVEN_BITS | _MORE)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def read_varint(data: memoryview, position: int) -> tuple[int, int]:
    """Return the number at `position` and where the next byte is. Raises ValueError where it does not end."""
    value = 0
    for length in range(_LONGEST_VARINT):
        if position + length >= len(data):
            break
        byte = data[position + length]
        value |= (byte & _SEVEN_BITS) << (7 * length)
        if not byte & _MORE:
            return value, position + length + 1
    raise ValueError(f"no number ends at byte {position}")


def fields(data: memoryview) -> Iterator[tuple[int, Payload, memoryview]]:
    """Give each field of a message: its number, its value, and its bytes as they stand (tag included)."""
    position = 0
    while position < len(data):
        start = position
        tag, position = read_varint(data, position)
        number, wire = tag >> 3, tag & 7
        payload: Payload
        if wire == VARINT:
            payload, position = read_varint(data, position)
        elif wire == BYTES:
            length, position = read_varint(data, position)
            payload = data[position : position + length]
            position += length
        elif wire in {FIXED32, FIXED64}:
            length = 4 if wire == FIXED32 else 8
            payload = data[position : position + length]
            position += length
        else:
            raise ValueError(f"unknown wire type {wire} at byte {start}")
        if position > len(data):
            raise ValueError(f"the field at byte {start} is cut off")
        yield number, payload, data[start:position]


def bytes_field(number: int, payload: bytes | memoryview) -> bytes:
    """Return a field that holds bytes, a text or a message."""
    return bytes_header(number, len(payload)) + payload


def bytes_header(number: int, length: int) -> bytes:
    """Return what stands before the `length` bytes of such a field."""
    return varint(number << 3 | BYTES) + varint(length)


def text_field(number: int, text: str) -> bytes:
    """Return a field that holds a text."""
    return bytes_field(number, text.encode())


def varint_field(number: int, value: int) -> bytes:
    """Return a field that holds a whole number."""
    return varint(number << 3 | VARINT) + varint(value)
