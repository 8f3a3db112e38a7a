"""Reminders to a whole list: how far one has come, who is to be written to next, and when people were reminded last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select, union_all

from accounts.models import Account
from district.models import Person
from foundation import db
from household.access.models import BulkReminded, BulkReminder, Reminder, Standing
from household.access.queries.lists import Wanted
from household.access.rules.answers import State
from household.access.rules.bulk import Fate
from household.access.rules.watching import AT_RISK, AT_RISK_DAYS


class Bulk(NamedTuple):
    """One run with the name of whoever asked for it."""

    run: BulkReminder
    asked_by: str


class BulkNote(NamedTuple):
    """That somebody was reminded with a list."""

    written_at: datetime
    by: str


class Reads(NamedTuple):
    """How many records of people a member of staff has opened, by quarters of an hour, and when last."""

    number: int
    last_at: datetime | None


class Now(NamedTuple):
    """How somebody stands as their turn comes."""

    state: State
    access_ends: date | None
    ends_by: str

    def is_wanted(self, wanted: Wanted, on: date) -> bool:
        """Whether the filter still asks for them: whoever renewed meanwhile needs no reminder."""
        if self.state not in wanted.states:
            return False
        most = [] if wanted.at_most_days is None else [wanted.at_most_days]
        if wanted.only == AT_RISK and self.state is not State.RECERTIFY:
            most.append(AT_RISK_DAYS)
        return not most or (self.access_ends is not None and (self.access_ends - on).days - 1 <= min(most))


def kept(wanted: Wanted) -> dict[str, Any]:
    """A filter as it is kept."""
    told = asdict(wanted) | {"states": [each.value for each in wanted.states]}
    told.pop("area")
    return told


def wanted_of(run: BulkReminder) -> Wanted:
    """The filter that was kept."""
    told = run.wanted
    return Wanted(**told | {"states": tuple(State(each) for each in told["states"])}, area=run.area)


def bulk_called(public_id: str) -> Bulk | None:
    """One run by its name."""
    asked = (
        select(BulkReminder, Person)
        .join(Account, Account.id == BulkReminder.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(BulkReminder.public_id == public_id)
    )
    row = db.session().execute(asked).one_or_none()
    return None if row is None else Bulk(row[0], row[1].full_name)


def bulk_of_form(key: str, *, account_id: int) -> str | None:
    """The run that a form of this account made."""
    mine = (BulkReminder.key == key, BulkReminder.account_id == account_id)
    return db.session().scalar(select(BulkReminder.public_id).where(*mine))


def bulk_to_work(bulk_id: int) -> BulkReminder | None:
    """A run for the worker, read anew."""
    return db.session().get(BulkReminder, bulk_id)


def last_bulks(*, limit: int) -> list[Bulk]:
    """The latest runs, newest first."""
    asked = (
        select(BulkReminder, Person)
        .join(Account, Account.id == BulkReminder.account_id)
        .join(Person, Person.id == Account.person_id)
        .order_by(BulkReminder.id.desc())
        .limit(limit)
    )
    return [Bulk(run, person.full_name) for run, person in db.session().execute(asked)]


def to_write(bulk_id: int, *, limit: int) -> list[int]:
    """The next people, by id, who are to be written to."""
    asked = select(BulkReminded.person_id).where(*_waits(bulk_id)).order_by(BulkReminded.person_id).limit(limit)
    return list(db.session().scalars(asked))


def counts_of(bulk_id: int) -> dict[str, int]:
    """How many by their fate."""
    asked = select(BulkReminded.fate, func.count()).where(BulkReminded.bulk_id == bulk_id).group_by(BulkReminded.fate)
    found = {row[0]: row[1] for row in db.session().execute(asked)}
    return {each.value: found.get(each.value, 0) for each in Fate}


def one_to_write(bulk_id: int) -> int | None:
    """Somebody of the list who is, or was, to be written to: the sample is theirs."""
    asked = select(BulkReminded.person_id).where(BulkReminded.bulk_id == bulk_id, BulkReminded.fate == Fate.WRITE.value)
    return db.session().scalar(asked.order_by(BulkReminded.person_id).limit(1))


def last_reminded(person_ids: Collection[int], *, area: str, but: int | None = None) -> dict[int, datetime]:
    """When each of these people was reminded last, by the night or by hand (not by the run `but`). One statement."""
    by_night = select(Reminder.person_id, Reminder.written_at).where(
        Reminder.person_id.in_(person_ids), Reminder.area == area
    )
    by_hand = (
        select(BulkReminded.person_id, BulkReminded.written_at)
        .join(BulkReminder, BulkReminder.id == BulkReminded.bulk_id)
        .where(BulkReminded.person_id.in_(person_ids), BulkReminder.area == area, BulkReminded.written_at.is_not(None))
        .where(BulkReminded.bulk_id != but if but is not None else BulkReminded.id > 0)
    )
    both = union_all(by_night, by_hand).subquery()
    asked = select(both.c.person_id, func.max(both.c.written_at)).group_by(both.c.person_id)
    return {row[0]: row[1] for row in db.session().execute(asked)}


def standing_now(person_ids: Collection[int], *, area: str, on: date) -> dict[int, Now]:
    """How these people stand on the day. One statement."""
    asked = select(Standing.person_id, Standing.state, Standing.access_ends, Standing.ends_by).where(
        Standing.person_id.in_(person_ids),
        Standing.area == area,
        Standing.starts <= on,
        or_(Standing.ends.is_(None), Standing.ends > on),
    )
    return {row[0]: Now(State(row[1]), row[2], row[3]) for row in db.session().execute(asked)}


def _waits(bulk_id: int) -> tuple[Any, ...]:
    return (
        BulkReminded.bulk_id == bulk_id,
        BulkReminded.fate == Fate.WRITE.value,
        BulkReminded.written_at.is_(None),
        BulkReminded.passed_at.is_(None),
    )
