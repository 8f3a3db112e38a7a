"""Settings: read once from HEARTH_* and instance/hearth.toml, checked at start, frozen afterwards.

A value comes from the environment first, then from the file, then from the default written here. A start that
would be unsafe stops with a sentence that names the setting (ASVS 13.3, security D6).
"""

from __future__ import annotations

import dataclasses
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ENVIRONMENTS = ("development", "testing", "production")
WEAKEST_SECRET = 32


class SettingsError(Exception):
    """A setting is missing, weak or unreadable; the message names it and says what to write instead."""


@dataclass(frozen=True)
class Settings:
    """Every knob of an installation. Field NAME is read from HEARTH_<NAME in capitals>."""

    env: str = "development"
    secret_key: str = ""
    database: str = ""
    mail: str = ""
    mail_from: str = "portal@juniper-valley.example"
    public_url: str = "http://127.0.0.1:5000"
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    proxy_hops: int = 0
    now: str = ""
    log_level: str = "INFO"

    district_name: str = "Juniper Valley Public Schools"
    district_timezone: str = "America/Denver"
    help_desk_email: str = "portalhelp@juniper-valley.example"
    help_desk_phone: str = "+1 303-555-0110"
    help_desk_hours: str = "7:30 AM to 4:30 PM"

    school_year_starts: str = "07-01"
    portal_before_entry_days: int = 60
    portal_after_exit_days: int = 60
    portal_flag_default: str = "guardians-of-record"
    eligible_student_policy: str = "dependent"
    student_account_grades: tuple[str, ...] = ("06", "07", "08", "09", "10", "11", "12")
    activation_days: int = 21
    password_mode: str = "district"  # noqa: S105 - the name of a rule

    instance: Path = field(default=Path("instance"))

    @property
    def zone(self) -> ZoneInfo:
        """The district's time zone; a *day* anywhere in Hearth is a day here."""
        return ZoneInfo(self.district_timezone)

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def fixed_now(self) -> datetime | None:
        """The moment HEARTH_NOW fixes the clock at (district time, made aware), or None."""
        return datetime.fromisoformat(self.now).replace(tzinfo=self.zone) if self.now else None


def read_settings(environ: Mapping[str, str], *, instance: Path) -> Settings:
    """Settings for this start, from `environ` over `instance/hearth.toml` over the defaults.

    Raises SettingsError for a value that cannot be read or would be unsafe.
    """
    written = _from_file(instance / "hearth.toml")
    written.update(
        {
            each.name: environ[f"HEARTH_{each.name.upper()}"]
            for each in dataclasses.fields(Settings)
            if f"HEARTH_{each.name.upper()}" in environ and each.name != "instance"
        }
    )
    values = {name: _typed(name, value) for name, value in written.items()}
    settings = _with_defaults(Settings(**values, instance=instance))
    _check(settings)
    return settings


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{path} is not valid TOML: {problem}. Correct that line and start again.") from problem
    known = {each.name for each in dataclasses.fields(Settings)} - {"instance"}
    unknown = sorted(set(written) - known)
    if unknown:
        raise SettingsError(f"{path} names settings Hearth does not have: {', '.join(unknown)}. See docs/settings.md.")
    return written


def _typed(name: str, value: Any) -> Any:
    default = next(each.default for each in dataclasses.fields(Settings) if each.name == name)
    if isinstance(default, tuple):
        return (
            tuple(value)
            if isinstance(value, list)
            else tuple(part.strip() for part in value.split(",") if part.strip())
        )
    if isinstance(default, int):
        try:
            return int(value)
        except ValueError as problem:
            raise SettingsError(f"HEARTH_{name.upper()} must be a whole number, not {value!r}.") from problem
    return str(value)


