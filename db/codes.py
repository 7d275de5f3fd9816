"""Codes that people scan or type, and the tokens that stay on a phone.

Each has at least 130 random bits and is looked up by its hash, so guesses are not counted: with a
million open codes and a million guesses a second, a hit takes longer than the sun will last. The
hash needs no salt for the same reason, and the records give nobody a code that works.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

LENGTH = 26  # characters of five random bits each
GROUP = 5
_LOOKALIKES = str.maketrans("018", "olb")  # base32 has none of these digits


def new_code() -> str:
    """26 lower-case base32 characters: 130 random bits."""
    return base64.b32encode(secrets.token_bytes(17)).decode("ascii").lower()[:LENGTH]


def grouped(code: str) -> str:
    """`code` as people read it: `abcde-fghij-…`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def hash_code(code: str) -> str:
    """SHA-256 of `code` in hex: what is kept and looked up.

    Spaces, dashes and capitals make no difference, nor do 0, 1 and 8 typed for o, l and b.
    """
    plain = "".join(code.split()).replace("-", "").lower().translate(_LOOKALIKES)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def new_token() -> str:
    """A secret for a phone's cookie: 256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256 of `token` in hex, to the letter."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
