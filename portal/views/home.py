"""The family's home: a card for each child a guardian sees, or for the student who signed in."""

from __future__ import annotations

from werkzeug.wrappers import Response

from district.immunization_rules import RuleSetProblem, rule_set
from district.queries import Child
from district.queries.health import Shots
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
        family=queries.home_of(account, on=local.date(), at=at, policy=policy(), lacking=lacking),
        tabs_of=tabs_of,
        words=words,
    )


def lacking(child: Child, shots: Shots) -> int:
    """How many required immunizations lack on record. Nothing is said by rules that cannot be read: the page of
    immunizations tells that, and the log tells it to whoever runs this."""
    try:
        rules = rule_set(settings().instance)
    except RuleSetProblem:
        return 0
    judged = judge(rules, shots.doses, shots.exemptions, grade=child.grade, born=shots.born, on=clock.today())
    return sum(each.standing is Standing.MISSING for each in judged)
