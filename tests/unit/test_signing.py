"""Keys and proofs: what can be computed from what."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.signing import derive_key, proof, proves

KEY = derive_key(b"m" * 64, "test")


def test_a_key_is_the_hash_of_its_purpose_under_the_master() -> None:
    """The formula is public (docs/operations.md): a receiver's own tool may derive the same."""
    assert derive_key(b"m" * 64, "test") == hmac.new(b"m" * 64, b"test", hashlib.sha256).digest()


@pytest.mark.parametrize(("master", "purpose"), [(b"m" * 31, "test"), (b"", "test"), (b"m" * 64, "")])
def test_a_weak_key_is_not_made(master: bytes, purpose: str) -> None:
    """A missing secret fails loudly instead of signing with nothing."""
    with pytest.raises(ValueError, match="a key needs"):
        derive_key(master, purpose)


@given(st.binary(max_size=64), st.integers(16, 32))
def test_only_the_message_itself_is_proven(message: bytes, size: int) -> None:
    """Another message, another key, a cut or an empty proof proves nothing."""
    shown = proof(KEY, message, size=size)
    assert proves(KEY, message, shown, size=size)
    assert not proves(KEY, message + b"x", shown, size=size)
    assert not proves(derive_key(b"n" * 64, "test"), message, shown, size=size)
    assert not proves(KEY, message, shown[:-1], size=size)
    assert not proves(KEY, message, b"", size=size)


@pytest.mark.parametrize("size", [0, 8, 15, 33])
def test_a_proof_that_could_be_guessed_is_not_made(size: int) -> None:
    """Half the hash is the least."""
    with pytest.raises(ValueError, match="16 to 32 bytes"):
        proof(KEY, b"", size=size)
