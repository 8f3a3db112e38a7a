"""What the tests of this room share: a small neighbourhood."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from demo import people, places
from foundation import db
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
