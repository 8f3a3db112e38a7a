"""Every code of a rule that people may meet is said as a sentence, in both languages."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import Enum
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

import accounts.words
import district.words
import district.words.attendance
import district.words.disclosures
import district.words.relationships
import district.words.requests
import household.access.words
import household.access.words.approvals
import household.access.words.bulk
import household.access.words.proposals
import household.editor.words.eligibility
import household.editor.words.findings
import household.editor.words.homes
import household.editor.words.moves
import household.editor.words.restrictions
import household.quiz.words
import portal.words
import portal.words.attendance
import portal.words.campaigns
import portal.words.contact_data
import portal.words.desk
import portal.words.excuses
import portal.words.fees
import portal.words.grades
import portal.words.health
import portal.words.hiding
import portal.words.immunizations
import portal.words.inviting
import portal.words.limits
import portal.words.messages
import portal.words.preferences
import portal.words.requests
import portal.words.sections
import portal.words.story
import portal.words.visibility
import support.words
import support.words.advisors
import support.words.appointments
import support.words.articles
import support.words.cases
import support.words.contacts
import support.words.numbers
import support.words.status
import support.words.submitting
import support.words.surveys
from accounts.rules import passwords, usernames
from accounts.rules.problems import Problem
from district.rules.immunizations import Exemption, Judged
from district.rules.immunizations import Requirement as Needed
from district.rules.moves import Fault, Warned
from household.access.queries.policies import shipped
from household.access.rules.answers import Line, Reason, ReasonCode, Requirement, Step
from household.access.rules.job_changes import JobChange
from household.access.rules.prospects import Prospect
from household.access.rules.quiz import QuizWindow
from household.access.rules.reports import ReportProblem, ReportRefused
from household.access.rules.worked_dates import Deed
from household.access.words import Voice, policy_desk, policy_faults
from household.editor.queries import OnRecord
from household.editor.rules.plan import Plan, Standing
from household.editor.words import entering
from household.quiz.rules.attempts import Limits
from portal.rules.messages.placeholders import Found
from support.rules.canned import Wrong
from support.rules.filters import WrongLine
from support.rules.statuses import MoveRefused, Status

DAY = date(2027, 4, 1)
VOICE = Voice(shipped())
A_REASON = Reason(
    ReasonCode.NO_JOB,
    day=DAY,
    last_day=DAY,
    not_before=DAY,
    course="IC-HOUSEHOLD",
    after="IC-ENROLLMENT",
    track="central-office",
    job_role="Clerk",
    team="Team",
    location="A",
    other_location="B",
)

A_NEED = Needed("MMR", "KG", "12", 2)
NOBODY = OnRecord({}, {}, {}, (), Standing())
A_REFUSAL = ReportRefused(ReportProblem.TO_COME, day=DAY, reason=A_REASON)

SAID: dict[str, Callable[[Enum], str]] = {
    "household.access.rules.prospects.ProspectKind": lambda kind: household.access.words.prospect(
        Prospect(kind, DAY, DAY)  # type: ignore[arg-type]
    ),
    "district.rules.searching.Ground": lambda ground: str(district.words.FOUND_BY[ground]),  # type: ignore[index]
    "district.rules.attendance.Category": district.words.attendance.category,  # type: ignore[dict-item]
    "district.rules.attendance.Sign": portal.words.attendance.sign,  # type: ignore[dict-item]
    "district.rules.business_days.Closed": lambda why: str(district.words.CLOSED[why]),  # type: ignore[index]
    "district.rules.requests.Kind": district.words.requests.kind,  # type: ignore[dict-item]
    "district.rules.requests.Status": district.words.requests.status,  # type: ignore[dict-item]
    "district.rules.requests.Answer": district.words.requests.answer,  # type: ignore[dict-item]
    "district.rules.requests.Difference": district.words.requests.difference,  # type: ignore[dict-item]
    "district.rules.requests.FilingRefusal": district.words.requests.not_filed,  # type: ignore[dict-item]
    "district.rules.requests.AnswerProblem": district.words.requests.not_answered,  # type: ignore[dict-item]
    "district.rules.eligibility.Ground": household.editor.words.eligibility.ground,  # type: ignore[dict-item]
    "district.rules.eligibility.BasisFault": household.editor.words.eligibility.not_recorded,  # type: ignore[dict-item]
    "district.rules.restrictions.Instrument": household.editor.words.restrictions.instrument,  # type: ignore[dict-item]
    "district.rules.restrictions.OrderFault": household.editor.words.restrictions.fault,  # type: ignore[dict-item]
    "district.rules.restrictions.LiftRefusal": household.editor.words.restrictions.not_lifted,  # type: ignore[dict-item]
    "district.rules.restrictions.Course": household.editor.words.restrictions.course,  # type: ignore[dict-item]
    "district.rules.relationships.TieFault": district.words.relationships.not_tied,  # type: ignore[dict-item]
    "district.rules.moves.facts.Kind": household.editor.words.moves.kind,  # type: ignore[dict-item]
    "district.rules.moves.facts.Where": household.editor.words.moves.where,  # type: ignore[dict-item]
    "district.rules.moves.facts.Concern": lambda code: household.editor.words.moves.concern(Warned(code, True)),  # type: ignore[arg-type]
    "district.rules.moves.facts.FaultKind": lambda code: household.editor.words.moves.refused(
        Fault(code, 1, DAY),  # type: ignore[arg-type]
        {1: "Ana"},
    ),
    "district.rules.homes.HomeFault": household.editor.words.homes.refused,  # type: ignore[dict-item]
    "district.rules.immunizations.Standing": lambda code: portal.words.immunizations.standing(
        Judged(A_NEED, code, due_on=DAY, exemption=Exemption("", "medical", DAY))  # type: ignore[arg-type]
    ),
    "district.rules.immunizations.DoesNotCount": portal.words.immunizations.not_counted,  # type: ignore[dict-item]
    "district.rules.fees.FeeStanding": portal.words.fees.standing,  # type: ignore[dict-item]
    "portal.rules.contact_data.Sort": portal.words.contact_data.sort,  # type: ignore[dict-item]
    "portal.rules.contact_data.PointProblem": portal.words.contact_data.problem,  # type: ignore[dict-item]
    "portal.rules.preferences.By": portal.words.preferences.by,  # type: ignore[dict-item]
    "support.rules.office_hours.Note": support.words.note,  # type: ignore[dict-item]
    "support.rules.response.Priority": support.words.priority,  # type: ignore[dict-item]
    "support.rules.articles.Audience": support.words.articles.audience,  # type: ignore[dict-item]
    "support.rules.surveys.Area": support.words.surveys.area,  # type: ignore[dict-item]
    "support.rules.surveys.Outcome": support.words.surveys.outcome,  # type: ignore[dict-item]
    "support.rules.status.NoticeKind": support.words.status.kind,  # type: ignore[dict-item]
    "support.rules.status.System": support.words.status.system,  # type: ignore[dict-item]
    "support.rules.status.Standing": support.words.status.stands,  # type: ignore[dict-item]
    "support.rules.status.Overall": support.words.status.overall,  # type: ignore[dict-item]
    "support.rules.status.NoticeFault": support.words.status.fault,  # type: ignore[dict-item]
    "portal.rules.asking.Outcome": lambda code: portal.words.new_code(code),  # type: ignore[arg-type]
    "portal.rules.office.Ground": lambda code: portal.words.requests.ground(code),  # type: ignore[arg-type]
    "portal.rules.office.IdKind": lambda kind: portal.words.requests.photo_id(kind),  # type: ignore[arg-type]
    "portal.rules.office.Settlement": lambda code: portal.words.requests.settlement(code),  # type: ignore[arg-type]
    "portal.rules.office.OfficeRefusal": lambda code: portal.words.requests.office_refusal(code),  # type: ignore[arg-type]
    "portal.rules.greetings.PartOfDay": lambda part: portal.words.greeting(part, "Rosa"),  # type: ignore[arg-type]
    "portal.rules.visibility.Told": lambda code: portal.words.visibility.why(code, "Nora"),  # type: ignore[arg-type]
    "district.rules.disclosures.Basis": district.words.disclosures.basis,  # type: ignore[dict-item]
    "district.rules.disclosures.DisclosureFault": district.words.disclosures.fault,  # type: ignore[dict-item]
    "portal.rules.excuses.Answer": portal.words.excuses.answer,  # type: ignore[dict-item]
    "portal.rules.excuses.Hindrance": lambda code: portal.words.excuses.why_not(code, days=14),  # type: ignore[arg-type]
    "portal.rules.excuses.Reason": portal.words.excuses.reason,  # type: ignore[dict-item]
    "portal.rules.excuses.Record": portal.words.excuses.record,  # type: ignore[dict-item]
    "portal.rules.excuses.Standing": portal.words.excuses.standing,  # type: ignore[dict-item]
    "portal.rules.health.Answer": portal.words.health.answer,  # type: ignore[dict-item]
    "portal.rules.health.HealthFault": portal.words.health.fault,  # type: ignore[dict-item]
    "portal.rules.hiding.HidingFault": portal.words.hiding.fault,  # type: ignore[dict-item]
    "portal.rules.grading.How": lambda how: str(portal.words.grades.HOW[how]),  # type: ignore[index]
    "portal.rules.grading.State": lambda state: str(portal.words.grades.STATES[state]),  # type: ignore[index]
    "portal.rules.sections.Section": portal.words.sections.name_of,  # type: ignore[dict-item]
    "portal.rules.campaigns.Fate": portal.words.campaigns.fate,  # type: ignore[dict-item]
    "portal.rules.campaigns.State": portal.words.campaigns.state,  # type: ignore[dict-item]
    "portal.rules.campaigns.Stop": portal.words.campaigns.why_stopped,  # type: ignore[dict-item]
    "portal.rules.campaigns.Whom": portal.words.campaigns.whom,  # type: ignore[dict-item]
    "portal.rules.messages.placeholders.Fault": lambda code: portal.words.messages.not_filled(
        Found(code, "{x}", 1, 1)  # type: ignore[arg-type]
    ),
    "portal.rules.limits.What": portal.words.limits.title,  # type: ignore[dict-item]
    "portal.rules.limits.Basis": portal.words.limits.basis,  # type: ignore[dict-item]
    "portal.rules.limits.Refusal": portal.words.limits.refused,  # type: ignore[dict-item]
    "portal.rules.messages.writing.Audience": portal.words.messages.audience,  # type: ignore[dict-item]
    "portal.rules.messages.writing.Refusal": portal.words.messages.refused,  # type: ignore[dict-item]
    "portal.rules.messages.writing.FilesRefusal": portal.words.messages.files_refused,  # type: ignore[dict-item]
    "portal.rules.messages.leaving.State": portal.words.messages.state,  # type: ignore[dict-item]
    "portal.rules.messages.leaving.Stop": portal.words.messages.why_stopped,  # type: ignore[dict-item]
    "portal.rules.messages.reaching.Because": portal.words.messages.because,  # type: ignore[dict-item]
    "portal.rules.funnel.Step": portal.words.desk.what_is_counted,  # type: ignore[dict-item]
    "portal.rules.codes.Refusal": portal.words.story.code_refusal,  # type: ignore[dict-item]
    "portal.rules.inviting.InvitingRefusal": portal.words.inviting.refused,  # type: ignore[dict-item]
    "accounts.rules.giving.GivingRefusal": portal.words.inviting.not_given,  # type: ignore[dict-item]
    "accounts.rules.invitations.InvitationState": portal.words.inviting.state,  # type: ignore[dict-item]
    "portal.rules.repairs.Repair": portal.words.story.effect,  # type: ignore[dict-item]
    "portal.rules.repairs.Refusal": portal.words.story.refused,  # type: ignore[dict-item]
    "portal.rules.diagnosis.Finding": lambda finding: portal.words.story.FOUND[finding](),  # type: ignore[index]
    "household.access.rules.answers.State": lambda code: household.access.words.state(code.value),
    "household.access.rules.answers.EndsBy": lambda code: household.access.words.ending(code.value),
    "household.access.rules.answers.ReasonCode": lambda code: VOICE.reason(replace(A_REASON, code=code)),  # type: ignore[arg-type]
    "household.access.rules.answers.StepCode": lambda code: VOICE.step(Step(code, "IC-HOUSEHOLD", "A", DAY, DAY)),  # type: ignore[arg-type]
    "household.access.rules.answers.LineCode": lambda code: VOICE.line(Line(code, DAY, "2026-27", DAY, 2)),  # type: ignore[arg-type]
    "household.access.rules.answers.RequirementKind": lambda kind: VOICE.requirement(
        Requirement(kind, "IC-HOUSEHOLD", "A")
    ),  # type: ignore[arg-type]
    "household.access.rules.bulk.Fate": household.access.words.bulk.fate,  # type: ignore[dict-item]
    "household.access.rules.bulk.Progress": household.access.words.bulk.progress,  # type: ignore[dict-item]
    "household.access.rules.bulk.Stop": household.access.words.bulk.why_stopped,  # type: ignore[dict-item]
    "household.access.rules.bulk.About": household.access.words.bulk.about,  # type: ignore[dict-item]
    "household.access.rules.proposals.Refusal": household.access.words.proposals.refused,  # type: ignore[dict-item]
    "household.access.rules.proposals.Course": household.access.words.proposals.course_of,  # type: ignore[dict-item]
    "household.access.rules.proposals.Kind": household.access.words.proposals.kind,  # type: ignore[dict-item]
    "household.access.rules.promises.PromiseState": lambda code: household.access.words.promise_state(code.value),
    "household.access.rules.reports.ReportProblem": lambda code: household.access.words.report_refused(
        replace(A_REFUSAL, problem=code), VOICE, most=20
    )[1],  # type: ignore[arg-type]
    "household.access.rules.job_changes.JobChangeKind": lambda kind: household.access.words.job_change(
        JobChange(kind, DAY, "Clerk", "", "A", "Teacher", "B"),  # type: ignore[arg-type]
        VOICE,
    ),
    "household.access.rules.job_changes.Effect": lambda code: household.access.words.effect(
        code.value, last_day=DAY, was=DAY
    ),
    "household.access.rules.quiz.QuizRefusal": lambda code: VOICE.refusal(QuizWindow(code, DAY)),  # type: ignore[arg-type]
    "household.access.rules.ledger.EventKind": lambda kind: household.access.words.event(kind.value),
    "household.access.rules.rehearsal.Effect": lambda code: policy_desk.effect(code),  # type: ignore[arg-type]
    "household.access.rules.worked_dates.Tale": lambda code: policy_desk.tale(code),  # type: ignore[arg-type]
    "household.access.rules.worked_dates.Doing": lambda code: policy_desk.deed(Deed(code, DAY, "X"), VOICE),  # type: ignore[arg-type]
    "household.access.rules.policy_changes.Doubt": lambda code: policy_faults.doubt(code, "X"),  # type: ignore[arg-type]
    "household.access.rules.publishing.PublishRefusal": lambda code: policy_faults.not_published(code),  # type: ignore[arg-type]
    "household.access.rules.policy.OnChange": lambda code: household.access.words.on_change(code.value),
    "household.access.rules.policy.AfterLapse": lambda code: household.access.words.after_lapse(code.value),
    "household.access.rules.approvals.Capacity": household.access.words.approvals.capacity,  # type: ignore[dict-item]
    "household.access.rules.approvals.Outcome": household.access.words.approvals.outcome,  # type: ignore[dict-item]
    "household.access.rules.approvals.Snag": household.access.words.approvals.snag,  # type: ignore[dict-item]
    "household.access.rules.approvals.AskRefusal": household.access.words.approvals.ask_refused,  # type: ignore[dict-item]
    "household.access.rules.approvals.AnswerRefusal": household.access.words.approvals.answer_refused,  # type: ignore[dict-item]
    "household.access.rules.approvals.LendingRefusal": household.access.words.approvals.lending_refused,  # type: ignore[dict-item]
    "household.access.rules.policy.AfterReturn": lambda code: household.access.words.after_return(code.value),
    "district.rules.likeness.Band": lambda band: str(entering.BANDS[band]),  # type: ignore[index]
    "district.rules.likeness.Reason": lambda why: str(entering.REASONS[why]),  # type: ignore[index]
    "district.rules.places_alike.PlaceReason": lambda why: str(entering.PLACES[why]),  # type: ignore[index]
    "household.editor.rules.plan.Home": lambda home: str(entering.HOMES[home]),  # type: ignore[index]
    "household.editor.rules.plan.Step": lambda step: str(entering.STEPS[step]),  # type: ignore[index]
    "household.editor.rules.plan.PlanFault": lambda code: entering.fault((code, ""), Plan(), NOBODY),  # type: ignore[arg-type]
    "household.editor.rules.plan.PlanGap": lambda code: entering.gap((code, ""), Plan(), NOBODY),  # type: ignore[arg-type]
    "household.editor.rules.findings.Severity": household.editor.words.findings.severity,  # type: ignore[dict-item]
    "household.editor.rules.findings.Page": household.editor.words.findings.mend,  # type: ignore[dict-item]
    "household.editor.rules.findings.Code": household.editor.words.findings.what,  # type: ignore[dict-item]
    "household.editor.rules.findings.Refusal": household.editor.words.findings.refused,  # type: ignore[dict-item]
    "household.quiz.rules.questions.Kind": lambda code: household.quiz.words.kind(code.value),
    "household.quiz.rules.questions.Topic": lambda code: household.quiz.words.topic(code.value),
    "household.quiz.rules.questions.State": lambda code: household.quiz.words.state(code.value),
    "household.quiz.rules.questions.Fault": household.quiz.words.fault,  # type: ignore[dict-item]
    "household.quiz.rules.bank.Hint": household.quiz.words.hint,  # type: ignore[dict-item]
    "household.quiz.rules.attempts.Outcome": lambda code: household.quiz.words.outcome(code.value),
    "household.quiz.rules.attempts.OpenRefusal": lambda code: household.quiz.words.not_opened(
        code,  # type: ignore[arg-type]
        today=DAY,
        last_day=DAY,
        limits=Limits(15, 80, 3),
    )[0],
    "support.rules.statuses.Status": lambda code: support.words.cases.status(code.value),
    "support.rules.statuses.Side": lambda code: support.words.cases.side(code.value),
    "support.rules.statuses.MoveProblem": lambda code: support.words.cases.not_moved(
        MoveRefused(code, Status.NEW, Status.CLOSED, (Status.ASSIGNED,))  # type: ignore[arg-type]
    ),
    "support.rules.kinds.CaseType": lambda code: support.words.cases.type_of(code.value),
    "support.rules.kinds.Module": lambda code: support.words.cases.module(code.value),
    "support.rules.kinds.EntryKind": lambda code: support.words.cases.entry(
        code.value,
        "Ana",
        was="low" if code.value == "priority" else "new",
        became={"priority": "high", "escalation": "training"}.get(code.value, "closed"),
    ),
    "support.rules.next_due.Turn": support.words.advisors.turn,  # type: ignore[dict-item]
    "support.rules.next_due.Step": support.words.advisors.step,  # type: ignore[dict-item]
    "support.rules.escalation.Team": support.words.advisors.team,  # type: ignore[dict-item]
    "support.rules.escalation.EscalationRefusal": support.words.advisors.not_escalated,  # type: ignore[dict-item]
    "support.rules.calls.Check": support.words.advisors.check,  # type: ignore[dict-item]
    "support.rules.calls.CallRefusal": support.words.advisors.call_refused,  # type: ignore[dict-item]
    "support.rules.emergencies.EmergencyRefusal": support.words.advisors.emergency_refused,  # type: ignore[dict-item]
    "support.rules.closing.ClosingRefusal": support.words.advisors.not_closed,  # type: ignore[dict-item]
    "support.rules.permissions.PermissionKind": support.words.advisors.permission,  # type: ignore[dict-item]
    "support.rules.permissions.StepRefusal": support.words.advisors.no_step,  # type: ignore[dict-item]
    "support.rules.defects.Stage": support.words.advisors.stage,  # type: ignore[dict-item]
    "support.rules.defects.DefectRefusal": support.words.advisors.defect_refused,  # type: ignore[dict-item]
    "support.rules.canned.Gap": support.words.advisors.gap,  # type: ignore[dict-item]
    "support.rules.canned.Flaw": lambda code: support.words.advisors.flaw(Wrong(code, "x", 1, 1)),  # type: ignore[arg-type]
    "support.rules.filters.Column": support.words.advisors.column,  # type: ignore[dict-item]
    "support.rules.filters.Operator": support.words.advisors.operator,  # type: ignore[dict-item]
    "support.rules.filters.FilterProblem": lambda code: support.words.advisors.wrong_lines([WrongLine(1, code)])[0],  # type: ignore[arg-type]
    "support.rules.kinds.ClosedBecause": lambda code: support.words.cases.closed_because(code.value),
    "support.rules.submitting.SubmitProblem": support.words.submitting.problem,  # type: ignore[dict-item]
    "support.rules.reopening.ReopenProblem": support.words.cases.not_reopened,  # type: ignore[dict-item]
    "support.rules.appointing.AppointRefusal": support.words.appointments.refused,  # type: ignore[dict-item]
    "support.rules.numbers.Period": support.words.numbers.period,  # type: ignore[dict-item]
    "support.rules.contacts.OrganizationKind": lambda code: support.words.contacts.organization_kind(code.value),
    "support.rules.contacts.Hosting": lambda code: support.words.contacts.hosting(code.value),
    "support.rules.contacts.ContactKind": lambda code: support.words.contacts.contact_kind(code.value),
    "support.rules.contacts.Request": lambda code: support.words.contacts.request(code.value),
}
UNSAID = {
    "portal.rules.codes.Kind": "asked for by commands in its own word; its sentences stand in letters and mails",
    "portal.rules.codes.Delivery": "a command's word, kept with the code",
    "portal.rules.messages.placeholders.Placeholder": "written as it is, in braces, in every language",
    "portal.rules.messages.writing.Kind": "said by the district's own file, starter/message_kinds.toml",
    "portal.rules.diagnosis.Sent": "part of what is said of a code, with its days",
    "district.rules.guardianship.Reason": "why a student is shown or not; said on the office's page, which is to come",
    "support.rules.statuses.Doing": "the deed of a button, which says it in its own words",
    "district.rules.training.CourseRule": "set and shown by a command in its own word",
    "district.rules.xapi.meaning.Verb": "how a statement is kept; people see the completion that follows",
}
ROOMS = ("district", "accounts", "portal", "household/access", "household/editor", "household/quiz", "support")


def enums_of_rules(root: Path) -> dict[str, type[Enum]]:
    found = {}
    for path in sorted(file for room in ROOMS for file in (root / room / "rules").rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, Enum) and each.__module__ == name:
                found[f"{name}.{each.__name__}"] = each
    return found


def problem_codes(root: Path) -> list[str]:
    files = [file for room in ROOMS for file in (root / room / "rules").rglob("*.py")]
    return sorted({code for file in files for code in re.findall(r'Problem\("([a-z-]+)"', file.read_text("utf-8"))})


def test_every_enumeration_of_a_rule_is_said_or_known_to_be_unsaid(root: Path) -> None:
    found = enums_of_rules(root)

    assert set(found) == set(SAID) | set(UNSAID)


@pytest.mark.parametrize("name", sorted(SAID))
def test_each_member_has_a_sentence_in_both_languages(app: Flask, root: Path, name: str) -> None:
    members = list(enums_of_rules(root)[name])

    said = {
        language: spoken(app, language, lambda: [SAID[name](each) for each in members]) for language in ("en", "es")
    }

    assert [each for each in said["en"] + said["es"] if not each.strip()] == []
    assert len(set(said["en"])) == len(members)
    assert [(en, es) for en, es in zip(said["en"], said["es"], strict=True) if en == es] == []


def test_every_problem_has_a_sentence_in_both_languages(app: Flask, root: Path) -> None:
    problems = [Problem(code, 8) for code in problem_codes(root)]

    said = {
        language: spoken(app, language, lambda: [accounts.words.error(each) for each in problems])
        for language in ("en", "es")
    }

    assert problems != []
    assert [(en, es) for en, es in zip(said["en"], said["es"], strict=True) if en == es] == []


@pytest.mark.parametrize("mode", ["district", "nist"])
def test_every_requirement_has_a_hint(app: Flask, mode: str) -> None:
    asked = [*passwords.requirements(mode), *usernames.requirements()]

    assert "" not in spoken(app, "en", lambda: [accounts.words.hint(each) for each in asked])


def spoken(app: Flask, language: str, say: Callable[[], list[str]]) -> list[str]:
    with app.test_request_context(), force_locale(language):
        return say()
