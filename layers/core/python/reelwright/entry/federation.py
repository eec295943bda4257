"""The tokens of the configured federations, one a process: the role of the function with keys stands for them."""

from functools import lru_cache

import boto3
from botocore.credentials import ReadOnlyCredentials

from reelwright.dialects.google_tokens import GoogleTokens
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.federation import GOOGLE_FEDERATED, GoogleFederation
from reelwright.providers.setup import ProvidersSetup


def federated(setup: ProvidersSetup) -> dict[str, GoogleTokens]:
    """Return the tokens by provider. Nothing is exchanged before the first call."""
    if setup.google is None:
        return {}
    tokens = _google_tokens(setup.google)
    return {name: tokens for name in GOOGLE_FEDERATED if name not in setup.own_secrets}


@lru_cache(maxsize=1)
def _google_tokens(federation: GoogleFederation) -> GoogleTokens:
    return GoogleTokens(federation, HttpCaller(), _role)


def _role() -> tuple[ReadOnlyCredentials | None, str]:
    """Return the credentials of the function's role as they are now: Lambda renews them."""
    session = boto3.Session()
    found = session.get_credentials()
    return None if found is None else found.get_frozen_credentials(), session.region_name or "us-east-1"
