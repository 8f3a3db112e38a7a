"""From a code to an account: the code, the username and password, and the way to sign in (S3, S4).

Between the two steps the browser's signed session holds the hash of the code, never the code. A code that opens
nothing gets the same page whatever the reason, at either step.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import hashing
from accounts import queries as accounts
from accounts import words as account_words
from accounts.actions import UsernameTaken
from accounts.rules import passwords, usernames
from foundation import clock, db
from foundation.audit import STRANGER
from foundation.web.gates import public
from foundation.web.language import chosen
from foundation.web.pages import done, go, page, unreferred
from portal import actions, queries, words
from portal.actions import Answers, Wait
from portal.forms import AccountForm, CodeForm
from portal.queries import Standing
from portal.rules.codes import Refusal
from portal.views.door import bp, policy, settings

STEP = "activation"
STEP_LASTS = timedelta(hours=1)


@bp.get("/activate")
@public
def activate() -> Response:
    """A code in the address (`?code=…`, from the letter's square or the mail's link) is filled in, not used."""
    form = CodeForm(formdata=None, code=request.args.get("code", ""))
    return unreferred(page("portal/activate.html", form=form))


@bp.post("/activate")
@public
def present_code() -> Response:
    form = CodeForm()
    if not form.validate():
        return page("portal/activate.html", status=422, form=form)

    at = clock.now()
    with db.transaction():
        answer = actions.present_code(
            form.code.data, source=request.remote_addr or "", policy=policy(), on=clock.today(), by=STRANGER, at=at
        )
    if isinstance(answer, Wait):
        return _wait(answer, at=at)
    code_hash, standing = answer
    if standing.refusal is not None:
        return _refused(form)
    session[STEP] = {"code": code_hash, "at": at.isoformat()}
    return go("portal.new_account")


@bp.get("/activate/account")
@public
def new_account() -> Response:
    standing = _standing(_code_of_step())
    if standing.refusal is not None:
        return go("portal.activate")
    return _account_page(_form(standing), standing)


@bp.post("/activate/account")
@public
def create_account() -> Response:
    code_hash = _code_of_step()
    standing = _standing(code_hash)
    if code_hash is None:
        return go("portal.activate")
    if standing.refusal is not None:
        return _lost(standing, standing.refusal)
    form = _form(standing).judged_by(facts=_facts(standing), mode=settings().password_mode)
    if not form.validate():
        return _account_page(form, standing, status=422)

    answers = Answers(form.username.data, hashing.hash_of(form.password.data), form.recovery_email.data or "")
    with db.transaction():
        made = actions.activate(
            code_hash,
            answers,
            page_language=chosen(),
            settings=settings(),
            on=clock.today(),
            by=STRANGER,
            at=clock.now(),
        )
    if isinstance(made, UsernameTaken):
        return _taken(form, code_hash, standing)
    session.pop(STEP, None)
    if isinstance(made, Refusal):
        return _refused(CodeForm(formdata=None))
    return _welcome(mailed=bool(answers.recovery_email))


@bp.get("/activate/done")
@public
def activated() -> Response:
    return page("portal/activated.html")


def _form(standing: Standing) -> AccountForm:
    form = AccountForm()
    return form.with_username(standing.prepared_username) if standing.prepared_username else form


def _taken(form: AccountForm, code_hash: str, standing: Standing) -> Response:
    """Somebody was faster with that name; a prepared one has been replaced by another."""
    if standing.prepared_username is None:
        form.add_error("username", account_words.username_taken(accounts.free_usernames(form.username.data)))
        return _account_page(form, standing, status=422)
    standing = _standing(code_hash)
    form.with_username(standing.prepared_username or "")
    form.add_error("username", _("Your username has changed: it is now the one here. Keep it and go on."))
    return _account_page(form, standing, status=422)


def _welcome(*, mailed: bool) -> Response:
    if mailed:
        return done(
            _("We sent a mail to your recovery email. Open it and confirm the address; you can sign in before."),
            "portal.activated",
        )
    return go("portal.activated")


def _lost(standing: Standing, refusal: Refusal) -> Response:
    """The code stood at the first step and no longer does: somebody was faster, or the right has ended."""
    with db.transaction():
        actions.refuse_code(standing, refusal, by=STRANGER, at=clock.now())
    session.pop(STEP, None)  # not before: whoever is told that the server is busy comes again with what they sent
    return _refused(CodeForm(formdata=None))


def _refused(form: CodeForm) -> Response:
    form.add_error("code", words.code_refused())
    return page("portal/activate.html", status=422, form=form)


def _wait(answer: Wait, *, at: datetime) -> Response:
    seconds = max(1, -int((at - answer.until).total_seconds() // 1))
    response = page("portal/wait.html", status=429, how_long=words.how_long(seconds))
    response.headers["Retry-After"] = str(seconds)
    return response


def _code_of_step() -> str | None:
    """The hash of the code this browser gave at the first step, if that was not long ago."""
    step = session.get(STEP)
    if not isinstance(step, dict) or clock.now() - datetime.fromisoformat(step["at"]) > STEP_LASTS:
        return None
    return str(step["code"])


def _standing(code_hash: str | None) -> Standing:
    if code_hash is None:
        return Standing(Refusal.NOT_A_CODE)
    return queries.standing_of(code_hash, on=clock.today(), at=clock.now(), policy=policy())


def _facts(standing: Standing) -> list[str]:
    if standing.person_id is None:
        return []
    return accounts.known_facts(standing.person_id, district_name=settings().district_name)


def _account_page(form: AccountForm, standing: Standing, *, status: int = 200) -> Response:
    return page(
        "portal/new_account.html",
        status=status,
        form=form,
        name=standing.guarded_name,
        is_prepared=standing.prepared_username is not None,
        password_hints=[account_words.hint(each) for each in passwords.requirements(settings().password_mode)],
        username_hint=" ".join(f"{account_words.hint(each)}." for each in usernames.requirements()),
    )
