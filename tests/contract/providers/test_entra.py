"""Azure Speech without a stored key: AWS signs the role's identity, Entra takes it, and Azure speaks with its token."""

import re
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from reelwright.dialects.aws import sent_by
from reelwright.dialects.entra_tokens import EntraTokens
from reelwright.entry.providers import speech_models
from reelwright.errors import ProviderError, ProviderMisconfiguredError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.federation import AzureFederation
from reelwright.providers.setup import ProvidersSetup
from reelwright.providers.speech import SpeechOrder
from tests.twins.azure import running_azure
from tests.twins.entra import CLIENT, RESOURCE, TENANT, EntraTwin, running_entra

ORDER = SpeechOrder(text="Hello wide world.", words=((0, 5), (6, 10), (11, 17)), language="en-US", seconds=5)


@pytest.fixture
def entra() -> Iterator[EntraTwin]:
    """Run STS and Entra."""
    with running_entra() as made:
        yield made


def tokens_of(entra: EntraTwin, **changes: Any) -> EntraTokens:
    """Return the tokens of a role."""
    given = {"tenant": TENANT, "client": CLIENT, "resource": RESOURCE, "base": entra.base}
    sts: Any = boto3.client(
        "sts",
        region_name="eu-west-1",
        endpoint_url=entra.base,
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=Config(retries={"total_max_attempts": 1}),
    )
    client = sent_by(HttpCaller(), sts)
    return EntraTokens(AzureFederation.model_validate(given | changes), HttpCaller(), lambda: client)


def test_azure_speaks_with_the_token_of_the_role(entra: EntraTwin) -> None:
    """The twin verifies the identity's signature, issuer, subject, audience and life; one token serves two texts."""
    tokens = tokens_of(entra)
    with running_azure() as twin:
        twin.authorizes = entra.authorizes
        row = {"provider": "azure", "model": "azure-tts", "base": twin.base, "voices": {"female": "Ada1"}}
        setup = ProvidersSetup.model_validate({"speech": [row]})
        voice = speech_models(setup, keys={"azure": tokens})["azure"]
        assert [voice.speak(ORDER).bill.usd > 0 for _ in range(2)] == [True, True]
        twin.authorizes = lambda _headers: False
        with pytest.raises(ProviderMisconfiguredError) as caught:
            voice.speak(ORDER)
    assert (entra.refused, len(entra.tokens)) == ([], 1)
    assert entra.tokens[0] not in str(caught.value)


@pytest.mark.parametrize("changes", [{"tenant": CLIENT}, {"client": TENANT}], ids=["tenant", "client"])
def test_a_wrong_setting_is_an_error_that_names_what_to_compare(entra: EntraTwin, changes: dict[str, str]) -> None:
    """The breaker does not count it, and the message has no identity."""
    with pytest.raises(ProviderMisconfiguredError, match=r"azure\.tenant and azure\.client") as caught:
        tokens_of(entra, **changes).token(5)
    assert not re.search(r"eyJ", str(caught.value))


def test_an_app_without_the_roles_credential_is_an_error_that_names_it(entra: EntraTwin) -> None:
    """Entra answers 401 with AADSTS700213."""
    entra.subject = "arn:aws:iam::111122223333:role/other"
    with pytest.raises(ProviderMisconfiguredError, match="federated credential"):
        tokens_of(entra).token(5)


def test_an_account_without_the_feature_is_an_error_that_says_so(entra: EntraTwin) -> None:
    """AWS's outbound identity federation is off until an administrator enables it."""
    entra.is_enabled = False
    with pytest.raises(ProviderMisconfiguredError, match="OutboundWebIdentityFederationDisabled"):
        tokens_of(entra).token(5)


def test_an_outage_of_entra_is_a_failure(entra: EntraTwin) -> None:
    """The next provider speaks."""
    entra.plan = [503]
    with pytest.raises(ProviderError):
        tokens_of(entra).token(5)
