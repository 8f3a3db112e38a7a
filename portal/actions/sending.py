"""A code goes to its person by the way on file. Records no event of its own: `issue_code` records that it was issued.

Issued and posted in one transaction: an older code ends only where the newer one is on its way to the same person.
"""

from __future__ import annotations

from datetime import date, datetime

from district.queries import contacts_on_file
from foundation import outbox
from foundation.audit import Actor
from foundation.outbox import Channel
from foundation.settings import Settings
from portal.actions.issuing import IssuedCode, issue_code
from portal.queries import Addressee, addresses_that_failed
from portal.rules import codes
from portal.rules.codes import Delivery, Kind
from portal.rules.ways import Way, way_to

CHANNELS = {Delivery.EMAIL: Channel.MAIL, Delivery.TEXT: Channel.TEXT, Delivery.VOICE: Channel.VOICE}
OTHERWISE = "en"


def way_on_file(person_id: int, *, settings: Settings, on: date) -> Way | None:
    """How a code reaches the person: by what is on file, what the district has somebody to carry, and what has not
    sent the last code back. A way that leads nowhere must end no letter."""
    found, failed = contacts_on_file(person_id, on=on), addresses_that_failed(person_id)
    email, text, voice = (None if each in failed else each for each in (found.email, found.text, found.voice))
    return way_to(email=email, text=text, voice=voice, sends_texts=bool(settings.text), calls=bool(settings.voice))


def send_code(to: Addressee, *, kind: Kind, way: Way, settings: Settings, by: Actor, at: datetime) -> IssuedCode:
    """Give one person a new code, end the older ones, and post the new one by `way`."""
    issued = issue_code(to.person_id, kind=kind, delivery=way.delivery, settings=settings, by=by, at=at)
    post_code(
        issued.code,
        person_id=to.person_id,
        way=way,
        kind=kind,
        called=to.called,
        language=to.language,
        public_url=settings.public_url,
        expires_at=issued.expires_at,
        at=at,
    )
    return issued


def post_code(
    code: str,
    *,
    person_id: int,
    way: Way,
    kind: Kind,
    called: str,
    language: str | None,
    public_url: str,
    expires_at: datetime,
    at: datetime,
) -> None:
    """Put a canonical code into the outbox, with the address that opens the page with it filled in."""
    shown = codes.grouped(code)
    outbox.post(
        "activation-code",
        to=way.to,
        channel=CHANNELS[way.delivery],
        language=language or OTHERWISE,
        at=at,
        once=codes.occasion(codes.hash_of(code)),
        secret={"code": shown, "url": codes.address_of(code, public_url=public_url)},
        expires_at=expires_at,
        only_while={"check": "entitled", "person": person_id, "kind": kind.value},
        person_id=person_id,
        name=called,
        kind=kind.value,
    )
