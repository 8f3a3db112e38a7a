"""What the tests of this room share: two districts with their contacts, a registrar, an advisor, and a colleague."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from accounts import hashing
from demo import people, places
from demo.careers import a_role
from demo.cast import LONG_AGO_AT
from demo.served import an_appointment, an_organization
from demo.world import PASSPHRASE
from foundation import db
from tests.support.served import Account, Served

APPOINTED, USED = date(2026, 1, 12), date(2026, 11, 16)


@pytest.fixture
def served(database: Engine) -> Served:
    hashed = hashing.hash_of(PASSPHRASE)
    with db.transaction():
        district = places.a_school("Ridgeline Schools", kind="district", identifier="000")
        high = places.a_school("Ridgeline High School", parent=district, identifier="101")

        def somebody(name: str, *, kind: str = "staff", job: str = "Clerk", role: str = "") -> Account:
            person = people.a_person(
                name.title(),
                "Penn",
                email=f"{name}.penn@work.example",
                employee_id=f"E-{name}" if kind == "staff" else "",
            )
            if kind == "staff":
                places.a_job(person, district if role == "registrar" else high, job_role=job)
            address = f"{name}.penn@mail.example"
            account = people.an_account(
                person, kind, username=f"{name}.penn", password_hash=hashed, recovery_email=address
            )
            if role:
                a_role(account, role, at=LONG_AGO_AT)
            return Account(account, person, f"{name}.penn", address)

        ours = an_organization("Ridgeline Schools", kind="district", school=district, hosting="cloud-choice")
        theirs = an_organization("Prairie Lane Schools", kind="district")
        denise, theo, nadia = somebody("denise"), somebody("theo"), somebody("nadia")
        carla = somebody("carla", kind="contact")
        an_appointment(denise.id, ours, starts=APPOINTED, used=USED)
        an_appointment(theo.id, ours, kind="technical", starts=APPOINTED, used=USED)
        an_appointment(carla.id, theirs, starts=APPOINTED, used=USED)
        return Served(
            district=district,
            high=high,
            ours=ours,
            theirs=theirs,
            denise=denise,
            theo=theo,
            nadia=nadia,
            carla=carla,
            regina=somebody("regina", role="registrar"),
            tomas=somebody("tomas", role="support-advisor"),
            anita=somebody("anita", role="district-admin"),
        )
