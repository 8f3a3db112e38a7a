"""My household access: the answer, what it stands on, what comes next, and how it came to this.

Here a person reports a course as finished, which grants nothing, and sees from then on by when it is promised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, current_app, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.settings import Settings
from foundation.web.gates import requires
from foundation.web.pages import done, page
from household.access import actions, gate, queries, words
from household.access.actions.promising import MOST_A_DAY
from household.access.forms import ReportForm
from household.access.queries import PromiseOnRecord, StaffRecord, approvals
from household.access.rules.answers import Answer, RequirementKind, State, StepCode
from household.access.rules.policy_reading import HOUSEHOLD
from household.access.rules.promises import Closing, Promised, PromiseState, promised
from household.access.rules.reports import ReportProblem, ReportRefused, reportable
from household.access.views.door import Standing, bp, me, shown
from household.access.words import headlines, messages

OWN = "household.own-access"
LOST = frozenset({State.LAPSED, State.ENDED, State.REVOKED})
PAGES_OF_STEPS: dict[StepCode, tuple[str, Callable[[], str]]] = {
    StepCode.TAKE_QUIZ: ("/household/access/quiz", lambda: _("Open the quiz")),
    StepCode.ASK_APPROVAL: ("/household/access/request", lambda: _("Ask the principal for approval")),
}
"""Steps that have a page of their own."""


@dataclass(frozen=True)
class Waiting:
    """An open promise on the page: the course's title, how it stands, and how its end was counted."""

    course: str
    promise: PromiseOnRecord
    state: PromiseState
    counted: Promised | None
    """None where the district has told other closures since: the promise stands as it was made."""


@bp.get("/access")
@requires(OWN)
def own_access() -> Response:
    return _own_page()


@bp.post("/access/finished")
@requires(OWN)
def report_course() -> Response:
    form = ReportForm()
    if not form.validate():
        return _own_page(form, status=422)
    at, today, book = clock.now(), clock.today(), gate.rulebook()
    db.close()
    with db.transaction():
        is_counted = actions.count_report(me().person_id, at=at)
    if not is_counted:
        return _own_page(form, ReportRefused(ReportProblem.TOO_MANY), status=429)
    with db.transaction():
        said = actions.report_course(
            me().person_id,
            form.course.data or "",
            form.finished_on.data,
            closing=_closing(),
            book=book,
            today=today,
            by=me(),
            at=at,
        )
    if isinstance(said, ReportRefused):
        return _own_page(form, said, status=422)
    return done(
        _("Noted. A report opens nothing by itself; when the record arrives, access follows at once."),
        "access.own_access",
    )


@bp.get("/access/message")
@requires(OWN)
def message_to_dots() -> Response:
    record, standing = _mine()
    waiting = _waiting(record, standing)
    if not waiting:
        return done(_("Nothing you reported is on its way, so there is no message to send."), "access.own_access")
    text = messages.body(record, standing.proofs, standing.track, [each.promise for each in waiting])
    return page(
        "access/message_to_dots.html",
        subject=messages.subject(record),
        text=text,
        link=messages.mail_link(_settings().dots_email, record, text),
        waiting=waiting,
        words=words,
    )


def _own_page(form: ReportForm | None = None, refusal: ReportRefused | None = None, *, status: int = 200) -> Response:
    today = clock.today()
    record, standing = _mine()
    answer = standing.answer
    waiting = _waiting(record, standing)
    courses = reportable(answer, standing.policy)
    form = (form or ReportForm()).offering(courses, standing.proofs.voice)
    if refusal is not None:
        form.add_error(*words.report_refused(refusal, standing.proofs.voice, most=MOST_A_DAY))
    lacks_approval = any(each.kind is RequirementKind.APPROVAL and each.missing for each in answer.requirements)
    asked = approvals.open_requests_of(me().person_id, area=HOUSEHOLD) if lacks_approval else ()
    return page(
        "access/own_access.html",
        status=status,
        today=today,
        headline=headlines.own(answer),
        sign=headlines.STAMPS[answer.state],
        follows=headlines.what_follows(answer),
        standing=standing,
        waiting=waiting,
        first_step=_first_step(standing, waiting, is_asked=bool(asked)),
        deed=_deed(standing, waiting, can_report=bool(courses), is_asked=bool(asked)),
        form=form,
        can_report=bool(courses),
        links=_links(),
        lacks_approval=lacks_approval,
        asked=asked,
        asks_first=_asks_for_approval(answer) and not asked,
        is_lost=answer.state in LOST,
        words=words,
    )


