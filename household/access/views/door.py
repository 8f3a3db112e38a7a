"""The blueprint these doors hang on, who stands before them, and what they show of one person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_login import current_user

from accounts.queries import SignedIn
from foundation.web.formats import short_day
from household.access import gate, words
from household.access.queries import Rulebook
from household.access.queries.records import StaffRecord
from household.access.rules.answers import Answer, ReasonCode, State, StepCode
from household.access.rules.policy import Policy, policy_in_force
from household.access.words.proofs import Proofs

bp = Blueprint("access", __name__, url_prefix="/household")


@dataclass(frozen=True)
class Standing:
    """One person's access on a page: the answer, its proofs, and the policy in force."""

    answer: Answer
    proofs: Proofs
    policy: Policy

    @property
    def track(self) -> str:
        """The track of the job that stands now: after a change of job another than the one that gave access last."""
        changed = (ReasonCode.JOB_CHANGED, ReasonCode.CHANGE_ENDS_ACCESS)
        now = next((each.track for each in self.answer.reasons if each.code in changed), self.answer.track)
        return self.proofs.voice.track(now)

    @property
    def can_be_given_back(self) -> bool:
        """Whether a person took it away, or gave it back for a while only."""
        for_a_while = (each.code is ReasonCode.REINSTATED_THROUGH for each in self.answer.reasons)
        return self.answer.state is State.REVOKED or any(for_a_while)

    @property
    def why_lost(self) -> list[str]:
        """Why access is over; what the checklist says of what is missing is not said again."""
        listed = [each.missing for each in self.answer.requirements]
        return [self.proofs.voice.reason(each) for each in self.answer.reasons if each not in listed]

    @property
    def steps(self) -> list[str]:
        return [self.proofs.voice.step(each) for each in self.answer.next_steps]

    def in_short(self, record: StaffRecord) -> list[tuple[str, str]]:
        """The answer in lines, for DoTS."""
        answer = self.answer
        lines = [
            (_("Employee number"), record.employee_id or _("not known")),
            (_("State"), words.state(answer.state)),
            *self._why_revoked(record),
            (_("Track"), self.track or _("none")),
        ]
        if answer.since is not None and answer.through is not None:
            lines += [(_("From"), short_day(answer.since)), (_("Through"), short_day(answer.through))]
        if answer.policy_version is not None:
            lines.append((_("Policy version"), str(answer.policy_version)))
        return lines

    def _why_revoked(self, record: StaffRecord) -> Iterator[tuple[str, str]]:
        """What whoever took access away said."""
        taken = [each for each in record.decisions if each.kind == "revocation"]
        if self.answer.state is State.REVOKED and taken:
            yield _("Reason"), taken[-1].text
            if taken[-1].by:
                yield _("Taken away by"), taken[-1].by

    @property
    def link(self) -> str:
        """Where the course of the first step is taken; empty where none is, or nobody has said."""
        course = self.policy.course(self.answer.next_steps[0].course) if self.answer.next_steps else None
        return course.link if course is not None else ""

    @property
    def needs_no_request(self) -> bool:
        """Whether what is left to do are courses alone."""
        codes = {each.code for each in self.answer.next_steps}
        return bool(codes) and codes <= {StepCode.TAKE_COURSE, StepCode.RETAKE_COURSE}


def me() -> SignedIn:
    """The account signed in; for views behind a gate."""
    user: Any = current_user
    found: SignedIn = user._get_current_object()
    return found


def shown(answer: Answer, record: StaffRecord, book: Rulebook, *, on: date, is_own: bool = False) -> Standing:
    """What a page says of one person."""
    voice = words.Voice(book.policies, record.places)
    proofs = Proofs(answer, record, voice, is_own, gate.also_happened(record.person_id))
    return Standing(answer, proofs, policy_in_force(book.policies, on))
