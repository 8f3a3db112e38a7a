"""The stop at too many endings, and what is left when an import is killed or two run at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from district.feeds.report import Refused
from district.models import Enrollment, FeedRun, Person, QueuedRow, Relationship, StaffAssignment
from foundation import audit, db
from foundation.settings import Settings
from tests.district.feeding import Feeding, number_of, tie
from tests.district.packages import Roster
from tests.district.staff_files import StaffFeeding, StaffFile

HOUSE = Path(__file__).parents[2]


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    return Feeding(tmp_path)


def school_of(students: int) -> Roster:
    """The usual roster with this many more students, each with a guardian of the same number."""
    roster = Roster()
    for number in range(students):
        student, guardian = f"s{number:03}", f"g{number:03}"
        for key, role, agent in ((student, "student", guardian), (guardian, "parent", "")):
            name = {"givenName": key.upper(), "familyName": "Poe", "username": key, "enabledUser": "true"}
            roster.add("users", key, agentSourcedIds=agent, **name)
            what = {"userSourcedId": key, "roleType": "primary", "role": role, "orgSourcedId": "elm-high"}
            roster.add("roles", f"role-{key}", **what)
    return roster


def test_half_the_district_missing_stops_the_run(bring: Feeding) -> None:
    bring(school_of(40))
    with pytest.raises(Refused) as refused:
        bring(Roster(), percent=5)

    errors = refused.value.report.errors
    stopped = [each.message for each in errors if each.code == "too-many-endings"]
    assert len(stopped) == 3
    assert "80 of 85 people" in stopped[0]
    assert "--allow-deactivations 95" in stopped[0]
    named = [each.message for each in errors if each.code == "would-lose-sight"]
    assert named[0] == "G000 Poe would no longer see S000 Poe."
    assert (len(named), named[-1]) == (21, "20 more would no longer see a child.")
    assert (number_of(FeedRun), number_of(audit.AuditEntry), number_of(QueuedRow)) == (1, 2, 0)


def test_the_operator_may_allow_it(bring: Feeding) -> None:
    bring(school_of(40))
    outcome = bring(Roster(), percent=96)

    assert outcome.counts["people"]["deactivated"] == 80
    assert tie("gina", "amy").ends is None


def test_a_few_may_leave(bring: Feeding) -> None:
    bring(school_of(40))

    assert bring(school_of(38), percent=5).counts["people"]["deactivated"] == 4


def test_one_may_leave_a_small_school(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    roster.drop("enrollments", "seat-ben")

    assert bring(roster, percent=5).counts["class enrollments"]["deactivated"] == 1


@pytest.mark.parametrize(("table", "kind"), [("roles", "enrollments"), ("enrollments", "class enrollments")])
def test_a_cut_file_stops_the_run(bring: Feeding, table: str, kind: str) -> None:
    bring(Roster())
    roster = Roster()
    roster.tables[table].clear()

    with pytest.raises(Refused, match=f" {kind} "):
        bring(roster, percent=5)


def test_a_district_switched_off_stops_the_run(bring: Feeding) -> None:
    bring(Roster())
    roster = Roster()
    for row in roster.tables["users"]:
        row["enabledUser"] = "false"

    with pytest.raises(Refused, match="5 of 5 people"):
        bring(roster, percent=5)


def test_a_stopped_rehearsal_says_so_too(bring: Feeding) -> None:
    bring(school_of(40))

    with pytest.raises(Refused):
        bring(Roster(), percent=5, is_rehearsal=True)


KILLED = """
import os, signal, sys
from app import create_app
from district.feeds import changes, relationships

def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)

{where} = die
app = create_app()
app.test_cli_runner().invoke(args=["roster", "import", sys.argv[1]])
"""


@pytest.mark.parametrize("where", ["relationships.write", "changes.write"])
def test_an_import_killed_while_it_writes_leaves_nothing(
    bring: Feeding, settings: Settings, tmp_path: Path, where: str
) -> None:
    package = Roster().folder(tmp_path / "killed")
    ended = subprocess.run(
        [sys.executable, "-c", KILLED.format(where=where), str(package)],
        cwd=HOUSE,
        env=_environment(settings),
        capture_output=True,
        check=False,
    )

    assert ended.returncode == -9, ended.stderr.decode()
    assert (number_of(Person), number_of(FeedRun), number_of(audit.AuditEntry)) == (0, 0, 0)
    bring(Roster())
    assert (number_of(Person), number_of(Relationship)) == (5, 3)


def test_a_staff_import_killed_while_it_writes_leaves_nothing(
    database: Engine, settings: Settings, tmp_path: Path
) -> None:
    staff = StaffFile().write(tmp_path / "staff.csv")
    ended = subprocess.run(
        [sys.executable, "-c", KILLED.format(where="changes.write_people").replace('"roster"', '"staff"'), str(staff)],
        cwd=HOUSE,
        env=_environment(settings),
        capture_output=True,
        check=False,
    )

    assert ended.returncode == -9, ended.stderr.decode()
    assert (number_of(Person), number_of(StaffAssignment), number_of(FeedRun)) == (0, 0, 0)
    StaffFeeding(tmp_path)(StaffFile())
    assert (number_of(Person), number_of(StaffAssignment)) == (3, 3)


def test_two_imports_at_once_make_nobody_twice(bring: Feeding, settings: Settings, tmp_path: Path) -> None:
    packages = [Roster("1.2").folder(tmp_path / "one"), Roster("1.1").folder(tmp_path / "two")]
    db.close()
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "roster", "import", str(package)],
            cwd=HOUSE,
            env=_environment(settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for package in packages
    ]
    said = [each.communicate(timeout=120) for each in both]

    assert [each.returncode for each in both] == [0, 0], said
    assert (number_of(Person), number_of(Enrollment), number_of(Relationship)) == (5, 2, 3)


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "HEARTH_ENV": "testing",
        "HEARTH_SECRET_KEY": settings.secret_key,
        "HEARTH_DATABASE": settings.database,
        "HEARTH_INSTANCE": str(settings.instance),
        "PYTHONPATH": str(HOUSE),
    }
