"""The feeds that are one CSV file each, column by column."""

from __future__ import annotations

from district.feeds.columns import Column

STAFF_CSV = "staff-csv"
TRAINING_CSV = "training-csv"
ATTENDANCE_CSV = "attendance-csv"

CATEGORIES = ("school", "central")

STAFF = (
    Column("employee_id", "id", required=True),
    Column("first_name", required=True),
    Column("last_name", required=True),
    Column("email"),
    Column("job_role", required=True),
    Column("job_title"),
    Column("category", "word", words=CATEGORIES),
    Column("team"),
    Column("location"),
    Column("begin_date", "date", required=True),
    Column("end_date", "date"),
    Column("hire_date", "date"),
    Column("termination_date", "date"),
)
"""One job of one employee a row; days as people say them, the last one included."""

TRAINING = (
    Column("employee_id", "id"),
    Column("email", "name"),
    Column("lms_id", "name"),
    Column("course", "name", required=True),
    Column("completed_on", "date", required=True, may_be_blank=True),
    Column("score", "score"),
    Column("status", required=True, may_be_blank=True),
)
"""One attempt at one course a row, finished or not; who it was is told by employee id, else by e-mail, else by the
training system’s own id."""

ATTENDANCE = (
    Column("student_number", "id", required=True),
    Column("day", "date", required=True),
    Column("category", "name", required=True),
    Column("excused", "word", words=("yes", "no")),
    Column("class_id", "name"),
    Column("period"),
    Column("school"),
    Column("reason"),
    Column("comment"),
)
"""What happened to one student on one day, a row: in the class or period it names, else on the whole day."""
