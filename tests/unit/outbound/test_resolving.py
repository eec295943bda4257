"""Names to addresses, by the machine's own resolver."""

import pytest

from reelwright.outbound.resolving import resolve


def test_this_machine_knows_itself() -> None:
    """Each address once, as text."""
    found = resolve("localhost", 443, 5.0)
    assert set(found) <= {"127.0.0.1", "::1"}
    assert len(found) == len(set(found)) > 0


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "\udcff.example"])
def test_a_name_that_cannot_be_asked_for_is_an_os_error(host: str) -> None:
    """Whatever the system's encoding of names says about it."""
    with pytest.raises(OSError, match=r"."):
        resolve(host, 443, 5.0)
