"""The help desk's campaigns, deed by deed: rehearse, run, make a part, stop, take letters, erase them.

Each step is one conditional UPDATE of the state, so that a form sent twice, two workers or a worker killed in the
middle do it once. Nobody waits: what counts or makes letters is done by a job, which looks again whether the one who
asked still has the right (ASVS 8.3.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, exists, insert, or_, select, update

from accounts import queries as accounts
from foundation import audit, clock, db, jobs, sealing
from foundation.audit import Actor
from portal import events
from portal.actions.campaigns import Run, Ticket
from portal.models import Campaign, CampaignPart
from portal.queries import campaigns as queries
from portal.queries.campaigns import Weighed
from portal.rules.campaigns import KEPT_FOR, LETTERS_IN_ONE_PART, State, Stop, Whom
from portal.rules.codes import Delivery, Kind

COUNT, BEGIN, PART = "campaign-count", "campaign-begin", "campaign-part"
RIGHT = "accounts.help"
LABEL = "campaign"


@dataclass(frozen=True)
class Wish:
    """What was filled in."""

    kind: Kind
    school_id: int | None
    whom: Whom
    delivery: Delivery
    reissue: bool


def rehearse(wish: Wish, *, key: str, account_id: int, by: Actor, at: datetime) -> bool:
    """Have a campaign counted. `key` names the form: False, and nothing done, where that form came before."""
    public_id = db.new_public_id()
    is_new = db.add_once(
        Campaign,
        by="key",
        public_id=public_id,
        key=key,
        account_id=account_id,
        kind=wish.kind.value,
        school_id=wish.school_id,
        whom=wish.whom.value,
        delivery=wish.delivery.value,
        reissue=wish.reissue,
        state=State.COUNTING.value,
        asked_at=at,
    )
    if not is_new:
        return False
    campaign_id = db.session().scalars(select(Campaign.id).where(Campaign.key == key)).one()
    jobs.queue(COUNT, {"campaign": campaign_id}, at=at, slot=f"{COUNT}:{campaign_id}")
    told = events.CampaignRehearsed(
        public_id, wish.kind.value, wish.school_id, wish.whom.value, wish.delivery.value, wish.reissue
    )
    audit.record(told, by=by, at=at)
    return True


def note_counts(campaign: Campaign, found: Weighed, *, at: datetime) -> None:
    """Keep what the rehearsal counted. Records no event of its own: that it was asked for is told."""
    _move(campaign.id, State.COUNTING, State.COUNTED, counts=found.counts, counted_at=at)


def run(campaign: Campaign, *, by: Actor, at: datetime) -> bool:
    """Let the worker run a rehearsed campaign, once; False where that was done, or the rehearsal is a day old."""
    if campaign.counted_at is None or at >= campaign.counted_at + KEPT_FOR:
        return False
    if not _move(campaign.id, State.COUNTED, State.QUEUED, run_at=at):
        return False
    jobs.queue(BEGIN, {"campaign": campaign.id}, at=at, slot=f"{BEGIN}:{campaign.id}")
    audit.record(events.CampaignStarted(campaign.public_id), by=by, at=at)
    return True


def begin(campaign: Campaign, found: Weighed, *, by: Actor, at: datetime) -> None:
    """Divide those who get a code now into parts and queue the first. Counted anew: the rehearsal may be hours old."""
    people = found.people
    if not _move(campaign.id, State.QUEUED, State.RUNNING, total=len(people)):
        return
    starts = range(0, len(people), LETTERS_IN_ONE_PART)
    parts = [
        {"campaign_id": campaign.id, "number": number, "people": {"ids": people[start : start + LETTERS_IN_ONE_PART]}}
        for number, start in enumerate(starts, 1)
    ]
    if not parts:
        _end(campaign, by=by, at=at)
        return
    db.session().execute(insert(CampaignPart), parts)
    _queue_part(campaign.id, 1, at=at)


def keep_part(
    campaign: Campaign,
    number: int,
    tickets: Sequence[Ticket],
    letters: bytes | None,
    *,
    of: int,
    fell_back: Sequence[str],
    issuing: Run,
    by: Actor,
    at: datetime,
) -> None:
    """Keep the codes of a part with the letters that carry them (None: they are mailed), and queue the next part.

    `of` so many people; the others needed none any more. Nothing where the part was made meanwhile, or the campaign
    stopped. Raises CodesMeanwhile.
    """
    if not _claimed(campaign.id, number, at=at):
        return
    issuing.keep(tickets)
    part = (CampaignPart.campaign_id == campaign.id, CampaignPart.number == number)
    ids = [each.person.person_id for each in tickets]
    kept: dict[str, Any] = {"letters": len(tickets), "people": {"ids": ids, "fell_back": list(fell_back)}}
    if letters is not None:
        kept["sealed"] = sealing.seal(letters)
    db.session().execute(update(CampaignPart).where(*part).values(kept))
    db.session().execute(
        update(Campaign)
        .where(Campaign.id == campaign.id)
        .values(given=Campaign.given + len(tickets), passed_over=Campaign.passed_over + of - len(tickets))
    )
    if number < queries.last_part_of(campaign.id):
        _queue_part(campaign.id, number + 1, at=at)
    else:
        _end(campaign, by=by, at=at)


def stop(campaign: Campaign, why: Stop, *, by: Actor, at: datetime) -> bool:
    """End a campaign before its end: no further part is made. Codes that were issued stay; False where it had ended."""
    moved = db.session().execute(
        update(Campaign)
        .where(Campaign.id == campaign.id, Campaign.state.not_in((State.DONE.value, State.STOPPED.value)))
        .values(state=State.STOPPED.value, stopped_because=why.value, ended_at=at)
    )
    if not cast(CursorResult[Any], moved).rowcount:
        return False
    audit.record(_ended(campaign, why.value), by=by, at=at)
    return True


def asker(campaign: Campaign, *, at: datetime) -> Actor | None:
    """Whoever asked for a campaign, to act for by a job; None where the account may not any more."""
    person_id = accounts.person_with_right(campaign.account_id, RIGHT, on=clock.day_of(at))
    if person_id is None:
        return None
    return Actor("account", account_id=campaign.account_id, person_id=person_id, label=LABEL)


def note_letters_taken(campaign: Campaign, number: int, letters: int, *, by: Actor, at: datetime) -> None:
    """Before the letters of a part leave."""
    audit.record(events.CampaignLettersDownloaded(campaign.public_id, number, letters), by=by, at=at)


def tidy(*, by: Actor, at: datetime) -> int:
    """Erase letters a day old and end rehearsals nobody ran. Tells of how many parts the letters went."""
    erased = db.session().execute(
        update(CampaignPart)
        .where(CampaignPart.sealed.is_not(None), CampaignPart.made_at <= at - KEPT_FOR)
        .values(sealed=None, erased_at=at)
    )
    parts = cast(CursorResult[Any], erased).rowcount
    if parts:
        audit.record(events.CampaignLettersErased(parts), by=by, at=at)
    db.session().execute(
        update(Campaign)
        .where(
            Campaign.state.in_((State.COUNTING.value, State.COUNTED.value)),
            or_(Campaign.counted_at <= at - KEPT_FOR, Campaign.asked_at <= at - 2 * KEPT_FOR),
        )
        .values(state=State.STOPPED.value, stopped_because=Stop.NOT_RUN.value, ended_at=at)
    )
    return parts


def _end(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    if _move(campaign.id, State.RUNNING, State.DONE, ended_at=at):
        audit.record(_ended(campaign, ""), by=by, at=at)


def _ended(campaign: Campaign, because: str) -> events.CampaignEnded:
    given = db.session().scalars(select(Campaign.given).where(Campaign.id == campaign.id)).one()
    return events.CampaignEnded(campaign.public_id, given, because)


def _claimed(campaign_id: int, number: int, *, at: datetime) -> bool:
    """Whether this transaction is the one that makes the part: the database counts. A stopped campaign makes none."""
    runs = exists().where(Campaign.id == campaign_id, Campaign.state == State.RUNNING.value)
    claimed = db.session().execute(
        update(CampaignPart)
        .where(
            CampaignPart.campaign_id == campaign_id,
            CampaignPart.number == number,
            CampaignPart.made_at.is_(None),
            runs,
        )
        .values(made_at=at)
    )
    return cast(CursorResult[Any], claimed).rowcount == 1


def _move(campaign_id: int, before: State, after: State, **values: Any) -> bool:
    """From one state to the next, once."""
    moved = db.session().execute(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.state == before.value)
        .values(state=after.value, **values)
    )
    return cast(CursorResult[Any], moved).rowcount == 1


def _queue_part(campaign_id: int, number: int, *, at: datetime) -> None:
    jobs.queue(PART, {"campaign": campaign_id, "number": number}, at=at, slot=f"{PART}:{campaign_id}:{number}")
