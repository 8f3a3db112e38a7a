"""The courses that authorized contacts should have done (S0), by the codes completions are kept under."""

from __future__ import annotations

from support.rules.contacts import ContactKind

INTRODUCTION, FUNDAMENTALS = "SUPPORT-INTRO", "FUNDAMENTALS"
COURSES = (INTRODUCTION, FUNDAMENTALS)


def courses_for(kind: str) -> tuple[str, ...]:
    """Introduction to Support for every contact; Fundamentals, too, for the technical one."""
    return COURSES if ContactKind(kind) is ContactKind.TECHNICAL else (INTRODUCTION,)
