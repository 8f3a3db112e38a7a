"""Policy in versions, what people decided, what follows from the facts, and the ledger of what was in force."""

from household.access.models.approvals import ApprovalAnswer, ApprovalDelegation, ApprovalLink, ApprovalRequest
from household.access.models.bulk import BulkReminded, BulkReminder
from household.access.models.decisions import Approval, Grant, Proposal, Revocation
from household.access.models.job_changes import JobChangeNoted
from household.access.models.ledger import AccessEvent, Reminder, Review
from household.access.models.policies import PolicyDraft, PolicyVersion, Rehearsal, RehearsedPerson
from household.access.models.promises import Promise
from household.access.models.standings import Evaluation, Standing, Tally

__all__ = [
    "AccessEvent",
    "Approval",
    "ApprovalAnswer",
    "ApprovalDelegation",
    "ApprovalLink",
    "ApprovalRequest",
    "BulkReminded",
    "BulkReminder",
    "Evaluation",
    "Grant",
    "JobChangeNoted",
    "PolicyDraft",
    "PolicyVersion",
    "Promise",
    "Proposal",
    "Rehearsal",
    "RehearsedPerson",
    "Reminder",
    "Review",
    "Revocation",
    "Standing",
    "Tally",
]
