"""What some of the demo's families have asked to have changed: most of it waits, one is late, one is answered.

Siobhan asks for another name, Ruth for a new emergency contact, Marisol says that something is wrong, Patrick asks for
a home address, Dana for her son's email; Anke was answered, one part yes and one part no.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo.cast import Someone
from demo.staff import Staff
from demo.world import World
from district.actions.answering_requests import Shown, Told, answer_request
from district.actions.requests import Asking, Filed, file_request, snapshot
from district.queries.requests import request_of
from district.queries.truth import truth_of
from district.rules.requests import Answer, Given, Kind, shown_key
from foundation import file_kinds
from foundation.audit import Actor
from foundation.file_kinds import Upload
from foundation.settings import Settings
from portal.papers import Document, Table, paper

LATE, LATELY, YESTERDAY, TODAY = (timedelta(days=each) for each in (12, 3, 1, 0))
DECLINED = "This number is on record as a grandmother’s. Call the office, and we add it where it belongs."


def some_families_ask(world: World, staff: Staff, *, settings: Settings, today: date, at: datetime) -> None:
    """Write into the open transaction what was asked before `at`, and what became of it."""
    asked = {
        "contact_first_name": "Omar",
        "contact_last_name": "Tate",
        "relation": "neighbor",
        "phone": "+13035550155",
    }
    for who, kind, values, about, student, ago in (
        (world.ruth, Kind.CONTACT_NEW, asked, world.isaiah, world.isaiah, LATE),
        (world.siobhan, Kind.NAME, {"last_name": "O’Brien-Byrne"}, world.siobhan, world.nora, LATELY),
        (world.patrick, Kind.ADDRESS, {"address": _NEW_HOME}, world.patrick, world.nora, LATELY),
        (world.marisol, Kind.WRONG, {"text": _WRONG}, world.mateo, world.mateo, YESTERDAY),
        (world.dana, Kind.REACH, {"email": "owen@example.org"}, world.owen, world.owen, YESTERDAY),
    ):
        papers = (_a_bill(who),) if kind is Kind.ADDRESS else ()
        asking = Asking(kind, who.id, about.id, student.id, values, papers=papers)
        _asks(asking, settings=settings, today=today - ago, at=at - ago)
    _is_answered(world, staff, settings=settings, today=today, at=at)


_NEW_HOME = "18 Grebe Hill\nJuniper Valley, CO 80999"
_WRONG = "Mateo nació el 5 de marzo, no el 3."


def _a_bill(of: Someone) -> Upload:
    """What proves where somebody lives, made up as everything here."""
    bill = Document(
        title="Electricity bill",
        district="Juniper Valley Light and Power",
        child=of.full_name,
        details=tuple(_NEW_HOME.splitlines()),
        made="November",
        page_of="Page {page} of {pages}",
        lost="A question mark stands where a letter cannot be printed.",
        parts=(Table("What is owed", ("For", "Amount"), (("Electricity", "$84.20"),)),),
    )
    judged = file_kinds.judged("electricity bill.pdf", paper(bill, "en"))
    if not isinstance(judged, Upload):
        raise TypeError(f"The demo’s bill may not be attached: {judged}.")
    return judged


def _asks(asking: Asking, *, settings: Settings, today: date, at: datetime) -> str:
    saw = snapshot(asking, on=today)
    by = Actor("account", person_id=asking.asker_id)
    filed = file_request(asking, saw=saw or {}, days=settings.request_days, closures=settings.closures, by=by, at=at)
    if not isinstance(filed, Filed):
        raise ValueError(f"The demo asks what cannot be asked: {filed}.")
    return filed.public_id


def _is_answered(world: World, staff: Staff, *, settings: Settings, today: date, at: datetime) -> None:
    """Wanda answers Anke."""
    values = {"email": "maya@lark.example", "sms": "+13035550133"}
    asking = Asking(Kind.REACH, world.anke.id, world.maya.id, world.maya.id, values)
    public_id = _asks(asking, settings=settings, today=today - LATE, at=at - LATE)
    request = request_of(world.anke.id, public_id)
    if request is None:
        raise ValueError("What was just asked is not there.")
    given = {"email": Given(Answer.ACCEPTED), "sms": Given(Answer.DECLINED, DECLINED)}
    shown = Shown(request.version, shown_key(truth_of(request, on=today - LATELY)))
    tell = Told(world.anke.first_name, "en", world.anke.email)
    answer_request(request, given, shown=shown, tell=tell, by=_actor(staff, staff.wanda), at=at - LATELY)


def _actor(staff: Staff, person: Someone) -> Actor:
    return Actor("account", account_id=staff.sign_in(person).account_id, person_id=person.id)
