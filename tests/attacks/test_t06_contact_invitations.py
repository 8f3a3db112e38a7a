"""T06 and T10: a contact’s invitation with more fields; a repair’s button pressed at once."""

from __future__ import annotations

from collections import Counter

from flask import Flask
from sqlalchemy import select

from accounts.actions import Wish, note_repair
from accounts.models import Account, AccountRole, Repair
from demo import people
from foundation import audit, clock, db
from foundation.audit import AuditEntry
from tests.accounts.colleagues import noor as noor
from tests.accounts.residents import ana as ana
from tests.attacks.mailed import DOORS, Street, ask_contact_invitation, presses
from tests.attacks.mailed import street as street
from tests.browser import Browser
from tests.racing import at_once

BY = audit.command("test")
MORE = {"kind": "staff", "role": "help-desk", "roles": "help-desk", "person_id": "1"}


def test_more_fields_make_no_staff_and_give_no_role(app: Flask, street: Street) -> None:
    fields = DOORS["/contact/invitation/<token>"].fields

    assert presses(Browser(app), ask_contact_invitation(street), {**fields, **MORE}) == 303
    db.close()
    made = select(Account.kind).where(Account.person_id == street.pat)
    assert db.session().scalars(made).all() == ["contact"]
    assert db.session().scalars(select(AccountRole)).all() == []


def test_one_button_pressed_at_once_is_one_repair(app: Flask, database: object) -> None:
    with db.transaction():
        somebody = people.a_person("Hoa", "Nguyen")
    db.close()

    def press() -> bool:
        with db.transaction():
            wish = Wish("end-wait:one-button", "She phoned")
            return note_repair(wish, "end-wait", person_id=somebody.id, by=BY, at=clock.now())

    assert Counter(at_once([press] * 8)) == {True: 1, False: 7}
    assert len(db.session().scalars(select(Repair)).all()) == 1
    assert len(db.session().scalars(select(AuditEntry).where(AuditEntry.event == "repair-made")).all()) == 1
