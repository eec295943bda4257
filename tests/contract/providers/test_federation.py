"""Google without a stored key: the role's signature is exchanged for a token, which every capability is called with."""

import dataclasses
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from botocore.credentials import ReadOnlyCredentials

from reelwright.dialects.gemini import GeminiCompletion
from reelwright.dialects.google_tokens import GoogleTokens, signed_subject
from reelwright.dialects.tokens import MARGIN
from reelwright.entry.clips import clip_models
from reelwright.entry.federation import federated
from reelwright.entry.pictures import picture_models
from reelwright.entry.providers import speech_models
from reelwright.errors import ProviderError, ProviderMisconfiguredError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.clips import FootageOrder, Submission
from reelwright.providers.federation import GoogleFederation
from reelwright.providers.model import TextOrder
from reelwright.providers.pictures import PictureOrder
from reelwright.providers.setup import ProvidersSetup, TextSetup
from reelwright.providers.speech import SpeechOrder
from tests.twins.clips import CLIPS
from tests.twins.dialects import DIALECTS, Dialect
from tests.twins.gemini_voice import GEMINI_VOICES
from tests.twins.google_sts import (
    ACCESS_ID,
    ACCOUNT,
    POOL,
    REGION,
    SECRET,
    SESSION,
    GoogleSts,
    running_sts,
)
from tests.twins.pictures import PICTURES
from tests.twins.server import Twin, running
from tests.twins.voices import VOICES
from tests.twins.works import WorkTwin, working

ROLE = ReadOnlyCredentials(ACCESS_ID, SECRET, SESSION)
PATH = "/v1beta1/projects/my-project/locations/global/publishers/google/models"
SPOKEN = SpeechOrder(text="Hello wide world.", words=((0, 5), (6, 10), (11, 17)), language="en-US", seconds=5)


@pytest.fixture
def sts() -> Iterator[GoogleSts]:
    """Run Google's token services."""
    with running_sts() as made:
        yield made


def federation_of(sts: GoogleSts, **changes: Any) -> GoogleFederation:
    """Return the operator's settings."""
    given = {"project": "my-project", "pool_provider": POOL, "service_account": ACCOUNT, "base": sts.base}
    return GoogleFederation.model_validate(given | changes)


def tokens_of(
    sts: GoogleSts,
    *,
    role: ReadOnlyCredentials | None = ROLE,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    **changes: Any,
) -> GoogleTokens:
    """Return the tokens of a role."""
    return GoogleTokens(federation_of(sts, **changes), HttpCaller(), lambda: (role, REGION), now=now)


def test_a_role_becomes_a_service_account_by_its_signature_alone(sts: GoogleSts) -> None:
    """The twin computes the signature anew from the role's secret, which is in no request."""
    assert tokens_of(sts).token(5) == "ya29.account-1"
    assert sts.refused == []
    subject = unquote(signed_subject(POOL, ROLE, REGION))
    assert SECRET not in subject
    assert "x-amz-security-token;x-goog-cloud-target-resource, Signature" in subject


def test_without_a_service_account_the_federated_token_is_used(sts: GoogleSts) -> None:
    """The pool's principal then has the rights itself."""
    assert tokens_of(sts, service_account=None).token(5) == "ya29.federated-1"


@pytest.mark.parametrize(
    ("role", "changes", "said"),
    [
        (ROLE._replace(secret_key="other"), {}, "google.pool_provider"),
        (ROLE._replace(token="other"), {}, "google.pool_provider"),
        (ROLE, {"pool_provider": POOL.replace("123", "124")}, "google.pool_provider"),
        (None, {}, "needs credentials of AWS"),
        (ROLE, {"service_account": "other@my-project.iam.gserviceaccount.com"}, "google.service_account"),
    ],
    ids=["secret", "session", "audience", "no role", "account"],
)
def test_a_wrong_setting_is_an_error_that_names_it(
    sts: GoogleSts, role: ReadOnlyCredentials | None, changes: dict[str, Any], said: str
) -> None:
    """The breaker does not count it, and no message has a token or a signature."""
    with pytest.raises(ProviderMisconfiguredError, match=re.escape(said)) as caught:
        tokens_of(sts, role=role, **changes).token(5)
    assert not re.search(r"Signature|ya29|session", str(caught.value))


