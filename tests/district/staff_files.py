"""A small, valid staff file that a test can change and break, and a way to bring it into the record.

    staff = StaffFile()
    staff.change("e1", end_date="2026-12-18")
    staff.add("e4", first_name="Dee", …)

Three employees: Olga Park in the office and Tom O’Hara as a teacher at Elm High (code 1234), and Ines Vega in a central
team.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from sqlalchemy import select

from district.feeds.sheet_columns import STAFF, TRAINING
from district.feeds.staff import import_staff
from district.feeds.steps import Outcome, Wishes
from district.models import Person, StaffAssignment, StaffEmployment
from foundation import audit, clock, db
from tests.district.feeding import person_of

ALL = 100.0
SOURCE = "staff-csv"
Cells = dict[str, str]


class SheetFile:
    """A header and rows of named cells; a cell not given is blank. `raw` stands for the whole file."""

    columns: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.header = list(self.columns)
        self.rows: list[Cells] = []
        self.raw: bytes | None = None

    def add(self, key: str, /, **cells: str) -> Cells:
        """Add a row of the employee `key`."""
        row = {"employee_id": key} | cells
        self.rows.append(row)
        return row

    def row(self, key: str) -> Cells:
        """The first row of the employee."""
        return next(row for row in self.rows if row.get("employee_id") == key)

    def change(self, key: str, /, **cells: str) -> None:
        self.row(key).update(cells)

    def drop(self, key: str) -> None:
        """Take out every row of the employee."""
        self.rows = [row for row in self.rows if row["employee_id"] != key]

    def text(self) -> str:
        written = io.StringIO(newline="")
        rows = csv.writer(written, lineterminator="\n")
        rows.writerow(self.header)
        rows.writerows([row.get(column, "") for column in self.header] for row in self.rows)
        return written.getvalue()

    def write(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.text().encode() if self.raw is None else self.raw)
        return path


class StaffFile(SheetFile):
    columns = tuple(column.name for column in STAFF)

    def __init__(self) -> None:
        super().__init__()
        at_school = {"category": "school", "location": "1234", "begin_date": "2024-08-01", "hire_date": "2020-08-01"}
        self.add(
            "e1",
            first_name="Olga",
            last_name="Park",
            email="olga@elm.example",
            job_role="Office Professional",
            job_title="School Secretary",
            **at_school,
        )
        self.add("e2", first_name="Tom", last_name="O’Hara", email="tom@elm.example", job_role="Teacher", **at_school)
        self.add(
            "e3",
            first_name="Ines",
            last_name="Vega",
            email="ines@elm.example",
            job_role="Specialist",
            category="central",
            team="Enrollment Services",
            location="0880",
            begin_date="2023-07-01",
            hire_date="2023-07-01",
        )

    def crowd(self, number: int) -> StaffFile:
        """The same with so many more teachers."""
        for nth in range(number):
            self.add(
                f"t{nth:03}",
                first_name=f"T{nth:03}",
                last_name="Poe",
                job_role="Teacher",
                category="school",
                location="1234",
                begin_date="2024-08-01",
            )
        return self


class TrainingFile(SheetFile):
    columns = tuple(column.name for column in TRAINING)


class StaffFeeding:
    """`bring(staff)` imports it, all endings allowed unless the test says otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        staff: SheetFile,
        *,
        percent: float = ALL,
        is_delta: bool = False,
        called: Cells | None = None,
        name: str = "staff.csv",
        **wishes: Any,
    ) -> Outcome:
        db.close()
        return import_staff(
            staff.write(self.folder / name),
            Wishes(allowed_percent=percent, **wishes),
            called=called or {},
            is_delta=is_delta,
            by=audit.command("test"),
            at=clock.now(),
            today=clock.today(),
            advance=lambda name, rows, expected: None,
        )


def employee(key: str, source: str = SOURCE) -> Person:
    """The person a staff file calls `key`, read afresh."""
    return person_of(key, source)


def jobs_of(key: str, source: str = SOURCE) -> list[StaffAssignment]:
    """The jobs of an employee, in the order of their beginning."""
    person_id = person_of(key, source).id
    return list(
        db.session().scalars(
            select(StaffAssignment)
            .where(StaffAssignment.person_id == person_id, StaffAssignment.source == source)
            .order_by(StaffAssignment.starts, StaffAssignment.id)
        )
    )


def job_of(key: str, source: str = SOURCE) -> StaffAssignment:
    """The only job of an employee."""
    (job,) = jobs_of(key, source)
    return job


def employments_of(key: str, source: str = SOURCE) -> list[StaffEmployment]:
    person_id = person_of(key, source).id
    return list(
        db.session().scalars(
            select(StaffEmployment)
            .where(StaffEmployment.person_id == person_id)
            .order_by(StaffEmployment.starts, StaffEmployment.ends)
        )
    )
