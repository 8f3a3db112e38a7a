"""Immunizations on record, exemptions, and what lacks by the district's rules: a page, and the same to keep."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from district.immunization_rules import NO_RULES, RuleSetProblem, rule_set
from district.queries.health import Shots, immunizations_of
from district.rules.immunizations import Judged, RuleSet, judge
from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from portal.papers import Heading, Note, Paragraph, Part, Table
from portal.queries.excuses import may_ask
from portal.queries.health import conditions_of, corrections_of
from portal.rules.sections import Section
from portal.views.child_pages import ChildPage, shown
from portal.views.child_papers import paper_of
from portal.views.door import bp, me, settings
from portal.words import health
from portal.words import immunizations as words


@dataclass(frozen=True)
class _Found:
    shots: Shots
    rules: RuleSet
    judged: tuple[Judged, ...]
    has_rules: bool
    """False where the district's own rules cannot be read: then nothing is judged."""


@bp.get("/students/<public_id>/immunizations")
@requires("family.home")
def immunizations(public_id: str) -> Response:
    return shown(public_id, Section.IMMUNIZATIONS, _page)


@bp.get("/students/<public_id>/immunizations/paper")
@requires("family.home")
def immunizations_paper(public_id: str) -> Response:
    return shown(public_id, Section.IMMUNIZATIONS, lambda frame: paper_of(frame, _parts(_found(frame))))


def _page(frame: ChildPage) -> Response:
    writes = may_ask(me(), on=clock.today())
    student = frame.child.person_id
    return page(
        "portal/immunizations.html",
        frame=frame,
        found=_found(frame),
        writes=writes,
        conditions=conditions_of(student) if writes else [],
        corrections=corrections_of(student, me().person_id) if writes else [],
        reader_id=me().person_id,
        words=words,
        health=health,
    )


def _found(frame: ChildPage) -> _Found:
    shots = immunizations_of(frame.child.person_id)
    try:
        rules = rule_set(settings().instance)
    except RuleSetProblem:
        return _Found(shots, NO_RULES, (), has_rules=False)
    judged = judge(rules, shots.doses, shots.exemptions, grade=frame.child.grade, born=shots.born, on=clock.today())
    return _Found(shots, rules, judged, has_rules=True)


def _parts(found: _Found) -> list[Part]:
    """The page as a paper, in the same order."""
    parts: list[Part] = [*_needed(found), Heading(_("On record"))]
    if doses := words.dose_rows(found.shots.doses, found.judged, found.rules):
        parts.append(Table(_("Doses on record"), (_("Against"), _("Given on"), _("Remark")), tuple(doses)))
    else:
        parts.append(Paragraph(_("No dose is on record.")))
    if exempt := words.exemption_rows(found.shots.exemptions, found.rules):
        parts.append(Table(_("Exemptions on record"), (_("From"), _("Kind")), tuple(exempt)))
    return parts


def _needed(found: _Found) -> list[Part]:
    if not found.has_rules:
        return [
            Note(_("What is required cannot be shown just now: the district is changing its rules. Ask the nurse."))
        ]
    if not found.judged:
        return [Note(_("What is required cannot be said: the grade on record is none that has requirements."))]
    rows = tuple(
        (each.vaccine, each.needed, each.on_record, each.standing) for each in words.lines(found.judged, found.rules)
    )
    columns = (_("Against"), _("Needed"), _("On record"), _("How it stands"))
    return [
        Paragraph(words.in_short(found.judged)),
        Table(_("What is required"), columns, rows),
        Note(words.reviewed(found.rules)),
    ]
