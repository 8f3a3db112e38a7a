"""Days, moments, phones and names as people write them, in the reader's language and the district's zone."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache

import phonenumbers
from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_currency, format_decimal
from flask_babel import get_locale

from foundation import clock

HOUR = r"((?:0?[1-9]|1[0-2]):[0-5]\d [AP]M)"
_NEAR = {"en": "EEEE, MMMM d", "es": "EEEE, d 'de' MMMM"}
NEAR_BY = timedelta(days=180)
"""Half a year, past or to come: a day of that name farther away may be taken for the one that is nearer."""
HOURS = re.compile(f"{HOUR} to {HOUR}")


def day(value: date) -> str:
    """`Friday, December 4, 2026` / `viernes, 4 de diciembre de 2026`."""
    return format_date(value, "full", locale=_habits())


def short_day(value: date) -> str:
    """`December 4, 2026`."""
    return format_date(value, "long", locale=_habits())


def near_day(value: date) -> str:
    """`Thursday, November 19` / `jueves, 19 de noviembre`: a day so near that its year is known; with it otherwise."""
    if abs(value - clock.today()) > NEAR_BY:
        return day(value)
    habits = _habits()
    return format_date(value, _NEAR.get(habits.language, _NEAR["en"]), locale=habits)


def near_moment(value: datetime) -> str:
    """`Thursday, November 19, 5:00 PM MST`."""
    return f"{near_day(value.astimezone(clock.zone()).date())}, {hour(value)}"


def iso_day(value: str) -> str:
    """`December 4, 2026` for `2026-12-04`, as mails carry their days."""
    return short_day(date.fromisoformat(value))


def iso_moment(value: str) -> str:
    """`December 4, 2026, 5:00 PM MST` for `2026-12-05T00:00:00+00:00`, as mails carry their moments."""
    return moment(datetime.fromisoformat(value))


def last_day(ends: date) -> str:
    """The last day of a half-open interval, said inclusively: the day before `ends`."""
    return short_day(ends - timedelta(days=1))


def moment(value: datetime) -> str:
    """`December 4, 2026, 5:00 PM MST`: district time, with its zone, because minutes matter here."""
    local = value.astimezone(clock.zone())
    return f"{short_day(local.date())}, {_hour(local.time())} {local.tzname()}"


def hour(value: datetime) -> str:
    """`5:00 PM MST`: the time alone of a moment that is near."""
    local = value.astimezone(clock.zone())
    return f"{_hour(local.time())} {local.tzname()}"


def decimal(value: Decimal, pattern: str) -> str:
    """`88.5`, in Spanish too, as it is written in the United States; `pattern` as Unicode has it: `#,##0.0`."""
    return format_decimal(value, format=pattern, locale=_habits())


def time_of_day(value: str) -> str:
    """`8:35 AM` / `8:35 a. m.` for `08:35`: an hour of the district's day, without a zone."""
    return _hour(time.fromisoformat(value))


def zone_name() -> str:
    """`Mountain Time` / `hora de las Montañas Rocosas`: the district's zone, summer and winter alike."""
    return get_timezone_name(clock.zone(), "long", locale=_habits(), zone_variant="generic")


def hours(value: str) -> str:
    """`7:30 AM – 4:30 PM MST` for `7:30 AM to 4:30 PM`, in the district's zone; anything else as it was given."""
    times = _from_to(value)
    if not times:
        return value
    said = " – ".join(_hour(each) for each in times)
    return f"{said} {clock.now().astimezone(clock.zone()).tzname()}"


@lru_cache(maxsize=100)
def _from_to(value: str) -> tuple[time, ...]:
    """Read once: every page and every mail says the desk's hours."""
    found = HOURS.fullmatch(value.strip())
    return tuple(datetime.strptime(each, "%I:%M %p").time() for each in found.groups()) if found else ()


def money(cents: int, currency: str = "USD") -> str:
    """`$1,250.00`."""
    return format_currency(Decimal(cents) / 100, currency, locale=_habits())


def file_size(number: int) -> str:
    """`240 KB`, `1.4 MB`: of a file’s bytes, never less than 1 KB."""
    if number < 1_000_000:
        return f"{format_decimal(max(1, round(number / 1000)), locale=_habits())} KB"
    return f"{format_decimal(round(number / 1_000_000, 1), locale=_habits())} MB"


@lru_cache(maxsize=1000)
def phone(value: str) -> str:
    """`(303) 555-0110` for a valid number; anything else as it was given."""
    try:
        parsed = phonenumbers.parse(value, "US")
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_possible_number(parsed):
        return value
    kind = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if parsed.country_code == 1
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, kind)


def telephone_link(value: str) -> str:
    """`tel:+13035550110`; nothing for what cannot be dialled."""
    try:
        parsed = phonenumbers.parse(value, "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return "tel:" + phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _hour(value: time) -> str:
    return format_time(value, "short", locale=_habits())


def _habits() -> Locale:
    """The page's language as it is written in the United States: Spanish too says `4:30 p.m.`, not `16:30`."""
    spoken = get_locale()
    return _in_the_states(spoken.language if spoken else "en")


@cache
def _in_the_states(language: str) -> Locale:
    return Locale(language, "US")
