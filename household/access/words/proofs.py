"""The pieces of a page about one person's access, ready for its components: checklist, sum, days, timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import format_decimal
from flask_babel import gettext as _

from foundation import clock
from foundation.web.formats import moment, short_day
from household.access.queries.promises import PromiseOnRecord
from household.access.queries.records import CourseOnRecord, Decided, JobOnRecord, LedgerLine, Reminded, StaffRecord
from household.access.rules.answers import (
    Answer,
    Line,
    LineCode,
    ReasonCode,
    Requirement,
    RequirementKind,
    State,
)
from household.access.rules.ledger import GIVES, TAKES, EventKind
from household.access.rules.telling import reason_of
from household.access.words.job_changes import effect, job_change
from household.access.words.labels import event
from household.access.words.promises import outcome, told_of_report
from household.access.words.voice import Voice

DAY = timedelta(days=1)
NOT_THERE = frozenset(
    {ReasonCode.NOT_TAKEN, ReasonCode.APPROVAL_MISSING, ReasonCode.NO_JOB, ReasonCode.APPROVAL_OTHER_SCHOOL}
)
"""Reasons for which nothing of the person's own was looked at and found wanting."""

QUIZ_SOURCE = "hearth-quiz"
"""The source of a completion that the quiz of this house wrote."""

Item = tuple[str, str, str, str]
Happening = tuple[str, str, date, str]


