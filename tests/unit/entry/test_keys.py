"""Keys of providers: one secret a provider, read again after five minutes, and never lost by a fault of Secrets Manager."""

import itertools
import json

import pytest
from botocore.exceptions import ClientError

from reelwright.entry.keys import KEY_SECONDS, ByKeys, ProviderKeys
from reelwright.providers.setup import ProvidersSetup

ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:"
SETUP = ProvidersSetup.model_validate(
    {
        "secret": f"{ARN}common",
        "text": [{"provider": "gemini", "model": "gemini-3.8-flash"}],
        "speech": [
            {"provider": "elevenlabs", "model": "eleven_v4", "voices": {"female": "a"}, "secret": f"{ARN}voice"},
            {"provider": "gemini", "model": "gemini-3.8-flash-tts", "voices": {"female": "Kore"}},
        ],
    }
)


class Secrets:
    """Secrets Manager, with a clock."""

    def __init__(self) -> None:
        self.texts = {f"{ARN}common": json.dumps({"gemini": "g1", "elevenlabs": "old"}), f"{ARN}voice": "v1"}
        self.now, self.reads = 1000.0, 0

    def read(self, arn: str) -> str:
        """Return a text, or raise as the client does."""
        self.reads += 1
        if arn not in self.texts:
            raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "GetSecretValue")
        return self.texts[arn]

    def keys(self) -> ProviderKeys:
        """Return the keys of a process."""
        return ProviderKeys(self.read, lambda: self.now)


def test_a_providers_own_secret_comes_before_the_common_one() -> None:
    """A key by itself and an object with it are both read."""
    secrets = Secrets()
    assert secrets.keys().of(SETUP) == {"gemini": "g1", "elevenlabs": "v1"}
    secrets.texts[f"{ARN}voice"] = '{"key": "v2"}'
    assert secrets.keys().of(SETUP)["elevenlabs"] == "v2"


def test_a_new_key_applies_after_five_minutes_without_a_deployment() -> None:
    """Each secret is read once in that time."""
    secrets = Secrets()
    keys = secrets.keys()
    keys.of(SETUP)
    secrets.texts[f"{ARN}voice"] = "v2"
    secrets.now += KEY_SECONDS - 1
    assert (keys.of(SETUP)["elevenlabs"], secrets.reads) == ("v1", 2)
    secrets.now += 1
    assert keys.of(SETUP)["elevenlabs"] == "v2"


def test_a_secret_that_cannot_be_read_keeps_its_last_text_and_harms_no_other() -> None:
    """A provider whose secret was never readable has no key, so its calls are misconfigured."""
    secrets = Secrets()
    keys = secrets.keys()
    keys.of(SETUP)
    del secrets.texts[f"{ARN}voice"]
    secrets.now += KEY_SECONDS
    assert keys.of(SETUP) == {"gemini": "g1", "elevenlabs": "v1"}
    del secrets.texts[f"{ARN}common"]
    assert secrets.keys().of(SETUP) == {}


def test_providers_are_built_again_only_for_other_keys() -> None:
    """Clients and connections are kept."""
    count = itertools.count(1)
    models = ByKeys(lambda _keys: next(count))
    assert [models.made({"a": "1"}), models.made({"a": "1"}), models.made({"a": "2"})] == [1, 1, 2]


@pytest.mark.parametrize("secret", ["sk-live-0123456789", "reelwright-keys", ""])
def test_a_key_in_the_file_is_refused(secret: str) -> None:
    """The file may be in git: it takes the name of a secret alone."""
    with pytest.raises(ValueError, match="pattern"):
        ProvidersSetup.model_validate({"secret": secret})
