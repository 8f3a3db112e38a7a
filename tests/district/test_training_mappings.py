"""How a training system writes its completions: by a mapping saved once, and guided where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Engine

from district.feeds import followers
from district.feeds.mappings import NoMapping, load
from district.feeds.report import Refused
from district.feeds.training_mapping import PLAIN, TrainingMapping, read_training_mapping, written
from district.models import Completion, WaitingCompletion
from foundation import db
from foundation.settings import Settings
from tests.district.feeding import number_of, queued
from tests.district.staff_files import StaffFeeding, StaffFile, TrainingFile, employee
from tests.district.test_feeds_training import TrainingFeeding, completions

CANVAS = TrainingMapping(
    called={"lms_id": "student id", "course": "course sis", "completed_on": "ended", "status": "state"},
    courses={"household 2026": "IC-HOUSEHOLD"},
    people={"u1": "e1"},
    finished=frozenset({"pass"}),
    written="%m/%d/%Y %I:%M %p",
)


@pytest.fixture
def bring(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainingFeeding:
    monkeypatch.setattr(followers, "_courses", [lambda: ("IC-HOUSEHOLD",)])
    monkeypatch.setattr(followers, "_followers", [])
    StaffFeeding(tmp_path)(StaffFile())
    return TrainingFeeding(tmp_path)


def raw(text: str) -> TrainingFile:
    training = TrainingFile()
    training.raw = text.encode()
    return training


def saved(folder: Path, text: str) -> TrainingMapping:
    path = folder / "canvas.toml"
    path.write_text(text, encoding="utf-8")
    return read_training_mapping(path)


# What a mapping does


def test_a_file_in_other_words_is_read_by_its_mapping(bring: TrainingFeeding) -> None:
    outcome = bring(
        raw(
            "student id,student,course sis,ended,state,current score\n"
            "u1,Olga,Household 2026,09/08/2026 3:15 PM,Pass,91\n"
            "u1,Olga,HOUSEHOLD 2026,10/08/2026 11:59 PM,concluded,40\n"
            "u2,Tom,Household 2026,2026-09-09,PASS,80\n"
        ),
        mapping=CANVAS,
    )

    (done,) = completions()
    assert (done.person_id, done.course, done.completed_on.isoformat(), done.status) == (
        employee("e1").id,
        "IC-HOUSEHOLD",
        "2026-09-08",
        "completed",
    )
    assert queued() == [("unknown-employee", "u2")]
    (warning,) = [each for each in outcome.report.warnings if each.code == "not-finished"]
    assert "(1 concluded)" in warning.message


def test_a_day_that_does_not_fit_the_pattern_waits(bring: TrainingFeeding) -> None:
    bring(raw("student id,course sis,ended,state\nu1,Household 2026,8.9.2026,Pass\n"), mapping=CANVAS)

    assert (completions(), [code for code, _ in queued()]) == ([], ["unreadable-date"])


@pytest.mark.parametrize(("order", "day"), [("month-first", "2026-03-04"), ("day-first", "2026-04-03")])
def test_the_order_of_days_is_said_once(bring: TrainingFeeding, order: str, day: str) -> None:
    text = "employee_id,course,completed_on,status\ne1,IC-HOUSEHOLD,03/04/2026,passed\n"
    bring(raw(text), mapping=TrainingMapping(written=order))

    assert [each.completed_on.isoformat() for each in completions()] == [day]


def test_an_id_on_the_list_may_stand_where_the_number_does(bring: TrainingFeeding) -> None:
    text = "employee_id,course,completed_on,status\nU-1,IC-HOUSEHOLD,2026-09-08,passed\n"
    bring(raw(text), mapping=TrainingMapping(people={"U-1": "e2"}))

    assert [each.person_id for each in completions()] == [employee("e2").id]


def test_a_file_nobody_has_explained_names_its_headings_and_the_way(bring: TrainingFeeding) -> None:
    with pytest.raises(Refused) as refused:
        bring(raw("Learner,Course Name,When\nu1,Household,2026-09-08\n"))

    told = {each.code: each.message for each in refused.value.report.errors}
    assert "“Learner”, “Course Name”, “When”" in told["headings"]
    assert "flask training mapping save NAME" in told["headings"]


# Files as they are exported


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"\xef\xbb\xbfemployee_id,course,completed_on,status\r\ne1,IC-HOUSEHOLD,2026-09-08,passed\r\n", ["bom"]),
        (b'employee_id,course,completed_on,status\ne1,"IC-HOUSEHOLD",2026-09-08,"passed"\n', []),
        (b"employee_id,course,completed_on,status\re1,IC-HOUSEHOLD,2026-09-08,passed\r", ["bare-cr"]),
        (b"employee_id,course,completed_on,status\ne1,IC-HOUSEHOLD,2026-09-08,passed,,\n", ["extra-cells"]),
    ],
)
def test_sloppy_exports_are_read(bring: TrainingFeeding, data: bytes, codes: list[str]) -> None:
    training = TrainingFile()
    training.raw = data
    outcome = bring(training)

    assert len(completions()) == 1
    assert [each.code for each in outcome.report.warnings if each.code != "column-left-out"] == codes


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("employee_id,course,completed_on,status\ne1,IC-HOUSEHOLD,2026-09-08,passed\n".encode("utf-16"), "not-csv"),
        (b"employee_id;course;completed_on;status\ne1;IC-HOUSEHOLD;2026-09-08;passed\n", "not-commas"),
        (b'employee_id,course,completed_on,status\ne1,"IC-HOUSEHOLD,2026-09-08,passed\n', "unterminated-quote"),
    ],
)
def test_what_cannot_be_read_safely_is_refused_in_plain_words(bring: TrainingFeeding, data: bytes, code: str) -> None:
    training = TrainingFile()
    training.raw = data
    with pytest.raises(Refused) as refused:
        bring(training)

    assert code in [each.code for each in refused.value.report.errors]
    assert (number_of(Completion), number_of(WaitingCompletion)) == (0, 0)


def test_formulas_and_odd_signs_are_words_like_others(bring: TrainingFeeding) -> None:
    text = "employee_id,lms_id,course,completed_on,status\n"
    bring(raw(text + ",=HYPERLINK(1),IC-HOUSEHOLD,2026-09-08,passed\n,\u202eu7 🦊,IC-HOUSEHOLD,2026-09-08,passed\n"))

    assert sorted(key for _, key in queued()) == ["=HYPERLINK(1)", "\u202eu7 🦊"]


@pytest.mark.parametrize("column", ["lms_id", "email", "course"])
@pytest.mark.parametrize(("letters", "is_refused"), [("x" * 255, False), ("x" * 256, True), ("é" * 128, True)])
def test_what_no_index_takes_is_refused(bring: TrainingFeeding, column: str, letters: str, is_refused: bool) -> None:
    training = TrainingFile()
    training.add(
        "",
        **(
            {"lms_id": "u1", "course": "IC-HOUSEHOLD", "completed_on": "2026-09-08", "status": "passed"}
            | {column: letters}
        ),
    )
    if is_refused:
        with pytest.raises(Refused, match="longer than 255"):
            bring(training)
    else:
        bring(training)
        assert len(queued()) == 1


# The mapping itself


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    said = {
        "employee_id": 'The "number"',
        "dates": "day-first",
        "finished": ["Pass", "Listo ✓"],
        "courses": {"A = B": "IC-HOUSEHOLD"},
        "people": {"u\\1": "e1"},
    }
    path = tmp_path / "m.toml"
    path.write_text(written(said), encoding="utf-8")

    assert load(path) == said
    read = read_training_mapping(path)
    assert (read.called["employee_id"], read.courses, read.finished) == (
        'The "number"',
        {"a = b": "IC-HOUSEHOLD"},
        frozenset({"pass", "listo ✓"}),
    )


def test_an_empty_mapping_is_none(tmp_path: Path) -> None:
    assert (saved(tmp_path, "").told, PLAIN.told) == (saved(tmp_path, "").told, "")
    assert saved(tmp_path, 'course = "Title"').told != ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('finished = ["Concluded"]', "concluded does not say"),
        ('finished = ["In Progress"]', "in progress does not say"),
        ("finished = []", "finished ="),
        ('finished = "Pass"', "finished ="),
        ('dates = "sometimes"', "dates is"),
        ('dates = "%H:%M"', "dates is"),
        ("dates = 3", "dates is"),
        ("[courses]\nhousehold = 3", r"\[courses\]"),
        ('people = "u1"', r"\[people\]"),
        ('teacher = "X"', "names teacher"),
        ('course = "status"', "same heading"),
        ("course = ", "cannot be read"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(NoMapping, match=why):
        saved(tmp_path, text)


# The commands


@pytest.fixture
def instance(app: Flask) -> Path:
    settings: Settings = app.config["HEARTH"]
    return settings.instance


def run(app: Flask, *args: str) -> Result:
    db.close()
    return app.test_cli_runner().invoke(args=list(args))


def test_a_mapping_is_saved_shown_listed_and_used_by_the_name_of_its_source(
    app: Flask, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followers, "_courses", [lambda: ("IC-HOUSEHOLD",)])
    run(app, "staff", "import", str(StaffFile().write(tmp_path / "hr.csv")))
    first = run(app, "training", "mapping", "save", "canvas", "employee_id=SIS ID", "course=Course", "status=State")
    more = ("--course", "Household = 2026=IC-HOUSEHOLD", "--finished", "Pass", "--dates", "day-first")
    again = run(app, "training", "mapping", "save", "canvas", "completed_on=Done", *more)
    assert (first.exit_code, again.exit_code) == (0, 0), again.output

    assert "canvas" in run(app, "training", "mapping", "list").stdout
    assert '"Household = 2026" = "IC-HOUSEHOLD"' in run(app, "training", "mapping", "show", "canvas").stdout
    path = tmp_path / "canvas.csv"
    path.write_text("SIS ID,Course,Done,State\ne1,Household = 2026,03/04/2026,pass\n")
    result = run(app, "training", "import", str(path), "--source", "canvas")

    assert result.exit_code == 0, result.output
    assert [each.completed_on.isoformat() for each in completions()] == ["2026-04-03"]


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("../evil", "course=X"), "letters, digits"),
        (("m", "course"), "COLUMN=HEADING"),
        (("m", "teacher=X"), "none of our columns"),
        (("m", "--finished", "concluded"), "does not say"),
        (("m", "--course", "=IC-HOUSEHOLD"), "THEIRS=OURS"),
    ],
)
def test_what_cannot_be_saved_is_wrong_usage_and_saves_nothing(
    app: Flask, instance: Path, args: tuple[str, ...], why: str
) -> None:
    result = run(app, "training", "mapping", "save", *args)

    assert result.exit_code == 2
    assert why in result.output
    assert list((instance / "mappings").glob("*")) == []
    assert run(app, "training", "mapping", "show", args[0]).exit_code == 2


def test_a_course_rule_is_set_and_printed(app: Flask) -> None:
    assert "IC-HOUSEHOLD-RECERT: passed (shipped)" in run(app, "training", "rule").stdout
    done = run(app, "training", "rule", "IC-HOUSEHOLD", "completed-and-passed", "--from", "2026-12-01")
    assert done.exit_code == 0, done.output

    assert (
        "IC-HOUSEHOLD: completed-and-passed from 2026-12-01 on" in run(app, "training", "rule", "IC-HOUSEHOLD").stdout
    )
    assert run(app, "training", "rule", "IC-HOUSEHOLD", "NotApplicable").exit_code == 2


def test_account_names_are_said_by_command(app: Flask) -> None:
    said = run(app, "training", "account-names", "moodle", "https://lms.example.org", "own-ids")

    assert (said.exit_code, "own ids" in said.stdout) == (0, True)
