"""Activation codes: how one is written, how long it lives, and why one may be refused (S3, S4; security D4)."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

RANDOM_BYTES = 16
SENT_LIVES = timedelta(hours=24)
"""Of a code that went by mail, text or voice call.

NIST 63A gives an enrollment code ten minutes where it is texted or spoken, and 24 hours where it is mailed. Its ten
minutes are for six digits and for somebody who waits before an open page. Ours are 128 random bits that nobody guesses
in any time, they come as a link or are written down from a call that nobody expected, and are typed in the evening by
whoever was at work in the morning. So a phone gets what mail gets (docs/decisions/0009).
"""

OCCASION = "activation-code:"

_PLAIN = re.compile(r"[0-9a-f]{32}", re.ASCII)
_GROUPED = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


class Kind(StrEnum):
    """What account a code makes."""

    PARENT = "parent"
    STUDENT = "student"


class Delivery(StrEnum):
    """How a code reaches its person."""

    LETTER = "letter"
    EMAIL = "email"
    TEXT = "text"
    VOICE = "voice"
    OFFICE = "office"


class Refusal(StrEnum):
    """Why a code opens nothing. A stranger is never told which; the office is."""

    NOT_A_CODE = "not-a-code"
    UNKNOWN = "unknown"
    USED = "used"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    NOT_ENTITLED = "not-entitled"
    HAS_ACCOUNT = "has-account"


def code_from(random: bytes) -> str:
    """The code made of 128 random bits: 32 hexadecimal digits. All 128 bits count; it is no RFC 9562 UUID.

    Raises ValueError unless there are exactly 16 bytes.
    """
    return uuid.UUID(bytes=random).hex


def canonical(text: str) -> str | None:
    """The one way of writing what was typed, or None where it is not a code.

    Any case, with or without the four hyphens in their places, with or without a pair of braces, with spaces around.
    `uuid.UUID()` takes more than that (`urn:uuid:`, full-width digits, hyphens anywhere), so it is not asked (T04).
    """
    typed = text.strip()
    if typed.startswith("{") and typed.endswith("}"):
        typed = typed[1:-1]
    if not typed.isascii():
        return None
    typed = typed.lower()
    if _PLAIN.fullmatch(typed) or _GROUPED.fullmatch(typed):
        return typed.replace("-", "")
    return None


def grouped(code: str) -> str:
    """A canonical code as people read it, in five groups: `7c1e94b0-52d8-4f3a-9e06-b81d27a4c5f3`."""
    return str(uuid.UUID(hex=code))


def address_of(code: str, *, public_url: str) -> str:
    """The address that opens the activation page with a canonical code filled in."""
    return f"{public_url.rstrip('/')}/portal/activate?code={grouped(code)}"


def hash_of(code: str) -> str:
    """How a canonical code is kept: SHA-256 of its digits, hex. 128 random bits need no slower hash (ASVS 6.5.2)."""
    return hashlib.sha256(code.encode()).hexdigest()


def expires_at(delivery: Delivery, *, issued_at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The moment (exclusive) a code issued at `issued_at` (aware) stops working.

    One that was sent lives 24 hours; one on paper through the `days`-th district day after the day of issue.
    """
    if delivery in (Delivery.EMAIL, Delivery.TEXT, Delivery.VOICE):
        return issued_at + SENT_LIVES
    day_after = issued_at.astimezone(zone).date() + timedelta(days=days + 1)
    return datetime.combine(day_after, time(), tzinfo=zone)


def occasion(code_hash: str) -> str:
    """The occasion under which the mail, text or call with this code stands in the outbox: by it the office finds what
    became of it. The hash names one code and tells nothing of it; a moment would not do, where a clock stands still."""
    return f"{OCCASION}{code_hash}"


def refusal(
    *, used_at: datetime | None, superseded_at: datetime | None, expires_at: datetime, at: datetime
) -> Refusal | None:
    """Why this code no longer works at `at`, or None while it does."""
    if used_at is not None:
        return Refusal.USED
    if superseded_at is not None:
        return Refusal.SUPERSEDED
    return Refusal.EXPIRED if at >= expires_at else None
