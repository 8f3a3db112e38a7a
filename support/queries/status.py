"""Reads of status notices: what stands, what is kept, and the one value by which a page knows whether that changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, select

from foundation import db
from support.models import Case, StatusNotice, StatusUpdate
from support.rules.status import NoticeKind, Overall, Standing, System, Times, overall, standing

KEPT_ON_A_PAGE = 20


@dataclass(frozen=True)
class Said:
    """One update of a notice, by language."""

    texts: dict[str, str]
    said_at: datetime
    closes: bool = False


@dataclass(frozen=True)
class Notice:
    """A status notice with what was said in it, newest first."""

    id: int
    public_id: str
    kind: NoticeKind
    system: System
    title: dict[str, str]
    posted_at: datetime
    times: Times
    said: tuple[Said, ...] = ()

    def standing(self, *, at: datetime) -> Standing:
        """How it stands at that moment."""
        return standing(self.kind, self.times, at=at)


_notice = db.table(StatusNotice)
EDITION = (
    select(func.aggregate_strings(cast(_notice.c.id, String) + "." + cast(_notice.c.updates, String), " "))
    .where(_notice.c.closed_at.is_(None))
    .scalar_subquery()
)
"""A value that is another one whenever what stands has changed, and null while nothing does. It goes along in the
statement that says who is signed in (`accounts.queries.know_also`), so that a page reads notices only when it must."""


def open_notices() -> list[Notice]:
    """Every notice that nobody has closed, incidents first, then by when they begin. Two statements at most."""
    found = _read(StatusNotice.closed_at.is_(None))
    return sorted(
        found, key=lambda each: (each.kind is not NoticeKind.INCIDENT, each.times.starts_at or each.posted_at)
    )


def open_incidents(*, at: datetime) -> list[Notice]:
    """The incidents that stand at that moment, as a new case is shown them before it is submitted."""
    return [each for each in open_notices() if each.standing(at=at) is Standing.ONGOING and each.posted_at <= at]


def overall_of(notices: Iterable[Notice], *, at: datetime) -> Overall:
    """One word for all of them at that moment."""
    return overall([each.standing(at=at) for each in notices])


def closed_notices(*, number: int = 1, most: int = KEPT_ON_A_PAGE) -> tuple[list[Notice], int]:
    """Those of one page of `most` of the closed ones, the last closed first, and the number of the last page."""
    count = db.session().scalar(select(func.count()).where(StatusNotice.closed_at.is_not(None))) or 0
    last = max(1, -(-count // most))
    ids = (
        select(StatusNotice.id)
        .where(StatusNotice.closed_at.is_not(None))
        .order_by(StatusNotice.closed_at.desc(), StatusNotice.id.desc())
        .limit(most)
        .offset((number - 1) * most)
    )
    found = _read(StatusNotice.id.in_(ids)) if count else []
    return sorted(found, key=lambda each: (each.times.closed_at, each.id), reverse=True), last


def linked_cases(notices: Iterable[Notice]) -> dict[int, int]:
    """How many cases were found to be the same as each of these, by its id. One statement; none where it has none."""
    ids = [each.id for each in notices]
    counted = select(Case.incident_id, func.count()).where(Case.incident_id.in_(ids)).group_by(Case.incident_id)
    return {notice_id: number for notice_id, number in db.session().execute(counted) if notice_id is not None}


def notice_called(public_id: str, *, hold: bool = False) -> StatusNotice | None:
    """The record of one notice; `hold` it for a change."""
    asked = select(StatusNotice).where(StatusNotice.public_id == public_id)
    return db.session().scalars(asked.with_for_update() if hold else asked).one_or_none()


def notice_shown(public_id: str) -> Notice | None:
    """One notice with everything said in it."""
    return next(iter(_read(StatusNotice.public_id == public_id)), None)


def _read(*which: Any) -> list[Notice]:
    found = list(db.session().scalars(select(StatusNotice).where(*which)))
    if not found:
        return []
    said: dict[int, list[Said]] = {each.id: [] for each in found}
    asked = select(StatusUpdate).where(StatusUpdate.notice_id.in_(said)).order_by(StatusUpdate.id.desc())
    for each in db.session().scalars(asked):
        said[each.notice_id].append(Said(each.texts, each.said_at, each.closes))
    return [_plain(each, tuple(said[each.id])) for each in found]


def _plain(record: StatusNotice, said: tuple[Said, ...]) -> Notice:
    return Notice(
        id=record.id,
        public_id=record.public_id,
        kind=NoticeKind(record.kind),
        system=System(record.system),
        title=record.title,
        posted_at=record.posted_at,
        times=Times(record.starts_at, record.until_at, record.closed_at),
        said=said,
    )
