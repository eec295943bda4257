"""`make up` takes keys from the environment or `providers.toml`, puts them into a secret, and says whose it found."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from infra.environments import providers_from
from infra.local.errors import LocalStackError
from infra.local.keys import with_keys
from infra.local.place import Place

ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:keys-AbCdEf"
TEXT = '[[text]]\nprovider = "gemini"\nmodel = "gemini-3.8-flash"\n'
PHOTOS = '[[picture]]\nprovider = "pexels"\n'
BEDROCK = '[[text]]\nprovider = "bedrock"\nmodel = "amazon.nova-micro-v1:0"\n'


def used(folder: Path, text: str, **environ: str) -> tuple[Place, dict[str, str], list[str]]:
    """Return the place for the deployment, the stored keys, and what was said."""
    file = folder / "providers.toml"
    file.write_text(text, encoding="utf-8")
    place = Place(folder / "stack", 4566).with_providers(file)
    place.prepare()
    stored: dict[str, str] = {}
    said: list[str] = []

    def put(keys: Mapping[str, str]) -> str:
        stored.update(keys)
        return ARN

    return with_keys(place, said.append, environ, put=put), stored, said


def test_keys_of_environment_and_file_become_one_secret_and_stand_in_no_file(tmp_path: Path) -> None:
    """The deployment reads a copy with the secret's ARN."""
    place, stored, said = used(
        tmp_path, f'{TEXT}key = "from-file"\n{PHOTOS}', PEXELS_API_KEY="from-environ", FAL_KEY="x1"
    )
    assert stored == {"gemini": "from-file", "pexels": "from-environ"}
    (copy,) = place.providers_files
    setup = providers_from(str(copy))
    assert (setup.secret, setup.text[0].provider, setup.picture[0].provider) == (ARN, "gemini", "pexels")
    assert "from-" not in copy.read_text(encoding="utf-8")
    assert said == [
        "text       gemini (gemini-3.8-flash): key from providers.toml",
        "picture    pexels (photographs): key from PEXELS_API_KEY",
        "keys       FAL_KEY: not used, because providers.toml names no such provider",
    ]


def test_without_keys_the_file_is_used_as_it_is(tmp_path: Path) -> None:
    """It says which variable is missing, and who needs none."""
    place, stored, said = used(tmp_path, TEXT + BEDROCK)
    assert (stored, place.providers_files) == ({}, (tmp_path / "providers.toml",))
    assert said == [
        "text       gemini (gemini-3.8-flash): no key: set GEMINI_API_KEY, unless it needs none",
        "text       bedrock (amazon.nova-micro-v1:0): no key needed",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{TEXT}voice = 1\n", r"line 4, text\.0\.voice"),
        (
            f'{TEXT}key = "a-key"\n[[picture]]\nprovider = "gemini"\nmodel = "gemini-3-pro-image"\nkey = "b-key"\n',
            "two different keys of gemini",
        ),
    ],
)
def test_a_file_that_cannot_be_used_stops_the_start_with_one_line(tmp_path: Path, text: str, said: str) -> None:
    """The line shows no key."""
    with pytest.raises(LocalStackError, match=said) as raised:
        used(tmp_path, text)
    assert "-key" not in str(raised.value)


def test_a_federation_takes_no_key_and_is_said_to_work_on_aws_alone(tmp_path: Path) -> None:
    """The emulator's roles are unknown to Google."""
    pool = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/aws"
    table = f'[google]\nproject = "my-project"\npool_provider = "{pool}"\n'
    text = table + TEXT.replace('"gemini"', '"vertex"')
    _, _, said = used(tmp_path, text)
    assert said == ["text       vertex (gemini-3.8-flash): federation of the AWS role, which works on AWS alone"]


def test_a_secret_of_the_operator_is_kept(tmp_path: Path) -> None:
    """Each key of a provider may be in a secret of its own."""
    place, _, said = used(tmp_path, f'{TEXT}secret = "{ARN}"\n')
    assert said == ["text       gemini (gemini-3.8-flash): key in a secret"]
    assert place.providers_files == (tmp_path / "providers.toml",)
