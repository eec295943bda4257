"""A diorama as one file: a ZIP of `sheet.json`, `backdrop.jpg` and a PNG for each cut-out.

Nothing is compressed twice, and dates are fixed: the same diorama gives the same bytes.
"""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from reelwright.errors import ContentError
from reelwright_media.diorama.model import Diorama, DioramaSheet

_SHEET: Final = "sheet.json"
_BACKDROP: Final = "backdrop.jpg"
_JPEG_QUALITY: Final = 92
_PNG_COMPRESSION: Final = 3
"""Of 9: higher levels cost CPU and save little on alpha cut-outs."""


def pack(diorama: Diorama) -> bytes:
    """Pack the diorama into the bytes of a ZIP file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(_SHEET), diorama.sheet.model_dump_json())
        jpeg = _encoded(".jpg", diorama.backdrop, cv2.COLOR_RGB2BGR, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
        archive.writestr(_entry(_BACKDROP), jpeg)
        for place, cutout in enumerate(diorama.cutouts):
            png = _encoded(".png", cutout, cv2.COLOR_RGBA2BGRA, [cv2.IMWRITE_PNG_COMPRESSION, _PNG_COMPRESSION])
            archive.writestr(_entry(f"{place}.png"), png)
    return out.getvalue()


def read_diorama(path: Path) -> Diorama:
    """Read a diorama from a file. Raises ContentError if it is not one."""
    try:
        with zipfile.ZipFile(path) as archive:
            sheet = DioramaSheet.model_validate_json(archive.read(_SHEET))
            backdrop = _decoded(archive.read(_BACKDROP), cv2.IMREAD_COLOR_RGB)
            cutouts = tuple(
                _with_alpha(_decoded(archive.read(f"{place}.png"), cv2.IMREAD_UNCHANGED))
                for place in range(len(sheet.cutouts))
            )
    except (OSError, zipfile.BadZipFile, KeyError, ValidationError, cv2.error) as error:
        raise ContentError("The planes of a scene's picture cannot be read.") from error
    return Diorama(sheet, backdrop, cutouts)


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name)  # dated 1980, the first day of ZIP


def _encoded(kind: str, pixels: npt.NDArray[np.uint8], colours: int, options: list[int]) -> bytes:
    _, data = cv2.imencode(kind, cv2.cvtColor(pixels, colours), options)
    return bytes(data)


def _decoded(data: bytes, way: int) -> npt.NDArray[np.uint8]:
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), way)
    if pixels is None:
        raise ContentError("The planes of a scene's picture cannot be read.")
    return np.asarray(pixels, np.uint8)


def _with_alpha(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA), np.uint8)