def test_a_pool_that_does_not_admit_the_role_is_an_error_that_says_what_to_compare(sts: GoogleSts) -> None:
    """The attribute condition of the pool's provider refuses it."""
    sts.lets_in = False
    with pytest.raises(ProviderMisconfiguredError, match="attribute condition with the role of the function providers"):
        tokens_of(sts).token(5)


def test_a_service_account_that_does_not_trust_the_role_is_an_error_with_the_role_to_give(sts: GoogleSts) -> None:
    """Google answers 403."""
    sts.lets_act = False
    with pytest.raises(ProviderMisconfiguredError, match=r"roles/iam\.workloadIdentityUser"):
        tokens_of(sts).token(5)


def test_an_outage_of_the_token_service_is_a_failure_and_books_no_call(sts: GoogleSts) -> None:
    """Also where it does not answer in time: the provider itself was never called."""
    sts.plan = [503]
    with pytest.raises(ProviderError):
        tokens_of(sts).token(5)
    with pytest.raises(ProviderError):
        tokens_of(sts).token(1e-9)


def test_a_token_is_kept_until_shortly_before_its_end(sts: GoogleSts) -> None:
    """Then it is renewed; in an outage the old one serves to its end."""
    clock = [datetime.now(UTC)]
    tokens = tokens_of(sts, now=lambda: clock[0], service_account=None)
    assert [tokens.token(5) for _ in range(3)] == ["ya29.federated-1"] * 3
    clock[0] += sts.lifetime - MARGIN
    sts.plan = [503]
    assert [tokens.token(5), tokens.token(5)] == ["ya29.federated-1", "ya29.federated-2"]
    clock[0] += sts.lifetime + timedelta(seconds=1)
    sts.plan = [503]
    with pytest.raises(ProviderError):
        tokens.token(5)


def test_one_caller_renews_a_token_for_all(sts: GoogleSts) -> None:
    """Eight threads, one exchange."""
    tokens, together = tokens_of(sts), threading.Barrier(8)

    def taken(_: int) -> str:
        together.wait()
        return tokens.token(5)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(taken, range(8))) == {"ya29.account-1"}
    assert len(sts.federated) == 1


def test_a_token_is_shown_nowhere(sts: GoogleSts) -> None:
    """Not by repr either."""
    tokens = tokens_of(sts)
    tokens.token(5)
    assert "ya29" not in repr(vars(tokens))


def spelled(sts: GoogleSts, dialect: Dialect, method: str = ":generateContent", path: str | None = None) -> Dialect:
    """Return the twin's dialect with the project's path and the federation's token."""
    wanted = re.compile(path or rf"{re.escape(PATH)}/[^/:]+{method}")
    return dataclasses.replace(dialect, path=wanted, authorized=sts.authorizes)


@pytest.mark.parametrize("provider", ["vertex", "google"])
def test_a_voice_is_called_with_the_federations_token(sts: GoogleSts, provider: str) -> None:
    """Gemini's voice on Vertex AI in the operator's project, and Cloud Text-to-Speech."""
    found = GEMINI_VOICES["vertex"] if provider == "vertex" else VOICES["google"]
    dialect = spelled(sts, found, path=None if provider == "vertex" else r"/v1beta1/text:synthesize")
    row = {"provider": provider, "model": "model-1", "usd_input": 1, "usd_output": 1, "voices": {"female": "Kore"}}
    with running(Twin(dialect, [""])) as twin:
        row["voices"] = {"female": "Kore" if provider == "vertex" else "Ada1"}
        setup = ProvidersSetup.model_validate({"speech": [row | {"base": twin.base}]})
        (voice,) = speech_models(setup, keys={provider: tokens_of(sts)}).values()
        assert voice.speak(SPOKEN).bill.usd > 0
    assert twin.refused == []


