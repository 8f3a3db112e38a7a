"""Notes what a new word of human resources changed of the jobs of people who have access, or had it, and what became of
access by it: for their own page, for a mail to them, and for DoTS.

Records no event: the import that brought the change is one, and the ledger tells what it did to access. A change is
seen once, as the facts it follows from are weighed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from foundation import db
from household.access.actions.weighing import Case, Verdict
from household.access.models import JobChangeNoted
from household.access.queries.facts import jobs_told, same_jobs
from household.access.queries.policies import Rulebook
from household.access.rules.answers import Answer, EndsBy, Segment, Step, StepCode
from household.access.rules.facts import Facts
from household.access.rules.history import holding
from household.access.rules.job_changes import OLD_DAYS, Effect, JobChange, changes_of, concerns, effect_of
from household.access.rules.telling import plain

NEWS = timedelta(days=31)
"""How long after its day a change is still told by mail; a district's first load tells nobody of old times."""


@dataclass(frozen=True, slots=True)
class JobNews:
    """What changed of one person's jobs, and of their access by it."""

    person_id: int
    changes: tuple[JobChange, ...]
    effect: Effect
    before: Segment
    now: Segment
    answer: Answer
    steps: tuple[Step, ...]
    """What to do next; where the job ends first, what the coming one asks for."""

    def is_news(self, today: date) -> bool:
        """Whether a mail tells it, where nothing else does."""
        if self.effect is not Effect.SAME and self.effect is not Effect.NONE:
            return True
        return any(each.kind not in OLD_DAYS and each.day > today - NEWS for each in self.changes)

    def plain(self) -> dict[str, Any]:
        """For the record and for mails."""
        return {
            "changes": [plain(each) for each in self.changes],
            "reasons": [plain(each) for each in self.answer.reasons],
            "steps": [plain(each) for each in self.steps],
        }


def job_news(cases: Sequence[Case], verdicts: Sequence[Verdict], book: Rulebook) -> dict[int, JobNews]:
    """Whose jobs read otherwise than when they were weighed last, of those whom it matters for; by person."""
    by_person = {each.person_id: each for each in cases}
    found = (_news(by_person[each.person_id], each, book) for each in verdicts)
    return {each.person_id: each for each in found if each is not None}


def note(news: Sequence[JobNews], *, mailed: set[int], area: str, today: date, at: datetime) -> None:
    """Keep them, for the page and for DoTS. Records no event: see above."""
    rows = [
        {
            "person_id": each.person_id,
            "area": area,
            "noticed_on": today,
            "noticed_at": at,
            "effect": each.effect.value,
            "access_ended": each.before.access_ends,
            "access_ends": each.now.access_ends,
            "facts": each.plain(),
            "is_mailed": each.person_id in mailed,
        }
        for each in news
    ]
    if rows:
        db.session().execute(insert(JobChangeNoted), rows)


def _news(case: Case, verdict: Verdict, book: Rulebook) -> JobNews | None:
    held = case.held
    if held is None or not held.mark or held.facts == case.rows.text:
        return None
    if same_jobs(held.facts, case.rows.text):
        return None
    old = holding([each.segment for each in (*verdict.gone, *verdict.stays)], verdict.day)
    now = holding(list(verdict.now), verdict.day)
    if not concerns(old, now):
        return None
    facts = case.rows.values()
    changes = changes_of(jobs_told(held.facts), facts.jobs, today=verdict.day)
    if not changes:
        return None
    answer = book.standing(facts, on=verdict.day)
    steps = answer.next_steps or _coming_steps(facts, now, book)
    return JobNews(case.person_id, changes, effect_of(old, now), old, now, answer, steps)


def _coming_steps(facts: Facts, now: Segment, book: Rulebook) -> tuple[Step, ...]:
    """What can be done about an end that is foreseen."""
    if not now.has_access or now.access_ends is None or now.ends_by is not EndsBy.JOB:
        return ()
    coming = book.standing(facts, on=now.access_ends)
    return tuple(each for each in coming.next_steps if each.code is not StepCode.ASK_DOTS)
