"""Who may be appointed as an authorized contact, and how many are missing (S0: two support contacts, one technical)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from support.rules.contacts import ContactKind

SUPPORT_RECOMMENDED, TECHNICAL_ALLOWED = 2, 1
RECOMMENDED = SUPPORT_RECOMMENDED + TECHNICAL_ALLOWED


@dataclass(frozen=True)
class Missing:
    """How many an organization lacks of what is recommended."""

    support: int
    technical: int

    @property
    def total(self) -> int:
        return self.support + self.technical


def missing(kinds: Sequence[str]) -> Missing:
    """What is missing beside contacts of these kinds. A third support contact stands for no technical one."""
    technical = sum(ContactKind(each) is ContactKind.TECHNICAL for each in kinds)
    return Missing(
        support=max(0, SUPPORT_RECOMMENDED - (len(kinds) - technical)),
        technical=max(0, TECHNICAL_ALLOWED - technical),
    )


class AppointRefusal(StrEnum):
    """Why somebody is not appointed."""

    NOBODY = "nobody"
    """Nobody is known by what was typed."""
    SEVERAL = "several"
    NO_ACCOUNT = "no-account"
    NO_JOB = "no-job"
    """Their job here has ended, and what they may do with it."""
    ONESELF = "oneself"
    ALREADY = "already"
    SECOND_TECHNICAL = "second-technical"
    FOURTH = "fourth"
    """There are as many as are recommended: one more is allowed to whoever says so in so many words."""


def why_not(
    kind: ContactKind,
    *,
    kinds: Sequence[str],
    is_oneself: bool = False,
    is_appointed: bool = False,
    knows_of_fourth: bool = False,
) -> AppointRefusal | None:
    """Why an account may not be appointed beside contacts of these `kinds`; None where it may."""
    if is_oneself:
        return AppointRefusal.ONESELF
    if is_appointed:
        return AppointRefusal.ALREADY
    if kind is ContactKind.TECHNICAL and ContactKind.TECHNICAL in kinds:
        return AppointRefusal.SECOND_TECHNICAL
    if len(kinds) >= RECOMMENDED and not knows_of_fourth:
        return AppointRefusal.FOURTH
    return None
