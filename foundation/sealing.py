"""Encryption at rest for the little that must wait in the database in readable form: Fernet over the secret key."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet

_fernet: Fernet | None = None


def configure(secret_key: str) -> None:
    """Derive the sealing key from the installation's secret. Called once at start."""
    global _fernet
    key = hashlib.blake2b(secret_key.encode(), digest_size=32, person=b"hearth-sealing").digest()
    _fernet = Fernet(base64.urlsafe_b64encode(key))


def seal(plain: bytes) -> bytes:
    return _ready().encrypt(plain)


def unseal(sealed: bytes) -> bytes:
    """Raises cryptography.fernet.InvalidToken when the secret key is not the one that sealed it."""
    return _ready().decrypt(sealed)


def _ready() -> Fernet:
    if _fernet is None:
        raise RuntimeError("Sealing has no key yet: create_app() configures it.")
    return _fernet
