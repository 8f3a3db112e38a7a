"""What the tests of this room share: a small neighbourhood."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from demo import people, places
from foundation import clock, db
from tests.portal.neighbourhood import Neighbourhood


@pytest.fixture
def near(database: Engine) -> Neighbourhood:
    with db.transaction():
        high, elementary, middle = (
            places.a_school(f"{name} School") for name in ("Ridgeline High", "Cottonwood Elementary", "Willow Middle")
        )
        leo = people.a_student(
            "Leo", "Okonkwo", school=high, grade="10", born=date(2011, 3, 4), language="en", marker="OKONKWOMARK"
        )
        amaya = people.a_student(
            "Amaya", "Okonkwo", school=elementary, grade="03", born=date(2018, 5, 1), marker="OKONKWOMARK"
        )
        ines = people.a_student(
            "Ines", "Vega-VEGAMARK", school=middle, grade="06", born=date(2015, 1, 9), language="es", marker="VEGAMARK"
        )
        adaeze = people.a_guardian(
            "Adaeze",
            "Okonkwo",
            of=(leo, amaya),
            language="en",
            email="adaeze@okonkwo.example",
            street="12 Elm Street",
        )
        chidi = people.a_guardian("Chidi", "Okonkwo", of=(leo, amaya))
        rosa = people.a_guardian("Rosa", "Vega-VEGAMARK", of=(ines,), language="es", email="rosa@vega.example")
    return Neighbourhood(high, elementary, middle, leo, amaya, ines, adaeze, chidi, rosa)


@pytest.fixture
def grand_bend(app: Flask, database: Engine) -> list[str]:
    """Grand Bend imported: its guardians of minors as the feed names them. Skips where the data set is absent."""
    beside = Path(__file__).parents[3] / "shared" / "data"
    package = Path(os.environ.get("HEARTH_TEST_DATA", beside)) / "derived" / "grandbend-oneroster-1.2.zip"
    if not package.exists():
        pytest.skip(f"Grand Bend is not here: {package}")
    db.close()
    ran = app.test_cli_runner().invoke(args=["roster", "import", str(package)])
    assert ran.exit_code == 0, ran.output
    with zipfile.ZipFile(package) as feed:
        return guardians_of_minors(feed)


def guardians_of_minors(feed: zipfile.ZipFile) -> list[str]:
    """Read straight from the feed: who is agent of somebody not yet 18 (rights pass at 18, no evidence is recorded)."""
    users, births = ({row["sourcedId"]: row for row in table(feed, name)} for name in ("users", "demographics"))
    latest = clock.today().replace(year=clock.today().year - 18).isoformat()
    minors = [row for key, row in users.items() if key in births and births[key]["birthDate"] > latest]
    agents = {agent for row in minors for agent in row["agentSourcedIds"].split(",") if agent}
    return [f"{users[each]['givenName']} {users[each]['familyName']}" for each in agents]


def table(feed: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(feed.read(f"{name}.csv").decode("utf-8-sig"))))
