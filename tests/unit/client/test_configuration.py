"""Where address and token come from."""

import json
from pathlib import Path

import pytest

from reelwright_client import ConfigurationError, find_configuration


def _write(path: Path, url: str, token: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"url": url, "token": token, "user_id": "more fields are fine"}))


def test_the_environment_wins_over_every_file(tmp_path: Path) -> None:
    """Both variables together are the whole configuration."""
    _write(tmp_path / ".local" / "client.json", "http://127.0.0.1:1", "local")
    environ = {"REELWRIGHT_URL": "https://a", "REELWRIGHT_TOKEN": "env"}
    found = find_configuration(environ, tmp_path, tmp_path)
    assert (found.url, found.token) == ("https://a", "env")


def test_the_local_stack_of_a_parent_folder_wins_over_the_profile(tmp_path: Path) -> None:
    """Inside a project the local stack is used, elsewhere the profile."""
    home, project = tmp_path / "home", tmp_path / "project"
    _write(home / ".config" / "reelwright" / "config.json", "https://cloud", "cloud")
    _write(project / ".local" / "client.json", "http://127.0.0.1:1", "local")
    inside = find_configuration({}, project / "a" / "b", home)
    assert (inside.url, inside.token) == ("http://127.0.0.1:1", "local")
    assert inside.source == str(project / ".local" / "client.json")
    assert find_configuration({}, tmp_path, home).token == "cloud"


def test_a_files_token_goes_only_to_the_files_address(tmp_path: Path) -> None:
    """An address of the environment gets the token of a file only if the file names the same address."""
    _write(tmp_path / ".local" / "client.json", "http://127.0.0.1:1", "local")
    assert find_configuration({"REELWRIGHT_URL": "https://else"}, tmp_path, tmp_path).token is None
    assert find_configuration({"REELWRIGHT_URL": "http://127.0.0.1:1/"}, tmp_path, tmp_path).token == "local"


def test_an_environments_token_never_goes_to_a_files_address(tmp_path: Path) -> None:
    """A file of another person must not receive the token of the environment."""
    _write(tmp_path / ".local" / "client.json", "https://elsewhere", "x")
    with pytest.raises(ConfigurationError, match="REELWRIGHT_URL is not"):
        find_configuration({"REELWRIGHT_TOKEN": "secret"}, tmp_path, tmp_path)


def test_a_missing_configuration_lists_the_three_ways(tmp_path: Path) -> None:
    """`make up`, the variables, and the file."""
    with pytest.raises(ConfigurationError, match="make up") as caught:
        find_configuration({}, tmp_path, tmp_path)
    assert "REELWRIGHT_URL" in str(caught.value)
    assert "config.json" in str(caught.value)


@pytest.mark.parametrize("content", ["{", "[]", '{"token": "x"}', "\udcff"])
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    """A file that cannot be used is an error with its path, not silently skipped."""
    path = tmp_path / ".local" / "client.json"
    path.parent.mkdir()
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigurationError, match=r"client\.json cannot be used"):
        find_configuration({}, tmp_path, tmp_path)
