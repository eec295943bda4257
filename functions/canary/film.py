"""Whether bytes are an MP4 film of the stated length. The function has no decoder; `make smoke` decodes every frame."""

import struct
from collections.abc import Iterator

LEAST_BYTES = 20_000
TOLERANCE_SECONDS = 0.5


def faults_of(film: bytes, *, seconds: float) -> list[str]:
    """List what is wrong with the film; empty if its boxes are whole and its header states the length."""
    try:
        boxes = dict(_boxes(film))
        header = dict(_boxes(boxes["moov"]))["mvhd"]
        found = _seconds(header)
    except (KeyError, struct.error, ValueError, ZeroDivisionError) as error:
        return [f"it is no whole MP4 file: {error}"]
    missing = sorted({"ftyp", "mdat"} - boxes.keys())
    return [
        *(f"the box {name} is missing" for name in missing),
        *([f"it has {len(film)} bytes"] if len(film) < LEAST_BYTES else []),
        *([f"it lasts {found:.2f} s, stated {seconds:.2f} s"] if abs(found - seconds) > TOLERANCE_SECONDS else []),
    ]


def _boxes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Split data into its boxes (ISO 14496-12); raises ValueError if one is cut off."""
    start = 0
    while start < len(data):
        size, kind = struct.unpack_from(">I4s", data, start)
        begin = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            begin = 16
        end = start + size if size else len(data)
        if end > len(data) or end < start + begin:
            raise ValueError(f"the box {kind!r} is cut off")
        yield kind.decode("latin-1"), data[start + begin : end]
        start = end


def _seconds(header: bytes) -> float:
    scale, duration = struct.unpack_from(">IQ", header, 20) if header[0] == 1 else struct.unpack_from(">II", header, 12)
    return float(duration) / float(scale)