@dataclass(frozen=True)
class Proofs:
    """Says one person's answer with what is on record of them."""

    answer: Answer
    record: StaffRecord
    voice: Voice
    is_own: bool = False
    """Whether the reader is the person themselves."""
    more: tuple[Happening, ...] = ()
    """What other rooms know of: the gate was told whom to ask."""

    def checklist(self) -> list[Item]:
        """Each requirement: its sign, what it asks for, one word, and the sentences that prove it."""
        return [
            (*self._judged(each), " ".join((*self._sentences(each), *self._reported(each))))
            for each in self.answer.requirements
        ]

    def _judged(self, asked: Requirement) -> tuple[str, str, str]:
        """The sign, what it asks for, and one word; a course that was reported is on its way."""
        what = self.voice.requirement(asked)
        if self._open_promise(asked) is not None:
            return "wait", what, str(_("On its way"))
        return _sign_of(asked), what, _word_for(asked)

    def _open_promise(self, asked: Requirement) -> PromiseOnRecord | None:
        if asked.missing is None or not asked.course:
            return None
        return next((each for each in self.record.promises if each.is_open and each.course == asked.course), None)

    def _reported(self, asked: Requirement) -> Iterator[str]:
        if (promise := self._open_promise(asked)) is not None:
            yield told_of_report(promise)

    def current_jobs(self) -> list[str]:
        """The jobs that stand today, each in a few words."""
        today = clock.today()
        return [
            named_job(each)
            for each in self.record.jobs
            if (each.starts is None or each.starts <= today) and (each.ends is None or today < each.ends)
        ]

    def met(self) -> int:
        """How many of the requirements are met."""
        return sum(each.missing is None for each in self.answer.requirements)

    def sum(self) -> list[tuple[str, str]]:
        """How the last day is counted, line by line; the last line is the outcome."""
        return [_line(each, self.answer) for each in self.answer.counted]

    def days(self, today: date) -> list[tuple[str, date, str]]:
        """The days that matter of an access that stands, in their order, with today among them."""
        found = [("today", today, _("Today"))]
        if self.answer.since is not None and self.answer.since < today:
            found.append(("past", self.answer.since, _("Access began")))
        opens, through = self.answer.window_opens, self.answer.through
        if through is not None:
            if opens is not None and opens <= through:
                found.append(("past" if opens <= today else "", opens, _("The window to renew opens")))
            found.append(("due" if opens is not None and opens <= today else "", through, _("Last day of access")))
        return sorted(found, key=lambda each: (each[1], each[0] != "today"))

    def timeline(self, today: date) -> list[Happening]:
        """What happened up to today, newest first."""
        happened = [
            *self._told(),
            *self._untold(),
            *self._finished(),
            *self._worked(today),
            *self._decided(),
            *self._reminded(),
            *self._promised(),
            *self._changed(),
            *(each for each in self.more if each[2] <= today),
        ]
        return sorted(happened, key=lambda each: each[2], reverse=True)

    def _sentences(self, asked: Requirement) -> Iterator[str]:
        """The evidence of one requirement, or what is missing, and whence it is known."""
        yield _whole(self.voice.evidence(asked))
        day = asked.day if asked.missing is None else asked.missing.day
        if asked.kind is RequirementKind.JOB:
            yield from (
                self._job(each)
                for each in self.record.jobs
                if (each.job_role, each.location, each.starts) == (asked.job_role, asked.location, day)
            )
        elif asked.kind is RequirementKind.APPROVAL:
            yield from (
                _("Given by %(name)s.", name=each.by)
                for each in self.record.decisions
                if each.kind == "approval"
                and each.by
                and each.ends is None
                and (each.text, each.starts) == (asked.location, day)
            )
        else:
            courses = (each for each in self.record.courses if (each.course, each.completed_on) == (asked.course, day))
            yield from (_arrival(each) for each in courses if not each.is_voided)

    def _job(self, job: JobOnRecord) -> str:
        return str(_("%(job)s, as %(source)s has it.", job=named_job(job), source=job.source))

    def _told(self) -> Iterator[Happening]:
        for each in self.record.ledger:
            yield _sign_of_event(each.kind), event(each.kind), each.effective_on, " ".join(self._about(each))

    def _about(self, line: LedgerLine) -> Iterator[str]:
        if line.access_ends is not None and line.kind not in TAKES:
            yield _("Through %(day)s.", day=short_day(line.access_ends - DAY))
        yield from (self.voice.reason(reason_of(each)) for each in line.reasons)

    def _untold(self) -> Iterator[Happening]:
        """The end of an access that no night has put into the ledger yet."""
        told = self.record.ledger[0].kind if self.record.ledger else None
        kind = {State.LAPSED: EventKind.LAPSED, State.ENDED: EventKind.ENDED}.get(self.answer.state)
        if kind is not None and told not in TAKES and self.answer.through is not None:
            yield "bad", event(kind), self.answer.through + DAY, ""

    def _finished(self) -> Iterator[Happening]:
        for each in self.record.courses:
            what = _capital(_("%(course)s was finished", course=self.voice.course(each.course)))
            if each.is_voided:
                yield "bad", what, each.completed_on, _("The training system took it back; it does not count.")
            else:
                yield "", what, each.completed_on, _arrival(each)

    def _worked(self, today: date) -> Iterator[Happening]:
        for each in self.record.jobs:
            named = {"job": each.job_title or each.job_role, "place": self.voice.place(each.location)}
            if each.starts is not None and each.starts <= today:
                yield "", _("A job began: %(job)s, %(place)s", **named), each.starts, ""
            if each.ends is not None and each.ends <= today:
                yield "", _("A job ended: %(job)s, %(place)s", **named), each.ends - DAY, ""

    def _decided(self) -> Iterator[Happening]:
        for each in self.record.decisions:
            if each.kind == "approval":
                what = _("The principal of %(place)s approved", place=self.voice.place(each.text))
                yield "good", what, each.starts, _by(each)
                if each.ends is not None:
                    what = _("The approval for %(place)s was taken back", place=self.voice.place(each.text))
                    yield "bad", what, each.ends, _("It counts no more; no access had begun by it.")

    def _promised(self) -> Iterator[Happening]:
        for each in self.record.promises:
            course = self.voice.course(each.course)
            what = (
                _("You reported a course as finished: %(course)s")
                if self.is_own
                else _("Reported as finished: %(course)s")
            )
            yield "wait", what % {"course": course}, clock.day_of(each.reported_at), outcome(each)

    def _changed(self) -> Iterator[Happening]:
        for each in self.record.job_changes:
            became = effect(each.effect, last_day=each.through, was=each.was_through)
            about = [job_change(change, self.voice) for change in each.changes]
            yield "", str(_("Human resources changed the job")), each.noticed_on, " ".join((*about, became))

    def _reminded(self) -> Iterator[Happening]:
        for each in self.record.reminders:
            yield "wait", _("A reminder was written"), clock.day_of(each.written_at), _reminder(each)


