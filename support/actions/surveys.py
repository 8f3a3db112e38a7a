"""The survey after a case: mailed once at its closing, answered once by its link, refused by a link of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update

from foundation import audit, clock, db, outbox, tokens
from foundation.audit import Actor
from support.events.surveys import SurveyAnswered, SurveyDecided, SurveysRefused, SurveysWanted
from support.models import Case, Survey, SurveyReader
from support.queries.involved import Reached, contacts_involved
from support.queries.surveys import ANSWER, OPT_OUT, is_open
from support.rules.surveys import ANSWER_LASTS, BETWEEN, OPT_OUT_LASTS, Area, Outcome, outcome

PATHS = {ANSWER: "/support/survey/", OPT_OUT: "/support/no-surveys/"}


def ask_how_it_went(case: Case, *, public_url: str, by: Actor, at: datetime) -> Outcome | None:
    """Decide about the survey of a closed case, and mail it where that is to be; None where it was decided before, or
    the case is open again."""
    if case.closed_at is None:
        return None
    on = clock.day_of(at)
    reached = next((each for each in contacts_involved(case.id, on=on) if each.contact_id == case.contact_id), None)
    is_new = db.add_once(Survey, by="case_id", case_id=case.id, outcome=Outcome.NOT_REACHED.value, decided_at=at)
    if not is_new:
        return None
    survey = db.session().scalars(select(Survey).where(Survey.case_id == case.id)).one()
    decided = Outcome.NOT_REACHED
    if reached is not None and reached.address is not None:
        survey.person_id = reached.person_id
        decided = _claim(reached.person_id, at=at)
    survey.outcome = decided.value
    if reached is not None and decided is Outcome.MAILED:
        _mail(survey, case, reached, public_url=public_url, at=at)
    db.session().flush()

    audit.record(SurveyDecided(survey.person_id, case.id, decided.value), by=by, at=at)
    return decided


def answer_survey(token: str, given: dict[Area, int], *, by: Actor, at: datetime) -> bool:
    """Keep what was answered, once; False where the link is dead."""
    kept = tokens.read(token, purpose=ANSWER)
    taken = db.session().execute(
        update(Survey)
        .where(is_open(ANSWER, kept, at=at))
        .values(answered_at=at, **{area.value: rate for area, rate in given.items()})
        .returning(Survey.person_id, Survey.case_id)
    )
    answered = taken.one_or_none()
    if answered is None:
        return False

    audit.record(SurveyAnswered(answered.person_id, answered.case_id), by=by, at=at)
    return True


def refuse_surveys(token: str, *, by: Actor, at: datetime) -> bool:
    """The button behind the link of a mail: no more surveys for whom it was written to; False where it is dead."""
    kept = tokens.read(token, purpose=OPT_OUT)
    taken = db.session().execute(
        update(Survey).where(is_open(OPT_OUT, kept, at=at)).values(opted_out_at=at).returning(Survey.person_id)
    )
    refused = taken.one_or_none()
    if refused is None:
        return False
    _refuse(refused.person_id, at=at)

    audit.record(SurveysRefused(refused.person_id, by_link=True), by=by, at=at)
    return True


def choose_surveys(person_id: int, wanted: bool, *, by: Actor, at: datetime) -> None:
    """Whether somebody gets surveys, as they say themselves. Said twice it is told once."""
    _known(person_id)
    if wanted:
        changed = update(SurveyReader).where(SurveyReader.opted_out_at.is_not(None)).values(opted_out_at=None)
    else:
        changed = update(SurveyReader).where(SurveyReader.opted_out_at.is_(None)).values(opted_out_at=at)
    told = db.session().execute(changed.where(SurveyReader.person_id == person_id).returning(SurveyReader.person_id))
    if told.one_or_none() is None:
        return

    audit.record(SurveysWanted(person_id) if wanted else SurveysRefused(person_id, by_link=False), by=by, at=at)


def _claim(person_id: int, *, at: datetime) -> Outcome:
    """Take the one mail of 30 days, where it is to be had. Of two at once the second waits for the first here."""
    on = clock.day_of(at)
    _known(person_id)
    taken = db.session().execute(
        update(SurveyReader)
        .where(
            SurveyReader.person_id == person_id,
            SurveyReader.opted_out_at.is_(None),
            or_(SurveyReader.last_mailed_on.is_(None), SurveyReader.last_mailed_on <= on - BETWEEN),
        )
        .values(last_mailed_on=on)
        .returning(SurveyReader.person_id)
    )
    if taken.one_or_none() is not None:
        return Outcome.MAILED
    reader = db.session().get_one(SurveyReader, person_id, populate_existing=True)
    return outcome(reader.last_mailed_on, opted_out=reader.opted_out_at is not None, is_reached=True, on=on)


def _refuse(person_id: int, *, at: datetime) -> None:
    _known(person_id)
    db.session().execute(
        update(SurveyReader)
        .where(SurveyReader.person_id == person_id, SurveyReader.opted_out_at.is_(None))
        .values(opted_out_at=at)
    )


def _known(person_id: int) -> None:
    db.add_once(SurveyReader, by="person_id", person_id=person_id)


def _mail(survey: Survey, case: Case, to: Reached, *, public_url: str, at: datetime) -> None:
    answer, survey.answer_hash = tokens.make(ANSWER)
    opt_out, survey.opt_out_hash = tokens.make(OPT_OUT)
    survey.answer_until, survey.opt_out_until = at + ANSWER_LASTS, at + OPT_OUT_LASTS
    house = public_url.rstrip("/")
    outbox.post(
        "case-survey",
        to=to.address or "",
        language=to.language,
        at=at,
        once=f"case-survey:{case.id}",
        secret={"url": f"{house}{PATHS[ANSWER]}{answer}", "opt_out_url": f"{house}{PATHS[OPT_OUT]}{opt_out}"},
        person_id=to.person_id,
        name=to.called,
        number=str(case.number),
        last_day=(clock.day_of(at + ANSWER_LASTS)).isoformat(),
    )
