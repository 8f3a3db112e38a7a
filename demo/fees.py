"""Fees of the demo's students: one to come, one late, one paid in part, one paid, one waived."""

from __future__ import annotations

from datetime import date, timedelta

from demo.cast import SOURCE, Place, Someone, keep
from demo.world import World
from district.models import Fee
from foundation import db


def some_fees(world: World) -> None:
    """Write them into the open transaction."""
    town, today = world.town, world.today
    days = timedelta
    a_fee(world.lucia, "Concert band: instrument rental", 4500, school=town.high, due=today + days(12))
    a_fee(
        world.lucia,
        "Biology lab book",
        1850,
        school=town.high,
        due=today - days(30),
        paid=1850,
        paid_on=today - days(35),
    )
    a_fee(
        world.mateo,
        "Trip to the museum",
        1200,
        school=town.aspen,
        due=today + days(6),
        note="Bus and entry. Bring a lunch.",
    )
    a_fee(world.nora, "Lost library book", 1599, school=town.cedar, due=today - days(9))
    a_fee(world.nora, "Yearbook", 2500, school=town.cedar, due=today + days(60), paid=1000, paid_on=today - days(3))
    a_fee(world.isaiah, "Trip to the museum", 1200, due=today + days(6), is_waived=True)
    a_fee(world.minh, "Parking permit", 6000, school=town.high, paid=6000, paid_on=today - days(80))


def a_fee(
    child: Someone,
    title: str,
    amount: int,
    *,
    school: Place | None = None,
    note: str = "",
    due: date | None = None,
    assessed: date | None = None,
    paid: int = 0,
    paid_on: date | None = None,
    is_waived: bool = False,
) -> None:
    """One fee, in cents; `due` is the last day that is in time."""
    keep(
        Fee(
            person_id=child.id,
            school_id=school.id if school else None,
            title=title,
            note=note,
            amount=amount,
            currency="USD",
            assessed_on=assessed,
            due_on=due,
            paid=paid,
            paid_on=paid_on,
            is_waived=is_waived,
            is_current=True,
            source=SOURCE,
            source_key=db.new_public_id(),
        )
    )
