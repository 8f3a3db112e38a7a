"""What a family may change of its own contact data, what is no address or number, and how a code is tried."""

from __future__ import annotations

import hmac
from datetime import timedelta
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from district.rules.phones import as_dialled
from portal.rules.preferences import By

DIGITS = 6
TRIES = 5
CODE_LASTS = timedelta(minutes=30)
"""Long enough for a mail that is slow, short enough that five tries at a million numbers stay hopeless."""
LONGEST_EMAIL = 254


class Sort(StrEnum):
    """What sort of address or number somebody gives; of each they keep one."""

    EMAIL = "email"
    MOBILE = "sms"
    HOME = "phone"
    WORK = "work"

    @property
    def kind(self) -> str:
        """`email` or `phone`."""
        return "email" if self is Sort.EMAIL else "phone"


class PointProblem(StrEnum):
    """Why an address or number is not taken."""

    NO_SUCH_EMAIL = "no-such-email"
    NO_SUCH_PHONE = "no-such-phone"
    ON_RECORD = "on-record"
    SORT_TAKEN = "sort-taken"


def problem_with(kind: str, typed: str) -> PointProblem | None:
    """Why nothing could be sent to what somebody typed; None where it could."""
    if kind == "phone":
        return None if as_dialled(typed) else PointProblem.NO_SUCH_PHONE
    if len(typed) > LONGEST_EMAIL or not typed.isascii():
        return PointProblem.NO_SUCH_EMAIL
    try:
        validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        return PointProblem.NO_SUCH_EMAIL
    return None


def is_same_end(kind: str, one: str, other: str) -> bool:
    """Whether two addresses or numbers are one, however they are written."""
    if kind == "phone":
        return (as_dialled(one) or one) == (as_dialled(other) or other)
    return one.lower() == other.lower()


def way_of_code(kind: str, type: str, *, carried: tuple[By, ...]) -> By | None:
    """How a code travels to an address or number; None where the district has nobody to carry it there."""
    wanted = (By.MAIL,) if kind == "email" else (By.TEXT, By.VOICE) if type == Sort.MOBILE else (By.VOICE,)
    return next((each for each in wanted if each in carried), None)


def is_code(typed: str, code: str) -> bool:
    """Whether somebody typed the code, with or without spaces; told in the same time either way."""
    return hmac.compare_digest("".join(typed.split()).encode(), code.encode())
