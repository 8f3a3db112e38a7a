"""Deeds of the family's room."""

from portal.actions.activation import Answers, activate, refuse_code
from portal.actions.asking import NEW_CODE, answer_new_code, ask_for_new_code
from portal.actions.issuing import IssuedCode, issue_code
from portal.actions.presenting import Wait, present_code

__all__ = [
    "NEW_CODE",
    "Answers",
    "IssuedCode",
    "Wait",
    "activate",
    "answer_new_code",
    "ask_for_new_code",
    "issue_code",
    "present_code",
    "refuse_code",
]
