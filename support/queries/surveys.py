"""Reads of surveys: what a link opens, and whether somebody wants any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select

from foundation import db, tokens
from support.models import Survey, SurveyReader
from support.models.cases import FIRST_NUMBER

ANSWER, OPT_OUT = "case-survey", "case-survey-opt-out"
"""The purposes of the two links of a survey's mail: each opens one door."""


@dataclass(frozen=True)
class Reader:
    """Whether somebody gets surveys, and the day of the last one."""

    wants: bool
    last_mailed_on: date | None


def is_open(purpose: str, kept: str | None, *, at: datetime) -> ColumnElement[bool]:
    """Of which survey a link of that purpose, kept as a hash, still opens what it is for."""
    if purpose == ANSWER:
        return and_(Survey.answer_hash == (kept or ""), Survey.answered_at.is_(None), Survey.answer_until > at)
    return and_(Survey.opt_out_hash == (kept or ""), Survey.opted_out_at.is_(None), Survey.opt_out_until > at)


def case_behind(token: str, *, purpose: str, at: datetime) -> int | None:
    """The number of the case whose survey a link opens; None where it is dead. One statement."""
    kept = tokens.read(token, purpose=purpose)
    case_id = db.session().scalar(select(Survey.case_id).where(is_open(purpose, kept, at=at))) if kept else None
    return None if case_id is None else case_id + FIRST_NUMBER


def reader_of(person_id: int) -> Reader:
    """Whether that person gets surveys."""
    asked = select(SurveyReader.opted_out_at, SurveyReader.last_mailed_on).where(SurveyReader.person_id == person_id)
    found = db.session().execute(asked).one_or_none()
    return Reader(True, None) if found is None else Reader(found.opted_out_at is None, found.last_mailed_on)
