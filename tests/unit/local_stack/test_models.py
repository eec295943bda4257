"""`make up` finds a text model that runs on this machine."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from infra.local.models import FoundModel, find_model, with_found_model
from infra.local.place import Place
from reelwright.providers.reading import read_setup
from reelwright.providers.setup import TextSetup
from tests.twins.dialects import DIALECTS
from tests.twins.server import Twin, running


def serving(models: dict[int, bytes]) -> Callable[[str], bytes]:
    """Return a reader of URLs, with one server a port."""

    def get(url: str) -> bytes:
        port = int(url.split("/")[2].split(":")[1])
        if port not in models:
            raise ConnectionRefusedError
        assert url.endswith("/v1/models")
        return models[port]

    return get


def listed(*names: str) -> bytes:
    """Answer as `GET /v1/models` does."""
    return json.dumps({"object": "list", "data": [{"id": name, "object": "model"} for name in names]}).encode()


@pytest.mark.parametrize(
    ("models", "server", "model"),
    [
        ({11434: listed("nomic-embed-text:latest", "llama3.2:3b")}, "Ollama", "llama3.2:3b"),
        ({8080: listed("/models/qwen.gguf")}, "llama.cpp", "/models/qwen.gguf"),
        ({8000: listed("Qwen/Qwen3-4B")}, "vLLM", "Qwen/Qwen3-4B"),
        ({1234: listed("google/gemma-3-12b")}, "LM Studio", "google/gemma-3-12b"),
        ({8080: b"<html>my own page</html>", 8000: b'{"detail": "Not Found"}', 1234: listed("a")}, "LM Studio", "a"),
    ],
)
def test_the_first_text_model_of_a_usual_server_is_found(models: dict[int, bytes], server: str, model: str) -> None:
    """Models that only embed are left out, and so is whatever else answers on such a port."""
    found = find_model(serving(models))
    assert found is not None
    assert (found.server, found.setup.model, found.setup.prices_on(date.min)) == (server, model, (0.0, 0.0))


def test_without_a_server_nothing_is_found() -> None:
    """Also if a server has no model, or one whose name no configuration can hold."""
    assert find_model(serving({})) is None
    assert find_model(serving({11434: listed(), 8000: listed('a "quoted" name')})) is None


def test_a_real_server_is_asked_over_http() -> None:
    """The twin lists its model as OpenAI's protocol says."""
    with running(Twin(DIALECTS["openai"], ["{}"])) as twin:
        found = find_model(usual=(("a twin", twin.port),))
    assert found is not None
    assert found.setup.base == twin.base


def test_the_deployment_gets_a_file_of_providers(tmp_path: Path) -> None:
    """It can be read as any `providers.toml`; a place that names its providers keeps them."""
    setup = TextSetup(provider="openai", model="llama3.2:3b", base="http://127.0.0.1:11434/v1")
    said: list[str] = []
    place = with_found_model(Place(tmp_path / "a", 4566), said.append, find=lambda: FoundModel("Ollama", setup))
    (context,) = place.context
    assert read_setup(Path(context.removeprefix("providers="))).text == (setup,)
    assert "llama3.2:3b of Ollama" in said[0]
    assert with_found_model(place, said.append, find=lambda: None) == place
    other = Place(tmp_path / "b", 4566)
    assert with_found_model(other, said.append, find=lambda: None) == other
