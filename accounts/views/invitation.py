"""The link a member of staff or a contact was given: it shows who it is for, and makes their account.

A link that does not count gets one page whatever the reason. It signs nobody in.
"""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts import actions, hashing, queries, words
from accounts.actions import Answers, UsernameTaken
from accounts.forms import InvitationForm
from accounts.queries import Invited
from accounts.rules import passwords, usernames
from accounts.views.door import bp, settings
from foundation import clock, db
from foundation.audit import STRANGER
from foundation.web.gates import public
from foundation.web.language import chosen
from foundation.web.pages import done, page, unreferred

ACCEPTING = {"staff": "accounts.accept_invitation", "contact": "accounts.accept_contact_invitation"}


@bp.get("/staff/invitation/<token>")
@public
def invitation(token: str) -> Response:
    """Shows the form and uses nothing up: mail scanners open links, people press buttons (D7)."""
    return _show(token, "staff")


@bp.post("/staff/invitation/<token>")
@public
def accept_invitation(token: str) -> Response:
    return _accept(token, "staff")


@bp.get("/contact/invitation/<token>")
@public
def contact_invitation(token: str) -> Response:
    """The same for somebody of another organization: a link of one kind opens nothing at the other’s door."""
    return _show(token, "contact")


@bp.post("/contact/invitation/<token>")
@public
def accept_contact_invitation(token: str) -> Response:
    return _accept(token, "contact")


def _show(token: str, kind: str) -> Response:
    invited = _invited(token, kind)
    return _dead() if invited is None else _page(InvitationForm(), token, invited)


def _accept(token: str, kind: str) -> Response:
    invited = _invited(token, kind)
    if invited is None:
        return _dead()
    form = InvitationForm().judged_by(facts=_facts(invited), mode=settings().password_mode)
    if not form.validate():
        return _page(form, token, invited, status=422)

    answers = Answers(form.username.data, hashing.hash_of(form.password.data))
    with db.transaction():
        made = actions.accept_invitation(
            token,
            answers,
            kind=kind,
            page_language=chosen(),
            public_url=settings().public_url,
            on=clock.today(),
            by=STRANGER,
            at=clock.now(),
        )
    if isinstance(made, UsernameTaken):
        form.add_error("username", words.username_taken(queries.free_usernames(answers.username)))
        return _page(form, token, invited, status=422)
    return _dead() if made is None else _welcome(kind)


def _welcome(kind: str) -> Response:
    """On to signing in. Who is signed in here already, as a parent perhaps, is told to leave that account first."""
    if kind == "contact":
        return done(_("Your account is ready. Sign in with it."), "accounts.sign_in")
    if current_user.is_authenticated:
        return done(_("Your staff account is ready. Sign out of this one, then sign in with it."), "accounts.front")
    return done(_("Your staff account is ready. Sign in with it."), "accounts.sign_in", **{"as": "staff"})


def _invited(token: str, kind: str) -> Invited | None:
    return queries.invited_by(token, on=clock.today(), at=clock.now(), kind=kind)


def _facts(invited: Invited) -> list[str]:
    return queries.known_facts(invited.person_id, district_name=settings().district_name)


def _page(form: InvitationForm, token: str, invited: Invited, *, status: int = 200) -> Response:
    return unreferred(
        page(
            "accounts/invitation.html",
            status=status,
            form=form,
            address=url_for(ACCEPTING[invited.kind], token=token),
            name=invited.guarded_name,
            password_hints=[words.hint(each) for each in passwords.requirements(settings().password_mode)],
            username_hint=" ".join(f"{words.hint(each)}." for each in usernames.requirements()),
        )
    )


def _dead() -> Response:
    return unreferred(page("accounts/dead_invitation.html", status=410))
