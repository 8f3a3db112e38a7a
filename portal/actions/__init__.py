"""Deeds of the family's room."""

from portal.actions.activation import Answers, activate, refuse_code
from portal.actions.issuing import IssuedCode, issue_code
from portal.actions.presenting import Wait, present_code

__all__ = ["Answers", "IssuedCode", "Wait", "activate", "issue_code", "present_code", "refuse_code"]
