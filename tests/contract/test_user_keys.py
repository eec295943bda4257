"""`UserKeys` on every implementation: a key is its owner's, for one provider, and is shown to nobody."""

from typing import TYPE_CHECKING, Any

import pytest

from reelwright.aws.keys import user_key_key
from reelwright.aws.table import Table
from reelwright.aws.user_keys import DynamoUserKeys
from reelwright.aws.writes import Write
from reelwright.ports import UserKeys
from reelwright.providers.user_keys import UserKey
from tests.memory.user_keys import MemoryUserKeys

if TYPE_CHECKING:
    from tests.contract.conftest import AwsPlace, Clock

ALL = ("openai", "pexels")
KEY = "sk-ada-0123456789abcdef"


class OnMoto:
    """The adapter on moto, with its table and what could not be decrypted."""

    def __init__(self, place: "AwsPlace") -> None:
        self.table = Table(place.new_table(), place.client("dynamodb"))
        self.errors: list[Exception] = []
        kms: Any = place.client("kms")
        arn = kms.create_key()["KeyMetadata"]["Arn"]
        self.keys = DynamoUserKeys(self.table, lambda: kms, key_arn=arn, on_error=self.errors.append)


@pytest.fixture(params=["memory", "moto"])
def keys(request: pytest.FixtureRequest, moto_place: "AwsPlace") -> UserKeys:
    """Return empty keys."""
    return MemoryUserKeys() if request.param == "memory" else OnMoto(moto_place).keys


def shown(clock: "Clock", provider: str = "openai", ending: str = "cdef") -> UserKey:
    """Return what is shown of a key."""
    return UserKey(provider=provider, saved_at=clock(), ending=ending)


def test_a_key_is_listed_without_itself_and_read_by_its_owner_alone(keys: UserKeys, clock: "Clock") -> None:
    """By provider; another user has none."""
    keys.save("ada", KEY, shown=shown(clock))
    keys.save("ada", "pexels-key", shown=shown(clock, "pexels", ""))
    assert keys.listed("ada") == (shown(clock), shown(clock, "pexels", ""))
    assert KEY not in repr(keys.listed("ada"))
    assert keys.keys("ada", ALL) == {"openai": KEY, "pexels": "pexels-key"}
    assert (keys.listed("eve"), keys.keys("eve", ALL)) == ((), {})


def test_a_later_key_replaces_the_earlier_one(keys: UserKeys, clock: "Clock") -> None:
    """Saving the same key again changes nothing."""
    for key in (KEY, "sk-new", "sk-new"):
        keys.save("ada", key, shown=shown(clock))
    assert keys.keys("ada", ALL) == {"openai": "sk-new"}


def test_a_removed_key_is_gone_at_once(keys: UserKeys, clock: "Clock") -> None:
    """And cannot be removed twice, nor by another."""
    keys.save("ada", KEY, shown=shown(clock))
    assert not keys.remove("eve", "openai")
    assert [keys.remove("ada", "openai"), keys.remove("ada", "openai")] == [True, False]
    assert keys.keys("ada", ALL) == {}


def test_a_row_has_no_readable_key_and_decrypts_for_nobody_else(moto_place: "AwsPlace", clock: "Clock") -> None:
    """Whoever could copy a row to another owner or provider gets nothing by it: the encryption names both."""
    on = OnMoto(moto_place)
    on.keys.save("ada", KEY, shown=shown(clock))
    row = on.table.get(user_key_key("ada", "openai"))
    assert row is not None
    assert KEY not in str(row)
    stolen = {name: row[name] for name in ("encrypted", "saved_at", "ending")}
    for place in (user_key_key("eve", "openai"), user_key_key("ada", "pexels")):
        on.table.write(Write(action="Put", key=place, item=stolen))
    assert (on.keys.keys("eve", ALL), on.keys.keys("ada", ALL)) == ({}, {"openai": KEY})
    assert len(on.errors) == 2
