"""Keys for purposes, derived from one master secret, and short proofs made with them.

A key is HMAC-SHA256 of its purpose under the master secret (the expand step of HKDF, RFC 5869, section 2.3, with one
block): who holds one key can compute neither the master nor the key of another purpose.
"""

import hashlib
import hmac
from typing import Final

MIN_MASTER_BYTES: Final = 32
"""A master secret shorter than the hash would be its weakest part (RFC 2104, section 3)."""


def derive_key(master: bytes, purpose: str) -> bytes:
    """Return the 32 bytes of a purpose, always the same; raises ValueError for a short master or an empty purpose."""
    if len(master) < MIN_MASTER_BYTES or not purpose:
        raise ValueError(f"a key needs a purpose and a master secret of at least {MIN_MASTER_BYTES} bytes")
    return hmac.digest(master, purpose.encode(), hashlib.sha256)


def proof(key: bytes, message: bytes, *, size: int) -> bytes:
    """Return the first `size` bytes (16-32) of HMAC-SHA256 of a message; shorter ones could be guessed."""
    whole = hmac.digest(key, message, hashlib.sha256)
    if not len(whole) // 2 <= size <= len(whole):
        raise ValueError("a proof has 16 to 32 bytes (RFC 2104, section 5)")
    return whole[:size]


def proves(key: bytes, message: bytes, shown: bytes, *, size: int) -> bool:
    """Return whether what was shown is the proof of the message, in the same time whatever is shown."""
    return hmac.compare_digest(proof(key, message, size=size), shown)
