"""What the help desk reads of codes for many at once: whom, how far, what came of it."""

from __future__ import annotations

from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from portal.models import Campaign
from portal.queries.campaigns import ENTITLED, NO_ADDRESS, NO_EMAIL, Listed
from portal.rules.campaigns import Fate, State, Stop, Whom
from portal.rules.codes import Delivery
from portal.words import desk


def number(value: int) -> str:
    """A number as the language writes it."""
    return str(format_decimal(value))


def about(listed: Listed) -> str:
    """`Guardians, Ridgeline High School, letters`: what one campaign is, in few words."""
    campaign = listed.campaign
    return ", ".join(
        (desk.audience(campaign.kind), listed.school or str(_("all schools")), delivery(campaign.delivery))
    )


def delivery(code: str) -> str:
    """How the codes of a campaign go out."""
    return str({Delivery.LETTER: _("letters"), Delivery.EMAIL: _("mails")}[Delivery(code)])


def whom(code: str) -> str:
    """Whom a campaign is for, said of many."""
    return str(
        {
            Whom.PEOPLE: _("everyone without an account"),
            Whom.HOUSEHOLDS: _("everyone of households where nobody has an account"),
        }[Whom(code)]
    )


def state(code: str) -> str:
    """How far a campaign has come, in a word or two."""
    return str(_STATES[State(code)]())


def stamp(campaign: Campaign) -> str:
    """The sign beside the headline: something is to be done or waited for, or nothing any more."""
    at = State(campaign.state)
    if at is State.DONE or (at is State.COUNTED and not all_of(campaign).get(Fate.GETS_CODE.value)):
        return "good"
    return "bad" if at is State.STOPPED else "wait"


def headline(campaign: Campaign) -> str:
    """How far a campaign has come, as a whole sentence."""
    at = State(campaign.state)
    if at is State.COUNTED:
        return would_get(campaign)
    if at is State.RUNNING:
        told = {"given": number(campaign.given + campaign.passed_over), "total": number(campaign.total)}
        return str(_("%(given)s of %(total)s people are done.", **told))
    if at is State.DONE:
        return _given(campaign)
    return str(_HEADLINES[at]())


def would_get(campaign: Campaign) -> str:
    """What a rehearsed campaign would do."""
    people = all_of(campaign).get(Fate.GETS_CODE.value, 0)
    if not people:
        return str(_("Nobody needs a code."))
    if campaign.delivery == Delivery.EMAIL:
        return str(ngettext("%(said)s mail would go out.", "%(said)s mails would go out.", people, said=number(people)))
    told = number(people)
    return str(ngettext("%(said)s letter would be made.", "%(said)s letters would be made.", people, said=told))


def deed(campaign: Campaign) -> str:
    """What the button does that runs a campaign."""
    people = all_of(campaign).get(Fate.GETS_CODE.value, 0)
    if campaign.delivery == Delivery.EMAIL:
        return str(ngettext("Send %(said)s mail", "Send %(said)s mails", people, said=number(people)))
    return str(ngettext("Make %(said)s letter", "Make %(said)s letters", people, said=number(people)))


def why_stopped(code: str) -> str:
    """Why a campaign ended before its end, and what follows from it."""
    return str(_STOPPED[Stop(code)]())


def fate(code: str) -> str:
    """What becomes of people, said after their number: `12 have an account already`."""
    return _REASONS[code]()


def passed_over(people: int) -> str:
    """Who was counted and got no code after all."""
    return str(
        ngettext(
            "%(said)s person needed no code any more when the turn came: an account or a code came first, or the right "
            "to an account ended.",
            "%(said)s people needed no code any more when their turn came: an account or a code came first, or the "
            "right to an account ended.",
            people,
            said=number(people),
        )
    )


def all_of(campaign: Campaign) -> dict[str, int]:
    """What the rehearsal counted of everybody."""
    return dict((campaign.counts or {}).get("all", {}))


def reckoning(campaign: Campaign) -> list[tuple[str, str]]:
    """The counts of everybody, from those entitled to those who get a code, each with what it means."""
    counted = all_of(campaign)
    return [
        (fate(code), number(counted.get(code, 0)))
        for code in _REASONS
        if code != Fate.GETS_CODE and (counted.get(code) or code in (ENTITLED, Fate.HAS_ACCOUNT, Fate.CODE_WORKS))
    ]


