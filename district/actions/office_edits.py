"""The office corrects what a feed says of a person. The correction stands until the feed's own value changes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update

from district.actions.search_terms import refresh_terms
from district.events import PersonCorrected
from district.models import ContactPoint, FormerName, OfficeEdit, Person
from district.rules.phones import as_dialled
from foundation import audit, clock, db
from foundation.audit import Actor

LEGAL_NAMES = ("first_name", "middle_name", "last_name")
TEXTS = (*LEGAL_NAMES, "preferred_first_name", "preferred_last_name", "language")
CONTACTS = {"email": "email", "phone": "phone", "sms": "phone"}
"""Field: kind of contact point."""
OFFICE = "office"


def correct_person(person: Person, *, field: str, value: str, by: Actor, at: datetime) -> OfficeEdit:
    """Set one field (a name, `language`, `birth_date` as ISO day, `email`, `phone`, `sms`) over what feeds say.

    A former name is kept. A contact point of a feed ends and one of the office's own begins. Raises ValueError for a
    field that is none of these or a day that is none.
    """
    if field not in (*TEXTS, *CONTACTS, "birth_date"):
        raise ValueError(f"The office does not edit {field}.")

    today = clock.day_of(at)
    if field in LEGAL_NAMES and getattr(person, field) != value:
        _keep_former_name(person, ends=today)
    if field in CONTACTS:
        _replace_contact(person, field=field, value=value, today=today)
    elif field == "birth_date":
        person.birth_date = date.fromisoformat(value) if value else None
    else:
        setattr(person, field, value or None if field == "language" else value)
    edit = _keep_edit(person, field=field, value=value, by=by, at=at)
    refresh_terms((person.id,), on=today)

    audit.record(PersonCorrected(person_id=person.id, field=field), by=by, at=at)
    return edit


def _keep_former_name(person: Person, *, ends: date) -> None:
    db.session().add(
        FormerName(
            person_id=person.id,
            first_name=person.first_name,
            middle_name=person.middle_name,
            last_name=person.last_name,
            ends=ends,
            source=OFFICE,
        )
    )


def _replace_contact(person: Person, *, field: str, value: str, today: date) -> None:
    db.session().execute(
        update(ContactPoint)
        .where(ContactPoint.person_id == person.id, ContactPoint.type == field, ContactPoint.ends.is_(None))
        .values(ends=today)
    )
    if value:
        dialled = as_dialled(value) if CONTACTS[field] == "phone" else value
        db.session().add(
            ContactPoint(
                person_id=person.id,
                kind=CONTACTS[field],
                type=field,
                value=dialled or value,
                is_valid=bool(dialled),
                source=OFFICE,
                starts=today,
            )
        )


def _keep_edit(person: Person, *, field: str, value: str, by: Actor, at: datetime) -> OfficeEdit:
    edit = db.session().scalars(
        select(OfficeEdit).where(OfficeEdit.person_id == person.id, OfficeEdit.field == field)
    ).one_or_none() or OfficeEdit(person_id=person.id, field=field)
    edit.value, edit.edited_by_id, edit.edited_at = value, by.person_id, at
    db.session().add(edit)
    db.session().flush()
    return edit
