"""Canaries: words that stand in one record of one home and nowhere else, and who may hear which of them (T33, F12).

A text is looked for by its first words (`asks`), and sings by its last one (`songs`), so that a page that repeats what
was typed is told from one that found it. The home is Joanna's and Eli's: its address is confidential, a court order
keeps the records from Victor, and Piet is a guardian without any order who shares Eli from a home of his own.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import unquote

import openpyxl
from pypdf import PdfReader
from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from accounts.models import Account
from demo import people
from demo.cast import Someone
from demo.grades import some_work_is_graded
from demo.homes import Home, a_household, an_address
from demo.world import World
from district.actions.search_terms import refresh_terms
from district.models import (
    Address,
    ContactPoint,
    FormerName,
    HouseholdAddress,
    HouseholdMember,
    HouseholdPhone,
    HouseholdProposal,
    HouseholdProposalMember,
    PersonAddress,
    ProofOfResidence,
    Restriction,
    Result,
)
from district.rules.requests import Kind
from foundation import clock, db
from household.editor.models import CleanupFinding
from tests.household.editor.asking import asks as files


@dataclass(frozen=True)
class Canary:
    """A text of the home, what it is of, what finds it and what betrays it."""

    of: str
    text: str
    asks: str
    songs: tuple[str, ...]


def _words(of: str, text: str) -> Canary:
    *first, last = text.split()
    return Canary(of, text, " ".join(first) or text, (last.lower(),))


def _phone(of: str, value: str) -> Canary:
    """A phone sings by all its digits, however they are grouped."""
    return Canary(of, value, value, (value.removeprefix("+1"),))


LINE_1 = _words("address", "417 Motmot Quetzalway")
LINE_2 = _words("address", "Unit Hoatzinloft")
CITY = _words("address", "Falls Jacanaford")
WAS = _words("address", "417 Motmot Antpittaway")
"""What its first line was before it was corrected."""
EARLIER = _words("address", "9 Turaco Bellbirdlane")
FEED = _words("feed’s address", "12 Tinamou Trogonstreet")
HOME_PHONE = _phone("phone", "+13035550177")
OWN_PHONE = _phone("phone", "+13035550176")
CONTACT_PHONE = _phone("phone", "+13035550175")
EMAIL = Canary("email", "joanna@cassowary.example", "joanna@cassowary.example", ("cassowary.example",))
RECOVERY = Canary("recovery email", "joanna@dotterel.example", "joanna@dotterel.example", ("dotterel.example",))
FORMER = _words("former name", "Reyes Sunbirdname")
WISH = _words("asked address", "3 Loon Kittiwakeroad")
NOTE = _words("note", "Wrybill noddynote")
COURT = _words("order", "Avocet Limpkincourt")
NUMBER = _words("order", "No. AVOCET-2026-0417")
SAID = _words("order’s words", "Seriema frogmouthsaid")
PROOF = _words("proof", "Jabiru shoebilllease")
ASKED = _words("request", "Reyes Dunlinname")
WRONG = _words("request", "Whimbrel godwittext")
CONTACT = _words("contact", "Opal Sunbitternquist")
LEFT = _words("finding", "Potoo rhearesting")
TAUGHT = _words("teacher’s words", "Well sung hornbillwork")

CANARIES = (
    *(LINE_1, LINE_2, CITY, WAS, EARLIER, FEED, HOME_PHONE, OWN_PHONE, CONTACT_PHONE, EMAIL, RECOVERY, FORMER),
    *(NOTE, COURT, NUMBER, SAID, PROOF, WISH, ASKED, WRONG, CONTACT, LEFT, TAUGHT),
)
WHERE_THEY_LIVE = frozenset({"address", "feed’s address", "asked address"})
KNOWN_TO_THE_OFFICE = (
    frozenset(each.of for each in CANARIES)
    - WHERE_THEY_LIVE
    - {"order", "order’s words", "recovery email", "teacher’s words"}
)


@dataclass(frozen=True)
class Nest:
    """The planted home, those around it, and the ids of its records that stand in addresses of pages."""

    home: Home
    other: Home
    joanna: Someone
    eli: Someone
    victor: Someone
    piet: Someone
    opal: Someone
    requests: tuple[str, ...]
    proposal: str
    finding: str
    numbers: tuple[int, ...]
    """Of its addresses and phones, and of Joanna's contact points."""


