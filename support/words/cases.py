"""What is said of a case: where it stands, what it is about, what each line of its timeline tells."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from support import words
from support.rules.escalation import Team
from support.rules.kinds import CaseType, ClosedBecause, EntryKind, Module
from support.rules.reopening import ReopenProblem
from support.rules.response import Priority
from support.rules.statuses import MoveProblem, MoveRefused, Side, Status
from support.words import advisors

STATUSES = {
    Status.NEW: _("new"),
    Status.ASSIGNED: _("assigned"),
    Status.ASSIST: _("assist request"),
    Status.INPUT: _("pending customer input"),
    Status.VERIFICATION: _("pending customer verification"),
    Status.SCHEDULED: _("scheduled"),
    Status.DEVELOPMENT: _("with development"),
    Status.RELEASE: _("available in release"),
    Status.CLOSED: _("closed"),
}
MEANINGS = {
    Status.NEW: _("No advisor has taken it yet."),
    Status.ASSIGNED: _("An advisor works on it."),
    Status.ASSIST: _("Its advisor asked a colleague to look at it too."),
    Status.INPUT: _("The desk asked something and waits for your answer."),
    Status.VERIFICATION: _("A resolution is written. Say whether it holds."),
    Status.SCHEDULED: _("It is done on the day that was agreed."),
    Status.DEVELOPMENT: _("The developers mend what is behind it."),
    Status.RELEASE: _("It is mended in a release. Take the update and see whether it still happens."),
    Status.CLOSED: _("Nothing more is done on it."),
}
TYPES = {
    CaseType.PROBLEM: _("something does not work"),
    CaseType.QUESTION: _("a question, or advice"),
    CaseType.OUTAGE: _("a hosted system does not answer at all"),
    CaseType.DATA_CHANGE: _("data should be changed"),
    CaseType.REPORTING: _("a report to the state"),
    CaseType.UPDATE: _("bring the site to a newer version"),
    CaseType.SANDBOX: _("copy the site to the sandbox"),
}
MODULES = {
    Module.ACCOUNTS: _("accounts and signing in"),
    Module.HOUSEHOLDS: _("households and relationships"),
    Module.STAFF_ACCESS: _("access of staff and training"),
    Module.ENROLLMENT: _("enrollment"),
    Module.ATTENDANCE: _("attendance"),
    Module.GRADES: _("grades and report cards"),
    Module.SCHEDULES: _("schedules"),
    Module.MESSAGES: _("messages and mail"),
    Module.HEALTH: _("immunizations"),
    Module.FEES: _("fees"),
    Module.SERVERS: _("servers and error logs"),
    Module.FIREWALL: _("firewall"),
    Module.NETWORK: _("network and connection"),
    Module.DATABASE: _("connections to the database"),
    Module.OTHER: _("something else"),
}
CLOSED_BECAUSE = {
    ClosedBecause.SOLVED: _("A contact said that it is solved."),
    ClosedBecause.UNSOLVED: _("A contact closed it, and it is not solved."),
    ClosedBecause.UNANSWERED: _("Nobody answered in ten business days after the resolution."),
    ClosedBecause.DUPLICATE: _("It is the same as another case, which goes on."),
    ClosedBecause.DESK: _("The desk closed it, with a reason."),
}
SIDES = {
    Side.CONTACT: _("authorized contact"),
    Side.DESK: _("advisor"),
    Side.HOUSE: _("by itself"),
}


def status(code: str) -> str:
    """Where a case stands."""
    return str(STATUSES[Status(code)])


def meaning(code: str) -> str:
    """What that means for the contact, in a sentence."""
    return str(MEANINGS[Status(code)])


def type_of(code: str) -> str:
    """What is asked for."""
    return str(TYPES[CaseType(code)])


def module(code: str) -> str:
    """Which part of the software it is about."""
    return str(MODULES[Module(code)])


def priority(code: str) -> str:
    """How badly it hinders."""
    return words.priority(Priority(code))


def team(code: str) -> str:
    """What the team is called that a case was escalated to."""
    return advisors.team(Team(code))


def closed_because(code: str) -> str:
    """Why a case was closed."""
    return str(CLOSED_BECAUSE[ClosedBecause(code)])


def side(code: str) -> str:
    """Whose words or deed a line is."""
    return str(SIDES[Side(code)])


def not_moved(refused: MoveRefused) -> str:
    """Why a case does not go from one status to another, and what to do instead."""
    was, wanted = status(refused.was), status(refused.wanted)
    sentence: str = {
        MoveProblem.ALREADY: gettext("The case is “%(was)s” already. Nothing was changed.", was=was),
        MoveProblem.IS_CLOSED: gettext("The case is closed. Open it again first."),
        MoveProblem.NOT_TAKEN: gettext("Nobody owns the case yet. Take it first."),
        MoveProblem.OTHER_SIDE: gettext("Not you bring a case from “%(was)s” to “%(wanted)s”.", was=was, wanted=wanted),
        MoveProblem.NO_SUCH_MOVE: gettext("A case does not go from “%(was)s” to “%(wanted)s”.", was=was, wanted=wanted),
    }[refused.problem]
    if not refused.instead:
        return sentence
    instead = ", ".join(f"“{status(each)}”" for each in refused.instead)
    return f"{sentence} {gettext('From here you may bring it to: %(instead)s.', instead=instead)}"


def not_reopened(problem: ReopenProblem) -> str:
    """Why a case is not opened again, and what to do instead."""
    sentence: str = {
        ReopenProblem.STILL_OPEN: gettext("The case is open. Write below what is still wrong."),
        ReopenProblem.SOLVED: gettext("The case was closed as solved. Submit a new case that is linked to it."),
        ReopenProblem.TOO_LATE: gettext(
            "A case can be opened again within 60 days of its closing. Submit a new case that is linked to it."
        ),
        ReopenProblem.DUPLICATE: gettext("The case was closed as the same as another one. Write on that one."),
    }[problem]
    return sentence


def entry(kind: str, who: str, *, was: str = "", became: str = "") -> str:
    """The headline of one line of the timeline. `became` of a follow-up is its number, of an escalation the team."""
    given = {"who": who}
    code = EntryKind(kind)
    if code is EntryKind.STATUS:
        return str(gettext("“%(was)s” became “%(became)s”", was=status(was), became=status(became)))
    if code is EntryKind.PRIORITY:
        changed = {"was": priority(was), "became": priority(became)}
        return str(gettext("%(who)s changed the priority: %(was)s became %(became)s", **changed, **given))
    if code is EntryKind.ESCALATION:
        return str(gettext("Escalated to %(team)s", team=team(became)))
    sentences: dict[EntryKind, str] = {
        EntryKind.SUBMITTED: gettext("%(who)s submitted the case", **given),
        EntryKind.COMMENT: gettext("%(who)s wrote", **given),
        EntryKind.REPLY: gettext("%(who)s replied", **given),
        EntryKind.NOTE: gettext("%(who)s noted among advisors", **given),
        EntryKind.RESOLUTION: gettext("%(who)s wrote the resolution", **given),
        EntryKind.OWNER: gettext("%(became)s works on it from now on", became=became),
        EntryKind.CALL: gettext("%(who)s logged a call", **given),
        EntryKind.PERMISSION_ASKED: gettext("%(who)s asks for written permission", **given),
        EntryKind.PERMISSION_GIVEN: gettext("%(who)s gave written permission", **given),
        EntryKind.PERMISSION_REFUSED: gettext("%(who)s gave no permission", **given),
        EntryKind.STEP: gettext("%(who)s did what a contact had permitted: %(what)s", what=became, **given),
        EntryKind.DEFECT: gettext("Linked to a development issue: %(reference)s", reference=became),
        EntryKind.RELEASED: gettext("Mended in release %(release)s", release=became),
        EntryKind.ATTACHED: gettext("%(who)s added files", **given),
        EntryKind.REMOVED: gettext("%(who)s took a file away", **given),
        EntryKind.FOLLOW_UP: gettext("Follow-up %(number)s of 3 was sent", number=became),
        EntryKind.FOLLOW_UP_MISSED: gettext(
            "Follow-up %(number)s of 3 was missed: nothing ran on its day", number=became
        ),
        EntryKind.HANDED_OVER: gettext("%(who)s handed the case to an authorized contact", **given),
        EntryKind.SAME_AS: gettext("Found to be the same as %(other)s", other=became),
        EntryKind.CLOSED: gettext("Closed"),
        EntryKind.REOPENED: gettext("%(who)s opened the case again", **given),
    }
    return sentences[code]
