"""What a recovery address may be. Read, never looked up: whether it is reached shows when its owner answers."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from accounts.rules.problems import Problem

LONGEST = 254


def key_of(email: str) -> str:
    """How an address is found, whatever case it is typed in. Mail goes to the stored one alone (T45)."""
    return email.strip().lower()


def problems_with(email: str) -> list[Problem]:
    """Everything to correct in `email`; empty when mail can be sent to it.

    ASCII only: not every mail server on the way carries more, and a mail that never arrives helps nobody.
    """
    given = email.strip()
    if len(given) > LONGEST or not given.isascii():
        return [Problem("email-unreadable")]
    try:
        validate_email(given, check_deliverability=False)
    except EmailNotValidError:
        return [Problem("email-unreadable")]
    return []
