"""The survey’s doors: answered and refused through the links of its mail, without signing in; and one’s own choice,
which of surveys and of mails about incidents come.

Opening a link does nothing, its button does (D7).
"""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foundation import clock, db
from foundation.audit import STRANGER
from foundation.web.forms import Form
from foundation.web.gates import public, requires
from foundation.web.pages import done, page, unreferred
from support.actions import surveys as actions
from support.actions.incidents import choose_incidents
from support.forms.surveys import SurveyForm, SurveysForm
from support.queries.incidents import wants_incidents
from support.queries.surveys import ANSWER, OPT_OUT, case_behind, reader_of
from support.rules.surveys import Area
from support.views.door import ASK, bp, me


@bp.get("/survey/<token>")
@public
def survey(token: str) -> Response:
    return _survey(token, SurveyForm().offering())


@bp.post("/survey/<token>")
@public
def answer_survey(token: str) -> Response:
    form = SurveyForm().offering()
    at = clock.now()
    if case_behind(token, purpose=ANSWER, at=at) is None:
        return _dead_link()
    if not form.is_whole():
        return _survey(token, form, status=422)
    with db.transaction():
        is_kept = actions.answer_survey(token, form.given(), by=STRANGER, at=at)
    return unreferred(page("surveys/answered.html")) if is_kept else _dead_link()


@bp.get("/no-surveys/<token>")
@public
def no_surveys(token: str) -> Response:
    if case_behind(token, purpose=OPT_OUT, at=clock.now()) is None:
        return _dead_link()
    return unreferred(page("surveys/refuse.html", form=Form(), token=token))


@bp.post("/no-surveys/<token>")
@public
def refuse_surveys(token: str) -> Response:
    with db.transaction():
        is_refused = actions.refuse_surveys(token, by=STRANGER, at=clock.now())
    return unreferred(page("surveys/refused.html")) if is_refused else _dead_link()


@bp.get("/surveys")
@requires(ASK)
def own_surveys() -> Response:
    return _own(SurveysForm())


@bp.post("/surveys")
@requires(ASK)
def choose_surveys() -> Response:
    form = SurveysForm()
    if not form.validate():
        return _own(form, status=422)
    wanted = request.form.get("wanted") == "yes"
    with db.transaction():
        actions.choose_surveys(me().person_id, wanted, by=me(), at=clock.now())
    said = _("You get surveys again.") if wanted else _("You get no more surveys.")
    return done(said, "support.own_surveys")


@bp.post("/incident-mails")
@requires(ASK)
def choose_incident_mails() -> Response:
    form = SurveysForm()
    if not form.validate():
        return _own(form, status=422)
    wanted = request.form.get("wanted") == "yes"
    with db.transaction():
        choose_incidents(me().person_id, wanted, by=me(), at=clock.now())
    said = _("You get mails about incidents again.") if wanted else _("You get no more mails about incidents.")
    return done(said, "support.own_surveys")


def _own(form: SurveysForm, *, status: int = 200) -> Response:
    person_id = me().person_id
    told = {"reader": reader_of(person_id), "wants_incidents": wants_incidents(person_id)}
    return page("surveys/own.html", status=status, form=form, **told)


def _survey(token: str, form: SurveyForm, *, status: int = 200) -> Response:
    number = case_behind(token, purpose=ANSWER, at=clock.now())
    if number is None:
        return _dead_link()
    shown = page("surveys/survey.html", status=status, form=form, token=token, number=number, areas=[*Area])
    return unreferred(shown)


def _dead_link() -> Response:
    return unreferred(page("surveys/dead.html", status=410))
