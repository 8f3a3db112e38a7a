"""The front door: create_app() hangs every room of the house on one page. Nothing imports this file.

The rooms stand in `rooms.py`, so that a command that needs one of them need not wait for all.
"""

from __future__ import annotations

import gc

gc.disable()  # what is imported is never garbage: looking for some meanwhile took a sixth of every start

import atexit
import os
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from accounts import hashing
from accounts.rules import prepared
from foundation import clock, db, logs, sealing, tokens
from foundation.settings import Settings, SettingsError, read_settings

gc.freeze()
gc.enable()

HERE = Path(__file__).parent
LARGEST_BODY = 1024 * 1024
ACCESS = "access"
"""The group of commands that starts alone."""


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
    app.teardown_appcontext(lambda _: db.close())
    if _is_asked_for_a_command():
        app.cli = _Commands(app)
    else:
        _open_all(app)
    return app


class _Commands(AppGroup):
    """The commands of the house, hung up when `flask` asks for one: a process runs one command.

    Those of household access need no page and no other room, and start in little more than half the time without them.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(name=app.name)
        self._app = app

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if not self.commands:
            _open_access(self._app) if name == ACCESS else _open_all(self._app)
        return super().get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        if not self.commands:
            _open_all(self._app)
        return super().list_commands(ctx)


def _is_asked_for_a_command() -> bool:
    """Whether `flask` is looking for one of our commands. A server asks for the pages, and so does `flask run`."""
    context = click.get_current_context(silent=True)
    return context is not None and context.parent is None


def _open_access(app: Flask) -> None:
    """Household access without its pages. What other rooms hand down to it, only pages ask for."""
    gc.disable()
    import foundation.plainly
    import household.access.cli
    from foundation.web import language

    gc.freeze()
    gc.enable()
    language.speak(app)
    household.access.cli.install(app)
    foundation.plainly.speak_plainly(app)


def _open_all(app: Flask) -> None:
    import rooms  # noqa: TID251 - here they are composed

    rooms.open_all(app)


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
