"""What leaves the house of a message: by the channels a family chose, and no more of it than is needed.

What a school tells many at once stands in the mail, for those who have no account, too. What is written to one family
may be about a child: the mail says only that it is there. No subject tells a name. A text or a call says who wrote and
where to read it; in an emergency it says all. Records no event: MessageSent tells of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from foundation import outbox
from foundation.outbox import Channel as Way
from portal.models import Message
from portal.queries.messages.addressed import Addressee
from portal.rules.messages.leaving import goes_at_once
from portal.rules.messages.writing import Kind, spoken_in

IS_STILL_FOR = "message-is-still-for"
LATE_AFTER = timedelta(days=3)
"""What could not leave by then is not sent any more: it stands in the portal."""
LONGEST_SPOKEN = 300


@dataclass(frozen=True)
class Leaving:
    """What is the same for all of a portion. `digest` is the district's time of day for what can wait."""

    at: datetime
    zone: ZoneInfo
    digest: time
    sender: str
    """Who wrote, as a family reads it: name and school."""
    files: int = 0
    """So many go with it, and stand in the portal alone."""


def tell(message: Message, people: Iterable[Addressee], leaving: Leaving) -> None:
    """Post what goes at once. What can wait is told by the digest."""
    if not goes_at_once(Kind(message.kind)):
        return
    told: set[int] = set()
    for each in people:
        if each.person_id not in told:
            told.add(each.person_id)
            _tell_one(message, each, leaving)


def _tell_one(message: Message, person: Addressee, leaving: Leaving) -> None:
    language = spoken_in(message.texts, person.language)
    subject, body = message.texts[language]
    is_open = message.student_id is None
    is_emergency = message.kind == Kind.EMERGENCY
    for channel in person.channels:
        outbox.post(
            "school-message",
            to=channel.to,
            channel=Way(channel.by.value),
            language=person.language,
            at=leaving.at,
            once=f"message:{message.id}:{person.person_id}:{channel.by.value}:{channel.to}",
            expires_at=leaving.at + LATE_AFTER,
            only_while={"check": IS_STILL_FOR, "message": message.id, "person": person.person_id},
            person_id=person.person_id,
            secret={
                "words": body if is_open or is_emergency else "",
                "headline": subject if is_open or is_emergency else "",
                "spoken": shortened(f"{subject}. {body}") if is_emergency else "",
            },
            sender=leaving.sender,
            message=message.public_id,
            written_in=language,
            is_emergency=is_emergency,
            files=leaving.files,
        )


def shortened(text: str) -> str:
    """As much of a text as a phone shows or says, to the last whole word."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_SPOKEN else plain[:LONGEST_SPOKEN].rpartition(" ")[0] + " …"
