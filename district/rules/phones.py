"""Telephone numbers: one way to write those that can be dialled."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

REGION = "US"
_PLAIN = re.compile(r"(?:\+?1[ .-]?)?\(?(\d{3})\)?[ .-]?(\d{3})[ .-]?(\d{4})")
_NO_ONES_LINE = "0123"


def as_dialled(written: str | None) -> str:
    """`written` as E.164 (`+13035550123`), or "" when no such number can exist. Extensions are not dialled.

    What a North American number's first six digits allow, its last four cannot take away; so the plain ways of
    writing one are decided by those six, once for each exchange. A district has hundreds of thousands of numbers.
    """
    if not written:
        return ""
    plain = _PLAIN.fullmatch(written.strip())
    if plain is None:
        return _read(written)
    area, exchange, line = plain.groups()
    return f"+1{area}{exchange}{line}" if _exists(area + exchange) else ""


@lru_cache(maxsize=16_384)
def _exists(area_and_exchange: str) -> bool:
    return _read(f"+1{area_and_exchange}{_NO_ONES_LINE}") != ""


def _read(written: str) -> str:
    try:
        number = phonenumbers.parse(written, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number) or number.extension:
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
