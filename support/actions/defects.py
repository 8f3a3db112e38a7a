"""Defects: written down under the developers’ reference, tried in environments, and linked to cases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.queries import SignedIn
from foundation import audit, db
from support.actions.casework import move_case, tell_involved, write_entry
from support.actions.releasing import send_to_development
from support.actions.working import DESK
from support.events.desk import CaseLinkedToDefect, DefectOpened, DefectTried
from support.models import Case, CaseDefect, DefectReplication, DevelopmentIssue
from support.queries.defects import DefectSeen
from support.rules.defects import DefectRefusal, Stage, Trial, may_open, may_try, stage
from support.rules.kinds import EntryKind, Module
from support.rules.statuses import Doing, Status


def open_defect(
    reference: str, title: str, module: Module, *, is_known: bool, by: SignedIn, at: datetime
) -> DevelopmentIssue | DefectRefusal:
    """Write down an issue of the developers’."""
    refused = may_open(reference, title, is_known=is_known)
    if refused:
        return refused
    told = {"title": title, "module": module.value, "opened_at": at, "opened_by_id": by.person_id}
    if not db.add_once(DevelopmentIssue, by="reference", reference=reference, note="", fixed_in="", version=1, **told):
        return DefectRefusal.KNOWN_REFERENCE
    issue = db.session().scalars(select(DevelopmentIssue).where(DevelopmentIssue.reference == reference)).one()
    audit.record(DefectOpened(issue.id, reference), by=by, at=at)
    return issue


def try_defect(
    found: DefectSeen, environment: str, note: str, *, was_seen: bool, by: SignedIn, at: datetime
) -> DefectRefusal | None:
    """Note that it was tried in an environment, and whether it showed; None where it is done.

    What confirms it sends every linked case that is at work to development.
    """
    refused = may_try(environment, known=found.stage)
    if refused:
        return refused
    told = {"environment": environment, "was_seen": was_seen, "note": note, "tried_at": at, "tried_by_id": by.person_id}
    db.session().add(DefectReplication(issue_id=found.issue.id, **told))
    found.issue.version += 1
    trials = [*(Trial(each.environment, each.was_seen) for each in found.trials), Trial(environment, was_seen)]
    if stage(trials, fixed_in="") is Stage.CONFIRMED and found.stage is not Stage.CONFIRMED:
        send_to_development(found.issue.id, by=by, at=at)
    audit.record(DefectTried(found.issue.id, environment, was_seen), by=by, at=at)
    return None


def link_case(case: Case, found: DefectSeen, *, by: SignedIn, at: datetime) -> DefectRefusal | None:
    """Say that a case is one of a defect. A confirmed one sends it to development, a fixed one to its release.

    While it is still being tried the case stays where it is. None where it is done; raises MoveRefused.
    """
    if case.status == Status.CLOSED.value:
        return DefectRefusal.CASE_CLOSED
    if case.owner_id is None:
        return DefectRefusal.NOT_TAKEN
    if db.session().get(CaseDefect, (case.id, found.issue.id)):
        return DefectRefusal.LINKED_ALREADY
    db.session().add(CaseDefect(case_id=case.id, issue_id=found.issue.id, linked_at=at, linked_by_id=by.person_id))
    case.is_first_level = False
    line = write_entry(case, EntryKind.DEFECT, side=DESK, by=by, at=at, became=found.issue.reference)
    kind = EntryKind.DEFECT
    if found.stage is Stage.CONFIRMED and case.status != Status.DEVELOPMENT.value:
        move_case(case, Status.DEVELOPMENT, Doing.SEND_TO_DEVELOPMENT, side=DESK, by=by, at=at)
    if found.stage is Stage.FIXED and case.status != Status.RELEASE.value:
        move_case(case, Status.RELEASE, Doing.RELEASE, side=DESK, by=by, at=at)
        note, name, kind = found.issue.note, found.issue.fixed_in, EntryKind.RELEASED
        line = write_entry(case, kind, side=DESK, by=by, at=at, body=note, became=name)
    tell_involved(case, kind, entry_id=line.id, but_not=by.account_id, at=at)
    audit.record(CaseLinkedToDefect(case.id, found.issue.id), by=by, at=at)
    return None
