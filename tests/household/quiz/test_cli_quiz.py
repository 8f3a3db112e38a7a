"""`flask quiz`: a bank comes from a file and goes into one; what is in doubt is refused whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Engine, select

from foundation import clock, db
from household.quiz import actions
from household.quiz.models import Question
from household.quiz.queries import bank
from household.quiz.rules.bank_file import Entry, written
from household.quiz.rules.questions import State
from tests.household.quiz.sitting import BY
from tests.household.quiz.test_rules_questions import GOOD

ENTRY = Entry("who-moves-along", State.ACTIVE, GOOD)


def quiz(app: Flask, *words: str) -> Result:
    db.close()
    return app.test_cli_runner().invoke(args=["quiz", *words])


def counts(app: Flask, *words: str) -> dict[str, int]:
    ran = quiz(app, "import", *words, "--json")
    assert ran.exit_code == 0, ran.output
    found: dict[str, int] = json.loads(ran.output)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bank.toml"
    path.write_text(written([ENTRY]), "utf-8")
    return path


def test_the_starter_comes_once_and_never_over_what_the_district_made_of_it(app: Flask, database: Engine) -> None:
    assert counts(app, "--starter", "--dry-run") == {"new": 46, "changed": 0, "unchanged": 0}
    assert counts(app, "--starter") == {"new": 46, "changed": 0, "unchanged": 0}
    with db.transaction():
        edited, retired = (one for one, _ in bank.listed()[:2])
        actions.rewrite(edited, GOOD, based_on=1, by=BY, at=clock.now())
        actions.move(retired, State.RETIRED, by=BY, at=clock.now())

    assert counts(app, "--starter") == {"new": 0, "changed": 0, "unchanged": 46}
    assert bank.versions_of(edited)[0].content == GOOD
    assert db.session().scalar(select(Question.state).where(Question.id == retired.id)) == "retired"


def test_a_file_adds_changes_and_leaves_alone(app: Flask, database: Engine, file: Path) -> None:
    assert counts(app, str(file)) == {"new": 1, "changed": 0, "unchanged": 0}
    assert counts(app, str(file)) == {"new": 0, "changed": 0, "unchanged": 1}
    file.write_text(file.read_text("utf-8").replace("Whoever is ticked.", "Whoever is ticked, nobody else."), "utf-8")
    assert counts(app, str(file), "--dry-run") == {"new": 0, "changed": 1, "unchanged": 0}
    assert counts(app, str(file)) == {"new": 0, "changed": 1, "unchanged": 0}

    (found, version), *others = bank.listed()
    assert others == []
    assert (found.version, version.confirmed_at) == (2, None)


def test_what_is_exported_is_what_is_imported(app: Flask, database: Engine, tmp_path: Path) -> None:
    counts(app, "--starter")
    exported = tmp_path / "exported.toml"
    exported.write_text(quiz(app, "export").output, "utf-8")

    assert counts(app, str(exported)) == {"new": 0, "changed": 0, "unchanged": 46}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('kind = "single"', 'kind = "essay"', "who-moves-along: kind is missing or cannot be read."),
        ("right = true", "right = false", "who-moves-along: Mark exactly one answer as right."),
        ("¿Quién se muda?", "", "who-moves-along: Write the Spanish of each text"),
        ("code = ", "code ", "is not valid TOML"),
        ("questions", "question", "file: question is not known here."),
    ],
)
def test_a_file_with_a_fault_is_refused_whole_and_named(
    app: Flask, database: Engine, file: Path, before: str, after: str, told: str
) -> None:
    good = written([Entry("another", State.ACTIVE, GOOD)]).split("\n", 4)[4]
    file.write_text(file.read_text("utf-8").replace(before, after) + good, "utf-8")

    ran = quiz(app, "import", str(file))

    assert ran.exit_code == 1
    assert told in ran.output
    assert db.session().scalar(select(Question.id).limit(1)) is None


@pytest.mark.parametrize("words", [[], ["--starter", "FILE"]])
def test_it_wants_a_file_or_the_starter(app: Flask, database: Engine, file: Path, words: list[str]) -> None:
    assert quiz(app, "import", *[str(file) if each == "FILE" else each for each in words]).exit_code == 2


def test_check_tells_whether_the_quiz_can_open(app: Flask, database: Engine, file: Path) -> None:
    counts(app, str(file))
    few = quiz(app, "check")
    counts(app, "--starter")
    enough = quiz(app, "check", "--json")

    assert few.exit_code == 1
    assert "the quiz does not open" in few.output
    assert enough.exit_code == 0
    told = json.loads(enough.output)
    assert (told["questions"], told["for_review"]) == ({"active": 47}, 47)
    assert {each["hint"] for each in told["hints"]} == {"no-link", "right-is-long"}
