"""Where assets lie on this machine: the one place that looks at the environment for them."""

import importlib
import os
from functools import cache
from pathlib import Path
from typing import Final

from reelwright.errors import MissingAssetError

VARIABLE: Final = "REELWRIGHT_ASSETS"
"""Environment variable with the asset folder's path."""
FOLDER: Final = ".assets"
"""The folder's name in a checkout: looked for above this file when the variable is not set."""
REMEDY: Final = f"run `python -m reelwright_media.assets --into {FOLDER}` and set {VARIABLE} to that folder"

_SCRIPT_FONTS: Final = {
    "arabic": "pylopdf_fonts_ar",
    "hebrew": "pylopdf_fonts_he",
    "devanagari": "pylopdf_fonts_hi",
    "thai": "pylopdf_fonts_th",
    "japanese": "pylopdf_fonts_jp",
    "korean": "pylopdf_fonts_ko",
    "chinese": "pylopdf_fonts_zh_cn",
}
"""Script -> the PyPI package that brings its Noto Sans face (SIL OFL 1.1)."""


def root() -> Path:
    """Return the asset folder: `REELWRIGHT_ASSETS`, else `.assets` in a folder above this file (a checkout).

    Raises MissingAssetError where neither names a folder that exists.
    """
    named = os.environ.get(VARIABLE)
    if named:
        folder = Path(named)
        if folder.is_dir():
            return folder
        raise MissingAssetError(f"{VARIABLE} names {folder}, which is no folder; {REMEDY}")
    for parent in Path(__file__).resolve().parents:
        if (parent / FOLDER).is_dir():
            return parent / FOLDER
    raise MissingAssetError(f"no asset folder: {REMEDY}")


def locate(name: str) -> Path:
    """Return the path of an asset by its name in the folder: `kokoro.onnx`, `voices/af_heart.bin`, `icons/noto.zip`.

    The file was checked by hash when it was fetched; here it only has to exist. Raises MissingAssetError otherwise.
    """
    path = root() / name
    if not path.is_file():
        raise MissingAssetError(f"asset {name} is not in {path.parent}; {REMEDY}")
    return path


@cache
def script_fonts() -> dict[str, Path]:
    """Return script -> font file for the scripts whose font package is installed (see `_SCRIPT_FONTS` for the keys)."""
    found: dict[str, Path] = {}
    for script, module in _SCRIPT_FONTS.items():
        try:
            path = Path(importlib.import_module(module).sans_path())
        except ImportError:
            continue
        if path.is_file():
            found[script] = path
    return found
