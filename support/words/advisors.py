"""What the codes of the desk’s own work mean, in sentences for advisors."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from support.rules.calls import CallRefusal, Check
from support.rules.canned import Flaw, Gap, Wrong
from support.rules.closing import ClosingRefusal
from support.rules.defects import DefectRefusal, Stage
from support.rules.emergencies import EmergencyRefusal
from support.rules.escalation import EscalationRefusal, Team
from support.rules.filters import LONGEST, MOST, Column, FilterProblem, Operator, WrongLine
from support.rules.next_due import Step, Turn
from support.rules.permissions import PermissionKind, StepRefusal

TURNS = {
    Turn.DESK: lazy_gettext("The desk’s turn"),
    Turn.OTHERS: lazy_gettext("Somebody else’s turn"),
    Turn.NOBODY: lazy_gettext("Nobody’s turn"),
}
STEPS = {
    Step.HAND_OVER: lazy_gettext("Hand it to a contact"),
    Step.ANSWER: lazy_gettext("First reply"),
    Step.REPLY: lazy_gettext("Reply"),
    Step.NEEDED: lazy_gettext("Needed by the contact"),
    Step.SCHEDULED: lazy_gettext("Scheduled"),
    Step.WORK: lazy_gettext("Go on with it"),
    Step.ASSIST: lazy_gettext("A colleague looks at it"),
    Step.INPUT: lazy_gettext("The contact was asked"),
    Step.FOLLOW_UP: lazy_gettext("Follow-up"),
    Step.CLOSING: lazy_gettext("Closes unless answered"),
    Step.DEVELOPMENT: lazy_gettext("Development works on it"),
    Step.RELEASE: lazy_gettext("The contact tries the release"),
    Step.NOTHING: lazy_gettext("Closed"),
}
WHY = {
    Step.HAND_OVER: lazy_gettext("An emergency that no authorized contact has yet. It cannot be closed before."),
    Step.ANSWER: lazy_gettext("No advisor has replied. The priority says within how many office hours."),
    Step.REPLY: lazy_gettext("The contact wrote last. No time is promised after the first reply."),
    Step.NEEDED: lazy_gettext("The contact named the last day that helps: it ends when the desk closes."),
    Step.SCHEDULED: lazy_gettext("The desk told the contact that it goes on that day."),
    Step.WORK: lazy_gettext("The contact was answered and waits. No day is set."),
    Step.ASSIST: lazy_gettext("Its advisor asked for help inside the desk."),
    Step.INPUT: lazy_gettext("What the contact writes brings it back to its advisor."),
    Step.FOLLOW_UP: lazy_gettext("A resolution waits for the contact. The night sends the follow-up."),
    Step.CLOSING: lazy_gettext("Three follow-ups are out. On the tenth business day the night closes it."),
    Step.DEVELOPMENT: lazy_gettext("It is linked to a defect that is not fixed."),
    Step.RELEASE: lazy_gettext("A release mends it. The contact says whether it holds."),
    Step.NOTHING: lazy_gettext("Nothing is due."),
}
TEAMS = {
    Team.MANAGED_SERVICES: lazy_gettext("Managed Services"),
    Team.TRAINING: lazy_gettext("Training"),
    Team.PROCESS_CONSULTING: lazy_gettext("Process Consulting"),
    Team.TECHNICAL_SERVICES: lazy_gettext("Technical Services"),
    Team.DEVELOPMENT: lazy_gettext("Development"),
}
CHECKS = {
    Check.CALLED_BACK: lazy_gettext("I rang back at the number on file"),
    Check.WRITTEN: lazy_gettext("They wrote on this case, signed in, as I asked them"),
    Check.EMAIL: lazy_gettext("They named the email address on file"),
    Check.USERNAME: lazy_gettext("They named their username"),
    Check.CASE: lazy_gettext("They told what the case says, beyond its number"),
    Check.COLLEAGUES: lazy_gettext("They named another contact of their organization"),
}
CHECKED = {
    Check.CALLED_BACK: lazy_gettext("rung back"),
    Check.WRITTEN: lazy_gettext("wrote on the case"),
    Check.EMAIL: lazy_gettext("knew the email address"),
    Check.USERNAME: lazy_gettext("knew the username"),
    Check.CASE: lazy_gettext("knew what the case says"),
    Check.COLLEAGUES: lazy_gettext("knew another contact"),
}
CALL_REFUSALS = {
    CallRefusal.NOT_CONTACT: lazy_gettext(
        "Choose which authorized contact called. With anybody else no case is spoken about: tell them who their "
        "contacts are."
    ),
    CallRefusal.NOT_VERIFIED: lazy_gettext(
        "That is too little to know a caller by. Ring back, let them write on the case, or check two of the others."
    ),
    CallRefusal.NO_CONTACT_PRESENT: lazy_gettext(
        "Somebody who is no contact joins a call only with a contact present. Choose the contact, or call with one."
    ),
    CallRefusal.NO_NOTE: lazy_gettext("Write what was said. It stands on the case."),
}
EMERGENCY_REFUSALS = {
    EmergencyRefusal.NO_CALLER: lazy_gettext("Type the name of whoever called."),
    EmergencyRefusal.NO_REASON: lazy_gettext("Say why this cannot wait for a contact. It stands on the case."),
    EmergencyRefusal.CALLER_IS_CONTACT: lazy_gettext(
        "The caller is an authorized contact of this organization. Let them submit the case, or write to you on one."
    ),
    EmergencyRefusal.NOT_EMERGENCY: lazy_gettext("A contact submitted this case. There is nothing to hand over."),
    EmergencyRefusal.HANDED_ALREADY: lazy_gettext("A contact has this case already."),
    EmergencyRefusal.NOT_CONTACT: lazy_gettext("Choose a contact who is authorized for this organization today."),
}
ESCALATION_REFUSALS = {
    EscalationRefusal.CLOSED: lazy_gettext("The case is closed. Reopen it first, with a reason."),
    EscalationRefusal.SAME_TEAM: lazy_gettext(
        "That team has it already. Write a reply instead, or choose another team."
    ),
    EscalationRefusal.NO_NOTE: lazy_gettext(
        "Write a note. By it the contact learns who works on the case now, and why."
    ),
}
CLOSING_REFUSALS = {
    ClosingRefusal.NOT_HANDED_OVER: lazy_gettext(
        "No contact has this emergency yet, so nobody could say whether it is solved. Hand it over first."
    ),
    ClosingRefusal.NO_SUCH_CASE: lazy_gettext("There is no case with this number. Type its seven digits."),
    ClosingRefusal.SAME_CASE: lazy_gettext("That is this case itself. Type the number of the other one."),
    ClosingRefusal.CLOSED_CASE: lazy_gettext("That case is closed, so nobody would go on with either of them."),
    ClosingRefusal.OTHER_ORGANIZATION: lazy_gettext(
        "That case is another organization’s, whose contacts this one’s do not see. Link both to one defect instead."
    ),
}
PERMISSIONS = {
    PermissionKind.DATA_CHANGE: lazy_gettext("to change data"),
    PermissionKind.TESTING: lazy_gettext("to test on the site"),
}
STEP_REFUSALS = {
    StepRefusal.CLOSED: lazy_gettext("Nothing is changed or tested on a closed case. Reopen it first, with a reason."),
    StepRefusal.NO_WORDS: lazy_gettext("Write what exactly. The permission is for this and nothing else."),
    StepRefusal.NOT_ASKED: lazy_gettext(
        "No permission stands on this case. Ask for one; a contact answers in writing."
    ),
    StepRefusal.NOT_ANSWERED: lazy_gettext(
        "No contact has answered yet. Nothing is changed or tested before one gives permission in writing."
    ),
    StepRefusal.REFUSED: lazy_gettext("A contact refused this. Ask again only for something else."),
    StepRefusal.WITHDRAWN: lazy_gettext("The permission was taken back. Ask again before you do anything."),
}
STAGES = {
    Stage.QUALIFYING: lazy_gettext("being tried"),
    Stage.CONFIRMED: lazy_gettext("confirmed"),
    Stage.FIXED: lazy_gettext("fixed"),
}
DEFECT_REFUSALS = {
    DefectRefusal.NO_REFERENCE: lazy_gettext("Type the number that the developers gave their issue."),
    DefectRefusal.NO_TITLE: lazy_gettext("Say in a few words what goes wrong."),
    DefectRefusal.KNOWN_REFERENCE: lazy_gettext("This issue is on record already. Link the case to it."),
    DefectRefusal.UNKNOWN_REFERENCE: lazy_gettext("No issue with this number is on record. Write it down first."),
    DefectRefusal.LINKED_ALREADY: lazy_gettext("This case is linked to the issue already."),
    DefectRefusal.CASE_CLOSED: lazy_gettext("A closed case is not linked to a defect. Reopen it first, with a reason."),
    DefectRefusal.NOT_TAKEN: lazy_gettext("Nobody looks after this case. Take it first."),
    DefectRefusal.NO_ENVIRONMENT: lazy_gettext("Name the environment, such as production or sandbox."),
    DefectRefusal.NOT_CONFIRMED: lazy_gettext(
        "It shows in fewer than two environments so far. Try it in another one, and note what you saw."
    ),
    DefectRefusal.NO_RELEASE: lazy_gettext("Name the release that mends it."),
    DefectRefusal.NO_NOTE: lazy_gettext("Write what the contacts of every linked case are told."),
    DefectRefusal.FIXED_ALREADY: lazy_gettext("It is fixed, and everybody was told. What comes back is a new issue."),
}
GAPS = {
    Gap.CONTACT: lazy_gettext("the contact’s name"),
    Gap.CASE: lazy_gettext("the number of the case"),
    Gap.SUBJECT: lazy_gettext("what the case is called"),
    Gap.ORGANIZATION: lazy_gettext("the organization"),
    Gap.ADVISOR: lazy_gettext("your name"),
    Gap.ISSUE: lazy_gettext("the developers’ issue"),
    Gap.RELEASE: lazy_gettext("the release that mends it"),
    Gap.DUE_ON: lazy_gettext("the day by which it is needed"),
}
COLUMNS = {
    Column.NUMBER: lazy_gettext("Number"),
    Column.SUBJECT: lazy_gettext("Subject"),
    Column.STATUS: lazy_gettext("Status"),
    Column.PRIORITY: lazy_gettext("Priority"),
    Column.MODULE: lazy_gettext("Module"),
    Column.TYPE: lazy_gettext("Type"),
    Column.ORGANIZATION: lazy_gettext("Organization"),
    Column.CONTACT: lazy_gettext("Contact"),
    Column.ADVISOR: lazy_gettext("Advisor"),
}
OPERATORS = {
    Operator.EQUALS: lazy_gettext("is"),
    Operator.NOT_EQUALS: lazy_gettext("is not"),
    Operator.STARTS: lazy_gettext("starts with"),
    Operator.ENDS: lazy_gettext("ends with"),
    Operator.CONTAINS: lazy_gettext("contains"),
    Operator.LACKS: lazy_gettext("does not contain"),
}
FLAWS: dict[Flaw, Callable[..., str]] = {
    Flaw.UNKNOWN: lambda name, gaps: _("there is no gap {%(name)s}. The gaps are: %(gaps)s", name=name, gaps=gaps),
    Flaw.UNFILLED: lambda name, gaps: _("this case has nothing for {%(name)s}. Write it yourself", name=name),
    Flaw.UNCLOSED: lambda name, gaps: _("a brace opens and is not closed. One that is meant is written twice: {{"),
    Flaw.UNOPENED: lambda name, gaps: _("a brace closes that none opened. One that is meant is written twice: }}"),
}
FILTER_PROBLEMS: dict[FilterProblem, Callable[[], str]] = {
    FilterProblem.COLUMN: lambda: _("choose what it is about"),
    FilterProblem.OPERATOR: lambda: _("choose how it is compared"),
    FilterProblem.TOO_LONG: lambda: _("write at most %(count)s characters", count=LONGEST),
    FilterProblem.TOO_MANY: lambda: _("leave it out: %(count)s conditions are the most", count=MOST),
}


def turn(code: Turn) -> str:
    """Whose turn it is."""
    return str(TURNS[code])


def step(code: Step) -> str:
    """What comes next of a case."""
    return str(STEPS[code])


def why(code: Step) -> str:
    """Why that comes next."""
    return str(WHY[code])


def team(code: Team) -> str:
    """What a team is called."""
    return str(TEAMS[code])


def check(code: Check) -> str:
    """What an advisor says to have checked."""
    return str(CHECKS[code])


def checked(codes: str) -> str:
    """How a caller was verified, of the comma-joined codes that a call keeps."""
    return ", ".join(str(CHECKED[Check(each)]) for each in codes.split(",") if each)


def call_refused(code: CallRefusal) -> str:
    """Why a call is not logged so."""
    return str(CALL_REFUSALS[code])


def emergency_refused(code: EmergencyRefusal) -> str:
    """Why a step of an emergency is refused."""
    return str(EMERGENCY_REFUSALS[code])


def not_escalated(code: EscalationRefusal) -> str:
    """Why a case is not escalated so."""
    return str(ESCALATION_REFUSALS[code])


def not_closed(code: ClosingRefusal) -> str:
    """Why the desk does not bring a case to its end so."""
    return str(CLOSING_REFUSALS[code])


def permission(code: PermissionKind) -> str:
    """What a permission is for."""
    return str(PERMISSIONS[code])


def no_step(code: StepRefusal) -> str:
    """Why nothing is changed or tested."""
    return str(STEP_REFUSALS[code])


def stage(code: Stage) -> str:
    """How far a defect has come."""
    return str(STAGES[code])


def defect_refused(code: DefectRefusal) -> str:
    """Why a step of a defect is refused."""
    return str(DEFECT_REFUSALS[code])


def gap(code: Gap) -> str:
    """What a case puts into a gap."""
    return str(GAPS[code])


def column(code: Column) -> str:
    """What a condition is about."""
    return str(COLUMNS[code])


def operator(code: Operator) -> str:
    """How a value is compared."""
    return str(OPERATORS[code])


def flaw(wrong: Wrong) -> str:
    """What is wrong at a place of a canned reply."""
    gaps = ", ".join(f"{{{each.value}}}" for each in Gap)
    said = FLAWS[wrong.flaw](wrong.name, gaps)
    place = {"line": wrong.line, "character": wrong.character}
    return str(_("Line %(line)s, character %(character)s: %(said)s.", **place, said=said))


def wrong_lines(wrong: Iterable[WrongLine]) -> list[str]:
    """What is wrong with the lines of a filter."""
    return [_("Condition %(line)s: %(said)s.", line=each.line, said=FILTER_PROBLEMS[each.problem]()) for each in wrong]
