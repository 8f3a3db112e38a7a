"""Who may give a role, or end one: the one rule, for the page of roles and for invitations that carry some.

A command on the server is the operator’s and asks nobody: it makes the first district administrator.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from accounts.rules.roles import GIVEN

RIGHT = "accounts.roles"


class GivingRefusal(StrEnum):
    """Why a role is neither given nor ended."""

    NO_SUCH_ROLE = "no-such-role"
    NO_RIGHT = "no-right"
    ONESELF = "oneself"
    OWN_FAMILY = "own-family"


def why_not(
    roles: Iterable[str], *, may_give_roles: bool, is_oneself: bool, is_own_family: bool
) -> GivingRefusal | None:
    """Why somebody may not give, or end, `roles` of another; None where they may. No roles at all need no right."""
    named = frozenset(roles)
    if is_oneself:
        return GivingRefusal.ONESELF
    if is_own_family:
        return GivingRefusal.OWN_FAMILY
    if not named <= frozenset(GIVEN):
        return GivingRefusal.NO_SUCH_ROLE
    return None if may_give_roles or not named else GivingRefusal.NO_RIGHT
