"""Settings: read once from HEARTH_* and instance/hearth.toml, checked at start, frozen afterwards.

A value comes from the environment first, then from the file, then from the default written here. A start that
would be unsafe stops with a sentence that names the setting (ASVS 13.3, security D6).
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from foundation import settings_checks


class SettingsError(Exception):
    """A setting is missing, weak or unreadable; the message names it and says what to write instead."""


@dataclass(frozen=True)
class Settings:
    """Every knob of an installation. Field NAME is read from HEARTH_<NAME in capitals>."""

    env: str = "development"
    secret_key: str = field(default="", repr=False)
    database: str = field(default="", repr=False)
    mail: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    voice: str = field(default="", repr=False)
    mail_from: str = "portal@juniper-valley.example"
    mail_bounces: str = ""
    public_url: str = "http://127.0.0.1:5000"
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    proxy_hops: int = 0
    now: str = ""
    answer_seconds: int = 4
    log_level: str = "INFO"

    district_name: str = "Juniper Valley Public Schools"
    district_timezone: str = "America/Denver"
    help_desk_email: str = "portalhelp@juniper-valley.example"
    help_desk_phone: str = "+1 303-555-0110"
    help_desk_hours: str = "7:30 AM to 4:30 PM"
    dots_name: str = "Department of Technology Services (DoTS)"
    dots_address: str = "400 Basalt Street, 7th floor, Juniper Valley, CO 80999"
    dots_phone: str = "+1 303-555-0142"
    support_phone: str = "+1 612-555-0150"
    support_on_call_phone: str = "+1 612-555-0199"
    dots_hours: str = "7:00 AM to 5:00 PM"
    dots_closes: str = "17:00"
    dots_email: str = "dots@juniper-valley.example"
    dots_help_url: str = "https://dots.juniper-valley.example/help"

    household_links: tuple[str, ...] = (
        "Adding a household; Agregar un hogar; https://dots.juniper-valley.example/help/households",
        "Relationships and contacts; Relaciones y contactos; https://dots.juniper-valley.example/help/relationships",
    )
    district_state: str = "CO"
    districts: tuple[str, ...] = ()
    closed_days: tuple[str, ...] = ()

    school_year_starts: str = "07-01"
    portal_before_entry_days: int = 60
    portal_after_exit_days: int = 60
    portal_flag_default: str = "guardians-of-record"
    eligible_student_policy: str = "dependent"
    eligible_notice_days: int = 30
    student_account_grades: tuple[str, ...] = ("06", "07", "08", "09", "10", "11", "12")
    student_username: str = "{first}.{last}{yy}"
    gpa_points: tuple[str, ...] = ()
    activation_days: int = 21
    readers_shown: str = "office"
    quiz_questions: int = 15
    quiz_pass_percent: int = 80
    quiz_attempts_a_day: int = 3
    approver_job_roles: tuple[str, ...] = ("Principal",)
    office_job_roles: tuple[str, ...] = ("Principal", "Assistant Principal", "Counselor", "Office Professional")
    digest_at: str = "17:00"
    approval_reminder_days: tuple[str, ...] = ("3", "7")
    approval_dots_days: int = 10
    request_days: int = 5
    excuse_days: int = 14
    report_card_days: int = 7
    address_change: str = "in-person"
    address_office: str = "Enrollment Services, 400 Basalt Street, Juniper Valley, CO 80999"
    address_hours: str = "8:00 AM to 4:00 PM"
    address_proofs: tuple[str, ...] = (
        "A lease or deed with its signature page; Un contrato de alquiler o una escritura con la página de firmas",
        "A gas or electricity or water bill of the last 60 days; Un recibo de gas o luz o agua de los últimos 60 días",
        "A letter from a public agency of the last 60 days; Una carta de una agencia pública de los últimos 60 días",
        "Two pay checks of the last 60 days; Dos talones de pago de los últimos 60 días",
        "A statement of the employer on its letterhead; Una constancia del empleador en papel membretado",
        "A sworn statement of whoever the family lives with; Una declaración jurada de quien vive con la familia",
    )
    move_without_proof_days: int = 30
    password_mode: str = "district"  # noqa: S105 - the name of a rule

    instance: Path = field(default=Path("instance"))

    @property
    def zone(self) -> ZoneInfo:
        """The district's time zone; a *day* anywhere in Hearth is a day here."""
        return ZoneInfo(self.district_timezone)

    @property
    def business_ends(self) -> time:
        """The time of day, in the district, at which DoTS’s business day ends."""
        return datetime.strptime(self.dots_closes, "%H:%M").time()

    @property
    def digest_time(self) -> time:
        """The time of day, in the district, at which families are told what could wait."""
        return datetime.strptime(self.digest_at, "%H:%M").time()

    @property
    def closures(self) -> tuple[tuple[date, date], ...]:
        """The days on which the district is closed beside holidays: of each stretch the first and the last day."""
        stretches = (each.split("/") for each in self.closed_days)
        return tuple((date.fromisoformat(each[0]), date.fromisoformat(each[-1])) for each in stretches)

    @property
    def household_pages(self) -> tuple[tuple[str, str, str], ...]:
        """Support documentation of the household tool: title in English, title in Spanish, address."""
        parts = ([part.strip() for part in each.split(";")] for each in self.household_links)
        return tuple((each[0], each[1] or each[0], each[2]) for each in parts)

    @property
    def proofs_of_address(self) -> tuple[tuple[str, str], ...]:
        """What proves where one lives: in English, and in Spanish."""
        parts = ([part.strip() for part in each.split(";")] for each in self.address_proofs)
        return tuple((each[0], each[-1]) for each in parts)

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
    """`value`, text from the environment or a TOML value, as the field's own type. Raises SettingsError."""
    default = next(each.default for each in dataclasses.fields(Settings) if each.name == name)
    if isinstance(default, tuple):
        parts = value if isinstance(value, list) else str(value).split(",")
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if isinstance(default, int):
        try:
            return int(str(value).strip())
        except ValueError as problem:
            raise SettingsError(f"HEARTH_{name.upper()} must be a whole number, not {value!r}.") from problem
    return str(value).strip()


def _with_defaults(settings: Settings) -> Settings:
    filled: dict[str, Any] = {}
    if not settings.database and not settings.is_production:
        filled["database"] = f"sqlite:///{(settings.instance / 'hearth.sqlite').resolve()}"
    if not settings.mail and not settings.is_production:
        filled["mail"] = f"file:{(settings.instance / 'mail').resolve()}"
    for name in ("text", "voice"):
        if not getattr(settings, name) and not settings.is_production:
            filled[name] = f"file:{(settings.instance / name).resolve()}"
    if not settings.secret_key and not settings.is_production:
        filled["secret_key"] = _development_secret(settings.instance)
    own_host = _host(settings.public_url)
    if own_host and own_host not in settings.trusted_hosts:
        filled["trusted_hosts"] = (*settings.trusted_hosts, own_host)
    return dataclasses.replace(settings, **filled) if filled else settings


def _development_secret(instance: Path) -> str:
    """A secret of this machine's own, so that development sessions survive a restart and no secret is committed."""
    path = instance / "development-secret"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=instance, prefix=".", encoding="utf-8") as aside:
            aside.write(secrets.token_urlsafe(48))
            aside.flush()
            with contextlib.suppress(FileExistsError):  # the web and the worker start at once: the first one's counts
                os.link(aside.name, path)
    return path.read_text(encoding="utf-8").strip()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _check(settings: Settings) -> None:
    fault = settings_checks.first_fault(settings)
    if fault:
        raise SettingsError(fault)
