"""How some of the demo's families are reached: Marisol chose and confirmed a card, Petra's address takes nothing, and
Ruth has given a number that she has not confirmed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo.cast import Someone, keep
from demo.world import World
from district.actions.confirming import confirm_card
from district.models import ContactPoint
from district.queries.contacts import FAMILY
from foundation.audit import Actor
from foundation.outbox import Channel, Mail
from portal.actions.preferences import save_choices
from portal.message_kinds import message_kinds
from portal.rules.preferences import By

LATELY, YESTERDAY = timedelta(days=6), timedelta(days=1)
NUMBER = "+13035550123"
"""Where Marisol gets texts."""
ONLY_HERE = ("general", "food-service")
"""Kinds of messages that Marisol wants no text about."""


def some_are_reached(world: World, *, today: date, at: datetime) -> None:
    """Write into the open transaction what they chose and what became of what was sent to them before `at`."""
    by = Actor("account", person_id=world.marisol.id)
    texted = [kind for kind, said in message_kinds().items() if By.TEXT in said.ways]
    boxes = {(kind, By.TEXT, NUMBER): kind not in ONLY_HERE for kind in texted}
    were = dict.fromkeys(boxes, True)
    save_choices(world.marisol.id, boxes, were=were, seen=0, by=by, at=at - LATELY)
    confirm_card(world.mateo.id, by=by, at=at - YESTERDAY)
    number = ContactPoint(
        person_id=world.ruth.id,
        kind="phone",
        type="sms",
        value="+13035550177",
        source=FAMILY,
        starts=today,
    )
    keep(number)
    _was_sent(world.marisol, NUMBER, Channel.TEXT, at=at - LATELY)
    _was_sent(world.petra, world.petra.email, Channel.MAIL, at=at - LATELY, came_back_at=at - YESTERDAY)


def _was_sent(
    person: Someone, to: str, channel: Channel, *, at: datetime, came_back_at: datetime | None = None
) -> None:
    keep(
        Mail(
            message_id=f"{person.id:032x}",
            template="account-exists",
            channel=channel.value,
            to_address=to,
            language=person.language or "en",
            context={"name": person.first_name},
            written_at=at,
            next_try_at=at,
            sent_at=at,
            attempts=1,
            person_id=person.id,
            returned_at=came_back_at,
            last_error="5.1.1 550 No such user" if came_back_at else "",
        )
    )
