"""Messages on their way: each begins at its moment, leaves portion by portion, and what can wait is gathered.

A worker killed in the middle leaves a portion undone or done, never half; who asked is looked at anew (ASVS 8.3.3).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app

from accounts.queries import person_with_right
from district.queries import sight_policy
from foundation import audit, clock, db, jobs, postman
from foundation.settings import Settings
from portal.actions import message_digests, message_mails, messages
from portal.actions.message_mails import Leaving
from portal.message_kinds import message_kinds
from portal.queries.messages import addressed, digests, inbox, lists, within
from portal.queries.messages.lists import Written
from portal.queries.reach import reach_of, reaches
from portal.rules.messages.leaving import State, Stop, is_quiet, leaves_at
from portal.rules.messages.writing import Audience, Kind, kinds_for, may_write
from portal.rules.preferences import By, channels_for
from portal.words import messages as words

BY = audit.job("messages")
RIGHT = "messages.write"


@jobs.handler(messages.BEGIN)
def begin_message(payload: dict[str, Any]) -> None:
    """Let a message begin to leave: unless its author may not write it any more, or it is night."""
    at = clock.now()
    with db.transaction():
        found = lists.message_to_work(payload["message"])
        if found is None or found.message.state != State.SCHEDULED:
            return
        goes_at = leaves_at(at, kind=Kind(found.message.kind), zone=clock.zone())
        if not may_still_write(found):
            messages.stop_message(found.message, Stop.RIGHT_ENDED, by=BY, at=at)
        elif goes_at > at:
            messages.put_off(found.message, goes_at, by=BY, at=at)
        else:
            students = addressed.ids_of(found.target, on=clock.day_of(at))
            messages.begin_message(found.message, students, by=BY, at=at)


@jobs.handler(messages.PART)
def send_part(payload: dict[str, Any]) -> None:
    """Enter and tell the families of one portion of students; the next portion follows."""
    at = clock.now()
    with db.transaction():
        found, students = lists.message_to_work(payload["message"]), lists.part_to_send(**payload)
        if found is None or students is None or found.message.state != State.SENDING:
            return
        if not may_still_write(found):
            messages.stop_message(found.message, Stop.RIGHT_ENDED, by=BY, at=at)
            return
        weighed = weigh_part(found, students)
        messages.keep_part(found.message, payload["number"], weighed, _leaving(found, at), of=len(students), by=BY)


@jobs.handler("message-digest", once=jobs.each_quarter)
def send_digests(payload: dict[str, Any]) -> None:
    """Tell everybody for whom the day’s digest is due, portion by portion; at night it waits for the morning."""
    at = clock.now()
    if is_quiet(at, zone=clock.zone()):
        return
    while people := digests.people_waiting(at=at):
        db.close()
        with db.transaction():
            _tell_portion(people, at)


def _tell_portion(people: list[int], at: datetime) -> None:
    settings, on = current_app.config["HEARTH"], clock.day_of(at)
    waiting = digests.waiting_for(people, at=at, on=on, policy=sight_policy(settings))
    reached = reaches([each.person_id for each in waiting], carried=tuple(By), on=on)
    for each in waiting:
        found = reached[each.person_id]
        ways = {code: channels_for(kind, found.points, found.choices) for code, kind in message_kinds().items()}
        message_digests.tell_digest(each, ways, at=at)
    message_digests.note_told(people, at=at)


@postman.check(message_digests.ARE_STILL_FOR)
def are_still_for(condition: dict[str, Any]) -> bool:
    """Whether all that a digest tells is still for its reader: they see every student it is about."""
    about = {int(each) for each in condition["students"].split(",")}
    settings: Settings = current_app.config["HEARTH"]
    return about <= inbox.seen_by(condition["person"], about, on=clock.today(), policy=sight_policy(settings))


@postman.check(message_mails.IS_STILL_FOR)
def is_still_for(condition: dict[str, Any]) -> bool:
    """Whether a message is still for somebody who was to be told of it: they see one of its students today."""
    settings: Settings = current_app.config["HEARTH"]
    return inbox.still_for(condition["message"], condition["person"], on=clock.today(), policy=sight_policy(settings))


def may_still_write(found: Written) -> bool:
    """Whether the author’s account is open, and what was written is still within reach."""
    message, settings, on = found.message, current_app.config["HEARTH"], clock.today()
    if not within.has_open_account(message.account_id):
        return False
    everywhere = person_with_right(message.account_id, RIGHT, on=on) is not None
    reach = within.reach_of_staff(message.author_id, everywhere=everywhere, job_roles=settings.office_job_roles, on=on)
    if Kind(message.kind) not in kinds_for(reach):
        return False
    if found.target.student_id is not None:
        return within.is_within(reach, found.target, on=on)
    return may_write(reach, found.target)


def weigh_part(found: Written, students: addressed.Students) -> addressed.Weighed:
    """Whom the message comes to, of some students, as things stand now."""
    settings: Settings = current_app.config["HEARTH"]
    kind = message_kinds()[found.message.kind]
    return addressed.weigh(
        students,
        audience=Audience(found.message.audience),
        language=found.message.language,
        ways=lambda people: reach_of(people, kind, carried=tuple(By), on=clock.today()),
        on=clock.today(),
        policy=sight_policy(settings),
    )


def _leaving(found: Written, at: datetime) -> Leaving:
    settings: Settings = current_app.config["HEARTH"]
    return Leaving(at, clock.zone(), settings.digest_time, words.sender(found), len(found.files))