def _mine() -> tuple[StaffRecord, Standing]:
    """What is on record of whoever is signed in, and how they stand."""
    today, book = clock.today(), gate.rulebook()
    answer = gate.own_answer(me(), book, on=today)
    record = queries.record_of(me().person_id, courses=book.courses, area=book.area)
    if record is None:
        abort(404)
    return record, shown(answer, record, book, on=today, is_own=True)


def _waiting(record: StaffRecord, standing: Standing) -> list[Waiting]:
    """The promises that are open, the first report first."""
    now, today, closing = clock.now(), clock.today(), _closing()
    return [
        Waiting(
            standing.proofs.voice.course(each.course),
            each,
            each.state(now=now, today=today),
            _counted(each, closing),
        )
        for each in reversed(record.promises)
        if each.is_open
    ]


def _counted(promise: PromiseOnRecord, closing: Closing) -> Promised | None:
    counted = promised(promise.finished_on, closing)
    return counted if counted.due_at == promise.due_at else None


def _asks_for_approval(answer: Answer) -> bool:
    """Whether the approval is what comes next."""
    return bool(answer.next_steps) and answer.next_steps[0].code is StepCode.ASK_APPROVAL


def _deed(standing: Standing, waiting: list[Waiting], *, can_report: bool, is_asked: bool) -> tuple[str, str] | None:
    """The one button of the next step as (address, what it says); None where there is nothing to press."""
    answer: Answer = standing.answer
    if any(each.state is PromiseState.BROKEN for each in waiting):
        return url_for("access.message_to_dots"), _("Read the message to DoTS")
    step = answer.next_steps[0] if answer.next_steps else None
    if step is None:
        return None
    if is_asked and _asks_for_approval(answer):
        return url_for("access.own_request"), _("See your request for approval")
    if step.code in PAGES_OF_STEPS and _is_a_page(PAGES_OF_STEPS[step.code][0]):
        address, says = PAGES_OF_STEPS[step.code]
        return address, says()
    if any(each.promise.course == step.course for each in waiting):
        return url_for("access.message_to_dots"), _("Read the message to DoTS")
    if standing.link:
        return standing.link, _("Open the course")
    return ("#report", _("I have finished it")) if can_report and step.course else None


def _first_step(standing: Standing, waiting: list[Waiting], *, is_asked: bool) -> str:
    """What to do next; of a course that is on its way, when to write to DoTS."""
    answer = standing.answer
    if not answer.next_steps:
        return ""
    late = [each for each in waiting if each.state is PromiseState.BROKEN]
    mine = [each for each in waiting if each.promise.course == answer.next_steps[0].course]
    for each in late or mine:
        return words.while_waiting(each.promise, each.state)
    if is_asked and _asks_for_approval(answer):
        return str(_("Nothing to do now: the principal has been asked."))
    return standing.steps[0]


def _is_a_page(path: str) -> bool:
    """Whether a room has that page; rooms beside this one are not asked by name."""
    return any(rule.rule == path for rule in current_app.url_map.iter_rules())


def _links() -> list[tuple[str, str]]:
    """Support documentation in the reader's language: (title, address)."""
    spoken = get_locale()
    is_spanish = spoken is not None and spoken.language == "es"
    return [(es if is_spanish else en, address) for en, es, address in _settings().household_pages]


def _closing() -> Closing:
    settings = _settings()
    return Closing(settings.business_ends, settings.zone, settings.closures)


def _settings() -> Settings:
    settings: Settings = current_app.config["HEARTH"]
    return settings
