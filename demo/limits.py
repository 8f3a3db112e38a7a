"""What Hoa wants to be told of Minh, and what has reached it."""

from __future__ import annotations

from datetime import date, datetime

from demo.world import World
from district.queries import sight_policy
from district.rules.calendar import year_of
from foundation import clock, db
from foundation.audit import Actor
from foundation.settings import Settings
from portal.actions.limits import compare, save_limits
from portal.queries.limits import absences_stand, days_absent, limit_of, marks_stand, seen_for
from portal.rules.limits import Limits, What


def some_limits(world: World, *, settings: Settings, today: date, at: datetime) -> None:
    """Write into the open transaction the limits she set, compared with the record as it stands."""
    hoa, minh = world.hoa.id, world.minh.id
    save_limits(hoa, minh, Limits(90, 2), seen=0, by=Actor("account", person_id=hoa), at=at)
    db.session().flush()
    limit = limit_of(hoa, minh)
    child = seen_for(limit, on=today, policy=sight_policy(settings)) if limit else None
    if limit is None or child is None:
        raise ValueError("The demo set a limit that is not there, or for a child who is not seen.")
    year = year_of(today, starts=settings.school_year_starts)
    absent = days_absent({minh}, year=year).get(minh, (0, None))
    standing = [*marks_stand(child, on=today), absences_stand(absent, year)]
    compare(limit, standing, known=tuple(What), digest=settings.digest_time, zone=clock.zone(), at=at)
