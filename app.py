"""The front door: create_app() hangs every room of the house on one page. Nothing imports this file."""

from __future__ import annotations

import gc

gc.disable()  # what is imported is never garbage: looking for some meanwhile took a sixth of every start

import atexit
import os
from functools import partial
from pathlib import Path

from flask import Flask, request
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import accounts.actions.restoring
import accounts.cli
import accounts.jobs
import accounts.views
import demo.cli
import district.cli
import district.jobs
import district.words.requests
import foundation.cli
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
from accounts import hashing, queries
from accounts.rules import prepared
from district.feeds import followers
from foundation import audit, backups, clock, db, logs, postman, sealing, tokens
from foundation.settings import Settings, SettingsError, read_settings
from foundation.web import drafts, errors, formats, gates, headers, language, look, numbers, readiness

gc.freeze()
gc.enable()

HERE = Path(__file__).parent
LARGEST_BODY = 1024 * 1024
FILTERS = (
    *("day", "short_day", "near_day", "iso_day", "iso_moment", "last_day", "moment", "near_moment", "hour"),
    *("phone", "telephone_link", "hours"),
)
"""Of `formats`, by the names templates know them."""


def create_app(settings: Settings | None = None) -> Flask:
    """Build the whole application for `settings` (read from the environment when not given)."""
    if settings is None:
        try:
            settings = read_settings(os.environ, instance=Path(os.environ.get("HEARTH_INSTANCE", HERE / "instance")))
        except SettingsError as problem:
            raise SystemExit(f"Hearth does not start. {problem}") from problem
    if fault := prepared.fault_of(settings.student_username):
        raise SystemExit(f"Hearth does not start. HEARTH_STUDENT_USERNAME {fault}")
    app = Flask("hearth", root_path=str(HERE), static_folder=None, template_folder="templates")
    if settings.is_production and app.debug:
        raise SystemExit("Hearth does not start. FLASK_DEBUG opens a console to strangers in production. Unset it.")
    _configure(app, settings)
    clock.configure(settings.zone, fixed=settings.fixed_now)
    logs.configure(settings.log_level)
    sealing.configure(settings.secret_key)
    tokens.configure(settings.secret_key)
    hashing.configure(cheap=settings.env == "testing")
    db.connect(settings.database)
    atexit.register(db.use, None)
    _furnish(app)
    _open_doors(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    secure = settings.is_production
    app.config.update(
        HEARTH=settings,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-hearth" if secure else "hearth",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=200,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        TEMPLATES_AUTO_RELOAD=not secure,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    hops = settings.proxy_hops
    if hops:  # believe the address and the scheme our own proxies tell, the Host never but from the request itself
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=1, x_host=0, x_port=0)  # type: ignore[method-assign]


def _furnish(app: Flask) -> None:
    """What every room uses: the guard, the languages, the look, mail, sign-in."""
    numbers.take_plain(app)
    readiness.watch(app)
    headers.dress(app)
    errors.explain(app)
    language.speak(app)
    look.paint(app)
    postman.employ(app)
    CSRFProtect(app)
    login = LoginManager(app)
    login.session_protection = None
    login.user_loader(lambda token: queries.signed_in_by(token, at=clock.now()))
    app.before_request(_note_origin)
    app.before_request(gates.stand_guard)
    app.teardown_appcontext(lambda _: db.close())
    for name in FILTERS:
        app.add_template_filter(getattr(formats, name), name)
    for name, said in district.words.requests.FILTERS.items():
        app.add_template_filter(said, name)


def _note_origin() -> None:
    audit.origin.set(audit.Origin(address=request.remote_addr or "", browser=request.user_agent.string))


def _open_doors(app: Flask) -> None:
    """Every blueprint and every command, and what one room hands down to another."""
    app.register_blueprint(readiness.bp)
    app.register_blueprint(language.bp)
    app.register_blueprint(look.bp)
    app.register_blueprint(accounts.views.bp)
    language.kept_by(app, accounts.views.keep_language)
    drafts.kept_by(app, accounts.views.keep_typed)
    gates.keys_read_by(app, accounts.views.program_with)
    app.register_blueprint(portal.views.bp)
    app.register_blueprint(portal.views.desk.bp)
    app.register_blueprint(household.editor.views.bp)
    app.register_blueprint(household.access.views.bp)
    app.register_blueprint(household.access.views.api.bp)
    app.register_blueprint(household.quiz.views.bp)
    for kind in ("parent", "student"):
        accounts.views.live_at(app, kind, "portal.home")
    accounts.views.live_at(app, "staff", "desk.funnel", right="accounts.help")
    accounts.views.live_at(app, "staff", "access.own_access")
    accounts.views.live_at(app, "contact", "accounts.contact_home")
    app.extensions[backups.REVIVED] = (
        *backups.OURS,
        *accounts.actions.restoring.REVIVED,
        *portal.actions.restoring.REVIVED,
        *household.access.actions.restoring.REVIVED,
        *household.editor.actions.restoring.REVIVED,
    )
    followers.follow(household.access.gate.follow)
    followers.follow_enrollments(accounts.jobs.prepare_enrolled)
    followers.courses_from(household.access.queries.known_courses)
    followers.losers_from(household.access.gate.would_lose)
    followers.foretell_with(household.access.gate.foretell)
    queries.derive_roles(household.access.gate.ROLE, household.access.gate.holds)
    for role in (household.access.gate.PRINCIPAL, household.access.gate.DELEGATE):
        queries.derive_roles(role, partial(household.access.gate.answers_as, role))
    household.access.gate.explain_refusals(app)
    household.access.gate.tell_also(household.quiz.views.happened)
    household.access.views.mails.speak(app)
    for room in (
        foundation.cli,
        district.cli,
        accounts.cli,
        portal.cli,
        household.access.cli,
        household.editor.cli,
        household.quiz.cli,
        demo.cli,
    ):
        room.install(app)
    foundation.cli.speak_plainly(app)
