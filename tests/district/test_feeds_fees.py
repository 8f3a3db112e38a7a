"""The fees feed: a CSV file becomes what families owe, each bad row is told with its line, a replay writes nothing."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from demo import people
from demo.world import World
from district.feeds.fees import ABOUT_FEES, FEES
from district.feeds.of_students import import_about_students
from district.feeds.report import Refused
from district.feeds.steps import Outcome, Wishes
from district.models import Fee, FeedRun, PersonIdentifier, QueuedRow, School
from district.rules.fees import FeeStanding, Sums, fee_standing, owed, sums
from foundation import audit, clock, db
from foundation.audit import AuditEntry

TODAY = date(2026, 11, 18)


class Fees:
    """`bring(rows)` imports them, each a dict of cells; what is not given is ordinary."""

    def __init__(self, folder: Path, world: World) -> None:
        self.path = folder / "november.csv"
        self.number = world.nora.number

    def row(self, key: str = "f1", **cells: str) -> dict[str, str]:
        given = {"fee_id": key, "student_number": self.number, "title": "Museum trip", "amount": "12.50"}
        return given | {"due_date": "2026-12-04"} | cells

    def __call__(self, *rows: dict[str, str], raw: str = "", delta: bool = False, **wishes: Any) -> Outcome:
        written = io.StringIO(newline="")
        table = csv.DictWriter(written, [each.name for each in FEES], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        self.path.write_text(raw or written.getvalue(), "utf-8")
        db.close()
        return import_about_students(
            self.path,
            Wishes(**{"allowed_percent": 100.0} | wishes),
            about=ABOUT_FEES,
            called={},
            is_delta=delta,
            by=audit.command("test"),
            at=clock.now(),
            today=clock.today(),
            advance=lambda name, rows, expected: None,
        )


@pytest.fixture
def bring(world: World, tmp_path: Path) -> Fees:
    return Fees(tmp_path, world)


def fees() -> list[Fee]:
    db.close()
    return list(db.session().scalars(select(Fee).where(Fee.is_current).order_by(Fee.source_key)))


def told(outcome: Outcome) -> list[tuple[str, str, int]]:
    return [(each.code, each.file, each.line) for each in outcome.report.warnings]


def test_a_row_becomes_a_fee_in_cents(bring: Fees, world: World) -> None:
    code = db.session().scalars(select(School.source_key).where(School.id == world.town.cedar.id)).one()
    more = {"paid_amount": "2.50", "paid_date": "2026-11-10", "assessed_date": "2026-11-01", "school": code}
    bring(bring.row(note="Bring a lunch.", **more), bring.row("f2", amount="7", waived="true", due_date=""))

    first, second = fees()
    assert (first.person_id, first.title, first.note, first.amount, first.paid) == (
        world.nora.id,
        "Museum trip",
        "Bring a lunch.",
        1250,
        250,
    )
    assert (first.assessed_on, first.due_on, first.paid_on) == (
        date(2026, 11, 1),
        date(2026, 12, 4),
        date(2026, 11, 10),
    )
    assert (first.school_id, first.currency, first.is_waived) == (world.town.cedar.id, "USD", False)
    assert (second.amount, second.due_on, second.is_waived, second.school_id) == (700, None, True, None)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"amount": "-5.00"}, "negative-amount"),
        ({"amount": "($5.00)"}, "negative-amount"),
        ({"paid_amount": "-1"}, "negative-amount"),
        ({"amount": "=1+1"}, "unreadable-amount"),
        ({"amount": "12.5.0"}, "unreadable-amount"),
        ({"amount": "1,25"}, "unreadable-amount"),
        ({"amount": "1e3"}, "unreadable-amount"),
        ({"amount": "100000.00"}, "unreadable-amount"),
        ({"amount": ""}, "required-cell-empty"),
        ({"paid_amount": "13.00"}, "paid-too-much"),
        ({"title": "=HYPERLINK(1)"}, "formula"),
        ({"note": "@SUM(A1)"}, "formula"),
        ({"note": "＝1"}, "formula"),
        ({"title": ""}, "required-cell-empty"),
        ({"due_date": "someday"}, "unreadable-date"),
        ({"waived": "maybe"}, "unknown-word"),
        ({"student_number": "nobody"}, "unknown-student"),
        ({"student_number": "no body"}, "impossible-id"),
    ],
)
def test_a_row_that_cannot_be_used_waits_and_is_told_with_its_line(
    bring: Fees, cells: dict[str, str], code: str
) -> None:
    outcome = bring(bring.row("f1"), bring.row("f2", **cells))

    assert told(outcome) == [(code, "november.csv", 3)]
    assert outcome.report.counts["skipped"] == 1
    assert [each.source_key for each in fees()] == ["f1"]
    assert [each.code for each in db.session().scalars(select(QueuedRow))] == [code]


@pytest.mark.parametrize(
    ("said", "cents"), [("$12.50", 1250), ("1,250.00", 125000), ("12.5", 1250), ("$ 7", 700), ("0", 0)]
)
def test_an_amount_spelled_otherwise_is_read_and_said(bring: Fees, said: str, cents: int) -> None:
    outcome = bring(bring.row(amount=said))

    assert [each.amount for each in fees()] == [cents]
    assert [code for code, _, _ in told(outcome)] == ([] if said == "0" else ["amount-spelling"])


@pytest.mark.parametrize(
    "raw",
    [
        "fee_id,student_number,title\nf1,1,Trip\n",
        "fee_id,student_number,title,amount,amount\nf1,1,Trip,1,2\n",
        "fee_id,student_number,title,amount\nf1,1,Trip\n",
        'fee_id,student_number,title,amount\nf1,1,"Trip,1\n',
    ],
)
def test_a_file_that_cannot_be_read_safely_is_refused_whole(bring: Fees, raw: str) -> None:
    with pytest.raises(Refused) as refused:
        bring(raw=raw)

    assert refused.value.report.errors[0].file == "november.csv"
    assert refused.value.report.errors[0].line > 0
    assert fees() == []


def test_an_id_that_stands_twice_is_asked_about_and_no_row_of_it_is_taken(bring: Fees) -> None:
    outcome = bring(bring.row("f1"), bring.row("f1", amount="1.00"), bring.row("f2"))

    assert [each.source_key for each in fees()] == ["f2"]
    assert [(code, line) for code, _, line in told(outcome)] == [("same-id-twice", 2), ("same-id-twice", 3)]


def test_a_number_of_two_students_is_nobody_s(bring: Fees, world: World) -> None:
    with db.transaction() as session:
        session.add(PersonIdentifier(person_id=world.eli.id, source="other", type="LOCAL", value=bring.number))
    outcome = bring(bring.row())

    assert [code for code, _, _ in told(outcome)] == ["several-students"]


def test_a_number_of_an_employee_is_no_student_s(bring: Fees) -> None:
    with db.transaction():
        people.a_person("Olga", "Park", employee_id="E-77")
    assert [code for code, _, _ in told(bring(bring.row(student_number="E-77")))] == ["unknown-student"]


def test_the_second_run_writes_nothing(bring: Fees) -> None:
    rows = (bring.row("f1"), bring.row("f2", student_number="nobody"))
    assert bring(*rows).run_id is not None
    again = bring(*rows)

    assert again.run_id is None
    assert again.counts["fees"]["unchanged"] == 1
    assert len(db.session().scalars(select(FeedRun)).all()) == 1


def test_a_payment_is_an_update_and_what_is_left_out_is_gone(bring: Fees) -> None:
    bring(bring.row("f1"), bring.row("f2"))
    public_id = fees()[0].public_id
    outcome = bring(bring.row("f1", paid_amount="12.50", paid_date="2026-11-18"))

    assert {name: outcome.counts["fees"][name] for name in ("created", "updated", "deactivated")} == {
        "created": 0,
        "updated": 1,
        "deactivated": 1,
    }
    (fee,) = fees()
    assert (fee.public_id, fee.paid) == (public_id, 1250)


def test_what_a_delta_leaves_out_stays_and_so_does_what_waits_for_a_person(bring: Fees) -> None:
    bring(bring.row("f1"), bring.row("f2"))
    bring(bring.row("f3"), delta=True)
    assert [each.source_key for each in fees()] == ["f1", "f2", "f3"]

    bring(bring.row("f1", amount="-1"), bring.row("f2", student_number="nobody"), bring.row("f3"))
    assert [(each.source_key, each.amount) for each in fees()] == [("f1", 1250), ("f2", 1250), ("f3", 1250)]


def test_a_corrected_row_settles_its_question(bring: Fees) -> None:
    bring(bring.row(amount="-1"))
    bring(bring.row(amount="1"))

    (row,) = db.session().scalars(select(QueuedRow)).all()
    assert row.settled_at is not None


def test_a_file_that_would_end_most_fees_asks_first(bring: Fees) -> None:
    bring(*(bring.row(f"f{each}") for each in range(40)))
    with pytest.raises(Refused) as refused:
        bring(bring.row("f1"), allowed_percent=5.0)

    assert refused.value.report.errors[0].code == "too-many-endings"
    assert len(fees()) == 40


def test_another_source_s_fees_are_left_alone(bring: Fees) -> None:
    bring(bring.row("f1"), source="cafeteria")
    bring(bring.row("f2"), source="athletics")

    assert [each.source_key for each in fees()] == ["f1", "f2"]


def test_the_audit_is_told_once_a_run(bring: Fees) -> None:
    bring(bring.row())
    entries = db.session().scalars(select(AuditEntry).where(AuditEntry.event == "students-file-applied")).all()

    assert len(entries) == 1


def test_the_command_reads_by_a_mapping_rehearses_and_tells_json(app: Flask, bring: Fees, tmp_path: Path) -> None:
    db.close()
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "till.toml").write_text('fee_id = "No"\nstudent_number = "Student"\n', "utf-8")
    path = tmp_path / "till.csv"
    path.write_text(f"No,Student,title,amount\nf1,{bring.number},Trip,5\nf2,nobody,Trip,5\n", "utf-8")
    runner = app.test_cli_runner()
    rehearsal = runner.invoke(args=["fees", "import", str(path), "--mapping", "till", "--dry-run", "--json"])
    real = runner.invoke(args=["fees", "import", str(path), "--mapping", "till", "--json"])

    assert rehearsal.exit_code == real.exit_code == 0, real.output
    assert json.loads(rehearsal.output)["run_id"] is None
    assert json.loads(real.output)["created"] == 1
    assert json.loads(real.output)["skipped"] == 1


@pytest.mark.parametrize(
    ("paid", "is_waived", "due_on", "standing", "left"),
    [
        (0, False, None, FeeStanding.OWED, 1000),
        (0, False, TODAY, FeeStanding.OWED, 1000),
        (0, False, date(2026, 11, 17), FeeStanding.LATE, 1000),
        (999, False, date(2026, 11, 17), FeeStanding.LATE, 1),
        (1000, False, date(2026, 11, 17), FeeStanding.PAID, 0),
        (0, True, date(2026, 11, 17), FeeStanding.WAIVED, 0),
        (1001, False, None, FeeStanding.PAID, 0),
    ],
)
def test_how_a_fee_stands(paid: int, is_waived: bool, due_on: date | None, standing: FeeStanding, left: int) -> None:
    assert fee_standing(1000, paid, is_waived=is_waived, due_on=due_on, on=TODAY) is standing
    assert owed(1000, paid, is_waived=is_waived) == left


def test_waived_fees_stand_in_no_sum() -> None:
    assert sums([(1000, 250, False), (500, 500, False), (9900, 0, True)]) == Sums(asked=1500, paid=750, owed=750)
