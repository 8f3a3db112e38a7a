"""Where a person's access waits for an approval on a day, and whether access ever rested on one that was given.

Both are asked of the story that decides access itself, so that no other rule says when an approval is needed: asked
again after a lapse, a return or a move to another school, and never at renewal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from household.access.rules.facts import Approval, Facts
from household.access.rules.history import history
from household.access.rules.policy import Policy, policy_in_force
from household.access.rules.requirements import approved_on
from household.access.rules.story import Story


def places_to_ask(facts: Facts, policies: Sequence[Policy], on: date, *, year_starts: str) -> tuple[str, ...]:
    """The places of the jobs standing on the day whose track asks for an approval that is not there, each once.

    Whether the courses are done makes no difference: one may ask before.
    """
    story = Story(facts, policies, year_starts=year_starts)
    story.play(through=on)
    policy = policy_in_force(policies, on) if story.term is None else story.term.policy
    places: dict[str, None] = {}
    for post in story.standing:
        track, place = post.track_under(policy), post.job.location
        if track is None or not track.approval or not place or post in story.carrying:
            continue
        if approved_on(story.record.approvals, place, story.counts_from) is None:
            places[place] = None
    return tuple(places)


def has_borne_access(
    facts: Facts, approval: Approval, policies: Sequence[Policy], on: date, *, year_starts: str
) -> bool:
    """Whether on a day up to `on` there was access that would not have been there, or not so, without the approval.

    A revocation hides access and takes nothing of what it rested on, and access given by hand rests on no approval:
    both are left out of account.
    """
    left = list(facts.approvals)
    left.remove(approval)
    with_it = replace(facts, revocations=(), grants=())
    without = replace(with_it, approvals=tuple(left))
    return _days_of_access(with_it, policies, on, year_starts) != _days_of_access(without, policies, on, year_starts)


def _days_of_access(facts: Facts, policies: Sequence[Policy], on: date, year_starts: str) -> set[tuple[date, date]]:
    """The unbroken accesses up to the day, by the first day of each and the last day known of it."""
    return {
        (each.since, min(each.ends or date.max, on))
        for each in history(facts, policies, year_starts=year_starts)
        if each.has_access and each.since is not None and each.starts <= on
    }
