"""When the desk may close a case, or call it the same as another."""

from __future__ import annotations

from enum import StrEnum


class ClosingRefusal(StrEnum):
    """Why the desk cannot bring a case to its end so."""

    NOT_HANDED_OVER = "not-handed-over"
    """An emergency that no contact has: nobody could say whether it is solved."""
    NO_SUCH_CASE = "no-such-case"
    SAME_CASE = "same-case"
    CLOSED_CASE = "closed-case"
    """The other one is closed: nobody would go on with either."""
    OTHER_ORGANIZATION = "other-organization"
    """The contacts of one organization do not see the other’s case."""


def not_same(*, is_itself: bool, shares_organization: bool, is_closed: bool) -> ClosingRefusal | None:
    """Why a case is not closed as the same as another one."""
    if is_itself:
        return ClosingRefusal.SAME_CASE
    if not shares_organization:
        return ClosingRefusal.OTHER_ORGANIZATION
    return ClosingRefusal.CLOSED_CASE if is_closed else None