def said_days(found: Sequence[tuple[str, date, str]]) -> list[tuple[str, str, str]]:
    """The days that matter, each written out."""
    return [(kind, short_day(day), about) for kind, day, about in found]


def named_job(job: JobOnRecord) -> str:
    """A job in a few words: what, for which team, where."""
    return ", ".join(each for each in (job.job_title or job.job_role, job.team, job.place or job.location) if each)


def _whole(said: str) -> str:
    """A piece of a sentence as one of its own."""
    return _capital(said) + ("" if said.endswith(".") else ".")


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _by(decided: Decided) -> str:
    return str(_("By %(name)s.", name=decided.by)) if decided.by else ""


def _reminder(reminded: Reminded) -> str:
    last = short_day(reminded.access_ends - DAY)
    if reminded.has_address:
        return str(_("Last day: %(day)s.", day=last))
    return str(_("Last day: %(day)s. It could not be sent: there is no working address.", day=last))


def _arrival(course: CourseOnRecord) -> str:
    """Whence a completion is known and since when, with its score."""
    came = {"source": course.source, "moment": moment(course.recorded_at)}
    if course.source == QUIZ_SOURCE:
        return str(
            _(
                "The quiz was passed here on %(moment)s, with %(score)s%%.",
                moment=came["moment"],
                score=int(course.score or 0),
            )
        )
    if course.score is None:
        return str(_("It came from %(source)s on %(moment)s.", **came))
    return str(_("Score %(score)s. It came from %(source)s on %(moment)s.", score=format_decimal(course.score), **came))


def _sign_of(asked: Requirement) -> str:
    if asked.missing is None:
        return "good"
    if asked.kind is RequirementKind.RECERTIFICATION:
        return "ember"
    return "" if asked.missing.code in NOT_THERE else "bad"


def _word_for(asked: Requirement) -> str:
    if asked.missing is None:
        return str(_("On record"))
    if asked.kind is RequirementKind.RECERTIFICATION:
        return str(_("Open now"))
    return str(_("Missing")) if asked.missing.code in NOT_THERE else _("Does not count")


def _sign_of_event(kind: EventKind) -> str:
    if kind in GIVES or kind is EventKind.RENEWED:
        return "good"
    return "bad" if kind in TAKES else ""


def _line(line: Line, answer: Answer) -> tuple[str, str]:
    """One line of the sum as (label, value)."""
    through = short_day(line.through) if line.through else ""
    day = short_day(line.day) if line.day else ""
    if line.code is LineCode.LAST_REQUIREMENT:
        label = _("Last requirement met") if answer.has_access else _("If the last requirement were met")
        return label, day
    if line.code is LineCode.JOB_ENDS:
        return str(_("The job ends earlier")), through
    if line.code is LineCode.BY_HAND:
        return str(_("Set by hand, by two people of DoTS")), through
    if line.code is LineCode.LAST_DAY:
        return str(_("Last day of access")), through
    value = _("through %(day)s", day=through)
    if line.code is LineCode.RENEWED_YEAR:
        return str(_("Added by the renewal of %(day)s: %(year)s", day=day, year=line.school_year)), value
    return str(_("School year %(number)s, %(year)s", number=line.count, year=line.school_year)), value