def test_a_text_a_picture_and_a_clip_are_made_with_the_federations_token(sts: GoogleSts) -> None:
    """One token for all three, in the operator's project."""
    tokens = tokens_of(sts)
    keys = {"vertex": tokens}
    row = {"provider": "vertex", "model": "model-1", "usd_input": 1, "usd_output": 1}
    with ExitStack() as stack:
        text = stack.enter_context(running(Twin(spelled(sts, DIALECTS["vertex"]), ["{}"])))
        picture = stack.enter_context(running(Twin(spelled(sts, PICTURES["vertex"]), [""])))
        clips = stack.enter_context(working(WorkTwin(_clips(sts))))
        setup = TextSetup.model_validate(row | {"base": text.base})
        made = GeminiCompletion(setup, HttpCaller(), key=tokens)
        assert made.complete(TextOrder(system="Write.", task="A whale.", seconds=5)).text == "{}"
        painted = ProvidersSetup.model_validate({"picture": [row | {"base": picture.base, "usd_output": None}]})
        order = PictureOrder(prompt="A whale.", width=1080, height=1920, seed=7, language="en-US", seconds=5)
        assert picture_models(painted, keys)["vertex"].paint(order).raw
        filmed = ProvidersSetup.model_validate({"clip": [row | {"base": clips.base, "usd_output": None}]})
        model = clip_models(filmed, keys)["vertex"]
        handle = model.submit(
            Submission(
                order=FootageOrder(prompt="A whale.", seconds=6, aspect="9:16", width=1080, height=1920),
                token="token-1",
            )
        )
        assert model.poll(handle).state in ("working", "ready")
    assert (text.refused, picture.refused, clips.refused, len(sts.impersonated)) == ([], [], [], 1)


def _clips(sts: GoogleSts) -> Any:
    """Return Veo's dialect in a project."""
    veo = CLIPS["vertex"]

    def in_project(method: str, path: str, body: Any) -> Any:
        head, mark, tail = path.partition(PATH)
        known: Any = veo.route
        return known(method, f"{head}/v1beta1/publishers/google/models{tail}", body) if mark else None

    return dataclasses.replace(veo, route=in_project, authorized=sts.authorizes)


def test_an_entry_with_a_secret_of_its_own_keeps_its_key(sts: GoogleSts) -> None:
    """The federation is for the others, and the list of providers says which way each is called."""
    arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:k"
    setup = ProvidersSetup.model_validate(
        {
            "google": federation_of(sts).model_dump(),
            "text": [{"provider": "vertex", "model": "gemini-3.8-flash", "usd_input": 1, "usd_output": 1}],
            "speech": [{"provider": "google", "model": "x", "usd_input": 1, "voices": {"female": "a"}, "secret": arn}],
        }
    )
    assert list(federated(setup)) == ["vertex"]
    assert [setup.credentials_of(one) for one in setup.models] == ["federation", "key"]


def test_googles_own_library_is_answered_by_the_twin(sts: GoogleSts) -> None:
    """Where it is installed: what the twin takes is what Google's library sends."""
    library = pytest.importorskip("google.auth.aws")
    requests = pytest.importorskip("google.auth.transport.requests")

    class Supplier(library.AwsSecurityCredentialsSupplier):  # type: ignore[misc,name-defined]
        def get_aws_security_credentials(self, *_: Any) -> Any:
            return library.AwsSecurityCredentials(ACCESS_ID, SECRET, SESSION)

        def get_aws_region(self, *_: Any) -> str:
            return REGION

    made = library.Credentials(
        audience=POOL,
        subject_token_type="urn:ietf:params:aws:token-type:aws4_request",
        token_url=f"{sts.base}/v1/token",
        aws_security_credentials_supplier=Supplier(),
        service_account_impersonation_url=f"{sts.base}/v1/projects/-/serviceAccounts/{ACCOUNT}:generateAccessToken",
        scopes=["https://www.googleapis.com/auth/cloud-platform"],
    )
    made.refresh(requests.Request())
    assert (made.token, sts.refused) == ("ya29.account-1", [])
