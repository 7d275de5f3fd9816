"""PINs as they are kept: argon2id, of which nothing can be read back."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()  # argon2id with the library's defaults (RFC 9106, low-memory profile)


def hashed(pin: str) -> str:
    """What is kept of a PIN."""
    return _hasher.hash(pin)


def matches(pin_hash: str, pin: str) -> bool:
    """Whether this is the PIN; never, for something kept that is no hash."""
    try:
        return _hasher.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
