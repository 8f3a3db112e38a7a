"""A reason as the ledger keeps it, plain enough for JSON, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from household.access.rules.answers import Reason, ReasonCode

_NAMES = tuple(each.name for each in fields(Reason))
_DAYS = frozenset({"day", "last_day", "not_before"})


def plain(reason: Reason) -> dict[str, str]:
    """A reason without what it leaves empty; days in ISO form."""
    told = {name: getattr(reason, name) for name in _NAMES}
    return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in told.items() if value}


def reason_of(told: Mapping[str, Any]) -> Reason:
    """What `plain` told."""
    values: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DAYS else value for name, value in told.items()
    }
    values["code"] = ReasonCode(told["code"])
    return Reason(**values)
