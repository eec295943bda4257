"""Generates the blocking client from the asyncio client: `python -m tests.house.blocking_client` writes it (`make docs`)."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[2] / "client" / "reelwright_client"
SOURCE: Final = "asynchronous"
TARGET: Final = "blocking"
_TOKENS: Final = {
    # The library knows the keywords and the names of the language; these are the names of httpx and of this client.
    SOURCE: TARGET,
    "AsyncBaseTransport": "BaseTransport",
    "AsyncBatchCalls": "BatchCalls",
    "AsyncClient": "Client",
    "AsyncExchange": "Exchange",
    "AsyncSleep": "Sleep",
    "aclose": "close",
    "aiter_bytes": "iter_bytes",
    "asyncio": "time",  # asyncio.sleep
    "notify_async": "notify",
}
_HEADER: Final = f"# Generated from `{SOURCE}/{{name}}` by `make docs`: edit that file.\n"


def generated() -> dict[str, str]:
    """Generate every module as text, by its file name, formatted as the rest of the house."""
    import unasync  # noqa: PLC0415 - collecting the tests needs no generator

    sources = sorted(path for path in (PACKAGE / SOURCE).glob("*.py") if path.name != "__init__.py")
    with tempfile.TemporaryDirectory() as folder:
        copies = Path(folder) / SOURCE
        copies.mkdir()
        for path in sources:
            (copies / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        rule = unasync.Rule(fromdir=f"/{SOURCE}/", todir=f"/{TARGET}/", additional_replacements=_TOKENS)
        unasync.unasync_files([str(copies / path.name) for path in sources], [rule])
        swapped = {path.name: (Path(folder) / TARGET / path.name).read_text(encoding="utf-8") for path in sources}
    return {name: _formatted(_HEADER.format(name=name) + text, name) for name, text in swapped.items()}


def _formatted(text: str, name: str) -> str:
    """Sort the imports and wrap the lines anew: swapped names have other lengths."""
    for command in (["check", "--select", "I,UP028,UP034", "--fix", "--unsafe-fixes", "--quiet"], ["format"]):
        words = [sys.executable, "-m", "ruff", *command, "--stdin-filename", str(PACKAGE / TARGET / name), "-"]
        text = subprocess.run(  # noqa: S603 - ruff with fixed words
            words, input=text, capture_output=True, text=True, check=True
        ).stdout
    return text


if __name__ == "__main__":
    for module, content in generated().items():
        (PACKAGE / TARGET / module).write_text(content, encoding="utf-8")
