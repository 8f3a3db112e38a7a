"""Turns the rows of a OneRoster package into staged rows: the step between reading and comparing.

Each staged row carries its line, the feed's key, `gone` (the feed takes it back) and a digest of what it says; a row
whose digest we hold is unchanged, whatever version of the standard carried it. `status` and `dateLastModified` are
not part of what a row says. A user spreads over several tables, and so do the roles of 1.1, which stand on the user.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import count, islice
from typing import Any

from district.feeds import gradebook
from district.feeds.columns import COLUMNS, ONEROSTER_1_1
from district.feeds.packages import Mode, Package
from district.feeds.staging import ROW, Stage
from district.feeds.users import UserReading, digest

BATCH = 10_000
IN_ATTENDANCE = (
    f"{ROW}, user_key TEXT, org TEXT, class TEXT, period TEXT, day {{day}}, category TEXT, excused {{flag}}, "
    "reason TEXT, comment TEXT, said TEXT"
)
TABLES = {
    "in_org": f"{ROW}, name TEXT, kind TEXT, identifier TEXT, parent TEXT",
    "in_session": f"{ROW}, title TEXT, kind TEXT, starts {{day}}, ends {{day}}, parent TEXT, school_year {{number}}",
    "in_course": f"{ROW}, title TEXT, code TEXT, org TEXT",
    "in_class": f"{ROW}, title TEXT, code TEXT, kind TEXT, location TEXT, period TEXT, course TEXT, org TEXT, "
    "starts {day}, ends {day}",
    "in_user": f"{ROW}, enabled {{flag}}, first_name TEXT, middle_name TEXT, last_name TEXT, "
    "preferred_first_name TEXT, preferred_last_name TEXT, language TEXT, email TEXT, phone TEXT, sms TEXT, "
    "phone_dialled TEXT, sms_dialled TEXT, line_1 TEXT, line_2 TEXT, city TEXT, state TEXT, postal_code TEXT, "
    "address TEXT, identifier TEXT, grade TEXT, agents TEXT, name_key TEXT",
    "in_agent": "line {number}, owner TEXT, other TEXT",
    "in_identifier": "user_key TEXT, type TEXT, value TEXT",
    "in_number": "user_key TEXT, type TEXT, value TEXT",
    "in_role": f"{ROW}, user_key TEXT, org TEXT, role TEXT, side TEXT, is_primary {{flag}}, starts {{day}}, "
    "ends {day}, title TEXT",
    "in_birth": f"{ROW}, birth_date {{day}}",
    "in_seat": f"{ROW}, class TEXT, user_key TEXT, role TEXT, is_primary {{flag}}, starts {{day}}, ends {{day}}",
    "in_user_more": "key TEXT, kind TEXT, email_label TEXT, phone_label TEXT, address_kind TEXT",
    "in_contact": "user_key TEXT, kind TEXT, type TEXT, value TEXT, is_valid {flag}",
    "in_address": "user_key TEXT, kind TEXT, line_1 TEXT, line_2 TEXT, city TEXT, state TEXT, postal_code TEXT",
    "in_shot": f"{ROW}, user_key TEXT, vaccine TEXT, is_required {{flag}}, given_on {{day}}, exemption TEXT, "
    "reason TEXT, exempt_on {day}",
    "in_meeting": f"{ROW}, org TEXT, period TEXT, begins TEXT, finishes TEXT",
    "in_attendance": IN_ATTENDANCE,
    "in_tie": "n {row}, line {number}, key TEXT, adult TEXT, student TEXT, type TEXT, guardian {flag}, "
    "lives_with {flag}, emergency {flag}, primary_contact {flag}, emergency_priority {number}, restriction TEXT, "
    "said TEXT",
    **gradebook.TABLES,
}
"""The seven before the gradebook’s hold what OneRoster cannot say: all telephones and addresses, immunizations, bell
times, attendance, each tie’s flags. `in_number` holds the numbers of whoever has several of the district’s own: a
student who works here."""
OF_PEOPLE = ("in_user", "in_birth", "in_identifier", "in_number", "in_user_more", "in_contact", "in_address")
"""The staged tables that people are written from, whatever feed brings them."""
FILE_OF = {
    "in_org": "orgs",
    "in_session": "academicSessions",
    "in_course": "courses",
    "in_class": "classes",
    "in_user": "users",
    "in_role": "roles",
    "in_birth": "demographics",
    "in_seat": "enrollments",
    "in_category": "categories",
    "in_item": "lineItems",
    "in_result": "results",
    "in_mark": "results",
}
"""Where the rows of a staged table come from; in 1.1 the roles stand in `users`. Marks of terms stand among results."""

GUARDIAN_ROLES = ("parent", "guardian", "relative")


@dataclass(frozen=True)
class Scope:
    """How much of the truth each staged table holds, and the name of its file for messages."""

    modes: dict[str, Mode]
    files: dict[str, str]


def scope_of(package: Package) -> Scope:
    """The scope of a package."""
    names = FILE_OF | ({"in_role": "users"} if package.format == ONEROSTER_1_1 else {})
    return Scope(
        modes={table: package.mode(name) for table, name in names.items()},
        files={table: f"{name}.csv" for table, name in names.items()},
    )


Staged = dict[str, list[tuple[Any, ...]]]
Advance = Callable[[str, int, int], None]


def make_tables(stage: Stage, tables: Mapping[str, str] = TABLES) -> dict[str, tuple[str, ...]]:
    """Make staged tables, and tell the columns of each."""
    for table, columns in tables.items():
        stage.make(table, columns)
    return {
        table: tuple(part.split()[0] for part in columns.format(**stage.words).split(", "))
        for table, columns in tables.items()
    }


class Intake:
    """Fills the staged tables from one package."""

    def __init__(self, package: Package, stage: Stage) -> None:
        self.package = package
        self.stage = stage
        self.columns: dict[str, tuple[str, ...]] = {}
        self.numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
        self.days: dict[str, tuple[str, str]] = {}
        """First and last exclusive day of each academic session."""

    def take(self, advance: Advance) -> None:
        """Stage every file; `advance(file, rows, expected)` is told of progress. Raises Refused as the package does."""
        self.columns = make_tables(self.stage)
        self.days = {row.source_key: (row.starts, row.ends) for row in self.stage.rows(_HELD_SESSIONS)}
        for name in self.package.names:
            spread = getattr(self, f"_{name}")
            for batch in batches(self.package.rows(name)):
                staged: Staged = defaultdict(list)
                spread(batch, staged)
                for table, rows in staged.items():
                    self.stage.fill(table, self.columns[table], rows)
                advance(name, len(batch), self.package.count(name))
        for table in TABLES:
            self.stage.look_at(table)
        self.stage.rest()

    def _orgs(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        for number, row in zip(self.numbers["in_org"], rows, strict=False):
            line, key, status, _, name, kind, identifier, parent = row
            staged["in_org"].append(
                (number, line, key, digest(row[4:]), status != "active", name, kind, identifier, parent)
            )

    def _academicSessions(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        for number, row in zip(self.numbers["in_session"], rows, strict=False):
            line, key, status, _, title, kind, starts, ends, parent, year = row
            ends = day_after(ends) or ""
            self.days[key] = (starts, ends)
            gone = status != "active"
            staged["in_session"].append(
                (number, line, key, digest(row[4:]), gone, title, kind, starts, ends, parent, int(year))
            )

    def _courses(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        for number, row in zip(self.numbers["in_course"], rows, strict=False):
            line, key, status, _, _, title, code, _, org, *_ = row
            staged["in_course"].append((number, line, key, digest(row[4:]), status != "active", title, code, org))

    def _classes(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        for number, row in zip(self.numbers["in_class"], rows, strict=False):
            line, key, status, _, title, _, course, code, kind, location, org, terms, _, _, periods = row
            known = [self.days[term] for term in terms.split(",") if term in self.days]
            starts = min((day for day, _ in known), default=None)
            ends = max((day for _, day in known), default=None)
            said = digest((*row[4:], starts or "", ends or ""))
            place = (kind, location, periods, course, org)
            staged["in_class"].append((number, line, key, said, status != "active", title, code, *place, starts, ends))

    def _users(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        reading = self._user_reading
        has_roles = self.package.format == ONEROSTER_1_1
        users, agents, identifiers = staged["in_user"], staged["in_agent"], staged["in_identifier"]
        for number, row in zip(self.numbers["in_user"], rows, strict=False):
            line, key, gone = row[0], row[1], row[2] != "active"
            tied, user = reading.person(row)
            users.append((number, line, key, user[0], gone, *user[1:]))
            if gone:
                continue
            agents += [(line, key, agent) for agent in tied]
            identifiers += [(key, *pair) for pair in reading.identifiers(row)]
            if has_roles:
                self._home_roles(line, key, *reading.home(row), staged)

    @cached_property
    def _user_reading(self) -> UserReading:
        says = {name for name in COLUMNS[self.package.format]["users"] if self.package.says("users", name)}
        return UserReading(COLUMNS[self.package.format]["users"], says)

    def _home_roles(self, line: int, key: str, orgs: str, role: str, staged: Staged) -> None:
        """The roles of 1.1: one word for every organization of the user; the first is taken as the primary one."""
        for place, org in enumerate(orgs.split(",")):
            number = next(self.numbers["in_role"])
            staged["in_role"].append(
                (number, line, f"{key}@{org}", *role_row(key, org, role, place == 0, None, None, gone=False))
            )

    def _roles(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        for number, row in zip(self.numbers["in_role"], rows, strict=False):
            line, key, status, _, user, kind, role, starts, ends, org, _ = row
            said = (user, org, role, kind == "primary", starts or None, day_after(ends))
            staged["in_role"].append((number, line, key, *role_row(*said, gone=status != "active")))

    def _demographics(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        for number, row in zip(self.numbers["in_birth"], rows, strict=False):
            line, key, status, _, birth_date, *_ = row
            staged["in_birth"].append((number, line, key, "", status != "active", birth_date or None))

    def _enrollments(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        seats = staged["in_seat"]
        for number, row in zip(self.numbers["in_seat"], rows, strict=False):
            line, key, status, _, section, _, user, role, primary, starts, ends = row
            days = (starts or None, day_after(ends) if ends else None)
            is_primary = primary == "true"
            seats.append(
                (number, line, key, digest(row[4:]), status != "active", section, user, role, is_primary, *days)
            )

    def _categories(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        staged["in_category"] += gradebook.categories(self.numbers["in_category"], rows)

    def _lineItems(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        staged["in_item"] += gradebook.line_items(self.numbers["in_item"], rows)

    def _results(self, rows: list[tuple[Any, ...]], staged: Staged) -> None:
        staged["in_result"] += gradebook.results(self.numbers["in_result"], rows)


_HELD_SESSIONS = """
SELECT source_key, CAST(starts AS TEXT) AS starts, CAST(ends AS TEXT) AS ends FROM academic_session
WHERE source = :source"""


def role_row(
    user: str,
    org: str,
    role: str,
    is_primary: bool,
    starts: str | None,
    ends: str | None,
    *,
    gone: bool,
    title: str = "",
) -> tuple[Any, ...]:
    """A role as `in_role` holds it, from the digest on; the same whichever version of the standard brought it."""
    more = (title,) if title else ()
    said = digest((user, org, role, "primary" if is_primary else "", starts or "", ends or "", *more))
    return (said, gone, user, org, role, side_of(role), is_primary, starts, ends, title)


def side_of(role: str) -> str:
    """What a role makes of someone: a student, a guardian-type adult, or staff (every other word)."""
    return "student" if role == "student" else "guardian" if role in GUARDIAN_ROLES else "staff"


@lru_cache(maxsize=4096)
def day_after(day: str) -> str | None:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else None


def batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
