"""What training systems left open: who is meant, which course is meant, rows that cannot be used."""

from __future__ import annotations

from flask import abort, request, url_for
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.feeds.settling import Choice, place, set_aside
from district.queries import training_queue
from district.queries.training_queue import COURSES, KINDS, PEOPLE, OpenQuestion, StaffMember
from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.pages import done, page
from household.access import gate, queries
from household.access.forms.training import PlaceCourseForm, PlacePersonForm, SetAsideForm, StaffSearchForm
from household.access.views.door import bp, me
from household.access.words import training as words

TRAINING = "household.training"
ROWS = 50
FOUND = 20
BEHIND = 20
"""Finished courses shown of a question."""


@bp.get("/training/queue")
@requires(TRAINING)
def training_questions() -> Response:
    numbers = training_queue.numbers_open()
    kind = request.args.get("kind", "")
    if kind not in KINDS:
        kind = next((each for each in KINDS if numbers[each]), PEOPLE)
    after = _whole(request.args.get("after", ""))
    questions = training_queue.open_questions(kind, after=after, limit=ROWS + 1)
    return page(
        "access/training_queue.html",
        headline=words.headline(numbers),
        figures=[
            (
                format_decimal(numbers[each]),
                words.KINDS[each],
                url_for("access.training_questions", kind=each),
                each == kind,
            )
            for each in KINDS
        ],
        kind=kind,
        questions=questions[:ROWS],
        following=after + ROWS if len(questions) > ROWS else 0,
        is_first=not after,
        words=words,
    )


@bp.get("/training/queue/<int:question_id>")
@requires(TRAINING)
def training_question(question_id: int) -> Response:
    return _question_page(_open(question_id))


@bp.post("/training/queue/<int:question_id>/search")
@requires(TRAINING)
def look_for_employee(question_id: int) -> Response:
    """Who may be meant. The answer to the form is the page itself, so that no name stands in an address."""
    asked, form = _open(question_id), StaffSearchForm()
    if not form.validate():
        return _question_page(asked, search=form, status=422)
    found = training_queue.staff_named(form.q.data, limit=FOUND)
    return _question_page(asked, search=form, people=found)


@bp.post("/training/queue/<int:question_id>/person")
@requires(TRAINING)
def place_person(question_id: int) -> Response:
    asked, search = training_queue.find_question(question_id), StaffSearchForm()
    if asked is None:
        return _settled_already()
    found = training_queue.staff_named(search.q.data or "", limit=FOUND)
    form = PlacePersonForm.among(found, source=asked.source)
    person_id = training_queue.staff_member(form.person.data or "") if form.validate() else None
    if person_id is None:
        return _question_page(asked, search=search, people=found, person=form, status=422)
    if person_id == me().person_id:
        form.add_error("person", _("Somebody else must say that these courses are yours."))
        return _question_page(asked, search=search, people=found, person=form, status=422)
    return _place(question_id, Choice(person_id=person_id, is_remembered=form.is_remembered))


@bp.post("/training/queue/<int:question_id>/course")
@requires(TRAINING)
def place_course(question_id: int) -> Response:
    asked = training_queue.find_question(question_id)
    if asked is None:
        return _settled_already()
    form = _course_form(asked)
    if not form.validate():
        return _question_page(asked, course=form, status=422)
    return _place(question_id, Choice(course=form.course.data, is_remembered=form.is_remembered))


@bp.post("/training/queue/<int:question_id>/aside")
@requires(TRAINING)
def set_question_aside(question_id: int) -> Response:
    asked, form = training_queue.find_question(question_id), SetAsideForm()
    if asked is None:
        return _settled_already()
    if not form.validate():
        return _question_page(asked, aside=form, status=422)
    with db.transaction():
        was_open = set_aside(question_id, reason=form.reason.data, by=me(), at=clock.now())
    if not was_open:
        return _settled_already()
    return done(_("Set aside. More of the same asks no more."), "access.training_questions")


def _place(question_id: int, choice: Choice) -> Response:
    """The feed opens the transaction: what was chosen, the completions and the access that follows."""
    db.close()
    if not place(question_id, choice, by=me(), at=clock.now(), today=clock.today()):
        return _settled_already()
    return done(_("Settled. The courses are on record, and access follows from them."), "access.training_questions")


def _settled_already() -> Response:
    return done(_("This was settled already. Nothing was changed."), "access.training_questions")


def _open(question_id: int) -> OpenQuestion:
    asked = training_queue.find_question(question_id)
    if asked is None:
        abort(404)
    return asked


def _course_form(asked: OpenQuestion) -> PlaceCourseForm:
    book = gate.rulebook()
    codes = queries.known_courses()
    return PlaceCourseForm.among(words.courses(book.policies, codes, str(get_locale())), source=asked.source)


def _question_page(
    asked: OpenQuestion,
    *,
    search: StaffSearchForm | None = None,
    people: list[StaffMember] | None = None,
    person: PlacePersonForm | None = None,
    course: PlaceCourseForm | None = None,
    aside: SetAsideForm | None = None,
    status: int = 200,
) -> Response:
    if people and person is None:
        person = PlacePersonForm.among(people, source=asked.source)
    search, aside = search or StaffSearchForm(), aside or SetAsideForm()
    with_errors = (each for each in (search, person, course, aside) if each is not None and each.errors)
    return page(
        "access/training_question.html",
        status=status,
        form=next(with_errors, search),
        asked=asked,
        behind=training_queue.rows_of(asked, limit=BEHIND),
        search=search,
        people=people,
        person=person,
        course=course or (_course_form(asked) if asked.kind == COURSES else None),
        aside=aside,
        is_about_person=asked.kind == PEOPLE,
        words=words,
    )


def _whole(typed: str) -> int:
    """Where the page begins; from the top where that cannot be read."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0
