"""What a start refuses: each check is a condition and the sentence that names the setting and says what to write."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from foundation import providers

if TYPE_CHECKING:
    from foundation.settings import Settings

ENVIRONMENTS = ("development", "testing", "production")
DATABASES = ("sqlite", "postgresql")
WEAKEST_SECRET = 32
_A_POINT = re.compile(r"[^=]*[^=\s]\s*=\s*\d{1,2}(?:\.\d{1,3})?", re.ASCII)


def first_fault(settings: Settings) -> str:
    """The sentence of the first check that fails, or nothing."""
    checks = (*_ALWAYS, *(_IN_PRODUCTION if settings.is_production else ()))
    return next((sentence for is_wrong, sentence in checks if is_wrong(settings)), "")


def _url_unusable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0
    except ValueError:
        return True


def _database_unusable(settings: Settings) -> bool:
    try:
        return bool(settings.database) and make_url(settings.database).get_backend_name() not in DATABASES
    except ArgumentError:
        return True


def _mail_unusable(settings: Settings) -> bool:
    if settings.mail.startswith("file:"):
        return settings.mail == "file:"
    try:
        parts = urlsplit(settings.mail)
        return bool(settings.mail) and (parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.port == 0)
    except ValueError:
        return True


def _address_unusable(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return True
    return False


def _level_unknown(settings: Settings) -> bool:
    return settings.log_level.upper() not in logging.getLevelNamesMapping()


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


def _closing_unreadable(settings: Settings) -> bool:
    try:
        datetime.strptime(settings.dots_closes, "%H:%M")
    except ValueError:
        return True
    return False


def _closures_unreadable(settings: Settings) -> bool:
    try:
        return any(each.count("/") > 1 for each in settings.closed_days) or any(
            first > last for first, last in settings.closures
        )
    except ValueError:
        return True


def _links_unreadable(settings: Settings) -> bool:
    """Each is a title in English, one in Spanish, which may be empty, and an address."""
    parts = [[part.strip() for part in each.split(";")] for each in settings.household_links]
    return any(len(each) != 3 or not each[0] or _url_unusable(each[2]) for each in parts)


def _districts_unreadable(settings: Settings) -> bool:
    """Each is a name, a state of two letters, an NCES id, which may be empty, and the address of its sign-in."""
    parts = [[part.strip() for part in each.split(";")] for each in settings.districts]
    return any(len(each) != 4 or not each[0] or _state_unknown(each[1]) or _url_unusable(each[3]) for each in parts)


def _state_unknown(code: str) -> bool:
    return not (len(code) == 2 and code.isascii() and code.isalpha())


def _reminder_days_wrong(settings: Settings) -> bool:
    days = settings.approval_reminder_days
    return len(days) > 5 or not all(each.isascii() and each.isdigit() and 1 <= int(each) <= 60 for each in days)


def _digest_at_night(settings: Settings) -> bool:
    try:
        return not 7 <= settings.digest_time.hour < 21
    except ValueError:
        return True


_Check = tuple[Callable[["Settings"], bool], str]

_ALWAYS: tuple[_Check, ...] = (
    (lambda s: s.env not in ENVIRONMENTS, "HEARTH_ENV must be development, testing or production."),
    (_zone_unknown, "HEARTH_DISTRICT_TIMEZONE must be a zone name such as America/Denver."),
    (_now_unreadable, "HEARTH_NOW must be a district time such as 2027-04-01T09:00, without a zone."),
    (lambda s: not 1 <= s.answer_seconds <= 60, "HEARTH_ANSWER_SECONDS must be from 1 to 60."),
    (_year_start_unreadable, "HEARTH_SCHOOL_YEAR_STARTS must be a month and day such as 07-01."),
    (lambda s: s.readers_shown not in ("office", "name"), "HEARTH_READERS_SHOWN must be office or name."),
    (
        lambda s: not s.approver_job_roles,
        "HEARTH_APPROVER_JOB_ROLES must name at least one job role, such as Principal.",
    ),
    (
        lambda s: not s.office_job_roles,
        "HEARTH_OFFICE_JOB_ROLES must name at least one job role, such as Office Professional.",
    ),
    (_digest_at_night, "HEARTH_DIGEST_AT must be a district time from 07:00 to 20:59, such as 17:00."),
    (_reminder_days_wrong, "HEARTH_APPROVAL_REMINDER_DAYS must be at most five numbers from 1 to 60, such as 3,7."),
    (lambda s: not 1 <= s.approval_dots_days <= 90, "HEARTH_APPROVAL_DOTS_DAYS must be from 1 to 90."),
    (
        lambda s: not 0 <= s.move_without_proof_days <= 365,
        "HEARTH_MOVE_WITHOUT_PROOF_DAYS must be from 0 to 365.",
    ),
    (lambda s: not 1 <= s.request_days <= 60, "HEARTH_REQUEST_DAYS must be from 1 to 60."),
    (lambda s: not 1 <= s.excuse_days <= 180, "HEARTH_EXCUSE_DAYS must be from 1 to 180."),
    (lambda s: not 0 <= s.report_card_days <= 90, "HEARTH_REPORT_CARD_DAYS must be from 0 to 90."),
    (
        lambda s: s.address_change not in ("in-person", "request"),
        "HEARTH_ADDRESS_CHANGE must be in-person or request.",
    ),
    (
        lambda s: not s.address_proofs or not all(one and other for one, other in s.proofs_of_address),
        "HEARTH_ADDRESS_PROOFS must name proofs in English and Spanish: A lease; Un contrato de alquiler.",
    ),
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
        lambda s: _url_unusable(s.public_url),
        "HEARTH_PUBLIC_URL must be the address families open, such as https://portal.example.org.",
    ),
    (
        _database_unusable,
        "HEARTH_DATABASE must be sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME.",
    ),
    (_mail_unusable, "HEARTH_MAIL must be file:DIR, smtp://HOST:PORT or smtps://HOST:PORT."),
    (
        lambda s: not providers.is_known(s.text),
        "HEARTH_TEXT must be file:DIR, the address of a provider that is installed, or empty where no text is sent.",
    ),
    (
        lambda s: not providers.is_known(s.voice),
        "HEARTH_VOICE must be file:DIR, the address of a provider that is installed, or empty where nobody is called.",
    ),
    (
        lambda s: _address_unusable(s.mail_from),
        "HEARTH_MAIL_FROM must be an e-mail address such as portal@district.example.",
    ),
    (
        lambda s: _address_unusable(s.help_desk_email),
        "HEARTH_HELP_DESK_EMAIL must be an e-mail address such as help@district.example.",
    ),
    (
        lambda s: _url_unusable(s.dots_help_url),
        "HEARTH_DOTS_HELP_URL must be the address staff report a problem at, such as https://help.district.example.",
    ),
    (_closing_unreadable, "HEARTH_DOTS_CLOSES must be a time of day such as 17:00."),
    (
        lambda s: _address_unusable(s.dots_email),
        "HEARTH_DOTS_EMAIL must be an e-mail address such as dots@district.example.",
    ),
    (
        _closures_unreadable,
        "HEARTH_CLOSED_DAYS must be days such as 2026-11-27, or first and last day: 2026-12-21/2027-01-01.",
    ),
    (
        _links_unreadable,
        "HEARTH_HOUSEHOLD_LINKS must be titles and addresses: Adding a household; Agregar un hogar; https://….",
    ),
    (lambda s: _state_unknown(s.district_state), "HEARTH_DISTRICT_STATE must be a state as two letters, such as CO."),
    (
        _districts_unreadable,
        "HEARTH_DISTRICTS must be districts, each as name; state of two letters; NCES number or nothing; https://….",
    ),
    (lambda s: not s.district_name, "HEARTH_DISTRICT_NAME must not be empty: pages and mails are signed with it."),
    (_level_unknown, "HEARTH_LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL."),
    (lambda s: not 0 <= s.proxy_hops <= 5, "HEARTH_PROXY_HOPS must be from 0 to 5: the proxies of your own in front."),
    (
        lambda s: min(s.portal_before_entry_days, s.portal_after_exit_days) < 0,
        "HEARTH_PORTAL_BEFORE_ENTRY_DAYS and HEARTH_PORTAL_AFTER_EXIT_DAYS must not be negative.",
    ),
    (lambda s: not 1 <= s.eligible_notice_days <= 180, "HEARTH_ELIGIBLE_NOTICE_DAYS must be from 1 to 180."),
    (
        lambda s: not all(_A_POINT.fullmatch(each) for each in s.gpa_points),
        "HEARTH_GPA_POINTS must be marks with their points, such as A=4.0,B=3.0.",
    ),
    (lambda s: not 1 <= s.activation_days <= 30, "HEARTH_ACTIVATION_DAYS must be from 1 to 30."),
    (lambda s: not 1 <= s.quiz_questions <= 100, "HEARTH_QUIZ_QUESTIONS must be from 1 to 100."),
    (lambda s: not 1 <= s.quiz_pass_percent <= 100, "HEARTH_QUIZ_PASS_PERCENT must be from 1 to 100."),
    (lambda s: not 1 <= s.quiz_attempts_a_day <= 20, "HEARTH_QUIZ_ATTEMPTS_A_DAY must be from 1 to 20."),
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
