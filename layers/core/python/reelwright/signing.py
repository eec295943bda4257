"""Keys derived from one master secret, one for each purpose, and message authentication codes (proofs).

A key is HMAC-SHA256 of its purpose under the master secret (the expand step of HKDF, RFC 5869, section 2.3, with one
block). From one key, neither the master secret nor the key of another purpose can be computed.
"""

import hashlib
import hmac
from typing import Final

MIN_MASTER_BYTES: Final = 32
"""The length of the hash; a shorter master secret would weaken it (RFC 2104, section 3)."""


def derive_key(master: bytes, purpose: str) -> bytes:
    """Derive the 32-byte key of a purpose, always the same; raises ValueError if a secret is too short or the purpose empty."""
    if len(master) < MIN_MASTER_BYTES or not purpose:
        raise ValueError(f"a key needs a purpose and a master secret of at least {MIN_MASTER_BYTES} bytes")
    return hmac.digest(master, purpose.encode(), hashlib.sha256)


def proof(key: bytes, message: bytes, *, size: int) -> bytes:
    """Compute the first `size` bytes of HMAC-SHA256 of a message. 16 to 32: shorter proofs could be guessed."""
    whole = hmac.digest(key, message, hashlib.sha256)
    if not len(whole) // 2 <= size <= len(whole):
        raise ValueError("a proof has 16 to 32 bytes (RFC 2104, section 5)")
    return whole[:size]


def proves(key: bytes, message: bytes, shown: bytes, *, size: int) -> bool:
    """Check a proof in constant time, so that it cannot be guessed byte by byte."""
    return hmac.compare_digest(proof(key, message, size=size), shown)
