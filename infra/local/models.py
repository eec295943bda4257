"""Finds a text model that already runs on this machine, so that `make up` gives scripts from prompts without any setting.

Each usual local server speaks OpenAI's protocol: `GET /v1/models` lists its models. Only loopback is asked, once a start.
"""

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from infra.local.place import HOST, PROVIDERS_FILE, REPOSITORY, Place
from reelwright.providers.setup import TextSetup

USUAL: Final = (("Ollama", 11434), ("llama.cpp", 8080), ("vLLM", 8000), ("LM Studio", 1234))
"""Servers and their default ports, by their own documents. Another OpenAI-compatible server on such a port is found too."""
_SECONDS: Final = 1.0
_MOST_BYTES: Final = 1_000_000
_NO_WRITERS: Final = ("embed", "rerank", "whisper", "tts", "clip", "bge-", "minilm")
"""Parts of names of models that write no text."""

Get = Callable[[str], bytes]
"""Reads a URL; raises OSError."""
Say = Callable[[str], None]


class FoundModel(NamedTuple):
    """A text model that answers on this machine."""

    server: str
    setup: TextSetup


def find_model(get: Get | None = None, usual: tuple[tuple[str, int], ...] = USUAL) -> FoundModel | None:
    """Return the first model of the first usual server that answers; None if none does."""
    return next(_found(get or _get, usual), None)


def with_found_model(place: Place, say: Say, *, find: Callable[[], FoundModel | None] = find_model) -> Place:
    """Let the deployment use a running text model, unless `providers.toml` says which providers to use."""
    if (REPOSITORY / PROVIDERS_FILE).exists() or place.providers_files:
        return place
    found = find()
    if found is None:
        return place
    place.prepare()
    file = place.folder / PROVIDERS_FILE
    setup = found.setup
    file.write_text(
        f"# Found by `make up`. A {PROVIDERS_FILE} beside cdk.json replaces it; an empty one switches the search off.\n"
        f'[[text]]\nprovider = "{setup.provider}"\nmodel = "{setup.model}"\nbase = "{setup.base}"\n',
        encoding="utf-8",
    )
    say(f"text model {setup.model} of {found.server} at {setup.base}: prompts become scripts by it")
    return place.with_providers(file)


def _found(get: Get, usual: tuple[tuple[str, int], ...]) -> Iterator[FoundModel]:
    for server, port in usual:
        base = f"http://{HOST}:{port}/v1"
        for model in _models(get, base):
            try:
                yield FoundModel(server, TextSetup(provider="openai", model=model, base=base))
            except ValidationError:
                continue  # a name that no configuration can hold


def _models(get: Get, base: str) -> list[str]:
    """List the text models of a server; none if it is not running or is something else."""
    try:
        rows: Any = json.loads(get(f"{base}/models"))["data"]
        names = [str(row["id"]) for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [name for name in names if not any(part in name.lower() for part in _NO_WRITERS)]


def _get(url: str) -> bytes:
    # No proxy of the environment: it is this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=_SECONDS) as answer:
        found: bytes = answer.read(_MOST_BYTES)
        return found