def columns(campaign: Campaign) -> list[str]:
    """The columns of figures, by their codes."""
    asked = [ENTITLED, Fate.HAS_ACCOUNT.value]
    if campaign.whom == Whom.HOUSEHOLDS:
        asked.append(Fate.HOUSEHOLD_HAS_ACCOUNT.value)
    return [*asked, Fate.CODE_WORKS.value, NO_EMAIL, Fate.GETS_CODE.value]


def heads(campaign: Campaign) -> list[str]:
    """The same as heads of columns."""
    return [str(_HEADS[code]()) for code in columns(campaign)]


def by_school(campaign: Campaign) -> list[list[str]]:
    """A row for each school: its name and its figures."""
    return _rows(campaign, (campaign.counts or {}).get("by_school", {}), str)


def by_language(campaign: Campaign) -> list[list[str]]:
    """A row for each language, those with most people first."""
    found = (campaign.counts or {}).get("by_language", {})
    most = dict(sorted(found.items(), key=lambda each: (-each[1].get(ENTITLED, 0), each[0])))
    return _rows(campaign, most, desk.language)


def _rows(campaign: Campaign, found: dict[str, dict[str, int]], name: Any) -> list[list[str]]:
    return [
        [name(code), *(number(counted.get(each, 0)) for each in columns(campaign))] for code, counted in found.items()
    ]


def _given(campaign: Campaign) -> str:
    if campaign.delivery == Delivery.EMAIL:
        told = number(campaign.given)
        return str(
            ngettext("%(said)s mail is on its way.", "%(said)s mails are on their way.", campaign.given, said=told)
        )
    return str(
        ngettext("%(said)s letter is made.", "%(said)s letters are made.", campaign.given, said=number(campaign.given))
    )


_STATES = {
    State.COUNTING: lambda: _("being counted"),
    State.COUNTED: lambda: _("counted, not run"),
    State.QUEUED: lambda: _("about to begin"),
    State.RUNNING: lambda: _("running"),
    State.DONE: lambda: _("done"),
    State.STOPPED: lambda: _("stopped"),
}
_HEADLINES = {
    State.COUNTING: lambda: _("Everybody is being counted."),
    State.QUEUED: lambda: _("The campaign is about to begin."),
    State.STOPPED: lambda: _("The campaign was stopped."),
}
_STOPPED = {
    Stop.BY_HAND: lambda: _("Somebody stopped it. Codes that were issued before go on working."),
    Stop.RIGHT_ENDED: lambda: _(
        "Whoever asked for it is not at the help desk any more. Codes that were issued before go on working. "
        "Another colleague can count and run it anew."
    ),
    Stop.NOT_RUN: lambda: _("It was counted and not run within a day. Nothing was issued. Count anew to run it."),
    Stop.RESTORED: lambda: _(
        "The database was restored from a backup, which ends every code and campaign of it. Count anew to run it."
    ),
}
_REASONS = {
    ENTITLED: lambda: str(_("entitled to an account")),
    Fate.HAS_ACCOUNT.value: lambda: str(_("have an account already")),
    Fate.HOUSEHOLD_HAS_ACCOUNT.value: lambda: str(_("without one, in a household where somebody has one")),
    Fate.OWN_FAMILY.value: lambda: str(_("of your own family: a colleague issues their codes")),
    Fate.CODE_WORKS.value: lambda: str(_("have a code that still works")),
    Fate.UNREACHED.value: lambda: str(_("need a code and have no email on file: make letters for them")),
    NO_ADDRESS: lambda: str(_("need a code and have no postal address on file")),
    Fate.GETS_CODE.value: lambda: str(_("get a code")),
}
_HEADS = {
    ENTITLED: lambda: _("Entitled"),
    Fate.HAS_ACCOUNT.value: lambda: _("Have an account"),
    Fate.HOUSEHOLD_HAS_ACCOUNT.value: lambda: _("Household has one"),
    Fate.CODE_WORKS.value: lambda: _("Code works"),
    NO_EMAIL: lambda: _("No email on file"),
    Fate.GETS_CODE.value: lambda: _("Get a code"),
}
