"""A school hides a page of its students for some days, and shows it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from district.models import HiddenSection
from foundation import audit, db
from foundation.audit import Actor
from portal.events import SectionHidden, SectionShown
from portal.queries.hiding import Reached
from portal.rules.hiding import HidingFault, fault_of
from portal.rules.sections import Section


@dataclass(frozen=True)
class Asked:
    """What is to be hidden: from `starts` until `ends` (exclusive; None: until it is shown again)."""

    section: Section
    starts: date
    ends: date | None
    reason: str


def hide(asked: Asked, school: Reached, *, on: date, by: Actor, at: datetime) -> HidingFault | None:
    """Hide a page of the students of a school; what keeps it from being hidden, where something does."""
    if fault := fault_of(asked.section, asked.starts, asked.ends, on=on):
        return fault

    _end_what_is_over(school.school_id, asked.section, on=on, at=at)
    try:
        with db.session().begin_nested():
            made = HiddenSection(
                school_id=school.school_id,
                section=asked.section.value,
                starts=asked.starts,
                ends=asked.ends,
                reason=asked.reason,
                hidden_by_id=by.person_id,
                hidden_by_title=school.title,
                hidden_at=at,
            )
            db.session().add(made)
    except IntegrityError:
        return HidingFault.HIDDEN_ALREADY

    told = SectionHidden(school.school_id, asked.section.value, asked.starts, asked.ends, asked.reason)
    audit.record(told, by=by, at=at)
    return None


def _end_what_is_over(school_id: int, section: Section, *, on: date, at: datetime) -> None:
    """What its days have ended makes room for the next."""
    db.session().execute(
        update(HiddenSection)
        .where(
            HiddenSection.school_id == school_id,
            HiddenSection.section == section.value,
            HiddenSection.ended_at.is_(None),
            HiddenSection.ends <= on,
        )
        .values(ended_at=at, version=HiddenSection.version + 1)
    )


def show_again(public_id: str, school_ids: list[int], *, version: int, by: Actor, at: datetime) -> bool:
    """Show a page of one of these schools again, once; False where that is done already or the page was older."""
    found = db.session().execute(
        update(HiddenSection)
        .where(
            HiddenSection.public_id == public_id,
            HiddenSection.school_id.in_(school_ids),
            HiddenSection.ended_at.is_(None),
            HiddenSection.version == version,
        )
        .values(ended_at=at, ended_by_id=by.person_id, version=HiddenSection.version + 1)
        .returning(HiddenSection.school_id, HiddenSection.section)
    )
    shown = found.one_or_none()
    if shown is None:
        return False

    audit.record(SectionShown(shown.school_id, shown.section), by=by, at=at)
    return True
