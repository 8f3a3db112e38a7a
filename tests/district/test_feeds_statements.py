"""The feed of xAPI statements: each is kept once, completions follow from all of them, and a fault refuses the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha1
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from district.feeds import followers, json_files
from district.feeds.report import Refused
from district.models import Completion, FeedChange, FeedRun, QueuedRow, TrainingMatch, TrainingRule, TrainingStatement
from foundation import audit, clock, db
from tests.district.feeding import number_of, queued
from tests.district.staff_files import StaffFeeding, StaffFile, employee
from tests.district.statements import ADL, CMI5, HOME, Statement, StatementFeeding, an_id, statement, voiding

RECERT = "https://lms.example.org/quiz/IC-HOUSEHOLD-RECERT"


@pytest.fixture
def bring(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StatementFeeding:
    """With the usual staff on record, and two courses known."""
    monkeypatch.setattr(followers, "_courses", [lambda: ("IC-HOUSEHOLD", "IC-HOUSEHOLD-RECERT")])
    monkeypatch.setattr(followers, "_followers", [])
    StaffFeeding(tmp_path)(StaffFile())
    return StatementFeeding(tmp_path)


@pytest.fixture
def followed(bring: StatementFeeding) -> list[list[int]]:
    told: list[list[int]] = []
    followers.follow(lambda ids, *, at, today, by: told.append(list(ids)))
    return told


def counting() -> list[tuple[str, str, str]]:
    """The completions that count: course, day, status."""
    db.close()
    rows = db.session().execute(
        select(Completion.course, Completion.completed_on, Completion.status)
        .where(Completion.voided_at.is_(None))
        .order_by(Completion.course, Completion.completed_on)
    )
    return [(course, on.isoformat(), status) for course, on, status in rows]


def completions() -> list[Completion]:
    db.close()
    return list(db.session().scalars(select(Completion).order_by(Completion.id)))


def remember(kind: str, key: str, *, person_id: int | None = None, course: str = "", source: str = "xapi-json") -> None:
    with db.transaction() as session:
        session.add(
            TrainingMatch(source=source, kind=kind, key=key, person_id=person_id, course=course, made_at=clock.now())
        )


# What a statement becomes


def test_a_statement_is_a_completion_on_the_district_day(bring: StatementFeeding) -> None:
    outcome = bring(statement(at="2026-09-09T05:59:00Z", result={"score": {"scaled": 0.9}}))

    (done,) = completions()
    assert (done.person_id, done.course, done.completed_on) == (employee("e1").id, "IC-HOUSEHOLD", date(2026, 9, 8))
    assert (done.score, done.status, done.source, done.recorded_at) == (90.0, "completed", "xapi", clock.now())
    assert (outcome.report.counts["created"], outcome.report.warnings, queued()) == (1, [], [])
    (kept,) = db.session().scalars(select(TrainingStatement))
    assert json.loads(kept.body)["id"] == kept.statement_id == an_id(1)


def test_without_a_timestamp_it_was_when_it_came(bring: StatementFeeding) -> None:
    bring(statement(at=None))

    assert counting() == [("IC-HOUSEHOLD", clock.today().isoformat(), "completed")]


@pytest.mark.parametrize(
    "actor",
    [
        {"account": {"homePage": HOME, "name": "e1"}},
        {"account": {"homePage": HOME, "name": "OLGA@elm.example"}},
        {"mbox": "mailto:Olga@Elm.example"},
        {"mbox_sha1sum": sha1(b"mailto:olga@elm.example", usedforsecurity=False).hexdigest()},
    ],
    ids=["number", "account-email", "mbox", "sum"],
)
def test_whom_it_is_about_is_found_on_record(bring: StatementFeeding, actor: Statement) -> None:
    bring(statement(who=actor))

    assert [each.person_id for each in completions()] == [employee("e1").id]


def test_a_choice_for_an_account_goes_before_its_number(bring: StatementFeeding) -> None:
    remember("person", f"{HOME} e1", person_id=employee("e2").id)
    bring(statement())

    assert [each.person_id for each in completions()] == [employee("e2").id]


def test_the_choice_of_another_source_is_not_ours(bring: StatementFeeding) -> None:
    remember("person", f"{HOME} 77", person_id=employee("e2").id, source="moodle")
    bring(statement(who="77"))

    assert (completions(), queued()) == ([], [("unknown-employee", f"{HOME} 77")])


def test_names_of_a_home_page_with_ids_of_its_own_are_no_employee_numbers(bring: StatementFeeding) -> None:
    remember("home-page", HOME, course="lms-ids")
    bring(statement())

    assert (completions(), queued()) == ([], [("unknown-employee", f"{HOME} e1")])


def test_an_email_two_employees_have_is_a_question(bring: StatementFeeding, tmp_path: Path) -> None:
    staff = StaffFile()
    staff.change("e2", email="olga@elm.example")
    StaffFeeding(tmp_path)(staff)
    bring(statement(who={"mbox": "mailto:olga@elm.example"}))

    assert queued() == [("several-employees", "olga@elm.example")]


def test_a_course_is_found_by_a_choice_or_by_its_code_at_the_end(bring: StatementFeeding) -> None:
    remember("course", "https://moodle.example.org/course/view.php?id=12", course="IC-HOUSEHOLD")
    bring(
        statement(nth=1, course="https://moodle.example.org/course/view.php?id=12"),
        statement(nth=2, who="e2", course="https://lms.example.org/c/IC-HOUSEHOLD/"),
        statement(nth=3, who="e2", course="https://lms.example.org/c/IC-HOUSEHOLD/unit/1"),
        statement(nth=4, who="e2", course="https://lms.example.org/c/ic-household"),
    )

    assert [each.course for each in completions()] == ["IC-HOUSEHOLD"] * 2
    assert [code for code, _ in queued()] == ["unknown-course", "unknown-course"]


def test_nobody_is_made_of_a_statement(bring: StatementFeeding) -> None:
    before = number_of(TrainingStatement), len(StaffFile().rows)
    outcome = bring(statement(who="nobody"), statement(nth=2, who="nobody", at="2026-09-10T12:00:00Z"))

    assert before == (0, 3)
    assert (completions(), queued()) == ([], [("unknown-employee", f"{HOME} nobody")])
    assert (outcome.report.counts["skipped"], outcome.waiting) == (2, {"unknown-employee": 1})


def test_what_does_not_count_is_told_in_numbers(bring: StatementFeeding) -> None:
    outcome = bring(
        statement(f"{ADL}failed"),
        statement(f"{ADL}launched", nth=2),
        statement(f"{ADL}launched", nth=3),
        statement(nth=4, result={"success": False}),
    )

    assert (completions(), queued()) == ([], [])
    (warning,) = outcome.report.warnings
    assert (warning.code, "4 (2 launched, 1 failed" in warning.message) == ("not-counted", True)
    assert number_of(TrainingStatement) == 4


def test_a_statement_from_tomorrow_never_counts(bring: StatementFeeding) -> None:
    bring(statement(at="2026-11-20T12:00:00Z"))
    with clock.at("2026-11-25 08:00"):
        bring(statement(at="2026-11-20T12:00:00Z"), statement(nth=2, who="e2"))

    assert [each.person_id for each in completions()] == [employee("e2").id]
    assert queued() == [("completed-in-future", an_id(1))]


# The course's rule


def test_the_quiz_counts_only_when_passed(bring: StatementFeeding) -> None:
    bring(statement(course=RECERT), statement(f"{ADL}passed", nth=2, who="e2", course=RECERT))

    assert [(each.person_id, each.status) for each in completions()] == [(employee("e2").id, "passed")]


def test_a_rule_of_the_district_counts_from_its_day_on(bring: StatementFeeding) -> None:
    with db.transaction() as session:
        session.add(
            TrainingRule(
                course="IC-HOUSEHOLD",
                starts=date(2026, 9, 8),
                rule="completed-and-passed",
                set_at=clock.now(),
                set_by_id=None,
            )
        )
    bring(statement(), statement(nth=2, who="e2", at="2026-09-07T12:00:00Z"))
    assert counting() == [("IC-HOUSEHOLD", "2026-09-07", "completed")]
    bring(statement(f"{ADL}passed", nth=3, at="2026-09-10T12:00:00Z"))

    assert counting() == [("IC-HOUSEHOLD", "2026-09-07", "completed"), ("IC-HOUSEHOLD", "2026-09-10", "passed")]


def test_satisfied_and_waived_count_under_every_rule(bring: StatementFeeding) -> None:
    reason = {"https://w3id.org/xapi/cmi5/result/extensions/reason": "Equivalent AU"}
    bring(
        statement(f"{CMI5}satisfied", course=RECERT),
        statement(f"{CMI5}waived", nth=2, who="e2", course=RECERT, result={"extensions": reason}),
    )

    assert [each.status for each in completions()] == ["satisfied", "waived"]
    assert "Equivalent AU" in db.session().scalars(select(TrainingStatement.reason)).all()


# Twice, in any order, and undone


def test_the_same_statements_again_write_nothing(bring: StatementFeeding, followed: list[list[int]]) -> None:
    bring(statement(), statement(nth=2, who="e2"))
    again = bring(statement(nth=2, who="e2"), statement(), statement(), name="again.json")

    assert (again.run_id, again.report.counts["unchanged"], number_of(TrainingStatement)) == (None, 3, 2)
    assert followed == [sorted([employee("e1").id, employee("e2").id])]


def test_without_an_id_a_retry_is_no_other_statement(bring: StatementFeeding) -> None:
    bring(statement(nth=None))
    assert bring(statement(nth=None)).run_id is None
    assert number_of(TrainingStatement) == 1


def test_the_same_id_with_another_content_refuses_the_file(bring: StatementFeeding) -> None:
    bring(statement())
    with pytest.raises(Refused) as refused:
        bring(statement(nth=2, who="e2"), statement(who="e3"))

    (error,) = refused.value.report.errors
    assert (error.code, an_id(1) in error.message, "number 1" in error.message) == ("conflict", True, True)
    assert (number_of(TrainingStatement), number_of(Completion)) == (1, 1)
    with pytest.raises(Refused):
        bring(statement(nth=5), statement(nth=5, who="e2"))
    assert number_of(TrainingStatement) == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_voided_statement_never_counts_whichever_comes_first(
    bring: StatementFeeding, followed: list[list[int]], order: tuple[int, ...]
) -> None:
    told = [statement(), voiding(1), statement(nth=2, at="2026-10-01T12:00:00Z")]
    for nth in order:
        bring(told[nth])

    assert counting() == [("IC-HOUSEHOLD", "2026-10-01", "completed")]
    assert {person for people in followed for person in people} == {employee("e1").id}


def test_another_source_voids_nothing(bring: StatementFeeding) -> None:
    bring(statement())
    bring(voiding(1), source="somebody-else")

    assert counting() == [("IC-HOUSEHOLD", "2026-09-08", "completed")]


def test_what_undoes_is_not_undone(bring: StatementFeeding) -> None:
    bring(statement(), voiding(1), voiding(900, nth=901))

    assert counting() == []


def test_any_order_in_any_portions_gives_the_same_completions(bring: StatementFeeding) -> None:
    told = [
        statement(),
        statement(f"{ADL}passed", nth=2, at="2026-09-12T12:00:00Z"),
        voiding(1),
        statement(nth=4, who="e2"),
    ]
    bring(*reversed(told))
    expected = counting()
    assert expected == [("IC-HOUSEHOLD", "2026-09-08", "completed"), ("IC-HOUSEHOLD", "2026-09-12", "passed")]
    for each in told:
        bring(each)
    assert counting() == expected


# Who becomes known later


def test_an_employee_who_has_come_since_answers_the_question(
    bring: StatementFeeding, followed: list[list[int]], tmp_path: Path
) -> None:
    bring(statement(who="e9"))
    staff = StaffFile()
    staff.add("e9", first_name="Dee", last_name="Roy", job_role="Nurse", category="school", begin_date="2026-11-02")
    StaffFeeding(tmp_path)(staff)
    bring(statement(nth=2, who="e2"))

    assert sorted(each.person_id for each in completions()) == sorted([employee("e9").id, employee("e2").id])
    assert [each.settled_as for each in db.session().scalars(select(QueuedRow))] == ["answered"]


# Files refused whole


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty-file", 0),
        ("[", "not-json", 1),
        ("[{}", "not-json", 1),
        ('[\n{"actor": 1,\n}]', "not-json", 3),
        ("[{}]", "invalid-statement", 1),
        ("[{} {}]", "not-json", 1),
        ("[{}, , {}]", "not-json", 1),
        ("[{},]", "not-json", 1),
        ("[] []", "not-json", 1),
        ("null", "invalid-statement", 1),
        ('{"a": 1, "a": 2}', "not-json", 1),
        ('{"a": NaN}', "not-json", 1),
        ('{"a": 1e999}', "not-json", 1),
        ('{"a": ' + "9" * 5000 + "}", "not-json", 1),
        ("[" * 100_000, "not-json", 1),
        ('{"a":' * 100_000, "not-json", 1),
        (b"\xff\xfe[\x00]\x00", "not-utf8", 0),
        (b'[\n"\xe9"]', "not-utf8", 2),
        ('{"statements": [{"actor": null}]}', "invalid-statement", 1),
    ],
)
def test_a_broken_file_is_refused_whole(bring: StatementFeeding, text: str | bytes, code: str, line: int) -> None:
    with pytest.raises(Refused) as refused:
        bring.text(text)

    last = refused.value.report.errors[-1]
    assert (last.code, last.line) == (code, line)
    assert (number_of(TrainingStatement), number_of(FeedRun)) == (0, 1)


def test_one_invalid_statement_refuses_all_and_is_named(bring: StatementFeeding) -> None:
    broken = statement(nth=2, result={"score": {"scaled": 2}})
    text = json.dumps([statement(), broken], indent=1)
    with pytest.raises(Refused) as refused:
        bring.text(text)

    (error,) = refused.value.report.errors
    assert error.message.startswith("Statement 1, $.result.score.scaled: ")
    assert text.splitlines()[error.line - 1] == " {"
    assert (number_of(TrainingStatement), completions()) == (0, [])


def test_a_file_larger_than_any_day_is_refused_unread(bring: StatementFeeding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "MOST_BYTES", 100)
    with pytest.raises(Refused, match="Split it by day"):
        bring(statement())


def test_one_endless_statement_is_refused(bring: StatementFeeding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "MOST_OF_ONE", 1000)
    with pytest.raises(Refused, match="longer than 1,000"):
        bring(statement(), statement(nth=2, result={"response": "x" * 1000}))


@pytest.mark.parametrize(
    "write",
    [
        lambda told: json.dumps(told[0]) + "\n" + json.dumps(told[1]),
        lambda told: json.dumps(told[0], indent=2) + "\n\n" + json.dumps(told[1], indent=2) + "\n",
        lambda told: json.dumps({"statements": told, "more": ""}),
        lambda told: "\ufeff" + json.dumps(told),
        lambda told: "\r\n" + json.dumps(told) + "\r\n",
    ],
    ids=["lines", "one after another", "result", "bom", "space"],
)
def test_a_file_holds_statements_in_several_ways(
    bring: StatementFeeding, write: Callable[[list[Statement]], str]
) -> None:
    bring.text(write([statement(), statement(nth=2, who="e2")]))

    assert number_of(Completion) == 2


def test_more_elsewhere_is_said(bring: StatementFeeding) -> None:
    outcome = bring.text(json.dumps({"statements": [statement()], "more": "/xapi/statements?cursor=2"}))

    assert [each.code for each in outcome.report.warnings] == ["more-elsewhere"]


def test_an_empty_list_is_nothing_new(bring: StatementFeeding) -> None:
    assert bring.text("[]").run_id is None


def test_the_longest_names_are_kept_and_longer_ones_refused(bring: StatementFeeding) -> None:
    address = "https://lms.example.org/" + "".join(chr(0x4E00 + n) for n in range(325))
    assert len(address.encode()) == 999
    bring(statement(who={"account": {"homePage": address, "name": "n" * 1000}}, course=address))
    with pytest.raises(Refused, match="longer than 1,000 bytes"):
        bring(statement(nth=2, course=address + "xx"))

    assert number_of(TrainingStatement) == 1


# What is told


def test_a_rehearsal_writes_nothing(bring: StatementFeeding, followed: list[list[int]]) -> None:
    outcome = bring(statement(), statement(nth=2, who="nobody"), is_rehearsal=True)

    assert (outcome.run_id, outcome.report.counts["created"], outcome.report.counts["skipped"]) == (None, 1, 1)
    assert (number_of(TrainingStatement), number_of(Completion), number_of(QueuedRow), number_of(FeedRun)) == (
        0,
        0,
        0,
        1,
    )


def test_one_audit_entry_and_a_change_row_for_each_completion(bring: StatementFeeding) -> None:
    bring(statement(), statement(nth=2, who="e2"))
    bring(voiding(1))

    db.close()
    told = [each.event for each in db.session().scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.id))]
    assert told == ["staff-applied", "statements-stored", "statements-stored"]
    changes = db.session().scalars(select(FeedChange).order_by(FeedChange.id)).all()
    assert [each.kind for each in changes] == ["created", "created", "ended"]
