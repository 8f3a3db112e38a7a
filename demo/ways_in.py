"""How far some of the demo's people have come on the way in, so that the help desk has something to look at.

One has every step behind them, one's mail went out, one's came back, one waits for a letter; one guessed at passwords.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from accounts.actions import Admission, count_try, refuse_sign_in
from accounts.models import Account
from demo.cast import LONG_AGO, SIS, Someone, keep
from demo.world import World
from district.models import ContactPoint
from foundation import audit, db, outbox
from foundation.audit import STRANGER, Actor, Origin
from foundation.outbox import Mail
from foundation.settings import Settings
from portal.actions.issuing import issue_code
from portal.actions.requests import ask_the_office
from portal.events import AccountActivated
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.asking import Asked
from portal.rules.codes import Delivery, Kind

ACTIVATED = ("marisol", "siobhan", "patrick", "joanna", "mei", "ruth")
LETTER_SENT, CODE_SENT, ANSWERED = timedelta(days=24), timedelta(days=2), timedelta(days=20)
REFUSED = "550 5.1.1 No such user here"
GUESSES = 3
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Mobile Safari/537.36"
GUESSED_FROM = Origin(address="192.0.2.44", browser=PHONE)


def some_come_in(world: World, *, settings: Settings, by: Actor, at: datetime) -> None:
    """Write into the open transaction what happened before `at`."""
    for name in ACTIVATED:
        _activates(getattr(world, name), settings=settings, by=by, at=at)
    _letter_is_sent(world.jonah, Kind.STUDENT, settings=settings, by=by, at=at - CODE_SENT)
    keep(
        ContactPoint(
            person_id=world.isaiah.id, kind="email", value="isaiah@harrier.example", source=SIS, starts=LONG_AGO
        )
    )
    _mail_goes_out(world.eli, "eli@osprey.example", settings=settings, by=by, at=at - CODE_SENT, sent_at=at - CODE_SENT)
    _mail_goes_out(
        world.isaiah,
        "isaiah@harrier.example",
        settings=settings,
        by=by,
        at=at - CODE_SENT,
        parked_at=at - CODE_SENT,
        last_error=REFUSED,
    )
    _guesses(world.sign_in(world.hoa).username, at=at)
    _asks_the_office(world.robert, world.maya, message="After 5 PM, please: 303-555-0177", at=at - timedelta(days=3))
    _asks_the_office(world.lena, world.maya, message="", at=at - timedelta(hours=5))


def _activates(person: Someone, *, settings: Settings, by: Actor, at: datetime) -> None:
    """A letter, the account three days later, and a sign-in yesterday."""
    _letter_is_sent(person, Kind.PARENT, settings=settings, by=by, at=at - LETTER_SENT)
    made_at = at - ANSWERED
    of_hers = (Account.person_id == person.id, Account.kind == "parent")
    account_id = db.session().scalar(
        update(Account)
        .where(*of_hers)
        .values(created_at=made_at, last_signed_in_at=at - timedelta(days=1))
        .returning(Account.id)
    )
    used = update(ActivationCode).where(ActivationCode.person_id == person.id)
    db.session().execute(used.values(used_at=made_at, account_id=account_id))
    told = AccountActivated(person.id, Kind.PARENT.value, account_id or 0, Delivery.LETTER.value)
    audit.record(told, by=STRANGER, at=made_at)


def _letter_is_sent(person: Someone, kind: Kind, *, settings: Settings, by: Actor, at: datetime) -> None:
    issue_code(person.id, kind=kind, delivery=Delivery.LETTER, settings=settings, by=by, at=at)


def _mail_goes_out(student: Someone, to: str, *, settings: Settings, by: Actor, at: datetime, **became: object) -> None:
    """A code by mail, and what became of the mail. It carries none: nobody is to send it again."""
    issued = issue_code(student.id, kind=Kind.STUDENT, delivery=Delivery.EMAIL, settings=settings, by=by, at=at)
    once = codes.occasion(codes.hash_of(issued.code))
    outbox.post("activation-code", to=to, language="en", at=at, once=once, name=student.first_name, kind="student")
    db.session().execute(update(Mail).where(Mail.once == once).values(attempts=1, **became))


def _guesses(username: str, *, at: datetime) -> None:
    """Who came in yesterday types a wrong password a few times today, from a telephone."""
    yesterday = at - timedelta(days=1)
    db.session().execute(update(Account).where(Account.username == username).values(last_signed_in_at=yesterday))
    before = audit.origin.set(GUESSED_FROM)
    try:
        for minutes in range(GUESSES, 0, -1):
            when = at - timedelta(minutes=minutes)
            count_try(username, source=GUESSED_FROM.address, at=when)
            refuse_sign_in(username, admission=Admission.ADMITTED, source=GUESSED_FROM.address, by=STRANGER, at=when)
    finally:
        audit.origin.reset(before)


def _asks_the_office(person: Someone, student: Someone, *, message: str, at: datetime) -> None:
    """Nothing on file reaches them, and they say so."""
    if student.born is None:
        raise ValueError("A student is known by a birth date.")
    asked = Asked(
        person.first_name,
        person.last_name,
        student.first_name,
        student.last_name,
        student.born,
        student.number,
        "",
    )
    ask_the_office(asked, message=message, language="en", source=GUESSED_FROM.address, by=STRANGER, at=at)
