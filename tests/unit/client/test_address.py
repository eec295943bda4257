"""Where a token may go."""

import pytest

from reelwright_client import ConfigurationError
from reelwright_client.address import checked_url, is_loopback


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://api.example.com/", "https://api.example.com"),
        (" http://127.0.0.1:4566/stage/x/ ", "http://127.0.0.1:4566/stage/x"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://abc.execute-api.localhost:4566", "http://abc.execute-api.localhost:4566"),
    ],
)
def test_https_and_this_machine_are_fine(given: str, used: str) -> None:
    """A path stays as prefix, a slash at the end goes."""
    assert checked_url(given) == used


@pytest.mark.parametrize(
    "url", ["", "api.example.com", "ftp://x", "https://", "https://me:pw@x", "https://x?y=1", "https://x:port"]
)
def test_an_invalid_address_is_refused(url: str) -> None:
    """Before any request is sent."""
    with pytest.raises(ConfigurationError):
        checked_url(url)


def test_a_token_is_not_sent_unencrypted_unless_allowed() -> None:
    """Plain http to another machine needs `allow_plain_http`."""
    with pytest.raises(ConfigurationError, match="unencrypted"):
        checked_url("http://api.example.com")
    assert checked_url("http://stack:4566", allow_plain_http=True) == "http://stack:4566"


def test_a_name_that_only_starts_like_localhost_is_another_machine() -> None:
    """`localhost.example.com` is not loopback."""
    assert not is_loopback("http://localhost.example.com")
    assert is_loopback("http://LOCALHOST:1")
