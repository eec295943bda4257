"""The environment's secret: the same keys in every process, others for every purpose and environment."""

import hashlib
import hmac
from typing import TYPE_CHECKING, Any, cast

import pytest

from reelwright.aws.secrets import ManagerSecrets

if TYPE_CHECKING:
    from tests.contract.conftest import AwsPlace, Place

MASTER = "m" * 64


def test_a_purpose_has_one_key_in_every_process(place: "Place") -> None:
    """Whoever reads the same master secret signs and verifies alike; the formula is HMAC-SHA256 of the purpose."""
    secrets = place.secrets(MASTER)
    assert secrets.key("cursors") == secrets.key("cursors") == place.secrets(MASTER).key("cursors")
    assert secrets.key("cursors") == hmac.new(MASTER.encode(), b"cursors", hashlib.sha256).digest()


def test_purposes_and_environments_share_no_key(place: "Place") -> None:
    """A webhook's secret that leaks signs no cursor, and none of another environment."""
    here, elsewhere = place.secrets(MASTER), place.secrets("n" * 64)
    assert len({here.key("cursors"), here.key("webhooks"), elsewhere.key("cursors"), elsewhere.key("webhooks")}) == 4


def test_a_short_master_secret_is_refused(place: "Place") -> None:
    """A secret that somebody typed in would be the weakest part of every signature."""
    with pytest.raises(ValueError, match="at least 32 bytes"):
        place.secrets("changeme").key("cursors")


class Counting:
    """A client of Secrets Manager that counts its reads, and fails the first ones where told so."""

    def __init__(self, client: Any, *, failures: int = 0) -> None:
        self._client = client
        self._failures = failures
        self.reads = 0

    def get_secret_value(self, **asked: Any) -> Any:
        """Read as the client does."""
        self.reads += 1
        if self.reads <= self._failures:
            raise ConnectionError("away")
        return self._client.get_secret_value(**asked)


def _counted(place: "AwsPlace", *, failures: int = 0) -> tuple[ManagerSecrets, Counting]:
    made = place.client("secretsmanager").create_secret(Name=f"counted-{failures}", SecretString=MASTER)
    client = Counting(place.client("secretsmanager"), failures=failures)
    return ManagerSecrets(made["ARN"], cast("Any", client)), client


def test_the_secret_is_read_once_a_process(moto_place: "AwsPlace") -> None:
    """Every further key costs no call."""
    secrets, client = _counted(moto_place)
    for purpose in ("cursors", "webhooks", "cursors"):
        secrets.key(purpose)
    assert client.reads == 1


def test_a_failed_read_is_not_remembered(moto_place: "AwsPlace") -> None:
    """A process that met a fault once is not without keys for the rest of its life."""
    secrets, _ = _counted(moto_place, failures=1)
    with pytest.raises(ConnectionError):
        secrets.key("cursors")
    assert len(secrets.key("cursors")) == 32
