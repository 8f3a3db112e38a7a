"""Orders that take rights from an adult for one student: recorded, read, and lifted by two people.

What is recorded is in force from the next request on: whoever shows a record asks `district.rules.guardianship.sight`
again each time. Lifting is one conditional write in each step, so that two people at once lift an order once.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from district.events import (
    RestrictionLifted,
    RestrictionLiftProposed,
    RestrictionLiftWithdrawn,
    RestrictionRecorded,
    RestrictionVerified,
)
from district.models import PersonSource, QueuedRow, Restriction, RestrictionLift
from district.rules.homes import Span
from district.rules.restrictions import (
    GOOD_FOR,
    Course,
    LiftRefusal,
    OrderFault,
    Paper,
    Taken,
    course_on,
    faults_of_order,
    faults_of_paper,
    refusal_to_confirm,
)
from foundation import audit, clock, db
from foundation.audit import Actor

ASKED = ("contact-restriction", "restriction-untold")
"""Codes of the questions that a person answers by reading the paper, or by lifting."""
READ = "read"
"""How such a question is settled."""


def record_restriction(
    adult_id: int,
    student_id: int,
    paper: Paper,
    taken: Taken,
    span: Span,
    *,
    because: str,
    by: Actor,
    at: datetime,
) -> Restriction | list[OrderFault]:
    """Record an order that somebody holds in the hand, or say everything that it lacks."""
    is_oneself = adult_id == student_id or by.person_id in (adult_id, student_id)
    on = clock.day_of(at)
    if faults := faults_of_order(paper, taken, span.starts, span.ends, on=on, is_oneself=is_oneself):
        return faults
    order = Restriction(
        adult_id=adult_id,
        student_id=student_id,
        instrument=paper.instrument,
        number=paper.number,
        court=paper.court,
        paper=paper.copy,
        records=taken.records,
        contact=taken.contact,
        pick_up=taken.pick_up,
        starts=span.starts,
        ends=span.ends,
        verified_by_id=by.person_id,
        verified_at=at,
        because=because,
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    db.session().add(order)
    db.session().flush()

    after = {"starts": span.starts, "ends": span.ends, **vars(taken)}
    told = RestrictionRecorded(student_id, (adult_id,), after=after, restriction=order.public_id, because=because)
    audit.record(told, by=by, at=at)
    return order


def verify_restriction(order: Restriction, paper: Paper, *, because: str, by: Actor, at: datetime) -> list[OrderFault]:
    """Write down what the paper behind a feed's restriction says. It takes what it took; no fault: it is done.

    A paper that takes less, or ends on a day, is recorded as an order of its own, and two people lift the feed's.
    """
    if faults := faults_of_paper(paper):
        return faults
    values = {"instrument": paper.instrument, "number": paper.number, "court": paper.court, "paper": paper.copy}
    read = {**values, "because": because, "verified_by_id": by.person_id, "verified_at": at}
    if not _moved(update(Restriction).where(Restriction.id == order.id, Restriction.verified_by_id.is_(None)), read):
        return [OrderFault.READ_MEANWHILE]
    _settle_questions(order, by=by, at=at)

    told = RestrictionVerified(order.student_id, (order.adult_id,), restriction=order.public_id, because=because)
    audit.record(told, by=by, at=at)
    return []


def propose_lift(order: Restriction, *, reason: str, by: Actor, at: datetime) -> LiftRefusal | None:
    """Ask a second person to confirm that an order binds no longer; None: it waits for them."""
    today = clock.day_of(at)
    if by.person_id is None or not _binds(order, today):
        return LiftRefusal.OVER
    overdue = update(RestrictionLift).where(
        RestrictionLift.restriction_id == order.id,
        RestrictionLift.state == Course.OPEN.value,
        RestrictionLift.proposed_on < today - GOOD_FOR,
    )
    _moved(overdue, {"state": Course.EXPIRED.value, "settled_at": at})
    writing = sqlite.insert if db.is_sqlite() else postgresql.insert
    once = writing(RestrictionLift).values(
        restriction_id=order.id,
        public_id=db.new_public_id(),
        reason=reason,
        state=Course.OPEN.value,
        proposed_by_id=by.person_id,
        proposed_on=today,
        proposed_at=at,
    )
    asked = db.session().execute(once.on_conflict_do_nothing().returning(RestrictionLift.id)).one_or_none()
    if asked is None:
        return LiftRefusal.ASKED_ALREADY
    told = RestrictionLiftProposed(order.student_id, (order.adult_id,), restriction=order.public_id, because=reason)
    audit.record(told, by=by, at=at)
    return None


def confirm_lift(lift: RestrictionLift, order: Restriction, *, by: Actor, at: datetime) -> LiftRefusal | None:
    """Lift an order that somebody else proposed to lift, once; None: it binds no longer from this moment on."""
    today = clock.day_of(at)
    course = course_on(lift.state, lift.proposed_on, today)
    binds = _binds(order, today)
    if refused := refusal_to_confirm(course, proposed_by=lift.proposed_by_id, by=by.person_id, binds=binds):
        return refused
    if not _settled(lift, Course.CONFIRMED, by=by, at=at):
        return LiftRefusal.SETTLED
    before, ends = order.ends, max(today, order.starts)
    db.session().execute(update(Restriction).where(Restriction.id == order.id).values(ends=ends))
    _settle_questions(order, by=by, at=at)

    told = RestrictionLifted(
        order.student_id,
        (order.adult_id,),
        before={"ends": before},
        after={"ends": ends},
        restriction=order.public_id,
        because=lift.reason,
    )
    audit.record(told, by=by, at=at)
    return None


def withdraw_lift(lift: RestrictionLift, order: Restriction, *, by: Actor, at: datetime) -> bool:
    """Take back a proposal, by whoever made it or a colleague; False where it is settled already. The order stands."""
    if not _settled(lift, Course.WITHDRAWN, by=by, at=at):
        return False
    told = RestrictionLiftWithdrawn(order.student_id, (order.adult_id,), restriction=order.public_id)
    audit.record(told, by=by, at=at)
    return True


def _binds(order: Restriction, on: date) -> bool:
    return order.ends is None or order.ends > on


def _settled(lift: RestrictionLift, course: Course, *, by: Actor, at: datetime) -> bool:
    is_open = update(RestrictionLift).where(RestrictionLift.id == lift.id, RestrictionLift.state == Course.OPEN.value)
    return _moved(is_open, {"state": course.value, "settled_by_id": by.person_id, "settled_at": at})


def _moved(which: Any, values: dict[str, Any]) -> bool:
    """Change what stands as it was seen, once."""
    moved: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        which.values(**values), execution_options={"synchronize_session": False}
    )
    return moved.rowcount > 0


def _settle_questions(order: Restriction, *, by: Actor, at: datetime) -> None:
    """What the feed left for a person to read is read."""
    if not order.source:
        return
    adult, student = aliased(PersonSource), aliased(PersonSource)
    pairs = db.session().execute(
        select(adult.source_key, student.source_key)
        .join(student, student.source == adult.source)
        .where(adult.source == order.source, adult.person_id == order.adult_id, student.person_id == order.student_id)
    )
    keys = [key for one, other in pairs for key in (f"{one} → {other}", f"{one} → {other} #{order.id}")]
    db.session().execute(
        update(QueuedRow)
        .where(
            QueuedRow.source == order.source,
            QueuedRow.code.in_(ASKED),
            QueuedRow.source_key.in_(keys),
            QueuedRow.settled_at.is_(None),
        )
        .values(settled_at=at, settled_by_id=by.account_id, settled_as=READ)
    )
