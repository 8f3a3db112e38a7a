"""The office corrects what a feed says of a person. The correction stands until the feed's own value changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select, update

from district.actions.search_terms import refresh_terms
from district.events import PersonCorrected, PersonRenamed
from district.models import ContactPoint, FormerName, OfficeEdit, Person
from district.rules.phones import as_dialled
from foundation import audit, clock, db
from foundation.audit import Actor

LEGAL_NAMES = ("first_name", "middle_name", "last_name")
TEXTS = (*LEGAL_NAMES, "preferred_first_name", "preferred_last_name", "language")
CORRECTED = (*TEXTS, "birth_date")
CONTACTS = {"email": "email", "phone": "phone", "sms": "phone"}
"""Field: kind of contact point."""
OFFICE = "office"


def correct_person(person: Person, *, field: str, value: str, by: Actor, at: datetime) -> OfficeEdit:
    """Set one field (a name, `language`, `birth_date` as ISO day, `email`, `phone`, `sms`) over what feeds say.

    A former name is kept. A contact point of a feed ends and one of the office's own begins. Raises ValueError for a
    field that is none of these or a day that is none.
    """
    if field not in (*CORRECTED, *CONTACTS):
        raise ValueError(f"The office does not edit {field}.")

    today = clock.day_of(at)
    before = {field: said_of(person, field)} if field in CORRECTED else {}
    if field in LEGAL_NAMES and getattr(person, field) != value:
        _keep_former_name(person, ends=today)
    if field in CONTACTS:
        _replace_contact(person, field=field, value=value, today=today)
    else:
        _set(person, field, value)
    edit = keep_edit(person.id, field=field, value=value, by=by, at=at)
    refresh_terms((person.id,), on=today)

    told = PersonCorrected(person.id, before=before, after={field: value} if before else {}, field=field)
    audit.record(told, by=by, at=at)
    return edit


def correct_fields(person: Person, said: Mapping[str, str], *, by: Actor, at: datetime, reason: str = "") -> bool:
    """Set several of CORRECTED that were written wrongly, over what feeds say; False where all say so already.

    A name that was a mistake was nobody's: it is kept in the audit, and not as a former name.
    """
    before, after = _changed(person, said)
    if not after:
        return False
    _set_over_feeds(person, after, by=by, at=at)

    audit.record(PersonCorrected(person.id, before=before, after=after, reason=reason), by=by, at=at)
    return True


def rename_person(
    person: Person, said: Mapping[str, str], *, starts: date, by: Actor, at: datetime, reason: str = ""
) -> bool:
    """Give a person another legal name (some of LEGAL_NAMES) from a day on; the one before is kept and found."""
    before, after = _changed(person, said)
    if not after:
        return False
    _keep_former_name(person, ends=starts)
    _set_over_feeds(person, after, by=by, at=at)

    told = PersonRenamed(person.id, before=before, after={**after, "starts": starts}, reason=reason)
    audit.record(told, by=by, at=at)
    return True


def let_feed_count(person: Person, *, field: str, value: str, by: Actor, at: datetime, reason: str = "") -> None:
    """Set one of CORRECTED to what a feed says of it now, and what it says later counts too. A former name is kept."""
    today = clock.day_of(at)
    before = {field: said_of(person, field)}
    if field in LEGAL_NAMES:
        _keep_former_name(person, ends=today)
    _set(person, field, value)
    forget_edit(person.id, field)
    refresh_terms((person.id,), on=today)

    audit.record(PersonCorrected(person.id, before=before, after={field: value}, reason=reason), by=by, at=at)


def said_of(person: Person, field: str) -> str:
    """What is on record in one of CORRECTED, as text; a day as ISO."""
    value = getattr(person, field)
    return value.isoformat() if isinstance(value, date) else value or ""


def keep_edit(person_id: int, *, field: str, value: str, by: Actor, at: datetime) -> OfficeEdit:
    """Remember that the office set a field, so that a feed's next word for it waits for a person. Told by the deed."""
    edit = db.session().scalars(
        select(OfficeEdit).where(OfficeEdit.person_id == person_id, OfficeEdit.field == field)
    ).one_or_none() or OfficeEdit(person_id=person_id, field=field)
    edit.value, edit.edited_by_id, edit.edited_at = value, by.person_id, at
    db.session().add(edit)
    db.session().flush()
    return edit


def forget_edit(person_id: int, field: str) -> None:
    """The office says no more of a field than feeds do. Told by the deed."""
    db.session().execute(
        delete(OfficeEdit).where(OfficeEdit.person_id == person_id, OfficeEdit.field == field),
        execution_options={"synchronize_session": "fetch"},
    )


def _changed(person: Person, said: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    after = {field: value for field, value in said.items() if value != said_of(person, field)}
    return {field: said_of(person, field) for field in after}, after


def _set_over_feeds(person: Person, said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    for field, value in said.items():
        _set(person, field, value)
        keep_edit(person.id, field=field, value=value, by=by, at=at)
    refresh_terms((person.id,), on=clock.day_of(at))


def _set(person: Person, field: str, value: str) -> None:
    if field == "birth_date":
        person.birth_date = date.fromisoformat(value) if value else None
    else:
        setattr(person, field, value or None if field == "language" else value)


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