def planted(world: World) -> Nest:
    """Put the canaries into Joanna's home, each in its own record."""
    home, joanna, eli = world.homes["joanna"], world.joanna, world.eli
    wish = _wish(home, joanna, eli)
    with db.transaction() as session:
        hashed = session.scalars(select(Account.password_hash).where(Account.person_id == joanna.id)).one()
        piet = people.a_guardian("Piet", "Calder", of=(eli,), email="piet@calder.example", emergency_priority=3)
        people.an_account(piet, "parent", username="piet.calder", password_hash=hashed, recovery_email=piet.email)
        other = a_household(piet, eli, street="5 Elm Way", second_home_of=(eli,))
        opal = people.a_person(*CONTACT.text.split(), phone=CONTACT_PHONE.text)
        people.a_relationship(opal, eli, type="friend", guardian=False, portal=None, emergency_priority=2)
        place = _places(home.id)
        numbers = (*_ways(home.id, joanna, eli), *session.scalars(_ids_of_places(home.id)))
        session.execute(
            update(Restriction)
            .where(Restriction.adult_id == world.victor.id)
            .values(court=COURT.text, number=NUMBER.text, said=SAID.text, source="Infinite Campus")
        )
        session.add(
            ProofOfResidence(
                household_id=home.id,
                place_id=place,
                kind=PROOF.text,
                dated=date(2026, 11, 2),
                seen_at=clock.now(),
            )
        )
        some_work_is_graded(world, at=clock.now())
        session.execute(update(Result).where(Result.person_id == eli.id).values(comment=TAUGHT.text))
        finding, proposal = _finding(home.id, joanna), _proposal(joanna, eli)
        refresh_terms([joanna.id, eli.id, piet.id, opal.id, world.victor.id], on=clock.today())
    requests = (
        wish,
        files(joanna, Kind.NAME, {"last_name": ASKED.text}, about=joanna, student=eli),
        files(joanna, Kind.WRONG, {"text": WRONG.text}, student=eli),
    )
    db.close()
    return Nest(home, other, joanna, eli, world.victor, piet, opal, requests, proposal, finding, numbers)


def _wish(home: Home, joanna: Someone, eli: Someone) -> str:
    """A new address asked for while the present one was not confidential yet: the request holds both."""
    asked = {"address": f"{WISH.text}\nJuniper Valley, CO 80999"}
    with db.transaction() as session:
        _make_confidential(session, home, False)
    public_id = files(joanna, Kind.ADDRESS, asked, about=joanna, student=eli)
    with db.transaction() as session:
        _make_confidential(session, home, True)
    return public_id


def _make_confidential(session: Session, home: Home, is_confidential: bool) -> None:
    mine = HouseholdAddress.household_id == home.id
    session.execute(update(HouseholdAddress).where(mine).values(is_confidential=is_confidential))


def _places(home: int) -> int:
    """A confidential address since the summer, and one before it; the id of today's."""
    session, moved = db.session(), clock.today() - timedelta(days=100)
    now = session.scalars(select(HouseholdAddress).where(HouseholdAddress.household_id == home)).one()
    session.get_one(Address, now.address_id).line_1 = EARLIER.text
    now.ends = moved
    session.flush()
    an_address(home, WAS.text, starts=moved, is_confidential=True)
    session.flush()
    place = session.scalars(
        select(HouseholdAddress).where(HouseholdAddress.household_id == home, HouseholdAddress.ends.is_(None))
    ).one()
    address = session.get_one(Address, place.address_id)
    address.line_2, address.city = LINE_2.text, CITY.text
    return place.id


