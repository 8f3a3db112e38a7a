"""Closed cases, and their surveys, for tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import insert, select

from foundation import audit, clock, db
from foundation.outbox import Mail
from foundation.sealing import unseal
from support.actions.surveys import ask_how_it_went
from support.models import Case, Survey
from support.rules.kinds import ClosedBecause
from support.rules.statuses import Status
from support.rules.surveys import Area, Outcome
from tests.support.asking import case_of
from tests.support.served import Account, Served

BY = audit.job("test")
PUBLIC_URL = "http://localhost"
RATES = {Area.COURTESY: 5, Area.KNOWLEDGE: 4, Area.TIMELINESS: 3, Area.QUALITY: 4, Area.OVERALL: 5}


def closed_case(account: Account, organization: int) -> Case:
    """A case of that contact that was closed now."""
    at = clock.now()
    return case_of(account, organization, status=Status.CLOSED, closed=at, because=ClosedBecause.SOLVED)


def surveyed(case: Case) -> Outcome | None:
    """What became of the survey of a case, decided now."""
    with db.transaction() as session:
        again = session.get_one(Case, case.id)
        return ask_how_it_went(again, public_url=PUBLIC_URL, by=BY, at=clock.now())


def survey_of(case: Case) -> Survey:
    db.close()
    return db.session().scalars(select(Survey).where(Survey.case_id == case.id)).one()


def links() -> Iterator[tuple[str, str]]:
    """The paths of both links of every survey's mail: to answer, and to get none any more."""
    db.close()
    for mail in db.session().scalars(select(Mail).where(Mail.template == "case-survey").order_by(Mail.id)):
        assert mail.secret is not None
        told = unseal(mail.secret).decode()
        answer, opt_out = re.search(r'"url": "([^"]+)"', told), re.search(r'"opt_out_url": "([^"]+)"', told)
        assert answer is not None
        assert opt_out is not None
        yield answer[1].removeprefix(PUBLIC_URL), opt_out[1].removeprefix(PUBLIC_URL)


def rated(served: Served, rates: list[int]) -> None:
    """Surveys of closed cases with these rates, the same in every area."""
    for rate in rates:
        case = case_of(served.denise, served.ours, status=Status.CLOSED, closed=clock.now())
        given = dict.fromkeys((area.value for area in Area), rate)
        with db.transaction() as session:
            told = {"case_id": case.id, "outcome": Outcome.MAILED.value, "decided_at": clock.now()}
            session.execute(insert(Survey).values(**told, answered_at=clock.now(), **given))
    db.close()
