"""The notice that an account was made, and “this was not me”: closed, its codes ended, and the office told (D4, T04).

Records no event of its own: the account's closing is recorded where accounts are, the request where requests are.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy import update

from accounts import actions as accounts
from accounts.models import Account
from district.models import Person
from district.queries import contacts_on_file
from foundation import db, outbox
from foundation.audit import Actor
from foundation.settings import Settings
from portal.actions.requests import write_request
from portal.actions.sending import CHANNELS, OTHERWISE
from portal.models import ActivationCode
from portal.rules.codes import Delivery
from portal.rules.office import Ground
from portal.rules.ways import Way, ways_to_tell


def tell_owner(
    account: Account, *, called: str, language: str | None, settings: Settings, on: date, at: datetime
) -> None:
    """Tell whoever is on file that the account was made, with the way out. A code may have been read by another."""
    found = contacts_on_file(account.person_id, on=on)
    ways = ways_to_tell(
        email=found.email,
        text=found.text,
        voice=found.voice,
        sends_texts=bool(settings.text),
        calls=bool(settings.voice),
    )
    if not ways:
        return
    url = accounts.issue_way_out(account, address=ways[0].to, public_url=settings.public_url, at=at)
    for way in ways:
        _post(way, url, person_id=account.person_id, called=called, language=language or OTHERWISE, at=at)


def disown(token: str, *, nobodys_hash: str, by: Actor, at: datetime) -> bool:
    """The owner's button: the account is closed, no code of theirs works any more, and the office has a request.

    False where the link is dead.
    """
    account = accounts.disown_account(token, nobodys_hash=nobodys_hash, by=by, at=at)
    if account is None:
        return False

    db.session().execute(
        update(ActivationCode)
        .where(
            ActivationCode.person_id == account.person_id,
            ActivationCode.kind == account.kind,
            ActivationCode.used_at.is_(None),
            ActivationCode.superseded_at.is_(None),
        )
        .values(superseded_at=at)
    )
    person = db.session().get_one(Person, account.person_id)
    write_request(
        Ground.NOT_ME,
        asked_key=hashlib.sha256(f"{Ground.NOT_ME}:{account.id}".encode()).hexdigest(),
        by=by,
        at=at,
        first_name=person.called,
        last_name=person.preferred_last_name or person.last_name,
        language=person.language or account.language or OTHERWISE,
        person_id=person.id,
    )
    return True


def _post(way: Way, url: str, *, person_id: int, called: str, language: str, at: datetime) -> None:
    # A call tells no address of such length: it says whom to ring.
    secret = None if way.delivery is Delivery.VOICE else {"url": url}
    outbox.post(
        "account-activated",
        to=way.to,
        channel=CHANNELS[way.delivery],
        language=language,
        at=at,
        secret=secret,
        person_id=person_id,
        name=called,
    )