def _with_defaults(settings: Settings) -> Settings:
    filled: dict[str, Any] = {}
    if not settings.database and not settings.is_production:
        filled["database"] = f"sqlite:///{(settings.instance / 'hearth.sqlite').resolve()}"
    if not settings.mail and not settings.is_production:
        filled["mail"] = f"file:{(settings.instance / 'mail').resolve()}"
    if not settings.secret_key and not settings.is_production:
        filled["secret_key"] = _development_secret(settings.instance)
    return dataclasses.replace(settings, **filled) if filled else settings


def _development_secret(instance: Path) -> str:
    """A secret of this machine's own, so that development sessions survive a restart and no secret is committed."""
    path = instance / "development-secret"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8").strip()


def _check(settings: Settings) -> None:
    for is_wrong, sentence in (*_ALWAYS, *(_IN_PRODUCTION if settings.is_production else ())):
        if is_wrong(settings):
            raise SettingsError(sentence)


def _zone_unknown(settings: Settings) -> bool:
    try:
        ZoneInfo(settings.district_timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return True
    return False


def _now_unreadable(settings: Settings) -> bool:
    try:
        return settings.fixed_now is not None and datetime.fromisoformat(settings.now).tzinfo is not None
    except ValueError:
        return True


def _year_start_unreadable(settings: Settings) -> bool:
    try:
        datetime.strptime(f"2027-{settings.school_year_starts}", "%Y-%m-%d")
    except ValueError:
        return True
    return False


_Check = tuple[Callable[[Settings], bool], str]

_ALWAYS: tuple[_Check, ...] = (
    (lambda s: s.env not in ENVIRONMENTS, "HEARTH_ENV must be development, testing or production."),
    (_zone_unknown, "HEARTH_DISTRICT_TIMEZONE must be a zone name such as America/Denver."),
    (_now_unreadable, "HEARTH_NOW must be a district time such as 2027-04-01T09:00, without a zone."),
    (_year_start_unreadable, "HEARTH_SCHOOL_YEAR_STARTS must be a month and day such as 07-01."),
    (lambda s: s.password_mode not in ("district", "nist"), "HEARTH_PASSWORD_MODE must be district or nist."),
    (
        lambda s: s.eligible_student_policy not in ("stop", "dependent", "consent"),
        "HEARTH_ELIGIBLE_STUDENT_POLICY must be stop, dependent or consent.",
    ),
    (
        lambda s: s.portal_flag_default not in ("guardians-of-record", "office-confirms"),
        "HEARTH_PORTAL_FLAG_DEFAULT must be guardians-of-record or office-confirms.",
    ),
    (
        lambda s: not s.public_url.startswith(("http://", "https://")),
        "HEARTH_PUBLIC_URL must be the address families open, such as https://portal.example.org.",
    ),
    (
        lambda s: bool(s.mail) and not s.mail.startswith(("file:", "smtp://", "smtps://")),
        "HEARTH_MAIL must be file:DIR, smtp://HOST:PORT or smtps://HOST:PORT.",
    ),
    (lambda s: not 1 <= s.activation_days <= 30, "HEARTH_ACTIVATION_DAYS must be from 1 to 30."),
)

_IN_PRODUCTION: tuple[_Check, ...] = (
    (
        lambda s: len(s.secret_key) < WEAKEST_SECRET or len(set(s.secret_key)) < WEAKEST_SECRET // 4,
        (
            "HEARTH_SECRET_KEY is missing or weak. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'."
        ),
    ),
    (
        lambda s: not s.database,
        "HEARTH_DATABASE is missing. Name the database, such as postgresql+psycopg://user@host/hearth.",
    ),
    (lambda s: not s.mail, "HEARTH_MAIL is missing. Name the mail server, such as smtp://mail.example.org:587."),
    (lambda s: bool(s.now), "HEARTH_NOW fixes the clock and is for development and testing only. Unset it."),
    (
        lambda s: not s.public_url.startswith("https://"),
        "HEARTH_PUBLIC_URL must begin with https:// in production: mailed links and cookies depend on it.",
    ),
)
