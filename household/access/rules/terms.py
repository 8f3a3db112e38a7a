"""When a term ends, when it may be renewed, and how fresh a course must be: whole school years, counted once.

`year_starts` is SCHOOL_YEAR_STARTS. Answers are kept (`lru_cache`): a district has few days and many people. That is
also why nothing here is asked by keyword: a kept answer is then found twice as fast.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from district.rules.calendar import year_from, year_of

DAY = timedelta(days=1)
_DAYS_KEPT = 1 << 15


@lru_cache(maxsize=_DAYS_KEPT)
def first_term_ends(met_on: date, years: int, year_starts: str) -> date:
    """The first day after a term whose last requirement was met on `met_on`: that school year counts as the first."""
    return year_from(year_of(met_on, starts=year_starts).starts.year + years, starts=year_starts).starts


@lru_cache(maxsize=_DAYS_KEPT)
def renewed_term_ends(ends: date, years: int, year_starts: str) -> date:
    """The first day after a term that ended before `ends` and was given `years` school years more."""
    return year_from(year_of(ends - DAY, starts=year_starts).starts.year + 1 + years, starts=year_starts).starts


@lru_cache(maxsize=_DAYS_KEPT)
def window_opens_on(term_ends: date, opens: str, year_starts: str) -> date:
    """The first day to renew: `opens` (`MM-DD`) in the last school year of the term that ends before `term_ends`."""
    last_year = year_of(term_ends - DAY, starts=year_starts)
    month, day = opens.split("-")
    same = date(last_year.starts.year, int(month), int(day))
    return same if same in last_year else date(last_year.starts.year + 1, int(month), int(day))


@lru_cache(maxsize=_DAYS_KEPT)
def fresh_from(met_on: date, years: int, year_starts: str) -> date:
    """The first day on which a course counts towards a term whose last requirement is met on `met_on`."""
    return year_from(year_of(met_on, starts=year_starts).starts.year - years, starts=year_starts).starts


@lru_cache(maxsize=_DAYS_KEPT)
def stale_on(completed_on: date, years: int, year_starts: str) -> date:
    """The first day on which a course finished on `completed_on` counts no more towards a term that begins then."""
    return year_from(year_of(completed_on, starts=year_starts).starts.year + years + 1, starts=year_starts).starts
