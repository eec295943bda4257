"""Converts film of other colour spaces for ordinary screens: HLG, PQ, BT.2020 and Display P3 become BT.709.

Light is reconstructed as a display shows it (BT.2100-2: HLG on a display of 1000 cd/m²; PQ is absolute), scaled so
that the reference white of HDR, 203 cd/m² (BT.2408-7, table 1: 75 % of HLG, 58 % of PQ), is the white of SDR, and
encoded for an SDR display of gamma 2.4 (BT.1886). Values below 92 % of the signal, which include skin and paper, are unchanged:
SDR film inside an HDR film keeps its values. Above it a smooth knee compresses brighter values, up to 1000 cd/m², into
the last 8 %. Colours outside BT.709 move towards grey of the same brightness, so hues stay.

The whole conversion is one table of 49 x 49 x 49 colours that FFmpeg interpolates (`lut3d`, tetrahedral, 16 bits):
23 ms a frame of 1080 x 1920 on one core (November 2026), against 6 ms without it.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorPrimaries, ColorTrc

Rgb = npt.NDArray[np.float64]
"""... x 3: a signal of 0-1, or light where 1 is SDR white."""
Chromaticities = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]

TABLE_FORMAT: Final = "gbrp16le"
"""The pixel format of frames before and after the table."""
_POINTS: Final = 49
"""A side of the table: PQ is within 1.3 of 255 everywhere (2.1 with 33)."""
_BT709: Final = int(ColorPrimaries.BT709)
_PRIMARIES: Final[dict[int, Chromaticities]] = {
    _BT709: ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06)),
    int(ColorPrimaries.BT2020): ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    int(ColorPrimaries.SMPTE431): ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    int(ColorPrimaries.SMPTE432): ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
"""x and y of red, green and blue, by code (ITU-T H.273, table 2). Other codes differ little from BT.709 and count as it."""
_D65: Final = (0.3127, 0.3290)
_WHITE_NITS: Final = 203.0
_PEAK_NITS: Final = 1000.0
_SDR_GAMMA: Final = 2.4
_KNEE: Final = 0.92
_BT2020_LUMA: Final = np.array([0.2627, 0.6780, 0.0593])


def _light_of_hlg(signal: Rgb) -> Rgb:
    """Apply the inverse OETF and the system gamma 1.2 of a display of 1000 cd/m² (BT.2100-2, table 5)."""
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12)  # noqa: PLR2004
    luma = np.maximum(scene @ _BT2020_LUMA, 1e-9)[..., np.newaxis]
    return np.asarray(scene * luma**0.2 * (_PEAK_NITS / _WHITE_NITS))


def _light_of_pq(signal: Rgb) -> Rgb:
    """Apply the EOTF of BT.2100-2, table 4."""
    power = signal ** (32 / 2523)
    ratio = np.maximum(power - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * power)
    return np.asarray(ratio ** (8192 / 1305) * (10_000 / _WHITE_NITS))


def _light_of_sdr(signal: Rgb) -> Rgb:
    return np.asarray(signal**_SDR_GAMMA)


_LIGHT: Final[dict[int, Callable[[Rgb], Rgb]]] = {
    int(ColorTrc.ARIB_STD_B67): _light_of_hlg,
    int(ColorTrc.SMPTE2084): _light_of_pq,
}
"""Signal to light by code (ITU-T H.273, table 3). Other codes are SDR, which displays decode by BT.1886 for any camera."""


class ColourSpace(NamedTuple):
    """Codes of primaries and transfer (ITU-T H.273); unknown ones mean BT.709."""

    primaries: int
    transfer: int

    @property
    def is_bt709(self) -> bool:
        """Whether the colours need no conversion."""
        return self.transfer not in _LIGHT and _PRIMARIES.get(self.primaries, _PRIMARIES[_BT709]) == _PRIMARIES[_BT709]

    def sdr(self, signal: Rgb) -> Rgb:
        """Convert a signal to BT.709 for an SDR display."""
        light = _LIGHT.get(self.transfer, _light_of_sdr)(signal)
        ours = light @ _to_bt709(_PRIMARIES.get(self.primaries, _PRIMARIES[_BT709])).T
        return _kneed(_inside(ours) ** (1 / _SDR_GAMMA))


def _to_bt709(primaries: Chromaticities) -> Rgb:
    return np.asarray(np.linalg.inv(_to_xyz(_PRIMARIES[_BT709])) @ _to_xyz(primaries))


def _to_xyz(primaries: Chromaticities) -> Rgb:
    """Compute the 3x3 matrix linear RGB -> XYZ of these primaries and D65 (SMPTE RP 177)."""
    columns = np.array([[x / y, 1.0, (1 - x - y) / y] for x, y in primaries]).T
    x, y = _D65
    return np.asarray(columns * np.linalg.solve(columns, np.array([x / y, 1.0, (1 - x - y) / y])))


def _inside(light: Rgb) -> Rgb:
    """Move colours with a negative part towards grey of their own luminance until no part is negative."""
    luma = np.maximum(light @ _to_xyz(_PRIMARIES[_BT709])[1], 0)[..., np.newaxis]
    least = light.min(axis=-1, keepdims=True)
    share = np.where(least < 0, luma / np.maximum(luma - least, 1e-12), 1.0)
    return np.asarray(np.maximum(luma + (light - luma) * share, 0))


def _kneed(signal: Rgb) -> Rgb:
    """Compress values above the knee into the range below 1, with a continuous slope (Reinhard's extended curve)."""
    most = ((_PEAK_NITS / _WHITE_NITS) ** (1 / _SDR_GAMMA) - _KNEE) / (1 - _KNEE)
    above = np.clip((signal - _KNEE) / (1 - _KNEE), 0, most)
    return np.asarray(np.minimum(signal, _KNEE) + (1 - _KNEE) * above * (1 + above / most**2) / (1 + above))


class MissingTableError(Exception):
    """The folder of `read_tables_from` has no table for this colour space."""

    def __init__(self, space: ColourSpace) -> None:
        super().__init__(f"no table for {space}")
        self.space = space


class _Source:
    """The folder with the tables of a process that may not write files; None: each table is written when it is needed."""

    folder: Path | None = None


def read_tables_from(folder: Path) -> None:
    """Read tables from this folder from now on, and write none: a colour space without one raises MissingTableError."""
    _Source.folder = folder


def write_table(space: ColourSpace, folder: Path) -> Path:
    """Write the table of a colour space (3 MB) into the folder."""
    file = _table_in(folder, space)
    file.write_text(_cube(space))
    return file


def _table_in(folder: Path, space: ColourSpace) -> Path:
    return folder / f"{int(space.primaries)}-{int(space.transfer)}.cube"


@contextmanager
def _table_file(space: ColourSpace) -> Iterator[Path]:
    """Yield the file with the table; FFmpeg's filter reads it when the filter is created."""
    if _Source.folder is None:
        with tempfile.TemporaryDirectory() as folder:
            yield write_table(space, Path(folder))
        return
    file = _table_in(_Source.folder, space)
    if not file.is_file():
        raise MissingTableError(space)
    yield file


class ColourTable:
    """Converts frames of one size from one colour space to BT.709."""

    def __init__(self, space: ColourSpace, width: int, height: int) -> None:
        self._graph = av.filter.Graph()
        source = self._graph.add_buffer(
            width=width, height=height, format=av.VideoFormat(TABLE_FORMAT), time_base=Fraction(1, 1000)
        )
        with _table_file(space) as file:
            table = self._graph.add("lut3d", f"file={file}:interp=tetrahedral")
        sink = self._graph.add("buffersink")
        source.link_to(table)
        table.link_to(sink)
        self._graph.configure()

    def through(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Convert a frame; it must be of `TABLE_FORMAT` and of the table's size."""
        self._graph.push(frame)
        converted = self._graph.pull()
        assert isinstance(converted, av.VideoFrame)  # noqa: S101 - a video graph returns video frames
        return converted


@lru_cache(maxsize=8)
def _cube(space: ColourSpace) -> str:
    """Write the conversion in the format of Cube LUT 1.0 (Adobe, 2013): red changes fastest."""
    steps = np.linspace(0.0, 1.0, _POINTS)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colours = space.sdr(np.stack([red, green, blue], axis=-1).reshape(-1, 3))
    return f"LUT_3D_SIZE {_POINTS}\n" + "".join(f"{r:.5f} {g:.5f} {b:.5f}\n" for r, g, b in colours.tolist())
