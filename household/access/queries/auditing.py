"""Who had access on a past day, page by page and counted: as the ledger has it, whoever late facts concern beside them.

In force was whose last telling line by that day gave access. The database finds those lines along its indexes, so that
a page costs the same however many people there are; the count reads the lines of the ledger once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, union
from sqlalchemy.orm import aliased

from foundation import db
from household.access.models import AccessEvent, Evaluation, Standing
from household.access.rules.answers import WITH_ACCESS
from household.access.rules.ledger import GIVES, TAKES

_STATES = sorted(each.value for each in WITH_ACCESS)
_GIVES = sorted(each.value for each in GIVES)
_TELLING = sorted(each.value for each in GIVES | TAKES)


def people_on(day: date, *, area: str, after: int, limit: int) -> list[int]:
    """The next people, by id, who had access on the day by the ledger or by the facts known now, or may have had it by
    what was foreseen and not told yet. One statement."""
    parts = [
        select(whose.label("id")).where(*held, whose > after).order_by(whose).limit(limit)
        for whose, held in (
            (AccessEvent.person_id, _told(day, area)),
            (Standing.person_id, _by_facts(day, area)),
            (Evaluation.person_id, _untold(day, area)),
        )
    ]
    found = union(*(select(each.subquery()) for each in parts)).subquery()
    return list(db.session().scalars(select(found.c.id).order_by(found.c.id).limit(limit)))


def number_on(day: date, *, area: str) -> int:
    """How many had access on the day as the ledger has it, with what was foreseen and not told yet. One statement."""
    waits = select(Evaluation.id).where(*_untold(day, area))
    told = select(func.count()).where(
        *_told(day, area), ~waits.where(Evaluation.person_id == AccessEvent.person_id).exists()
    )
    coming = select(func.count()).where(
        *_by_facts(day, area), waits.where(Evaluation.person_id == Standing.person_id).exists()
    )
    return db.session().scalar(select(told.scalar_subquery() + coming.scalar_subquery())) or 0


def _told(day: date, area: str) -> Sequence[ColumnElement[bool]]:
    """The lines that gave access, where no later line by the day said otherwise: at most one of each person."""
    later = aliased(AccessEvent)
    since = select(later.id).where(
        later.person_id == AccessEvent.person_id,
        later.area == area,
        later.id > AccessEvent.id,
        later.effective_on <= day,
        later.kind.in_(_TELLING),
    )
    return (
        AccessEvent.area == area,
        AccessEvent.effective_on <= day,
        AccessEvent.kind.in_(_GIVES),
        ~since.exists(),
    )


def _by_facts(day: date, area: str) -> Sequence[ColumnElement[bool]]:
    """Who has access on the day by the facts known now."""
    return (
        Standing.area == area,
        Standing.state.in_(_STATES),
        Standing.starts <= day,
        or_(Standing.ends.is_(None), Standing.ends > day),
    )


def _untold(day: date, area: str) -> Sequence[ColumnElement[bool]]:
    """Who changes by the day without a line in the ledger yet: few, where the nights are kept."""
    return Evaluation.area == area, Evaluation.next_on <= day
