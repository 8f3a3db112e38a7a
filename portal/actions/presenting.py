"""A code is presented at the door: looked up, and refused in one way whatever the reason.

Records no event of its own: `refuse_code` records the true reason where the code was once issued. Failures are counted
by where they come from and by the code itself in its one way of writing, so that braces and capitals are no new tries
(T04); successes are not counted: on activation night forty families stand behind one school address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.actions import spend_try
from accounts.rules import throttling
from district.rules.guardianship import SightPolicy
from foundation import throttle
from foundation.audit import Actor
from portal import queries
from portal.actions.activation import refuse_code
from portal.queries import Standing
from portal.rules import codes
from portal.rules.codes import Refusal

SOURCE, CODE = "code-source", "code"
PATIENCE = throttling.SOURCE
"""For both counts, so that the wait tells nothing of whether the code ever was one."""


@dataclass(frozen=True)
class Wait:
    """Too many tries from there, or with that code; the next counts from `until` (UTC)."""

    until: datetime


def present_code(
    typed: str, *, source: str, policy: SightPolicy, on: date, by: Actor, at: datetime
) -> tuple[str, Standing] | Wait:
    """The hash of what was typed and how the code behind it stands. A refusal is counted and written down."""
    code = codes.canonical(typed)
    keys = [(SOURCE, throttling.source_of(source)), *([(CODE, code)] if code else [])]
    waits = [until for scope, key in keys if (until := throttle.waits_until(scope, key, at=at)) is not None]
    if waits:
        return Wait(max(waits))
    code_hash = codes.hash_of(code) if code else ""
    found = queries.standing_of(code_hash, on=on, at=at, policy=policy) if code else Standing(Refusal.NOT_A_CODE)

    if found.refusal is not None:
        for scope, key in keys:
            spend_try(scope, key, patience=PATIENCE, at=at)
        refuse_code(found, found.refusal, by=by, at=at)
    return code_hash, found
