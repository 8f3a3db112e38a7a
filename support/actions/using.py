"""Notes that a contact used the desk.

Records no event: it is one day on the contact’s own record, and the session that did it is on record already.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, update

from foundation import db
from support.models import SupportContact


def note_use(account_id: int, *, on: date) -> None:
    """Every appointment of the account was used on that day; idle days begin anew, and with them their notices.

    Writes once a day: who was noted already is left alone. A flag stays: a person decides about it.
    """
    db.session().execute(
        update(SupportContact)
        .where(
            SupportContact.account_id == account_id,
            SupportContact.ends.is_(None),
            or_(SupportContact.last_active_on.is_(None), SupportContact.last_active_on < on),
        )
        .values(last_active_on=on, told_days=0)
    )
