"""The tokens of the configured federations, one a process: the role of the function with keys stands for them."""

from functools import lru_cache

from botocore.credentials import ReadOnlyCredentials

from reelwright.aws.clients import session
from reelwright.dialects.entra_tokens import EntraTokens
from reelwright.dialects.google_tokens import GoogleTokens
from reelwright.dialects.tokens import Tokens
from reelwright.entry.paid_clients import paid_client
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.federation import GOOGLE_FEDERATED, AzureFederation, GoogleFederation
from reelwright.providers.setup import ProvidersSetup


def federated(setup: ProvidersSetup) -> dict[str, Tokens]:
    """Return the tokens by provider. Nothing is exchanged before the first call."""
    found = dict[str, Tokens]()
    if setup.google is not None:
        found |= dict.fromkeys(sorted(GOOGLE_FEDERATED), _google_tokens(setup.google))
    if setup.azure is not None:
        found["azure"] = _entra_tokens(setup.azure)
    return {name: tokens for name, tokens in found.items() if name not in setup.own_secrets}


@lru_cache(maxsize=1)
def _google_tokens(federation: GoogleFederation) -> GoogleTokens:
    return GoogleTokens(federation, HttpCaller(), _role)


@lru_cache(maxsize=1)
def _entra_tokens(federation: AzureFederation) -> EntraTokens:
    region = _region()
    return EntraTokens(federation, HttpCaller(), lambda: paid_client("sts", region=region, base=None))


def _role() -> tuple[ReadOnlyCredentials | None, str]:
    """Return the credentials of the function's role as they are now: Lambda renews them."""
    found = session().get_credentials()
    return None if found is None else found.get_frozen_credentials(), _region()


def _region() -> str:
    return str(session().get_config_variable("region") or "us-east-1")
