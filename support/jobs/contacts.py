"""The night’s look at contacts who do not use the desk."""

from __future__ import annotations

from foundation import audit, clock, db, nightly
from support.actions.idling import idle_contacts, look_after

BY = audit.job("support-contacts")


@nightly.step("support-contacts")
def night() -> str:
    """Tell contacts at 150 and 170 days without use, and flag them at 180: one transaction each, so that a kill
    repeats nothing and a night that was missed is made up for."""
    today, at = clock.today(), clock.now()
    waiting = idle_contacts(today)
    db.close()
    told = flagged = 0
    for contact_id in waiting:
        with db.transaction():
            done = look_after(contact_id, on=today, by=BY, at=at)
        if done is not None:
            flagged += done.flagged_on is not None
            told += done.flagged_on is None
    return f"{told:,} idle contacts told, {flagged:,} flagged"
