"""The bank as DoTS keeps it: find a question, write one, see it in both languages, confirm, make active, retire."""

from __future__ import annotations

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.web.gates import requires
from foundation.web.language import chosen
from foundation.web.pages import done, page
from household.quiz import actions, words
from household.quiz.actions import Stale
from household.quiz.forms import DeedForm, QuestionFilter, QuestionForm
from household.quiz.models import Question, QuestionVersion
from household.quiz.queries import bank
from household.quiz.rules.questions import Kind, State, faults_of
from household.quiz.views.door import bp, limits, me

QUIZ = "household.quiz"


@bp.get("/quiz/questions")
@requires(QUIZ)
def questions() -> Response:
    form = QuestionFilter.of(request.args)
    is_known = form.validate()
    asked = {"state": form.state.data, "topic": form.topic.data, "words": form.words.data} if is_known else {}
    numbers, waiting = bank.counts()
    return page(
        "quiz/questions.html",
        status=200 if is_known else 422,
        form=form,
        deed=DeedForm(),
        listed=bank.listed(**asked, only_unconfirmed=is_known and form.review.data == "waiting"),
        headline=words.how_many(numbers.get(State.ACTIVE.value, 0), waiting),
        is_enough=numbers.get(State.ACTIVE.value, 0) >= limits().questions,
        limits=limits(),
        starters=bank.starters_missing(),
        kinds=list(Kind),
        spoken=chosen(),
        words=words,
    )


@bp.post("/quiz/questions/starter")
@requires(QUIZ)
def load_starter() -> Response:
    at = clock.now()
    with db.transaction():
        told = actions.load(bank.starter(), source="starter", only_missing=True, by=me(), at=at)
    return done(words.loaded(told.new), "quiz.questions")


@bp.get("/quiz/questions/new")
@requires(QUIZ)
def new_question() -> Response:
    kind = _kind(request.args.get("kind"))
    return page("quiz/edit_question.html", form=QuestionForm.of(kind), kind=kind, found=None, theirs=None, words=words)


@bp.post("/quiz/questions/new")
@requires(QUIZ)
def add_question() -> Response:
    """A draft: it is asked of nobody before it is made active."""
    at, kind = clock.now(), _kind(request.args.get("kind"))
    form = QuestionForm.of(kind)
    if not form.is_fit_for(State.DRAFT):
        return page("quiz/edit_question.html", status=422, form=form, kind=kind, found=None, theirs=None, words=words)
    with db.transaction():
        code = f"question-{db.new_public_id()}"
        made = actions.add_question(form.content(), code=code, state=State.DRAFT, by=me(), at=at)
    return done(
        _("The draft is kept. Look it over in both languages, then make it active."),
        "quiz.bank_question",
        public_id=made.public_id,
    )


@bp.get("/quiz/questions/<public_id>")
@requires(QUIZ)
def bank_question(public_id: str) -> Response:
    return _shown(_known(public_id))


@bp.get("/quiz/questions/<public_id>/edit")
@requires(QUIZ)
def edit_question(public_id: str) -> Response:
    found = _known(public_id)
    content = bank.versions_of(found)[0].content
    form = QuestionForm.of(content.kind, content, based_on=found.version)
    return page("quiz/edit_question.html", form=form, kind=content.kind, found=found, theirs=None, words=words)


@bp.post("/quiz/questions/<public_id>/edit")
@requires(QUIZ)
def save_question(public_id: str) -> Response:
    """A new version, unless somebody wrote one meanwhile: then both are shown, and what was typed is kept."""
    at = clock.now()
    with db.transaction():
        found = _known(public_id, lock=True)
        present = bank.versions_of(found)[0].content
        form = QuestionForm.of(present.kind)
        is_fit = form.is_fit_for(State(found.state))
        said = form.content() if is_fit else None
        if said is not None and said == present:
            return done(_("Nothing was changed: it says what it said."), "quiz.bank_question", public_id=public_id)
        stale = actions.rewrite(found, said, based_on=form.based_on.data or 0, by=me(), at=at) if said else None
    if not is_fit or isinstance(stale, Stale):
        if stale is not None:
            form.go_on_from(stale.number)
        return page(
            "quiz/edit_question.html",
            status=409 if stale else 422,
            form=form,
            kind=present.kind,
            found=found,
            theirs=present if stale else None,
            words=words,
        )
    return done(
        _("Kept as a new version. Attempts under way keep the one they drew."),
        "quiz.bank_question",
        public_id=public_id,
    )


@bp.post("/quiz/questions/<public_id>/<state>")
@requires(QUIZ)
def move_question(public_id: str, state: str) -> Response:
    """Make it active, or retire it. An active question is whole in both languages."""
    at = clock.now()
    if state not in (State.ACTIVE, State.RETIRED):
        abort(404)
    with db.transaction():
        found = _known(public_id, lock=True)
        faults = faults_of(bank.versions_of(found)[0].content, state=State.ACTIVE) if state == State.ACTIVE else []
        if not faults:
            actions.move(found, State(state), by=me(), at=at)
    if faults:
        return _shown(found, status=422, faults=[words.fault(each) for each in faults])
    return done(words.moved(state), "quiz.bank_question", public_id=public_id)


@bp.post("/quiz/questions/<public_id>/confirm/<int:number>")
@requires(QUIZ)
def confirm_question(public_id: str, number: int) -> Response:
    at = clock.now()
    with db.transaction():
        found = _known(public_id, lock=True)
        actions.confirm(found, number, by=me(), at=at)
        is_present = number == found.version
    if not is_present:
        return _shown(found, status=409, faults=[_("There is a newer version. Read that one, then confirm it.")])
    return done(_("Confirmed for the district."), "quiz.bank_question", public_id=public_id)


def _known(public_id: str, *, lock: bool = False) -> Question:
    found = bank.question_called(public_id, lock=lock)
    if found is None:
        abort(404)
    return found


def _kind(asked: str | None) -> Kind:
    return next((each for each in Kind if each.value == asked), Kind.SINGLE)


def _shown(found: Question, *, status: int = 200, faults: list[str] | None = None) -> Response:
    versions = bank.versions_of(found)
    writers = bank.names_of({_by for each in versions for _by in (each.written_by_id, each.confirmed_by_id)})
    return page(
        "quiz/bank_question.html",
        status=status,
        deed=DeedForm(),
        found=found,
        version=versions[0],
        history=[(each, _who(each, writers)) for each in versions],
        confirmed_by=writers.get(versions[0].confirmed_by_id or 0, ""),
        faults=faults or [],
        words=words,
    )


def _who(version: QuestionVersion, writers: dict[int, str]) -> str:
    return writers.get(version.written_by_id or 0, "") or _("from a file")
