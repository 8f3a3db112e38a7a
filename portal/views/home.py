"""The family's home: a card for each child a guardian sees, or for the student who signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from werkzeug.wrappers import Response

from district.immunization_rules import RuleSetProblem, rule_set
from district.queries import Child
from district.queries.health import immunizations_of_all
from district.rules.immunizations import Standing, judge
from foundation import clock
from foundation.web.gates import requires
from foundation.web.pages import page
from portal import queries, words
from portal.rules.greetings import part_of
from portal.views.child_pages import tabs_of
from portal.views.door import bp, me, policy, settings


@bp.get("/")
@requires("family.home")
def home() -> Response:
    account = me()
    at = clock.now()
    local = at.astimezone(clock.zone())
    return page(
        "portal/home.html",
        greeting=words.greeting(part_of(local.time()), account.called),
        today=local.date(),
        family=queries.home_of(account, on=local.date(), at=at, policy=policy(), worked_out=_worked_out),
        tabs_of=tabs_of,
        words=words,
    )


def _worked_out(children: Sequence[Child]) -> Mapping[str, Mapping[int, int]]:
    """How many required immunizations lack on record. Of whom no dose is on record nothing is said: it may be that the
    school keeps them elsewhere. One statement, or none."""
    if not children:
        return {}
    try:
        rules = rule_set(settings().instance)
    except RuleSetProblem:
        return {}
    found, on = immunizations_of_all([each.person_id for each in children]), clock.today()
    missing = {}
    for child in children:
        shots = found.get(child.person_id)
        if shots is not None and shots.doses:
            judged = judge(rules, shots.doses, shots.exemptions, grade=child.grade, born=shots.born, on=on)
            missing[child.person_id] = sum(each.standing is Standing.MISSING for each in judged)
    return {"immunization-missing": missing}
