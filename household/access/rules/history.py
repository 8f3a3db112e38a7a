"""From the facts of one person to the days on which each answer holds, from the first fact to for ever.

The story is played day by day over the few days on which anything can change. What is known on a day are the facts
dated by then; the ends of jobs and terms, and jobs that begin later, are known ahead, but only bound an access or
carry it on. Where the rules of S2 leave a case open:

- How a term is earned and renewed stands in `earning.py`, what counts in `requirements.py`, departures in `jobs.py`.
- **A term may be renewed while no job carries it** (over a summer between two assignments, while an approval is
  awaited, while access is revoked): training is one thing, the job another.
- **Where the version that governs added years has no track for the job**, access ends with the old term's last day.
- **A change of job** is judged where no job that carried the term goes on and another, begun later, stands: by its
  role, team and category for `on_job_change`, by its place for `on_location_change`; where both changed, the stricter
  answer. A second job beside the first is no change. A new assignment like the last one carries the term on.
- **After a lapse the job may end too**: then the answer is `ended` while no track applies.
- **After a term is over facts count from the first day without access**: of the lapse, or of the job's end.
- **A revocation hides the right and a grant by hand lends it; neither stops a clock**: see `laying.py`.
- **Days decide, not moments**: a term that begins on the very day the old one is over is the same unbroken access.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from household.access.rules.answers import Segment, State
from household.access.rules.facts import Facts
from household.access.rules.laying import told
from household.access.rules.policy import Policy
from household.access.rules.story import Story


def history(facts: Facts, policies: Sequence[Policy], *, year_starts: str) -> tuple[Segment, ...]:
    """The days on which each answer holds, one after another without a gap; nothing where there are no facts."""
    story = Story(facts, policies, year_starts=year_starts)
    story.play()
    return told(story)


def holding(segments: Sequence[Segment], on: date) -> Segment:
    """The one that holds the day; before the first fact, one that says that there is nothing."""
    for each in segments:
        if each.starts <= on and (each.ends is None or on < each.ends):
            return each
    return Segment(on, None, State.NONE, "", None, None, None, None, None)
