"""What a mailed link carries: a random value, signed for one purpose (spec "Forgot username, forgot password").

The signature turns away what we never wrote before the database is asked, and keeps a token of one purpose from
being read at another's door. It does not make the token count once, nor expire: the hashed record behind it does.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from itsdangerous import BadData, URLSafeSerializer

RANDOM_BYTES = 32
LONGEST = 200

_secret_key = ""


def configure(secret_key: str) -> None:
    """Take the installation's secret. Called once at start."""
    global _secret_key
    _secret_key = secret_key
    _signer.cache_clear()


def make(purpose: str) -> tuple[str, str]:
    """A new token for `purpose`, and the hash to keep of it: `(token, kept)`."""
    value = secrets.token_urlsafe(RANDOM_BYTES)
    return str(_signer(purpose).dumps(value)), hash_of(value)


def read(token: str, *, purpose: str) -> str | None:
    """The hash under which `token` is kept, or None when it is not one of ours for `purpose`."""
    if not 0 < len(token) <= LONGEST or not token.isascii():
        return None
    signer = _signer(purpose)
    try:
        value = signer.loads(token)
    except BadData:
        return None
    # Base64 reads over signs that are none of its own: a token has one spelling, so that what is bent is refused (T06).
    return hash_of(value) if isinstance(value, str) and signer.dumps(value) == token else None


def hash_of(value: str) -> str:
    """How a random value of 128 bits or more is kept: SHA-256, hex (ASVS 6.5.2)."""
    return hashlib.sha256(value.encode()).hexdigest()


@cache
def _signer(purpose: str) -> URLSafeSerializer:
    if not _secret_key:
        raise RuntimeError("Tokens have no key yet: create_app() configures it.")
    return URLSafeSerializer(
        _secret_key, salt=f"hearth.{purpose}", signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
    )
