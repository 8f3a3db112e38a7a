"""`flask training rule` and `account-names`: what a training system's statements mean here."""

from __future__ import annotations

from typing import Any

import click

from district.feeds import course_rules
from district.rules.training import CourseRule
from foundation import audit, clock

A_DAY = click.DateTime(formats=["%Y-%m-%d"])
COMMAND = "flask training"


@click.command("rule")
@click.argument("course", required=False)
@click.argument("wanted", metavar="[RULE]", required=False, type=click.Choice([each.value for each in CourseRule]))
@click.option("--from", "starts", type=A_DAY, help="The first day it counts, YYYY-MM-DD; today when not given.")
def rule(course: str | None, wanted: str | None, starts: Any) -> None:
    """Say which statements make a completion of COURSE: print the rules, or set RULE from a day on.

    What is satisfied or waived counts under every rule. There is no rule by which a course is done without doing it.
    """
    if course is None or wanted is None:
        for line in course_rules.told(course):
            click.echo(line)
        return
    by, at, today = audit.command(f"{COMMAND} rule"), clock.now(), clock.today()
    first = starts.date() if starts else today
    changed = course_rules.set_rule(course, CourseRule(wanted), starts=first, by=by, at=at, today=today)
    click.echo(f"{course}: {wanted} from {first.isoformat()} on. Completions that changed by it: {changed:,}.")


@click.command("account-names")
@click.argument("source")
@click.argument("home_page")
@click.argument("meaning", type=click.Choice(["employee-numbers", "own-ids"]))
def account_names(source: str, home_page: str, meaning: str) -> None:
    """Say what the names of accounts at HOME_PAGE are, in statements of SOURCE.

    employee-numbers (the default) finds people by them; own-ids are ids of the training system, for which people are
    chosen in the queue.
    """
    by, at = audit.command(f"{COMMAND} account-names"), clock.now()
    course_rules.name_accounts(source, home_page, are_own=meaning == "own-ids", by=by, at=at)
    click.echo(f"Account names of {home_page} in {source} are {meaning.replace('-', ' ')}.")
