"""The help desk's campaigns: the counting, and part by part the codes with their letters and mails."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import force_locale

from accounts import queries as accounts
from district.queries import sight_policy
from foundation import audit, clock, db, jobs, nightly
from foundation.audit import Actor
from foundation.settings import Settings
from foundation.web.language import LANGUAGES
from portal import words
from portal.actions import desk_campaigns
from portal.actions.campaigns import Run, Ticket
from portal.letters import files
from portal.letters.files import Coded
from portal.letters.typesetting import Printed, Texts
from portal.models import Campaign
from portal.queries import campaigns as queries
from portal.queries.campaigns import Aim, Weighed
from portal.rules.campaigns import State, Stop, Whom
from portal.rules.codes import Delivery, Kind

BY = audit.job("campaigns")


@jobs.handler(desk_campaigns.COUNT)
def count_campaign(payload: dict[str, Any]) -> None:
    """Rehearse: count who would get a code and who would not."""
    campaign = queries.campaign_to_work(payload["campaign"])
    found = _weighed(campaign, State.COUNTING)
    if campaign is None or found is None:
        return
    with db.transaction():
        if _asker(campaign):
            desk_campaigns.note_counts(campaign, found, at=clock.now())


@jobs.handler(desk_campaigns.BEGIN)
def begin_campaign(payload: dict[str, Any]) -> None:
    """Divide a campaign that was told to run into parts."""
    campaign = queries.campaign_to_work(payload["campaign"])
    found = _weighed(campaign, State.QUEUED)
    if campaign is None or found is None:
        return
    with db.transaction():
        if by := _asker(campaign):
            desk_campaigns.begin(campaign, found, by=by, at=clock.now())


@jobs.handler(desk_campaigns.PART)
def make_part(payload: dict[str, Any]) -> None:
    """Make the codes of at most 500 people, with the letters or mails that carry them; the next part follows."""
    settings: Settings = current_app.config["HEARTH"]
    campaign, number = queries.campaign_to_work(payload["campaign"]), payload["number"]
    people = queries.part_to_make(payload["campaign"], number)
    if campaign is None or people is None or campaign.state != State.RUNNING:
        return
    aim, at = _aim(campaign), clock.now()
    chosen, alive = queries.still_to_invite(people, aim, on=clock.today(), at=at, policy=sight_policy(settings))
    db.close()
    by = Actor("account", account_id=campaign.account_id, label=desk_campaigns.LABEL)
    issuing = Run(aim.kind, aim.delivery, at=at, by=by, settings=settings, known=frozenset(alive.values()))
    tickets = [issuing.ticket(each) for each in chosen]
    made = _letters(issuing, tickets)
    with db.transaction():
        if by_now := _asker(campaign):
            desk_campaigns.keep_part(
                campaign,
                number,
                tickets,
                made.pdf if made else None,
                of=len(people),
                fell_back=made.fell_back if made else (),
                issuing=dataclasses.replace(issuing, by=by_now),
                by=by_now,
                at=at,
            )


@nightly.step("campaigns")
def tidy_campaigns() -> str:
    """Erase letters a day old."""
    with db.transaction():
        parts = desk_campaigns.tidy(by=BY, at=clock.now())
    return f"letters of {parts:,} parts erased"


def _weighed(campaign: Campaign | None, state: State) -> Weighed | None:
    if campaign is None or campaign.state != state:
        return None
    settings: Settings = current_app.config["HEARTH"]
    found = queries.weigh(_aim(campaign), on=clock.today(), at=clock.now(), policy=sight_policy(settings))
    db.close()
    return found


def _aim(campaign: Campaign) -> Aim:
    """Whom the campaign is for; the family of whoever asked is left to a colleague."""
    person_id = accounts.account_by_id(campaign.account_id).person_id
    return Aim(
        kind=Kind(campaign.kind),
        school_id=campaign.school_id,
        whole_households=campaign.whom == Whom.HOUSEHOLDS,
        reissue=campaign.reissue,
        delivery=Delivery(campaign.delivery),
        own=queries.family_of(person_id, on=clock.today()),
    )


def _asker(campaign: Campaign) -> Actor | None:
    """Whoever asked, looked at anew inside the transaction; without the right the campaign stops here."""
    by = desk_campaigns.asker(campaign, at=clock.now())
    if by is None:
        desk_campaigns.stop(campaign, Stop.RIGHT_ENDED, by=BY, at=clock.now())
    return by


def _letters(issuing: Run, tickets: Sequence[Ticket]) -> Printed | None:
    if issuing.delivery is not Delivery.LETTER or not tickets:
        return None
    coded = [Coded(each.person, each.shown, each.url) for each in tickets]
    texts = letters_in_every_language(issuing)
    return files.one_pdf(coded, texts, district=issuing.settings.district_name)


def letters_in_every_language(issuing: Run) -> dict[str, Texts]:
    """What the letters of a run say, by language."""
    texts = {}
    for language in LANGUAGES:
        with force_locale(language):
            texts[language] = words.letter(
                issuing.kind,
                language=language,
                settings=issuing.settings,
                issued_on=clock.day_of(issuing.at),
                last_day=issuing.last_day,
            )
    return texts
