"""When an attempt at a course is a completion."""

from __future__ import annotations

FINISHED = ("completed", "passed")


def is_finished(status: str) -> bool:
    """Whether a training system's word means that the course is done; any case, and no other word."""
    return status.casefold() in FINISHED
