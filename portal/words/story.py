"""One person’s way in as the help desk reads it: what stands in the way, the next step, every line of the story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts import words as account_words
from district.rules.guardianship import Reason
from foundation.web import formats
from portal.queries.looking import PersonFound
from portal.queries.stories import AccountSeen, CodeSeen, LineSeen, WayIn
from portal.rules.asking import Outcome
from portal.rules.codes import Delivery
from portal.rules.codes import Refusal as CodeRefusal
from portal.rules.diagnosis import Finding, Sent
from portal.rules.office import Ground, IdKind, Settlement
from portal.rules.repairs import Refusal, Repair
from portal.words.family import not_entitled
from portal.words.requests import ground, new_code, photo_id, settlement

GOOD, WAIT, BAD = "good", "wait", "bad"
STAMPS = {
    Finding.WELL: GOOD,
    Finding.EMAIL_MISSING: GOOD,
    Finding.EMAIL_WAITS: GOOD,
    Finding.NEVER_SIGNED_IN: WAIT,
    Finding.CODE_IS_OUT: WAIT,
    Finding.CODE_NOT_SENT_YET: WAIT,
    Finding.NO_CODE: WAIT,
}
"""How a finding looks; what is not named here stands in the way."""


def stamp(finding: Finding) -> str:
    """The state of a finding, for its stamp."""
    return STAMPS.get(finding, BAD)


def title_of_account(kind: str) -> str:
    """What kind of account it is."""
    return str(
        {
            "parent": _("Guardian’s account"),
            "student": _("Student’s account"),
            "staff": _("Staff account"),
            "contact": _("Contact’s account"),
        }[kind]
    )


def missing_account(kind: str) -> str:
    """That somebody has none of this kind."""
    return str({"parent": _("No guardian’s account yet"), "student": _("No student’s account yet")}[kind])


def found_of_account(account: AccountSeen) -> str:
    """What stands in the way of an account, with its moment."""
    if account.finding is Finding.WAITS and account.waits_until is not None:
        return str(
            _(
                "After several wrong passwords the account waits: the next try counts at %(moment)s.",
                moment=formats.moment(account.waits_until),
            )
        )
    if account.finding is Finding.WELL and account.last_signed_in_at is not None:
        return str(_("All is well: signed in last on %(moment)s.", moment=formats.moment(account.last_signed_in_at)))
    return str(FOUND[account.finding]())


def found_on_way(way: WayIn) -> str:
    """What stands in the way of somebody without an account."""
    if way.finding is Finding.NOT_ENTITLED:
        return str(_("No account may be made today: %(reason)s.", reason=why_not(way.reason)))
    if way.finding is Finding.CODE_BOUNCED and way.newest is not None:
        return str(
            _("The newest code never arrived: its mail was refused. The other side said: %(error)s", error=_said(way))
        )
    return str(FOUND[way.finding]())


def next_step(finding: Finding, *, repairs: tuple[Repair, ...], reason: Reason | None = None) -> str:
    """What to do about it."""
    if finding in _BY_CODE and Repair.NEW_CODE not in repairs:
        return str(_("Nothing is on file that reaches them: ask them to come to the office with a photo ID."))
    if finding in (Finding.WRONG_PASSWORD, Finding.PASSWORD_ENDED) and Repair.RESET not in repairs:
        return str(
            _(
                "No recovery email is confirmed, so no link may be mailed. If they still know the password, they sign "
                "in and confirm one; if not, they come to the office with a photo ID."
            )
        )
    if finding is Finding.NOT_ENTITLED and reason is not None:
        return str(_("Only the school’s office can change that. A code sent meanwhile would open nothing."))
    return str(_NEXT[finding]())


def why_not(reason: Reason) -> str:
    """Why no account may be made. What a court or a family has on file is the school office’s to tell, not ours."""
    if reason is Reason.RESTRICTED:
        return str(_("something on record at the school’s office, which alone may say what"))
    return not_entitled(reason)


def code(seen: CodeSeen) -> str:
    """One code and what became of it."""
    made = {
        Delivery.LETTER: lambda: _("Code in a letter"),
        Delivery.EMAIL: lambda: _("Code by mail"),
        Delivery.TEXT: lambda: _("Code by text message"),
        Delivery.VOICE: lambda: _("Code by voice call"),
        Delivery.OFFICE: lambda: _("Code handed over at the office"),
    }[Delivery(seen.delivery)]()
    return str(made)


def became(seen: CodeSeen, *, at: datetime) -> str:
    """Used, ended by a newer one, run out, refused by the mail server, on its way, or out there."""
    if seen.used_at is not None:
        return str(_("used on %(moment)s", moment=formats.moment(seen.used_at)))
    if seen.sent is Sent.REFUSED:
        return str(_("never arrived: %(error)s", error=seen.error or _("no reason was given")))
    if seen.superseded_at is not None:
        return str(_("ended by a newer one on %(moment)s", moment=formats.moment(seen.superseded_at)))
    if seen.expires_at <= at:
        return str(_("ran out on %(moment)s", moment=formats.moment(seen.expires_at)))
    until = formats.moment(seen.expires_at)
    if seen.sent is Sent.WAITS:
        return str(_("not sent yet; works until %(moment)s", moment=until))
    return str(_("works until %(moment)s", moment=until))


def repair(deed: Repair) -> str:
    """The button that leads to it."""
    return str(_DEEDS[deed]())


def effect(deed: Repair) -> str:
    """What happens when it is done, said before."""
    return str(_EFFECTS[deed]())


def done(deed: Repair) -> str:
    """That it is done."""
    return str(_DONE[deed]())


def refused(refusal: Refusal) -> str:
    """Why nothing was changed."""
    return str(_REFUSALS[refusal]())


def code_refusal(refusal: CodeRefusal) -> str:
    """Why a code that was typed opened nothing: the office is told, a stranger never."""
    return str(_CODE_REFUSALS[refusal]())


def what_they_are(each: PersonFound) -> str:
    """`Student, Juniper High School; guardian`"""
    said = [
        _("student, %(school)s", school=each.school) if each.school else "",
        _("parent or other adult of a student") if each.is_guardian else "",
        _("works here") if each.has_job else "",
    ]
    return "; ".join(str(one) for one in said if one) or str(_("nothing on record for today"))


def accounts_held(kinds: tuple[str, ...]) -> str:
    """Which accounts somebody has."""
    return ", ".join(title_of_account(each) for each in kinds) or str(_("none"))


def line(seen: LineSeen) -> str:
    """One line of the story."""
    told = LINES.get(seen.event) or account_words.HAPPENINGS[seen.event]
    return str(told(seen.data))


def about(seen: LineSeen) -> str:
    """When, by whom where it was not the person or somebody at their door, and from which device."""
    by = seen.by_name or (_("the system") if seen.by_kind in ("job", "command") else "")
    device = account_words.browser(seen.browser) if seen.browser else ""
    return ", ".join(str(each) for each in (formats.moment(seen.at), by, device) if each)


def state(seen: LineSeen) -> str:
    """How a line looks in the story."""
    if seen.event in ("sign-in-refused", "code-refused", "password-disabled", "account-closed"):
        return BAD
    return GOOD if seen.event in ("session-started", "account-activated", "recovery-email-confirmed") else ""


def found(count: int) -> str:
    """`3 people found`"""
    return str(ngettext("%(num)s person found", "%(num)s people found", count))


def devices(sessions: int) -> str:
    """`2 devices`"""
    return str(ngettext("%(num)s device", "%(num)s devices", sessions)) if sessions else str(_("no device"))


def _with_reason(sentence: str, told: dict[str, Any]) -> str:
    """With the reason that was given, where one was: commands give none."""
    because = told.get("because", "")
    return str(_("%(what)s Reason given: %(because)s", what=sentence, because=because) if because else sentence)


def _said(way: WayIn) -> str:
    return (way.newest.error if way.newest else "") or str(_("no reason was given"))


_BY_CODE = (Finding.NO_CODE, Finding.CODE_RAN_OUT, Finding.CODE_BOUNCED, Finding.CODE_REFUSED)

FOUND: dict[Finding, Callable[[], str]] = {
    Finding.DISOWNED: lambda: _(
        "This account was given up: somebody else had made it, or its owner had lost every way in."
    ),
    Finding.CLOSED: lambda: _("The account is closed. Nobody can sign in with it."),
    Finding.PASSWORD_ENDED: lambda: _("After a hundred wrong passwords in a row the password stopped working."),
    Finding.WAITS: lambda: _("After several wrong passwords the account waits."),
    Finding.WRONG_PASSWORD: lambda: _("The last try to sign in had a wrong password."),
    Finding.NEVER_SIGNED_IN: lambda: _("The account was made, and nobody has signed in with it yet."),
    Finding.EMAIL_MISSING: lambda: _("They get in. No recovery email was ever confirmed."),
    Finding.EMAIL_WAITS: lambda: _("They get in. A recovery email was given and waits for its link to be opened."),
    Finding.WELL: lambda: _("All is well."),
    Finding.NOT_ENTITLED: lambda: _("No account may be made today."),
    Finding.NO_CODE: lambda: _("No code was ever issued."),
    Finding.CODE_RAN_OUT: lambda: _("The newest code no longer works."),
    Finding.CODE_BOUNCED: lambda: _("The newest code never arrived."),
    Finding.CODE_NOT_SENT_YET: lambda: _("A code is issued and has not left yet."),
    Finding.CODE_REFUSED: lambda: _("A code was typed and opened nothing; the reason stands in the story below."),
    Finding.CODE_IS_OUT: lambda: _("A code is out and works; nobody has used it yet."),
}
"""What is found, in a whole sentence; where a moment or a reason is known, it is said with it."""

_NEXT = {
    Finding.DISOWNED: lambda: _("Give them a code over the counter, once they have shown a photo ID."),
    Finding.CLOSED: lambda: _("Open it again if it was closed by mistake."),
    Finding.PASSWORD_ENDED: lambda: _("Mail a link for a new password."),
    Finding.WAITS: lambda: _("End the wait, or mail a link for a new password: that works at once."),
    Finding.WRONG_PASSWORD: lambda: _("Ask whether they know the password; if not, mail a link for a new one."),
    Finding.NEVER_SIGNED_IN: lambda: _("Read them their username, and mail a link if the password is gone."),
    Finding.EMAIL_MISSING: lambda: _("Suggest a recovery email: under account settings, once signed in."),
    Finding.EMAIL_WAITS: lambda: _("Ask them to open the mail and press its button; account settings send another."),
    Finding.WELL: lambda: _("Nothing stands in the way."),
    Finding.NOT_ENTITLED: lambda: _("Only the school’s office can change that."),
    Finding.NO_CODE: lambda: _("Send a code."),
    Finding.CODE_RAN_OUT: lambda: _("Send a new code."),
    Finding.CODE_BOUNCED: lambda: _("Have the address corrected at the school’s office, then send a new code."),
    Finding.CODE_NOT_SENT_YET: lambda: _("It leaves with the next round of mail. Wait some minutes."),
    Finding.CODE_REFUSED: lambda: _("Check the code with them letter by letter, or send a new one."),
    Finding.CODE_IS_OUT: lambda: _("Ask them to look for the letter, the mail or the message; or send a new code."),
}

_DEEDS = {
    Repair.NEW_CODE: lambda: _("Send a new code"),
    Repair.END_WAIT: lambda: _("End the wait"),
    Repair.RESET: lambda: _("Mail a link for a new password"),
    Repair.END_SESSIONS: lambda: _("Sign out everywhere"),
    Repair.DISABLE: lambda: _("Close the account"),
    Repair.ENABLE: lambda: _("Open the account again"),
    Repair.GIVE_UP: lambda: _("Let them begin anew at the office"),
}

_EFFECTS = {
    Repair.NEW_CODE: lambda: _(
        "A new code goes to the contact point on file, never to another. Older codes stop working at once."
    ),
    Repair.END_WAIT: lambda: _("The next try to sign in counts at once. Nothing else changes."),
    Repair.RESET: lambda: _(
        "A link goes to the confirmed recovery email. It works once, for an hour. You do not see it, and you choose no "
        "password."
    ),
    Repair.END_SESSIONS: lambda: _("Every device is signed out. They sign in again with their password."),
    Repair.DISABLE: lambda: _("Every device is signed out, and nobody can sign in until the account is opened again."),
    Repair.ENABLE: lambda: _("The owner can sign in again with the password from before."),
    Repair.GIVE_UP: lambda: _(
        "For somebody who knows the password no more and has no confirmed recovery email. The account is closed for "
        "good. Then look at a photo ID and give a code over the counter: with it they make their account anew."
    ),
}

_DONE = {
    Repair.NEW_CODE: lambda: _("A new code is on its way."),
    Repair.END_WAIT: lambda: _("The wait is over."),
    Repair.RESET: lambda: _("The link is on its way."),
    Repair.END_SESSIONS: lambda: _("Every device is signed out."),
    Repair.DISABLE: lambda: _("The account is closed."),
    Repair.ENABLE: lambda: _("The account is open again."),
    Repair.GIVE_UP: lambda: _("The account is closed for good. A code over the counter makes it anew."),
}

_REFUSALS = {
    Refusal.OWN_FAMILY: lambda: _("This is your own family: ask a colleague. Nothing was changed."),
    Refusal.NOT_NEEDED: lambda: _("That is not needed, or not possible, any more. Nothing was changed."),
    Refusal.NO_WAY: lambda: _("Nothing on file reaches them any more. Nothing was changed."),
    Refusal.TOO_MANY: lambda: _("Several went out within the hour. Nothing was changed; try again in an hour."),
}

_CODE_REFUSALS = {
    CodeRefusal.NOT_A_CODE: lambda: _("it was no code at all"),
    CodeRefusal.UNKNOWN: lambda: _("no such code was ever issued"),
    CodeRefusal.USED: lambda: _("it was used before"),
    CodeRefusal.SUPERSEDED: lambda: _("a newer code had ended it"),
    CodeRefusal.EXPIRED: lambda: _("it had run out"),
    CodeRefusal.NOT_ENTITLED: lambda: _("the person was not entitled to an account that day"),
    CodeRefusal.HAS_ACCOUNT: lambda: _("the person had an account already"),
}

Tell = Callable[[dict[str, Any]], str]

LINES: dict[str, Tell] = {
    "code-issued": lambda told: _CODES[told["delivery"]](),
    "code-refused": lambda told: _(
        "A code was typed and refused: %(reason)s.", reason=code_refusal(CodeRefusal(told["reason"]))
    ),
    "account-activated": lambda told: _("A code made the account."),
    "prepared-username-replaced": lambda told: _("Somebody else had the username kept for them; another is kept now."),
    "new-code-requested": lambda told: _(
        "Somebody asked for a new code at the door: %(outcome)s.", outcome=new_code(Outcome(told["outcome"]))
    ),
    "code-issued-at-office": lambda told: _(
        "Before it was handed over, a photo ID was looked at: %(id)s. %(reason)s",
        id=photo_id(IdKind(told["id_kind"])),
        reason=told["reason"],
    ),
    "office-asked": lambda told: _("Asked the office: %(why)s.", why=ground(Ground(told["ground"]))),
    "office-request-settled": lambda told: _(
        "The office settled a request: %(how)s.", how=settlement(Settlement(told["settlement"]))
    ),
    "repair-made": lambda told: _(
        "Help desk: %(deed)s. Reason given: %(because)s",
        deed=repair(Repair(told["repair"])),
        because=told["because"],
    ),
    "staff-invited": lambda told: _("An invitation was made."),
    "staff-invitation-withdrawn": lambda told: _("The invitation was taken back."),
    "contact-added": lambda told: _("Added as a contact of another organization."),
    "contact-ended": lambda told: _("Ended as a contact. Reason given: %(because)s", because=told["because"]),
    "staff-invitation-used": lambda told: _("The invitation made the account."),
    "account-role-given": lambda told: _with_reason(_("The role %(role)s was given.", role=told["role"]), told),
    "account-role-ended": lambda told: _with_reason(_("The role %(role)s was ended.", role=told["role"]), told),
}
"""What the audit tells of somebody’s way in, beside what it tells of their account."""

_CODES: dict[str, Callable[[], str]] = {
    "letter": lambda: _("A code was issued in a letter."),
    "email": lambda: _("A code was issued by mail."),
    "text": lambda: _("A code was issued by text message."),
    "voice": lambda: _("A code was issued by voice call."),
    "office": lambda: _("A code was handed over at the office."),
}

TOLD = frozenset({*LINES, *account_words.HAPPENINGS})
"""The events that have words here."""
