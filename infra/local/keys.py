"""Keys of providers on a laptop: from the environment, or from `key` in an entry of `providers.toml`.

`make up` puts them into a secret of the emulator, as an operator does on AWS. The deployment reads a copy of the file that has
the secret's ARN and no key. A key is in no message.
"""

import json
import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from botocore.exceptions import ClientError

from infra.local.aws import client
from infra.local.errors import LocalStackError
from infra.local.place import PROVIDERS_FILE, REPOSITORY, Place
from reelwright.providers.reading import read_with_keys
from reelwright.providers.setup import ModelSetup, ProvidersSetup

VARIABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "openai": ("OPENAI_API_KEY",),
    "gemini": ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
    "vertex": ("VERTEX_API_KEY",),
    "google": ("GOOGLE_TTS_API_KEY",),
    "elevenlabs": ("ELEVENLABS_API_KEY",),
    "azure": ("AZURE_SPEECH_KEY", "SPEECH_KEY"),
    "pexels": ("PEXELS_API_KEY",),
    "pixabay": ("PIXABAY_API_KEY",),
    "runway": ("RUNWAYML_API_SECRET",),
    "fal": ("FAL_KEY",),
    "replicate": ("REPLICATE_API_TOKEN",),
}
"""The environment variables with a provider's key, by the names of their own SDKs where they have one."""
SECRET_NAME: Final = "reelwright-local-provider-keys"  # noqa: S105 - a name
Say = Callable[[str], None]
Keys = Mapping[str, str]
"""The keys by provider."""


def with_keys(
    place: Place, say: Say, environ: Mapping[str, str] = os.environ, *, put: Callable[[Keys], str] | None = None
) -> Place:
    """Put the keys of the configured providers into the emulator's secret, and name a file without keys.

    The emulator must run; `put` stores the keys elsewhere, and returns the ARN. Raises LocalStackError with line and field for
    a file that cannot be used.
    """
    file = next(iter(place.providers_files), REPOSITORY / PROVIDERS_FILE)
    if not file.is_file():
        _say_unused(ProvidersSetup(), environ, say)
        return place
    try:
        setup, written = read_with_keys(file)
    except ValueError as error:
        raise LocalStackError(str(error)) from None
    keys = _keys(setup, written, environ)
    for line in standing(setup, keys):
        say(line)
    _say_unused(setup, environ, say)
    if not keys:
        return place
    if setup.secret is None:
        store = put or partial(_put_secret, place)
        setup = setup.model_copy(update={"secret": store({name: key for name, (key, _) in keys.items()})})
    copy = place.folder / "providers.json"
    copy.write_text(setup.model_dump_json(exclude_defaults=True), encoding="utf-8")
    return place.with_providers(copy)


def standing(setup: ProvidersSetup, keys: Mapping[str, tuple[str, str]]) -> list[str]:
    """Say in a line for each configured provider where its key is from."""
    return [f"{one.capability:<10} {one.provider} ({one.model}): {_source(one, setup, keys)}" for one in setup.models]


def _source(one: ModelSetup, setup: ProvidersSetup, keys: Mapping[str, tuple[str, str]]) -> str:
    if setup.credentials_of(one) == "federation":
        return "federation of the AWS role, which works on AWS alone"
    if one.provider in keys:
        return f"key from {keys[one.provider][1]}"
    if one.secret or setup.secret:
        return "key in a secret"
    names = VARIABLES.get(one.provider)
    return f"no key: set {names[0]}, unless it needs none" if names else "no key needed"


def _keys(
    setup: ProvidersSetup, written: Mapping[tuple[str, int], str], environ: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return key and source by provider; the file goes before the environment."""
    found: dict[str, tuple[str, str]] = {}
    for one in setup.models:
        name = next((name for name in VARIABLES.get(one.provider, ()) if environ.get(name)), None)
        if name is not None:
            found[one.provider] = (environ[name], name)
    in_file: dict[str, str] = {}
    for (capability, place), key in written.items():
        provider = getattr(setup, capability)[place].provider
        if in_file.setdefault(provider, key) != key:
            raise LocalStackError(f"{PROVIDERS_FILE} has two different keys of {provider}: it may have one")
    return found | {provider: (key, PROVIDERS_FILE) for provider, key in in_file.items()}


def _say_unused(setup: ProvidersSetup, environ: Mapping[str, str], say: Say) -> None:
    used = {one.provider for one in setup.models}
    unused = [name for provider, names in VARIABLES.items() if provider not in used for name in names]
    if set_ones := [name for name in unused if environ.get(name)]:
        say(f"keys       {', '.join(set_ones)}: not used, because {PROVIDERS_FILE} names no such provider")


def _put_secret(place: Place, keys: Keys) -> str:
    """Write the secret; return its ARN."""
    manager: Any = client(place, "secretsmanager")
    text = json.dumps(keys)
    try:
        return str(manager.create_secret(Name=SECRET_NAME, SecretString=text)["ARN"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceExistsException":
            raise
    return str(manager.put_secret_value(SecretId=SECRET_NAME, SecretString=text)["ARN"])
