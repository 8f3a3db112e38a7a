"""Records of the support desk."""

from support.models.calls import CallLog
from support.models.cases import (
    Case,
    CaseAttachment,
    CaseEntry,
    CaseFollowUp,
    CaseInvolved,
    CasePermission,
    CasePerson,
    id_of,
)
from support.models.defects import CaseDefect, DefectReplication, DevelopmentIssue
from support.models.organizations import BuildingCoach, Organization, SupportContact
from support.models.status import IncidentRefusal, StatusNotice, StatusUpdate
from support.models.surveys import PublishedNumbers, Survey, SurveyReader
from support.models.working import CannedReply, SavedView

__all__ = [
    "BuildingCoach",
    "CallLog",
    "CannedReply",
    "Case",
    "CaseAttachment",
    "CaseDefect",
    "CaseEntry",
    "CaseFollowUp",
    "CaseInvolved",
    "CasePermission",
    "CasePerson",
    "DefectReplication",
    "DevelopmentIssue",
    "IncidentRefusal",
    "Organization",
    "PublishedNumbers",
    "SavedView",
    "StatusNotice",
    "StatusUpdate",
    "SupportContact",
    "Survey",
    "SurveyReader",
    "id_of",
]
