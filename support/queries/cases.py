"""Whose cases somebody sees: a contact those of the organizations they ask for, an advisor all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, or_, select, true

from foundation import db
from support.models import Case, id_of
from support.queries.contacts import Appointment

SEVEN_DIGITS = range(1_000_000, 10_000_000)


@dataclass(frozen=True)
class Viewer:
    """Who looks at cases today, and as what."""

    account_id: int
    person_id: int
    appointments: tuple[Appointment, ...]
    is_advisor: bool
    on: date

    @property
    def organization_ids(self) -> tuple[int, ...]:
        return tuple(each.organization_id for each in self.appointments)

    def appointment_for(self, organization_id: int) -> Appointment | None:
        """As what the viewer asks for that organization; None where they do not."""
        return next((each for each in self.appointments if each.organization_id == organization_id), None)


def is_seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Whether a case is one of the viewer’s."""
    if viewer.is_advisor:
        return true()
    return or_(false(), Case.organization_id.in_(viewer.organization_ids))


def case_numbered(viewer: Viewer, number: int) -> Case | None:
    """The case with that number, where the viewer sees it. One statement."""
    return db.session().scalars(select(Case).where(_is(number), is_seen_by(viewer))).one_or_none()


def case_held(viewer: Viewer, number: int) -> Case | None:
    """The same inside the transaction of a deed, and nobody else changes it before that is done."""
    asked = select(Case).where(_is(number), is_seen_by(viewer)).with_for_update()
    return db.session().scalars(asked, execution_options={"populate_existing": True}).one_or_none()


def _is(number: int) -> ColumnElement[bool]:
    return Case.id == id_of(number) if number in SEVEN_DIGITS else false()
