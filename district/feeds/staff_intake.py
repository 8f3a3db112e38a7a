"""Turns the rows of a staff file into staged people, employments and jobs.

A row tells all three: who, from when to when employed, and one job. A person is taken from her latest row; an
employment from each pair of days of hire and of leaving; a job is known by employee, place, role and first day. The
same row twice is one; rows that tell one job with several titles or teams are several jobs; and rows that give the
same job other days contradict each other, and none of them is taken.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from district.feeds import intake
from district.feeds.intake import Advance, batches, day_after
from district.feeds.report import Report
from district.feeds.rows import BETWEEN, BadRow
from district.feeds.sheets import Sheet
from district.feeds.staging import ROW, Stage
from district.feeds.users import digest

FILE = "staff.csv"
"""How the queue calls the file, whatever its name on the day."""
KEY = ("employee_id", "location", "job_role", "begin_date", "last_name", "first_name")
"""A row set aside is known by these; one that is taken, by the first four."""
_ROW = (
    "n {row}, line {number}, user_key TEXT, key TEXT, person TEXT, facts TEXT, duty TEXT, first_name TEXT, "
    "last_name TEXT, email TEXT, name_key TEXT, job_role TEXT, job_title TEXT, category TEXT, team TEXT, "
    "location TEXT, starts {day}, ends {day}, hired TEXT, left_by TEXT, employment TEXT"
)
_COLUMNS = tuple(part.split()[0] for part in _ROW.split(", "))[:-1]
TABLES = {
    "in_row": _ROW,
    "in_employment": f"{ROW}, user_key TEXT, starts {{day}}, ends {{day}}, hired TEXT, left_by TEXT",
    "in_job": f"{ROW}, user_key TEXT, employment TEXT, category TEXT, job_role TEXT, job_title TEXT, "
    "team TEXT, location TEXT, starts {day}, ends {day}",
    **{name: intake.TABLES[name] for name in intake.OF_PEOPLE},
}


def take(sheet: Sheet, stage: Stage, report: Report, advance: Advance) -> None:
    """Stage a whole file. Raises Refused as the reading does."""
    for table, columns in TABLES.items():
        stage.make(table, columns)
    _take_rows(sheet, stage, advance)
    begin(stage, sheet.bad_rows)
    if sheet.says("category"):
        _remark_on_silence(stage, report, sheet.name)
    _take_people(stage, report, sheet.name)
    _pass_over_repetitions(stage, report, sheet.name)
    _set_contradictions_aside(stage)
    _take_employments(stage)
    _take_jobs(stage)
    for table in TABLES:
        stage.look_at(table)
    stage.rest()


def _take_rows(sheet: Sheet, stage: Stage, advance: Advance) -> None:
    numbers, knows_emails = count(1), sheet.says("email")
    for batch in batches(sheet.rows(key=KEY)):
        rows = [(number, *_staged(row, knows_emails=knows_emails)) for number, row in zip(numbers, batch, strict=False)]
        stage.fill("in_row", _COLUMNS, rows)
        advance(sheet.name, len(batch), sheet.count)
    stage.look_at("in_row")


def _remark_on_silence(stage: Stage, report: Report, file: str) -> None:
    message = "category is blank. Nothing follows from this job until it says school or central."
    for row in stage.rows("SELECT line FROM in_row WHERE category = '' ORDER BY line"):
        report.warn("category-blank", file, row.line, message)


def begin(stage: Stage, bad_rows: list[BadRow]) -> None:
    """Make the tables of rows set aside; whoever has such a row keeps what is held of her."""
    stage.make("bad", "file TEXT, line {number}, key TEXT, code TEXT, refers TEXT")
    stage.make("listed", "file TEXT, key TEXT")
    stage.make("unheld", "file TEXT, line {number}, key TEXT")
    owners = sorted({row.owner for row in bad_rows} - {""})
    stage.fill("listed", ("file", "key"), [(FILE, owner) for owner in owners])


def _staged(row: tuple[Any, ...], *, knows_emails: bool) -> tuple[Any, ...]:
    """A row as `in_row` holds it, from the line on, without the employment."""
    line, owner, first, last, email, role, title, category, team, location, begins, ends, hired, left = row
    return (
        line,
        owner,
        BETWEEN.join((owner, location, role, begins)),
        digest((first, last, email)),
        digest(row[5:]),
        digest((category, team, title)),
        first,
        last,
        email if knows_emails else None,
        f"{first} {last}".casefold(),
        role,
        title,
        category,
        team,
        location,
        begins,
        day_after(ends),
        hired,
        day_after(left) or "",
    )


def _take_people(stage: Stage, report: Report, file: str) -> None:
    """One person of the rows of an employee: the row of the latest job says who that is."""
    latest = "row_number() OVER (PARTITION BY user_key ORDER BY starts DESC, n DESC)"
    stage.run(
        "INSERT INTO in_user (n, line, key, digest, gone, enabled, first_name, middle_name, last_name, email, phone, "
        "sms, phone_dialled, sms_dialled, line_1, line_2, city, state, postal_code, identifier, grade, agents, "
        "name_key) SELECT n, line, user_key, person, false, true, first_name, '', last_name, email, '', '', '', '', "
        "'', '', '', '', '', user_key, '', '', name_key "
        f"FROM (SELECT r.*, {latest} AS place FROM in_row r) x WHERE place = 1 ORDER BY n"
    )
    stage.index("in_user", "key")
    for row in stage.rows(
        "SELECT u.line, u.key, min(r.line) AS other FROM in_user u JOIN in_row r ON r.user_key = u.key "
        "AND r.person <> u.digest GROUP BY u.line, u.key ORDER BY u.line"
    ):
        message = f"Line {row.other} gives this employee another name or e-mail. Those of the latest job were taken."
        report.warn("names-disagree", file, row.line, message)


def _pass_over_repetitions(stage: Stage, report: Report, file: str) -> None:
    rows = stage.rows(
        "SELECT r.n, r.line, f.line AS first FROM in_row r JOIN "
        "(SELECT key, facts, min(line) AS line FROM in_row GROUP BY key, facts HAVING count(*) > 1) f "
        "ON f.key = r.key AND f.facts = r.facts AND f.line < r.line ORDER BY r.line"
    )
    for row in rows:
        report.warn("same-row-twice", file, row.line, f"This row stands in line {row.first} already. It is one job.")
    stage.make("again", "n {row}")
    stage.fill("again", ("n",), [(row.n,) for row in rows])
    stage.run("DELETE FROM in_row WHERE n IN (SELECT n FROM again)")


def _set_contradictions_aside(stage: Stage) -> None:
    """Rows that give the same job, in the same duty, other days: which are true, a person must say."""
    stage.run(
        "INSERT INTO bad SELECT :file, r.line, r.key || :between || r.facts, 'rows-contradict', r.key FROM in_row r "
        "JOIN (SELECT key, duty FROM in_row GROUP BY key, duty HAVING count(*) > 1) c "
        "ON c.key = r.key AND c.duty = r.duty",
        file=FILE,
        between=BETWEEN,
    )
    if stage.number("SELECT count(*) FROM bad"):
        stage.run("INSERT INTO listed SELECT :file, r.user_key FROM in_row r JOIN bad b ON b.line = r.line", file=FILE)
        stage.run("DELETE FROM in_row WHERE line IN (SELECT line FROM bad)")


def _take_employments(stage: Stage) -> None:
    """One for each pair of days; rows without either day tell of none. Two of one hire are told apart by their order.

    The order is that of leaving, so that a day of leaving that comes or is corrected is a change, not another one.
    """
    place = "row_number() OVER (PARTITION BY user_key, hired ORDER BY coalesce(nullif(left_by, ''), '9999'))"
    stage.run(
        "INSERT INTO in_employment (n, line, key, digest, gone, user_key, starts, ends, hired, left_by) "
        "SELECT row_number() OVER (ORDER BY line), line, user_key || '@' || hired || "
        "CASE WHEN place > 1 THEN '#' || place ELSE '' END, hired || '/' || left_by, false, user_key, "
        "CAST(nullif(hired, '') AS {day}), CAST(nullif(left_by, '') AS {day}), hired, left_by FROM "
        f"(SELECT user_key, hired, left_by, min(line) AS line, {place} AS place FROM in_row "
        "WHERE hired <> '' OR left_by <> '' GROUP BY user_key, hired, left_by) x"
    )
    stage.index("in_employment", "user_key")
    stage.index("in_employment", "key")
    stage.run(
        "UPDATE in_row SET employment = e.key FROM in_employment e WHERE e.user_key = in_row.user_key "
        "AND e.hired = in_row.hired AND e.left_by = in_row.left_by"
    )


def _take_jobs(stage: Stage) -> None:
    """Each row that is left; of several alike but for title, team or category, each gets a number in its key."""
    duties = "row_number() OVER (PARTITION BY key ORDER BY duty)"
    stage.run(
        "INSERT INTO in_job (n, line, key, digest, gone, user_key, employment, category, job_role, job_title, team, "
        "location, starts, ends) SELECT n, line, key || CASE WHEN place > 1 THEN '#' || place ELSE '' END, "
        "facts || coalesce(' ' || employment, ''), false, user_key, employment, category, job_role, job_title, team, "
        f"location, starts, ends FROM (SELECT r.*, {duties} AS place FROM in_row r) x"
    )
    stage.index("in_job", "key")
