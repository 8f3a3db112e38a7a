"""Data are changed, and a site is tested on, only under a contact’s written permission on the case (S1)."""

from __future__ import annotations

from enum import StrEnum


class PermissionKind(StrEnum):
    """What the desk asks to do."""

    DATA_CHANGE = "data-change"
    TESTING = "testing"


class StepRefusal(StrEnum):
    """Why the desk may not ask, or may not do what it asked for."""

    CLOSED = "closed"
    NO_WORDS = "no-words"
    NOT_ASKED = "not-asked"
    NOT_ANSWERED = "not-answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """A contact took the permission back."""


def may_ask(what: str, *, is_closed: bool) -> StepRefusal | None:
    """Why no permission can be asked for: what exactly would be done has to be said."""
    if is_closed:
        return StepRefusal.CLOSED
    return None if what.strip() else StepRefusal.NO_WORDS


def may_do(
    done: str, *, is_closed: bool, is_asked: bool, is_given: bool | None, is_withdrawn: bool
) -> StepRefusal | None:
    """Why what was asked for may not be done and recorded."""
    if is_closed:
        return StepRefusal.CLOSED
    if not is_asked:
        return StepRefusal.NOT_ASKED
    if is_withdrawn:
        return StepRefusal.WITHDRAWN
    if is_given is None:
        return StepRefusal.NOT_ANSWERED
    if not is_given:
        return StepRefusal.REFUSED
    return None if done.strip() else StepRefusal.NO_WORDS
