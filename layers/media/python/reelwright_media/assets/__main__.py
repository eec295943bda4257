"""`python -m reelwright_media.assets --into .assets`: fetch what films are made of, once."""

import argparse
import sys
from pathlib import Path

from reelwright.errors import MissingAssetError
from reelwright_media.assets.download import download
from reelwright_media.assets.fetching import fetch
from reelwright_media.assets.manifest import load


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Fetch every asset into `--into`; return 0, or 1 with one line on stderr where something cannot be had."""
    parser = argparse.ArgumentParser(prog="python -m reelwright_media.assets", description=__doc__)
    parser.add_argument("--into", type=Path, required=True, help="the asset folder; made where it is missing")
    into: Path = parser.parse_args(arguments).into
    try:
        written = fetch(load(), into, download=download, say=_say)
    except MissingAssetError as error:
        sys.stderr.write(f"assets: {error}\n")
        return 1
    sys.stdout.write(f"{into}: {f'{written} files written' if written else 'complete, nothing to do'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
