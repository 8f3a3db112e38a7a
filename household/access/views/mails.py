"""What mails about access say in sentences: filters that turn the codes they carry into the recipient’s language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask

from household.access import gate, words
from household.access.rules.telling import job_change_of, reason_of, step_of


def speak(app: Flask) -> None:
    """Teach the mails of this room their sentences."""
    app.add_template_filter(_reason, "access_reason")
    app.add_template_filter(_step, "access_step")
    app.add_template_filter(_job_change, "access_job_change")
    app.add_template_filter(_effect, "access_effect")


def _reason(told: Mapping[str, Any], places: Mapping[str, str]) -> str:
    return _voice(places).reason(reason_of(told))


def _step(told: Mapping[str, Any], places: Mapping[str, str]) -> str:
    return _voice(places).step(step_of(told))


def _job_change(told: Mapping[str, Any], places: Mapping[str, str]) -> str:
    return words.job_change(job_change_of(told), _voice(places))


def _effect(code: str, last_day: str, was: str) -> str:
    """Both days in ISO form; empty where there is none."""
    return words.effect(code, last_day=_day(last_day), was=_day(was))


def _day(told: str) -> date | None:
    return date.fromisoformat(told) if told else None


def _voice(places: Mapping[str, str]) -> words.Voice:
    return words.Voice(gate.rulebook().policies, places)
