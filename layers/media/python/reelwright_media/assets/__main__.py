"""`python -m reelwright_media.assets --into .assets`: fetch or prepare every asset, once."""

import argparse
import sys
from pathlib import Path

from reelwright.errors import MissingAssetError
from reelwright_media.assets.download import download
from reelwright_media.assets.fetching import fetch
from reelwright_media.assets.manifest import MANIFEST, load


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _prepared(model: bytes, form: str) -> bytes:
    try:
        from reelwright_media.assets.kokoro.forms import prepared  # noqa: PLC0415 - needs onnx, which only this step needs
    except ImportError as error:
        raise MissingAssetError(f"the Python package {error.name} is not installed: pip install it") from error
    return prepared(model, form)


def main(arguments: list[str] | None = None) -> int:
    """Write every asset into the folder `--into`; return 0, or 1 with one line on stderr if one is not available."""
    parser = argparse.ArgumentParser(prog="python -m reelwright_media.assets", description=__doc__)
    parser.add_argument("--into", type=Path, required=True, help="the asset folder; created if missing")
    parser.add_argument(
        "--manifest", type=Path, default=MANIFEST, help="another list of files than that of the assets of films"
    )
    given = parser.parse_args(arguments)
    into: Path = given.into
    try:
        written = fetch(load(given.manifest), into, download=download, prepare=_prepared, say=_say)
    except MissingAssetError as error:
        sys.stderr.write(f"assets: {error}\n")
        return 1
    sys.stdout.write(f"{into}: {f'{written} files written' if written else 'complete, nothing to do'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
