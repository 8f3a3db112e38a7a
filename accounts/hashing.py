"""Passwords as they are kept: Argon2id through passlib's API (spec "Password rule", ASVS 11.4).

Slow on purpose: hash and verify before opening a transaction. The only user of passlib.
"""

from __future__ import annotations

from passlib.context import CryptContext

from accounts.rules.passwords import normalised

MEMORY_KIB, ROUNDS, LANES = 32 * 1024, 3, 1
"""Over the floor of 19 MiB and two rounds (OWASP, ASVS 11.4.2): decision 0029 says why, and what it costs."""
MOST_BYTES = 1024
"""What is longer is no password of ours (256 code points at most) and is never hashed (T39)."""


def _context(memory_kib: int, rounds: int) -> CryptContext:
    return CryptContext(
        schemes=["argon2"],
        argon2__type="ID",
        argon2__memory_cost=memory_kib,
        argon2__rounds=rounds,
        argon2__parallelism=LANES,
    )


_passwords = _context(MEMORY_KIB, ROUNDS)


def configure(*, cheap: bool) -> None:
    """Choose the cost once at start. `cheap` is for the testing environment alone."""
    global _passwords
    _passwords = _context(64, 1) if cheap else _context(MEMORY_KIB, ROUNDS)


def hash_of(password: str) -> str:
    """The hash to keep. Raises ValueError for what the rules refuse before: too long, or no text."""
    given = normalised(password)
    if _cannot_be_ours(given):
        raise ValueError("This password is too long to be hashed, or is no text.")
    return str(_passwords.hash(given))


def verify(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Whether `password` is the one behind `kept`, and a new hash to keep when today's cost is another.

    Without a hash (nobody has that user name) the same work is done for nothing, so that time tells nothing (T13).
    """
    given = normalised(password)
    if _cannot_be_ours(given):
        return False, None
    if kept is None:
        _passwords.dummy_verify()
        return False, None
    matches, newer = _passwords.verify_and_update(given, kept)
    return bool(matches), newer


def _cannot_be_ours(password: str) -> bool:
    try:
        return len(password.encode()) > MOST_BYTES
    except UnicodeEncodeError:
        return True
