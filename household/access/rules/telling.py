"""Reasons, steps and changes of jobs as they are kept, plain enough for JSON, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from household.access.rules.answers import Reason, ReasonCode, Step, StepCode
from household.access.rules.job_changes import JobChange, JobChangeKind

_DAYS = frozenset({"day", "last_day", "not_before"})


def plain(told: Reason | Step | JobChange) -> dict[str, str]:
    """One of them without what it leaves empty; days in ISO form."""
    values = {each.name: getattr(told, each.name) for each in fields(told)}
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) for name, value in values.items() if value
    }


def reason_of(told: Mapping[str, Any]) -> Reason:
    """What `plain` told of a reason."""
    return Reason(**_values(told) | {"code": ReasonCode(told["code"])})


def step_of(told: Mapping[str, Any]) -> Step:
    """What `plain` told of a step."""
    return Step(**_values(told) | {"code": StepCode(told["code"])})


def job_change_of(told: Mapping[str, Any]) -> JobChange:
    """What `plain` told of a change of jobs."""
    return JobChange(**_values(told) | {"kind": JobChangeKind(told["kind"])})


def _values(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name in _DAYS else value for name, value in told.items()}
