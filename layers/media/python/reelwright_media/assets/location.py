"""The paths of assets on this machine: the only module that reads the environment for them."""

import importlib
import os
from functools import cache
from pathlib import Path
from typing import Final

from reelwright.errors import MissingAssetError

VARIABLE: Final = "REELWRIGHT_ASSETS"
"""The environment variable with the path of the asset folder."""
FOLDER: Final = ".assets"
"""The folder's name in a checkout: searched above this file if the variable is not set."""
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
    """Find the asset folder: `REELWRIGHT_ASSETS`, else `.assets` in a folder above this file (a checkout).

    Raises MissingAssetError if neither exists.
    """
    named = os.environ.get(VARIABLE)
    if named:
        folder = Path(named)
        if folder.is_dir():
            return folder
        raise MissingAssetError(f"{VARIABLE} names {folder}, which is not a folder; {REMEDY}")
    for parent in Path(__file__).resolve().parents:
        if (parent / FOLDER).is_dir():
            return parent / FOLDER
    raise MissingAssetError(f"no asset folder: {REMEDY}")


def locate(name: str) -> Path:
    """Find an asset by its name in the folder: `kokoro.onnx`, `voices/af_heart.bin`, `icons/noto.zip`.

    The hash was checked when the file was fetched, so only its existence is checked here. Raises MissingAssetError.
    """
    path = root() / name
    if not path.is_file():
        raise MissingAssetError(f"asset {name} is not in {path.parent}; {REMEDY}")
    return path


@cache
def script_fonts() -> dict[str, Path]:
    """Map each script whose font package is installed to its font file (see `_SCRIPT_FONTS` for the keys)."""
    found: dict[str, Path] = {}
    for script, module in _SCRIPT_FONTS.items():
        try:
            path = Path(importlib.import_module(module).sans_path())
        except ImportError:
            continue
        if path.is_file():
            found[script] = path
    return found