def _ids_of_places(home: int) -> Select[int]:
    return select(HouseholdAddress.id).where(HouseholdAddress.household_id == home).order_by(HouseholdAddress.id)


def _ways(home: int, joanna: Someone, eli: Someone) -> tuple[int, ...]:
    """How the home and Joanna are reached, what the feed says of where Eli lives, her former name, and a note."""
    session, since = db.session(), date(2025, 8, 1)
    told = {"person_id": joanna.id, "source": "Infinite Campus", "starts": since}
    session.execute(update(ContactPoint).where(ContactPoint.person_id == joanna.id).values(ends=since))
    session.execute(update(Account).where(Account.person_id == joanna.id).values(recovery_email=RECOVERY.text))
    session.execute(
        update(HouseholdMember)
        .where(HouseholdMember.household_id == home, HouseholdMember.person_id == eli.id)
        .values(notes=NOTE.text)
    )
    ways = [
        HouseholdPhone(household_id=home, value=HOME_PHONE.text, type="home", starts=since),
        ContactPoint(kind="phone", type="sms", value=OWN_PHONE.text, **told),
        ContactPoint(kind="email", value=EMAIL.text, **told),
    ]
    session.add_all(ways)
    for each in (joanna, eli):
        session.add(
            PersonAddress(
                person_id=each.id,
                line_1=FEED.text,
                city="Juniper Valley",
                state="CO",
                postal_code="80999",
                source="Infinite Campus",
                kind="home",
                starts=since,
            )
        )
    first, last = FORMER.text.split()
    session.add(FormerName(person_id=joanna.id, first_name=first, last_name=last, ends=since, source="office"))
    session.flush()
    return tuple(each.id for each in ways)


def _finding(home: int, joanna: Someone) -> str:
    made = CleanupFinding(
        key=f"flags-unknown-{joanna.id}-{home}-0",
        code="nobody-gets-mail",
        severity=1,
        household_id=home,
        first_seen=clock.today(),
        opened_at=clock.now(),
        left_until=clock.today() + timedelta(days=9),
        left_because=LEFT.text,
    )
    db.session().add(made)
    db.session().flush()
    return made.public_id


def _proposal(joanna: Someone, eli: Someone) -> str:
    """What the feeds let one suppose: the same two people where the feed says they live."""
    made = HouseholdProposal(
        digest="canary",
        line_1=FEED.text,
        line_2="",
        city="Juniper Valley",
        state="CO",
        postal_code="80999",
        proposed_at=clock.now(),
    )
    db.session().add(made)
    db.session().flush()
    for each in (joanna, eli):
        db.session().add(HouseholdProposalMember(proposal_id=made.id, person_id=each.id, is_student=each.id == eli.id))
    return made.public_id


def said_in(response: TestResponse) -> str:
    """All a reader could learn of an answer: its headers, and its page, PDF, table or text with nothing escaped."""
    body = response.get_data()
    if not body:
        text = ""
    elif response.mimetype == "application/pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    elif "spreadsheet" in response.mimetype:
        book = openpyxl.load_workbook(io.BytesIO(body))
        text = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    else:
        text = body.decode("utf-8", "replace")
        if response.mimetype == "text/calendar":
            text = text.replace("\r\n ", "")
    return f"{response.headers}\n{text}"


def sung_in(text: str, may: frozenset[str] = frozenset(), *, but: str = "") -> set[str]:
    """The texts that sing in it and may not; `but` is what the reader typed and finds on the page again."""
    plain = html.unescape(unquote(text)).lower()
    if but:
        plain = plain.replace(but.lower(), "")
    digits = re.sub(r"(?<=[\d)])[\s().-]+(?=\d)|[()]", "", plain)
    heard = (each for each in CANARIES if each.of not in may)
    return {each.text for each in heard if any(song in plain or song in digits for song in each.songs)}
