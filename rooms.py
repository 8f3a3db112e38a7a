"""Every room of the house, hung on one app with what one hands down to another. Only `app.py` imports this file."""

from __future__ import annotations

import gc

gc.disable()  # as in app.py

from functools import partial

from flask import Blueprint, Flask, request
from flask_login import LoginManager
from flask_wtf import CSRFProtect

import accounts.actions.restoring
import accounts.cli
import accounts.jobs
import accounts.views
import demo.cli
import district.cli
import district.jobs
import district.words.requests
import foundation.cli
import foundation.plainly
import household.access.actions.restoring
import household.access.cli
import household.access.gate
import household.access.jobs
import household.access.views
import household.editor.actions.restoring
import household.editor.cli
import household.editor.jobs
import household.editor.views
import household.quiz.cli
import household.quiz.jobs
import household.quiz.views
import portal.actions.restoring
import portal.cli
import portal.jobs
import portal.views
import portal.views.desk
import portal.views.messages
import support.actions.restoring
import support.cli
import support.jobs
import support.rules.training
import support.views
import support.views.status
from accounts import queries
from district.feeds import followers
from foundation import audit, backups, clock, postman
from foundation.web import drafts, errors, formats, gates, headers, install, language, look, numbers, readiness, uploads

gc.freeze()
gc.enable()

FILTERS = (
    *("day", "short_day", "near_day", "iso_day", "iso_moment", "last_day", "moment", "near_moment", "hour"),
    *("phone", "telephone_link", "hours", "money", "file_size"),
)
"""Of `formats`, by the names templates know them."""


def _known_courses() -> frozenset[str]:
    """The courses that household access asks for, and those of the support desk’s contacts."""
    return household.access.queries.known_courses() | frozenset(support.rules.training.COURSES)


def open_all(app: Flask) -> None:
    """Hang them on `app`, with what all of them use."""
    _furnish(app)
    _open_doors(app)


def _furnish(app: Flask) -> None:
    """What every room uses: the guard, the languages, the look, mail, sign-in."""
    numbers.take_plain(app)
    readiness.watch(app)
    headers.dress(app)
    errors.explain(app)
    language.speak(app)
    look.paint(app)
    postman.employ(app)
    uploads.widen_doors(app)
    CSRFProtect(app)
    login = LoginManager(app)
    login.session_protection = None
    login.user_loader(lambda token: queries.signed_in_by(token, at=clock.now()))
    app.before_request(_note_origin)
    app.before_request(gates.stand_guard)
    for name in FILTERS:
        app.add_template_filter(getattr(formats, name), name)
    for name, said in district.words.requests.FILTERS.items():
        app.add_template_filter(said, name)


def _note_origin() -> None:
    audit.origin.set(audit.Origin(address=request.remote_addr or "", browser=request.user_agent.string))


def _pages() -> tuple[Blueprint, ...]:
    """The pages of every room."""
    return (
        readiness.bp,
        language.bp,
        look.bp,
        install.bp,
        accounts.views.bp,
        portal.views.bp,
        portal.views.desk.bp,
        portal.views.messages.bp,
        household.editor.views.bp,
        household.access.views.bp,
        household.access.views.api.bp,
        household.quiz.views.bp,
        support.views.bp,
        support.views.status.bp,
    )


def _open_doors(app: Flask) -> None:
    """Every page and every command, and what one room hands down to another."""
    for room in _pages():
        app.register_blueprint(room)
    language.kept_by(app, accounts.views.keep_language)
    drafts.kept_by(app, accounts.views.keep_typed)
    gates.keys_read_by(app, accounts.views.program_with)
    for kind in ("parent", "student"):
        accounts.views.live_at(app, kind, "portal.home")
    accounts.views.live_at(app, "staff", "desk.funnel", right="accounts.help")
    accounts.views.live_at(app, "staff", "access.own_access")
    accounts.views.live_at(app, "contact", "support.front", right=support.views.ASK)
    accounts.views.live_at(app, "contact", "accounts.contact_home")
    app.extensions[backups.REVIVED] = (
        *backups.OURS,
        *accounts.actions.restoring.REVIVED,
        *portal.actions.restoring.REVIVED,
        *household.access.actions.restoring.REVIVED,
        *household.editor.actions.restoring.REVIVED,
        *support.actions.restoring.REVIVED,
    )
    followers.follow(household.access.gate.follow)
    followers.follow_enrollments(accounts.jobs.prepare_enrolled)
    followers.follow_enrollments(household.editor.jobs.follow_enrolled)
    followers.courses_from(_known_courses)
    followers.losers_from(household.access.gate.would_lose)
    followers.foretell_with(household.access.gate.foretell)
    queries.derive_roles(household.access.gate.ROLE, household.access.gate.holds)
    for role in (household.access.gate.PRINCIPAL, household.access.gate.DELEGATE):
        queries.derive_roles(role, partial(household.access.gate.answers_as, role))
    portal.views.messages.know_offices()
    queries.derive_roles("teacher", portal.views.messages.teaches)
    queries.derive_roles("school-office", portal.views.messages.is_office)
    queries.derive_roles("authorized-contact", support.views.asks)
    support.views.records_reached_by(household.editor.views.records_reached)
    support.views.status.show_banners(app)
    household.access.gate.explain_refusals(app)
    gates.explain(support.views.ASK, support.views.whom_to_ask)
    household.access.gate.tell_also(household.quiz.views.happened)
    household.access.views.mails.speak(app)
    for commands in (
        foundation.cli,
        district.cli,
        accounts.cli,
        portal.cli,
        household.access.cli,
        household.editor.cli,
        household.quiz.cli,
        support.cli,
        demo.cli,
    ):
        commands.install(app)
    foundation.plainly.speak_plainly(app)
