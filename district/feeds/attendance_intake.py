"""Turns the rows of an attendance file into staged events, and knows the students, classes and schools they name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from district.feeds import places
from district.feeds.descriptors import word_of
from district.feeds.intake import IN_ATTENDANCE, Advance, batches
from district.feeds.report import Report
from district.feeds.rows import BadRow
from district.feeds.sheets import Sheet
from district.feeds.staging import Stage
from district.feeds.users import digest
from district.rules.attendance import Category, read_word

FILE = "attendance.csv"
"""How the queue calls the file, whatever its name on the day."""
KEY = ("student_number", "day", "class_id", "period", "category")
"""What a row set aside is known by."""
_COLUMNS = tuple(part.split()[0] for part in IN_ATTENDANCE.split(", "))
_EXCUSED = {"yes": True, "no": False}


def take(sheet: Sheet, stage: Stage, report: Report, advance: Advance) -> None:
    """Stage a whole file into `in_attendance`. Raises Refused as the reading does."""
    stage.make("in_attendance", IN_ATTENDANCE)
    numbers = count(1)
    for batch in batches(sheet.rows(key=KEY)):
        rows = [(number, *_staged(row)) for number, row in zip(numbers, batch, strict=False)]
        stage.fill("in_attendance", _COLUMNS, rows)
        advance(sheet.name, len(batch), sheet.count)
    _pass_over_repetitions(stage, report, sheet.name)
    _tell_apart(stage)
    stage.index("in_attendance", "key")
    stage.look_at("in_attendance")
    stage.rest()


def know(stage: Stage, bad_rows: Sequence[BadRow]) -> None:
    """Fill what rows may refer to, and list what the file does not speak of: other days, and whoever has a bad row."""
    stage.make("bad", "file TEXT, line {number}, key TEXT, code TEXT, refers TEXT")
    stage.make("listed", "file TEXT, key TEXT")
    stage.make("unheld", "file TEXT, line {number}, key TEXT")
    stage.make("known_number", "key {name}")
    stage.make("known_user", "key {name}, person_id {number}")
    who = (
        "FROM in_attendance s JOIN person_identifier x ON x.value = s.user_key AND x.type = 'student-number' "
        "GROUP BY s.user_key"
    )
    stage.run(f"INSERT INTO known_number SELECT s.user_key {who}")
    stage.run(
        f"INSERT INTO known_user SELECT s.user_key, min(x.person_id) {who} HAVING count(DISTINCT x.person_id) = 1"
    )
    stage.make("known_class", "key {name}, section_id {number}")
    stage.run(
        "INSERT INTO known_class SELECT s.class, min(h.id) FROM (SELECT DISTINCT class FROM in_attendance) s "
        "JOIN section h ON h.source_key = s.class GROUP BY s.class HAVING count(*) = 1"
    )
    places.know(stage, "SELECT DISTINCT org AS code FROM in_attendance")
    stage.make("known_org", "key {name}, school_id {number}")
    stage.run("INSERT INTO known_org SELECT code, school_id FROM place")
    for table in ("known_number", "known_user", "known_class", "known_org"):
        stage.look_at(table)
    _list_unspoken(stage, bad_rows)


def _list_unspoken(stage: Stage, bad_rows: Sequence[BadRow]) -> None:
    held = "INSERT INTO listed SELECT :file, h.source_key FROM attendance_event h"
    stage.run(
        f"{held} WHERE h.source = :source AND h.is_current AND NOT EXISTS (SELECT 1 FROM "
        "(SELECT min(day) AS first, max(day) AS last FROM in_attendance) d WHERE h.day BETWEEN d.first AND d.last)",
        file=FILE,
    )
    stage.make("owner", "begins TEXT")
    stage.fill("owner", ("begins",), [(f"{owner}@",) for owner in sorted({row.owner for row in bad_rows} - {""})])
    stage.run(
        f"{held} JOIN owner o ON substr(h.source_key, 1, length(o.begins)) = o.begins WHERE h.source = :source",
        file=FILE,
    )


def _staged(row: Sequence[str]) -> tuple[Any, ...]:
    """A row as `in_attendance` holds it, from the line on. What the column `excused` says goes before the category."""
    line, student, day, said, excused, section, period, school, reason, comment = row
    category, by_word = read_word(word_of("attendance", said))
    is_excused = _EXCUSED.get(excused, by_word)
    if is_excused is None and category is not Category.PRESENT:
        is_excused = {"excused": True, "unexcused": False}.get(word_of("attendance_reasons", reason))
    key = f"{student}@{section or period}#{day}"
    told = (student, school, section, period, day, category.value, is_excused, reason, comment, said)
    return (line, key, digest(str(each) for each in told), False, *told)


def _pass_over_repetitions(stage: Stage, report: Report, file: str) -> None:
    """The same row twice tells one thing."""
    again = (
        "FROM in_attendance r JOIN (SELECT key, digest, min(n) AS first, min(line) AS line FROM in_attendance "
        "GROUP BY key, digest HAVING count(*) > 1) f ON f.key = r.key AND f.digest = r.digest AND r.n > f.first"
    )
    for row in stage.rows(f"SELECT r.line, f.line AS first {again} ORDER BY r.line"):
        report.warn("same-row-twice", file, row.line, f"This row stands in line {row.first} already. It counts once.")
    stage.make("again", "n {row}")
    stage.run(f"INSERT INTO again SELECT r.n {again}")
    stage.run("DELETE FROM in_attendance WHERE n IN (SELECT n FROM again)")


def _tell_apart(stage: Stage) -> None:
    """Several things of one student, day and place: late and gone early. Each gets a number in its key."""
    stage.run(
        "UPDATE in_attendance SET key = in_attendance.key || '#' || x.place FROM (SELECT n, row_number() OVER "
        "(PARTITION BY key ORDER BY category, n) AS place FROM in_attendance) x "
        "WHERE x.n = in_attendance.n AND x.place > 1"
    )
