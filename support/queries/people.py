"""People by the ids that contacts type: a student number, or what else a source calls one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from district.models import PersonIdentifier
from foundation import db


def people_with_ids(ids: Collection[str]) -> dict[str, int]:
    """Of each id the one person on record who has it. An id of two people is nobody’s. One statement."""
    if not ids:
        return {}
    asked = (
        select(PersonIdentifier.value, func.min(PersonIdentifier.person_id))
        .where(PersonIdentifier.value.in_(ids))
        .group_by(PersonIdentifier.value)
        .having(func.count(PersonIdentifier.person_id.distinct()) == 1)
    )
    return {row[0]: row[1] for row in db.session().execute(asked)}
