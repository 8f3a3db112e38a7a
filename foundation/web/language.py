"""Which language this request speaks: link, account, cookie, browser, English, in this order.

Catalogs are read from the `.po` file itself at start: there is one truth, and nothing to compile or forget.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Blueprint, Flask, Response, current_app, g, has_request_context, redirect, request
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from foundation.web.gates import public
from foundation.web.pages import next_path

LANGUAGES = {"en": "English", "es": "Español"}
COOKIE = "hearth_language"
KEEPER = "hearth-language-keeper"
CATALOGS = Path(__file__).parent.parent.parent / "translations"
A_YEAR = 365 * 24 * 3600

bp = Blueprint("language", __name__)


@bp.post("/language")
@public
def switch() -> AnyResponse:
    """Speak another language from here on, and go back to the page one came from."""
    wanted = request.form.get("language", "")
    keep(wanted)
    if wanted in LANGUAGES and KEEPER in current_app.extensions:
        current_app.extensions[KEEPER](wanted)
    return redirect(next_path("/"), 303)


class PoDomain(Domain):
    """A gettext domain that reads `.po` files, and WTForms' own messages after ours."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return catalog(locale.language if locale else "en")


@cache
def catalog(language: str) -> NullTranslations:
    """All sentences in `language`; English needs none."""
    path = CATALOGS / language / "LC_MESSAGES" / "messages.po"
    if language not in LANGUAGES or not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as written:
        write_mo(compiled, read_po(written, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def spoken(tag: str | None) -> str:
    """The language of ours that is meant by what a feed or a person wrote: `es-MX` is `es`; any other is English."""
    plain = (tag or "").replace("_", "-").split("-")[0].lower()
    return plain if plain in LANGUAGES else "en"


def speak(app: Flask) -> None:
    """Teach the app its languages."""
    babel = Babel(
        app,
        default_locale="en",
        default_timezone=app.config["HEARTH"].district_timezone,
        locale_selector=chosen,
    )
    babel.domain_instance = PoDomain()
    app.after_request(_keep)


def kept_by(app: Flask, keeper: Callable[[str], None]) -> None:
    """Tell `keeper` too when somebody chooses a language: an account's own one counts before this browser's."""
    app.extensions[KEEPER] = keeper


def chosen() -> str:
    """The code of the language this request speaks."""
    if not has_request_context():
        return "en"
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return str(asked)
    own = getattr(current_user, "language", None) if current_user else None
    if own in LANGUAGES:
        return str(own)
    kept = request.cookies.get(COOKIE)
    if kept in LANGUAGES:
        return str(kept)
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def keep(language: str) -> None:
    """Remember `language` in this browser when the response leaves."""
    if language in LANGUAGES:
        g.language_to_keep = language


def _keep(response: Response) -> Response:
    asked = g.get("language_to_keep") or request.args.get("lang")
    if asked in LANGUAGES:
        secure = request.is_secure
        response.set_cookie(COOKIE, str(asked), max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure)
    response.headers["Content-Language"] = str(get_locale() or "en")
    return response
