"""Surveys: one mail in 30 days also where two cases are closed at once, each link used once, every deed told."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import Engine, select

from foundation import clock, db, jobs
from foundation.audit import STRANGER, AuditEntry
from foundation.jobs import Job
from foundation.worker import do_next_job
from support.actions.casework import move_case
from support.actions.surveys import answer_survey, choose_surveys, refuse_surveys
from support.models import Case
from support.queries.surveys import reader_of
from support.rules.statuses import Doing, Side, Status
from support.rules.surveys import Area, Outcome
from tests.racing import at_once
from tests.support.asking import case_of
from tests.support.closing import BY, RATES, closed_case, links, survey_of, surveyed
from tests.support.served import Served


def told(prefix: str = "survey") -> list[str]:
    db.close()
    events = db.session().scalars(select(AuditEntry.event).order_by(AuditEntry.id))
    return [each for each in events if each.startswith(prefix)]


def token(path: str) -> str:
    return path.rsplit("/", 1)[1]


def test_a_closed_case_is_asked_about_once(served: Served) -> None:
    case = closed_case(served.denise, served.ours)

    assert surveyed(case) is Outcome.MAILED
    assert surveyed(case) is None
    assert len(list(links())) == 1
    assert told() == ["survey-decided"]


def test_one_that_is_open_again_is_not(served: Served) -> None:
    assert surveyed(case_of(served.denise, served.ours)) is None
    assert told() == []


def test_the_next_comes_on_day_thirty(served: Served) -> None:
    assert surveyed(closed_case(served.denise, served.ours)) is Outcome.MAILED
    for days, outcome in ((29, Outcome.TOO_SOON), (30, Outcome.MAILED), (59, Outcome.TOO_SOON)):
        with clock.at(clock.now() + timedelta(days=days)):
            assert surveyed(closed_case(served.denise, served.ours)) is outcome
    assert len(list(links())) == 2


def test_contacts_are_counted_each_for_themselves(served: Served) -> None:
    assert surveyed(closed_case(served.denise, served.ours)) is Outcome.MAILED
    assert surveyed(closed_case(served.theo, served.ours)) is Outcome.MAILED


def test_of_many_cases_closed_at_once_one_is_mailed(served: Served) -> None:
    cases = [closed_case(served.denise, served.ours) for _ in range(8)]
    db.close()
    outcomes = at_once([partial(surveyed, case) for case in cases])

    assert sorted(outcomes, key=str) == [Outcome.MAILED, *[Outcome.TOO_SOON] * 7]
    assert len(list(links())) == 1


def test_of_many_workers_at_one_case_one_mails(served: Served) -> None:
    case = closed_case(served.denise, served.ours)
    db.close()
    outcomes = at_once([partial(surveyed, case) for _ in range(8)])

    assert [each for each in outcomes if each is not None] == [Outcome.MAILED]


def test_closing_a_case_has_the_worker_ask(served: Served) -> None:
    case = case_of(served.denise, served.ours, status=Status.ASSIGNED)
    with db.transaction() as session:
        again = session.get_one(Case, case.id)
        move_case(again, Status.CLOSED, Doing.CLOSE, side=Side.CONTACT, by=BY, at=clock.now())
        again.closed_at = clock.now()
    db.close()
    assert [each.slot for each in db.session().scalars(select(Job).where(Job.kind == "case-survey"))] == [
        f"case-survey:{case.id}"
    ]
    assert do_next_job(jobs.mail_writers)
    assert survey_of(case).outcome == Outcome.MAILED.value


def test_an_answer_is_kept_once(served: Served) -> None:
    case = closed_case(served.denise, served.ours)
    surveyed(case)
    ((answer, _),) = links()

    def send() -> bool:
        with db.transaction():
            return answer_survey(token(answer), RATES, by=STRANGER, at=clock.now())

    db.close()
    assert sorted(at_once([send] * 8)) == [False] * 7 + [True]
    kept = survey_of(case)
    assert {area: getattr(kept, area.value) for area in Area} == RATES
    assert told() == ["survey-decided", "survey-answered"]


def test_who_refuses_by_the_link_gets_none_any_more(served: Served) -> None:
    surveyed(closed_case(served.denise, served.ours))
    ((answer, opt_out),) = links()
    with db.transaction():
        assert not refuse_surveys(token(answer), by=STRANGER, at=clock.now()), "the link of another door"
        assert refuse_surveys(token(opt_out), by=STRANGER, at=clock.now())
        assert not refuse_surveys(token(opt_out), by=STRANGER, at=clock.now())

    with clock.at(clock.now() + timedelta(days=31)):
        assert surveyed(closed_case(served.denise, served.ours)) is Outcome.OPTED_OUT
    assert surveyed(closed_case(served.theo, served.ours)) is Outcome.MAILED
    assert told() == ["survey-decided", "surveys-refused", "survey-decided", "survey-decided"]


def test_a_choice_said_twice_is_told_once(served: Served) -> None:
    person = served.denise.person.id
    for wanted in (True, False, False, True, True):
        with db.transaction():
            choose_surveys(person, wanted, by=BY, at=clock.now())
    assert reader_of(person).wants
    assert told() == ["surveys-refused", "surveys-wanted"]


def test_a_case_of_nobody_is_mailed_to_nobody(served: Served, database: Engine) -> None:
    case = closed_case(served.denise, served.ours)
    with db.transaction() as session:
        session.get_one(Case, case.id).contact_id = None
    assert surveyed(case) is Outcome.NOT_REACHED
    assert survey_of(case).person_id is None
