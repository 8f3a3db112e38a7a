"""Staff files as human resources write them: what is refused whole, what waits for a person, what is let pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.feeds import followers
from district.feeds.report import Refused
from district.models import FeedRun, Person, QueuedRow, StaffAssignment
from foundation import audit, db
from tests.district.feeding import number_of, queued
from tests.district.staff_files import StaffFeeding, StaffFile, employee, employments_of, job_of, jobs_of


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> StaffFeeding:
    return StaffFeeding(tmp_path)


def changed(**cells: str) -> StaffFile:
    """The usual file with other cells for Olga."""
    staff = StaffFile()
    staff.change("e1", **cells)
    return staff


# Rows for a person to settle


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"begin_date": ""}, "required-cell-empty"),
        ({"begin_date": "next fall"}, "unreadable-date"),
        ({"begin_date": "24-08-01"}, "unreadable-date"),
        ({"employee_id": ""}, "required-cell-empty"),
        ({"employee_id": "e 1"}, "impossible-id"),
        ({"first_name": ""}, "required-cell-empty"),
        ({"last_name": " "}, "required-cell-empty"),
        ({"job_role": ""}, "required-cell-empty"),
        ({"category": "district office"}, "unknown-word"),
        ({"end_date": "2024-07-31"}, "end-before-begin"),
        ({"termination_date": "2020-07-31"}, "left-before-hire"),
        ({"termination_date": "2024-07-31"}, "begin-after-leaving"),
    ],
)
def test_a_bad_row_waits_and_the_rest_applies(bring: StaffFeeding, cells: dict[str, str], code: str) -> None:
    outcome = bring(changed(**cells), name="hr export.csv")

    assert number_of(StaffAssignment) == 2
    assert outcome.report.counts["skipped"] == 1
    assert [(each.code, each.file, each.line) for each in outcome.report.warnings] == [(code, "hr export.csv", 2)]
    assert [each for each, _ in queued()] == [code]


@pytest.mark.parametrize(
    "cells",
    [
        {"end_date": "2024-08-01"},
        {"termination_date": "2024-08-01"},
        {"hire_date": ""},
        {"category": "School"},
        {"location": "", "email": ""},
        {"begin_date": "08/01/2024", "end_date": "12/31/2026"},
    ],
)
def test_a_row_just_on_the_edge_is_taken(bring: StaffFeeding, cells: dict[str, str]) -> None:
    outcome = bring(changed(**cells))

    assert outcome.report.counts["skipped"] == 0
    assert number_of(StaffAssignment) == 3


def test_a_bad_row_seen_again_under_another_day_s_name_keeps_its_place(bring: StaffFeeding) -> None:
    bring(changed(begin_date=""), name="hr-1.csv")
    staff = changed(begin_date="")
    staff.rows.reverse()
    outcome = bring(staff, name="hr-2.csv")

    assert (outcome.run_id, outcome.report.counts["skipped"], number_of(QueuedRow)) == (None, 1, 1)


def test_a_bad_row_that_is_corrected_is_settled(bring: StaffFeeding) -> None:
    bring(changed(begin_date=""))
    bring(StaffFile())

    db.close()
    assert [each.settled_as for each in db.session().scalars(select(QueuedRow))] == ["answered"]


def test_whoever_has_a_bad_row_loses_nothing(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.rows.append(staff.row("e1") | {"location": "1235"})
    bring(staff)
    staff.change("e1", begin_date="")
    bring(staff)
    staff.drop("e1")
    staff.add("e1", first_name="Olga", last_name="Park", job_role="Office Professional")
    bring(staff)

    assert [each.ends for each in jobs_of("e1")] == [None, None]
    assert [each.ends for each in employments_of("e1")] == [None]


def test_rows_that_contradict_each_other_are_both_set_aside(bring: StaffFeeding) -> None:
    bring(StaffFile())
    staff = StaffFile()
    staff.rows.append(staff.row("e1") | {"end_date": "2026-06-30"})
    outcome = bring(staff)

    assert job_of("e1").ends is None
    assert [(each.code, each.line) for each in outcome.report.warnings] == [
        ("rows-contradict", 2),
        ("rows-contradict", 5),
    ]
    assert outcome.report.counts["skipped"] == 2
    assert bring(staff).run_id is None


# Files refused whole


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        (b"email", b"last_name", "duplicate-header", 1),
        (b"begin_date", b"start", "missing-column", 1),
        (b",", b";", "not-commas", 1),
        (b"Teacher", b'"Teacher', "unterminated-quote", 3),
        (b"Teacher", b'"Teacher" of', "stray-quote", 3),
        (b"Teacher", b"Tea\0cher", "nul-byte", 3),
        (b"Teacher", b"Teacher, Drama", "wrong-cell-count", 3),
        (b"2023-07-01", b"03/04/2023", "ambiguous-date", 4),
    ],
)
def test_a_broken_file_is_refused_whole(bring: StaffFeeding, old: bytes, new: bytes, code: str, line: int) -> None:
    staff = StaffFile()
    staff.raw = staff.text().encode().replace(old, new)
    with pytest.raises(Refused) as refused:
        bring(staff)

    first = refused.value.report.errors[0]
    assert (first.code, first.file, first.line) == (code, "staff.csv", line)
    assert (number_of(Person), number_of(FeedRun), number_of(QueuedRow), number_of(audit.AuditEntry)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"\n\n", "empty-file"),
        (b"PK\x03\x04 not a sheet", "not-csv"),
        (b"\xff\xfee\0m\0p\0", "not-csv"),
    ],
)
def test_what_is_no_sheet_is_refused(bring: StaffFeeding, content: bytes, code: str) -> None:
    staff = StaffFile()
    staff.raw = content
    with pytest.raises(Refused) as refused:
        bring(staff)

    assert [each.code for each in refused.value.report.errors] == [code]


def test_a_file_of_bad_rows_alone_is_refused_when_nobody_could_settle_them(bring: StaffFeeding) -> None:
    staff = StaffFile().crowd(10_100)
    for row in staff.rows:
        row["begin_date"] = ""
    with pytest.raises(Refused) as refused:
        bring(staff)

    assert refused.value.report.errors[-1].code == "too-many-bad-rows"


# What is let pass


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("employee_id", "\ufeffemployee_id", "bom"),
        ("\n", "\r", "bare-cr"),
        ("employee_id", "Employee_ID", "header-spelling"),
        ("hire_date", "hired", "column-left-out"),
        ("Teacher", " Teacher", "padded-cell"),
        ("2024-08-01", "2024/08/01", "date-spelling"),
        ("central", "Central", "word-spelling"),
    ],
)
def test_a_leniency_is_a_warning(bring: StaffFeeding, old: str, new: str, code: str) -> None:
    staff = StaffFile()
    staff.raw = staff.text().replace(old, new).encode()
    outcome = bring(staff)

    assert code in [each.code for each in outcome.report.warnings]
    assert number_of(StaffAssignment) == 3


def test_windows_text_and_line_ends_are_read(bring: StaffFeeding) -> None:
    staff = changed(last_name="Núñez")
    staff.raw = staff.text().replace("’", "'").replace("\n", "\r\n").encode("cp1252")
    outcome = bring(staff)

    assert employee("e1").last_name == "Núñez"
    assert [each.code for each in outcome.report.warnings] == ["not-utf8"]


def test_a_file_without_emails_takes_none_back(bring: StaffFeeding) -> None:
    bring(StaffFile())
    staff = StaffFile()
    staff.header.remove("email")
    bring(staff)
    with_emails = bring(StaffFile())

    assert with_emails.report.counts["created"] == 0
    assert queued() == []


def test_other_headings_are_read_through_a_mapping(bring: StaffFeeding) -> None:
    staff = StaffFile()
    staff.raw = staff.text().replace("employee_id", "EMPLID").replace("begin_date", "Effective Date").encode()
    called = {"employee_id": "EMPLID", "begin_date": "Effective Date"}
    outcome = bring(staff, called=called)

    assert outcome.report.warnings == []
    assert number_of(StaffAssignment) == 3


# The stop


def test_a_cut_file_stops_the_run_and_names_who_would_lose_access(
    bring: StaffFeeding, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(StaffFile().crowd(40))
    ending: list[int] = []

    def losers(assignment_ids: list[int], *, today: object) -> list[int]:
        ending.extend(assignment_ids)
        return [ines]

    ines = employee("e3").id
    monkeypatch.setattr(followers, "_losers", [losers])
    staff = StaffFile().crowd(30)
    staff.drop("e3")
    with pytest.raises(Refused) as refused:
        bring(staff, percent=5)

    said = [(each.code, each.message) for each in refused.value.report.errors]
    assert [code for code, _ in said] == ["too-many-endings", "too-many-endings", "would-lose-access"]
    assert "11 of 43 people" in said[0][1]
    assert "11 of 43 staff assignments" in said[1][1]
    assert said[2][1] == "Ines Vega would lose household access."
    assert len(ending) == 11
    assert (number_of(FeedRun), job_of("e3").ends) == (1, None)


def test_the_operator_may_allow_it(bring: StaffFeeding) -> None:
    bring(StaffFile().crowd(40))
    outcome = bring(StaffFile().crowd(30), percent=24)

    assert outcome.counts["people"]["deactivated"] == 10


def test_a_header_alone_ends_nobody(bring: StaffFeeding) -> None:
    bring(StaffFile())
    staff = StaffFile()
    staff.rows.clear()
    with pytest.raises(Refused, match="3 of 3 people"):
        bring(staff, percent=5)


def test_a_rehearsal_writes_nothing_and_counts_the_same(bring: StaffFeeding) -> None:
    rehearsed = bring(changed(begin_date=""), is_rehearsal=True)

    assert (rehearsed.run_id, rehearsed.has_changes) == (None, True)
    assert (number_of(Person), number_of(QueuedRow), number_of(FeedRun)) == (0, 0, 0)
    assert rehearsed.report.counts == bring(changed(begin_date="")).report.counts
