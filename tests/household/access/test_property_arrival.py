"""Facts may arrive in any order and on any days: stored is what they say together, and the ledger says the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, insert, select, update

from district.models import StaffAssignment
from foundation import clock, db
from household.access import actions, jobs, queries
from household.access.models import Approval, Evaluation, Revocation, Tally
from household.access.queries import InForce
from household.access.rules.history import holding
from tests.household.access.staff import BY, Clerk, book, hire

FIRST = date(2025, 7, 1)
DAYS = 3 * 365
LONG = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class Fact:
    """Something to be stored on some day, about a day."""

    kind: str
    on: int
    """Days after FIRST."""
    lasts: int | None = None
    what: str = ""
    location: str = "A"

    @property
    def starts(self) -> date:
        return FIRST + timedelta(days=self.on)

    @property
    def ends(self) -> date | None:
        return None if self.lasts is None else self.starts + timedelta(days=self.lasts)


days = st.integers(0, DAYS)
spans = st.one_of(st.none(), st.integers(1, DAYS))
places = st.sampled_from("AB")
facts = st.one_of(
    st.builds(
        Fact,
        kind=st.just("job"),
        on=st.integers(1, DAYS),
        lasts=spans,
        what=st.sampled_from(["Office Professional", "Teacher", "central", "gone"]),
        location=places,
    ),
    st.builds(
        Fact,
        kind=st.just("course"),
        on=days,
        what=st.sampled_from(["IC-ENROLLMENT", "IC-HOUSEHOLD", "IC-HOUSEHOLD", "IC-HOUSEHOLD-RECERT"]),
    ),
    st.builds(Fact, kind=st.just("approval"), on=days, location=places),
    st.builds(Fact, kind=st.just("revocation"), on=days, lasts=st.integers(1, 200)),
)
always = [
    Fact("job", 0, what="Office Professional"),
    Fact("course", 60, what="IC-ENROLLMENT"),
    Fact("course", 80, what="IC-HOUSEHOLD"),
]
"""Without these few stories would ever have access."""
notice = st.lists(st.builds(Fact, kind=st.just("notice"), on=st.integers(100, DAYS)), max_size=1)
"""The end of that first job becomes known, perhaps long before it."""


@LONG
@given(notices=notice, more=st.lists(facts, max_size=7), data=st.data())
def test_any_order_of_arrival_ends_as_the_facts_say(
    database: Engine, notices: list[Fact], more: list[Fact], data: st.DataObject
) -> None:
    arriving = data.draw(st.permutations([*always, *notices, *more]))
    waits = data.draw(st.lists(st.integers(0, 400), min_size=len(arriving), max_size=len(arriving)))
    nights = data.draw(st.lists(st.booleans(), min_size=len(arriving), max_size=len(arriving)))
    clerk = hire()
    today = FIRST
    for fact, wait, night in zip(arriving, waits, nights, strict=True):
        today = max(today + timedelta(days=wait), fact.starts if fact.kind not in ("job", "notice") else today)
        with clock.at(f"{today.isoformat()} 09:00"):
            if night:
                jobs.review(book(), today=today, by=BY)
            store(clerk, fact)

    assert clerk.stored() == clerk.decided()
    for later in (0, 1, 200, 800):
        assert in_force(clerk, today + timedelta(days=later)) == by_facts(clerk, today + timedelta(days=later))
    assert rebuilt(arriving, today) == clerk.decided()
    assert tallied() == counted()


def store(clerk: Clerk, *stored: Fact) -> None:
    """One transaction, as a feed's or a person's deed."""
    with db.transaction():
        for fact in stored:
            STORES[fact.kind](clerk, fact)
        db.session().flush()
        actions.refresh([clerk.person_id], book=book(), at=clock.now(), today=clock.today(), by=BY)


def store_job(clerk: Clerk, fact: Fact) -> None:
    """`gone`: the employment ends with the job."""
    central = fact.what == "central"
    ends = clerk.notices.get(fact.on, fact.ends)
    clerk.add_job(
        fact.starts.isoformat(),
        ends.isoformat() if ends else None,
        "Office Professional" if fact.what == "gone" else fact.what,
        "central" if central else "school",
        "Enrollment Services" if central else "",
        fact.location,
        fact.ends.isoformat() if fact.ends and fact.what == "gone" else None,
    )


def store_notice(clerk: Clerk, fact: Fact) -> None:
    """Of the first job; where that has not arrived yet, it comes with its end."""
    clerk.notices[0] = fact.starts
    first = (StaffAssignment.person_id == clerk.person_id, StaffAssignment.starts == FIRST)
    db.session().execute(update(StaffAssignment).where(*first).values(ends=fact.starts))


def store_approval(clerk: Clerk, fact: Fact) -> None:
    row = {"location": fact.location, "approved_on": fact.starts}
    db.session().execute(insert(Approval), [_decided(clerk) | row])


def store_revocation(clerk: Clerk, fact: Fact) -> None:
    row = {"starts": fact.starts, "ends": fact.ends, "reason": "test"}
    db.session().execute(insert(Revocation), [_decided(clerk) | row])


def _decided(clerk: Clerk) -> dict[str, Any]:
    return {"person_id": clerk.person_id, "area": "household", "recorded_at": clock.now()}


STORES: dict[str, Callable[[Clerk, Fact], None]] = {
    "job": store_job,
    "notice": store_notice,
    "course": lambda clerk, fact: clerk.add_completion(fact.what, fact.starts.isoformat()),
    "approval": store_approval,
    "revocation": store_revocation,
}


def in_force(clerk: Clerk, on: date) -> tuple[str, date | None, int | None] | None:
    """What the ledger says of the day: track, last day, version."""
    db.close()
    found = next((each for each in queries.ledger_on(on) if each.person_id == clerk.person_id), None)
    return _said(found.ledger) if found is not None and found.ledger is not None else None


def _said(held: InForce) -> tuple[str, date | None, int | None]:
    return held.track, held.through, held.policy_version


def by_facts(clerk: Clerk, on: date) -> tuple[str, date | None, int | None] | None:
    held = holding(clerk.decided(), on)
    through = held.access_ends - timedelta(days=1) if held.access_ends else None
    return (held.track, through, held.policy_version) if held.has_access else None


def rebuilt(arrived: list[Fact], today: date) -> list[Any]:
    """The same facts of somebody else, all at once on the last day; its ledger must say the same of that day."""
    other = hire()
    with clock.at(f"{today.isoformat()} 09:00"):
        store(other, *sorted(arrived, key=lambda fact: fact.kind == "notice"))
    assert in_force(other, today) == by_facts(other, today)
    return other.stored()


def tallied() -> dict[str, int]:
    summed = select(Tally.state, func.sum(Tally.change)).where(Tally.kind == "standing").group_by(Tally.state)
    return {row[0]: int(row[1]) for row in db.session().execute(summed) if row[1]}


def counted() -> dict[str, int]:
    """Everybody stands in one state for ever, at last."""
    found: dict[str, int] = {}
    for person_id in db.session().scalars(select(Evaluation.person_id)):
        stored = Clerk(person_id).stored()
        if stored:
            found[stored[-1].state.value] = found.get(stored[-1].state.value, 0) + 1
    return found
