"""Deeds of the family's room."""

from portal.actions.activation import Answers, activate, refuse_code
from portal.actions.asking import NEW_CODE, answer_new_code, ask_for_new_code
from portal.actions.disowning import disown
from portal.actions.issuing import IssuedCode, issue_code
from portal.actions.office import close_request, issue_at_office, issue_for_request
from portal.actions.presenting import Wait, present_code
from portal.actions.requests import ask_the_office

__all__ = [
    "NEW_CODE",
    "Answers",
    "IssuedCode",
    "Wait",
    "activate",
    "answer_new_code",
    "ask_for_new_code",
    "ask_the_office",
    "close_request",
    "disown",
    "issue_at_office",
    "issue_code",
    "issue_for_request",
    "present_code",
    "refuse_code",
]
