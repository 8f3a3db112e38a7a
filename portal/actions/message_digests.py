"""The day's digest: one mail a person, one text or call a number, of all that could wait. Records no event: the read
record and the outbox tell what was told to whom.

What is told is marked in the same transaction, and the mail bears the name of its moment: a worker killed in between
tells nobody twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import update

from foundation import db, outbox
from foundation.outbox import Channel as Way
from portal.actions.message_mails import LATE_AFTER
from portal.models import MessageRecipient
from portal.queries.messages.digests import Line, Waiting
from portal.rules.messages.writing import OWN_NAMES, spoken_in
from portal.rules.preferences import Channel

ARE_STILL_FOR = "messages-are-still-for"


def tell_digest(waiting: Waiting, ways: Mapping[str, tuple[Channel, ...]], *, at: datetime) -> None:
    """Post what waits for one person; `ways` are the channels of each kind. The rest is in the portal."""
    by_channel: dict[Channel, list[Line]] = defaultdict(list)
    for line in waiting.lines:
        for channel in ways.get(line.message.kind, ()):
            by_channel[channel].append(line)
    for channel, lines in by_channel.items():
        about = sorted({student for line in lines for student in line.students})
        outbox.post(
            "messages-digest",
            to=channel.to,
            channel=Way(channel.by.value),
            language=waiting.language,
            at=at,
            once=f"digest:{waiting.person_id}:{channel.by.value}:{channel.to}:{lines[-1].message.id}",
            expires_at=at + LATE_AFTER,
            only_while={
                "check": ARE_STILL_FOR,
                "person": waiting.person_id,
                "students": ",".join(str(each) for each in about),
            },
            person_id=waiting.person_id,
            secret={"told": "\n\n".join(_said(line, waiting.language) for line in lines)},
            count=len(lines),
        )


def note_told(people: Collection[int], *, at: datetime) -> None:
    """That the digest of a moment has been told to these people."""
    db.session().execute(
        update(MessageRecipient)
        .where(
            MessageRecipient.person_id.in_(people),
            MessageRecipient.digest_at.is_not(None),
            MessageRecipient.digest_at <= at,
        )
        .values(digest_at=None)
    )


def _said(line: Line, language: str) -> str:
    """What the mail says of one message: all of it where it went to many, else only who wrote it."""
    if line.message.student_id is not None:
        return line.sender
    spoken = spoken_in(line.message.texts, language)
    subject, body = line.message.texts[spoken]
    label = "" if spoken == language[:2].lower() else f" ({OWN_NAMES.get(spoken, spoken)})"
    files = "".join(f"\n[{each}]" for each in line.files)
    return f"{subject}{label}\n{line.sender}\n\n{body}{files}"
