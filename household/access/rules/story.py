"""One person's story in one access area, played over the few days on which anything can change.

`history.py` tells by which rules. It is made for speed, since a hundred thousand people are played at once: days are
compared, never counted; school years are looked up; courses no policy asks for are left out at the door.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from household.access.rules.answers import EndsBy, ReasonCode, Segment, State
from household.access.rules.earning import Record, Term, earned, renewed
from household.access.rules.facts import Facts
from household.access.rules.jobs import FOREVER, Post, change_to, departures_of, posts_of
from household.access.rules.on_the_way import on_the_way
from household.access.rules.policy import AfterReturn, OnChange, Policy, Track, policy_in_force
from household.access.rules.requirements import CountsFrom, approved_on, taken_by

# Asking an enumeration for a member takes ten times as long as reading a name (Python 3.11), and here it would show.
ACTIVE, RECERTIFY, LAPSED, ENDED = State.ACTIVE, State.RECERTIFY, State.LAPSED, State.ENDED
TERM, JOB = EndsBy.TERM, EndsBy.JOB
KEEP, REASSESS, END = OnChange.KEEP, OnChange.REASSESS, OnChange.END
_segment = Segment._make


class Story:
    """`play` it, then `segments` tell what followed, what people decided aside; the other attributes tell how things
    stand on the last day played."""

    __slots__ = (
        "_had_access",
        "_open",
        "_opened_on",
        "_stale_on",
        "barred",
        "carried",
        "carrying",
        "counts_from",
        "departures",
        "ends_by",
        "grants",
        "has_ended",
        "learned",
        "lost_on",
        "policy",
        "posts",
        "record",
        "revocations",
        "segments",
        "since",
        "standing",
        "term",
        "track",
        "version",
    )

    def __init__(self, facts: Facts, policies: Sequence[Policy], *, year_starts: str) -> None:
        relevant = policies[0].relevant
        for each in policies[1:]:
            relevant = relevant | each.relevant
        taken = taken_by(facts.completions, relevant)
        self.record = Record(taken, facts.approvals, policies, year_starts)
        self.revocations = facts.revocations
        self.grants = facts.grants
        self.learned = sorted([day for days in taken.values() for day in days])
        self.posts = posts_of(facts.jobs)
        self.departures = departures_of(self.posts)
        self.segments: list[Segment] = []
        self.policy = policies[0]
        """The version in force."""
        self.standing: list[Post] = []
        """The jobs that stand."""
        self.term: Term | None = None
        self.carrying: dict[Post, Track] = {}
        """The jobs that carry the term, with their tracks: without one there is no access."""
        self.carried: dict[Post, Track] = {}
        """Those that carry it, or did last."""
        self.counts_from: CountsFrom | None = None
        self.version: int | None = None
        self.track = ""
        self.since: date | None = None
        self.lost_on: date | None = None
        """The first day without access after the last with it."""
        self.ends_by: EndsBy | None = None
        self.has_ended = False
        """The last access ended otherwise than by a lapse."""
        self.barred = False
        """It ended because policy lets no change of job carry a term on."""
        self._had_access = False
        self._stale_on = FOREVER
        self._open: tuple[State, str, date | None, date | None, EndsBy | None, int | None, date | None] | None = None
        self._opened_on = FOREVER

    def play(self, *, through: date = FOREVER) -> None:
        """Tell the story up to and including the day `through`, once."""
        days = self._days_of_facts()
        several = len(self.record.policies) > 1
        place, last = 0, len(days)
        day = days[0] if days else FOREVER
        while day <= through and day < FOREVER:
            if several:
                self.policy = policy_in_force(self.record.policies, day)
            self.standing = [each for each in self.posts if each.starts <= day < each.ends]
            self._settle(day)
            self._tell(day)
            place = bisect_right(days, day, place)
            day = self._own_day_after(day)
            if place < last and days[place] < day:
                day = days[place]
        if self._open is not None:
            self.segments.append(_segment((self._opened_on, None, *self._open)))

    def _days_of_facts(self) -> list[date]:
        """The days on which facts change something, from the first fact on, in order."""
        days = set(self.learned)
        for post in self.posts:
            days.add(post.starts)
            days.add(post.ends)
        for departure in self.departures:
            days.add(departure.back_on)
        for approval in self.record.approvals:
            days.add(approval.approved_on)
        for revocation in self.revocations:
            days.add(revocation.starts)
        for grant in self.grants:
            days.add(grant.starts)
        days.discard(FOREVER)
        if len(self.record.policies) > 1 and days:
            first = min(days)
            days.update([each.starts for each in self.record.policies if each.starts > first])
        return sorted(days)

    def _own_day_after(self, day: date) -> date:
        """The next day that matters though no fact has it: a window opens, a term turns or ends, courses go stale."""
        term = self.term
        if term is None:
            return self._stale_on
        if day < term.opens and (term.turns_on is None or term.opens < term.turns_on):
            return term.opens
        return term.ends if term.turns_on is None else term.turns_on

    def _settle(self, day: date) -> None:
        term = self.term
        if term is not None and term.ends <= day:
            self._run_out(term)
        for departure in self.departures:
            if departure.back_on == day:
                self._come_back(day)
        if (term := self.term) is not None:
            if term.opens <= day and self.learned[-1] >= term.opens:
                term = self.term = renewed(self.record, term, self.learned, self.track, day)
            self._carry(day, term)
        if self.term is None and self.standing:
            self._begin(day)

    def _run_out(self, term: Term) -> None:
        """The term's last day is over, and it was not renewed."""
        if self.carrying:
            self.lost_on = term.ends
            self.has_ended = False
            self._drop(CountsFrom(term.ends, ReasonCode.BEFORE_LAPSE))
        else:
            self._end(term)

    def _come_back(self, day: date) -> None:
        """The first day of a return after a departure."""
        policy = self.policy if self.term is None else self.term.policy
        if policy.after_return is AfterReturn.FULL_COURSES:
            self.has_ended = True
            self._drop(CountsFrom(day, ReasonCode.BEFORE_RETURN))

    def _end(self, term: Term) -> None:
        """The term is over; access ended before it."""
        self.has_ended = True
        self._drop(CountsFrom(self.lost_on or term.ends, ReasonCode.BEFORE_END))

    def _drop(self, counts_from: CountsFrom) -> None:
        self.term = None
        self.carrying = {}
        self.counts_from = counts_from

    def _carry(self, day: date, term: Term) -> None:
        """Find the jobs that carry the running term, or that none does."""
        if term.turns_on is not None and term.turns_on <= day and term.coming is not None:
            term = self.term = term._replace(policy=term.coming, turns_on=None, coming=None)
            self.carried = {}
        fitting = self._fitting(self.standing, self.carried, term.policy, day)
        if fitting:
            self.carrying = self.carried = fitting
            return
        if self.carrying:
            self.lost_on = day
            self.carrying = {}
        if any(change_to(post, self.carried, term.policy) is END for post in self.standing if self.carried):
            self._end(term)
            self.barred = True

    def _fitting(
        self, standing: Sequence[Post], before: dict[Post, Track], policy: Policy, known_by: date
    ) -> dict[Post, Track]:
        """Those of the jobs that carry a term, by approvals known by then; `before`: those that carried it last."""
        fitting: dict[Post, Track] = {}
        for post in standing:
            track = before.get(post) or self._fits(post, before, policy, known_by)
            if track is not None:
                fitting[post] = track
        return fitting

    def _fits(self, post: Post, before: dict[Post, Track], policy: Policy, known_by: date) -> Track | None:
        """The track under which a job takes up a running term, or None: the courses are the term's, so only a track
        and, where it asks for one, the approval are needed."""
        verdict = change_to(post, before, policy) if before else REASSESS
        if verdict is KEEP:
            return next(iter(before.values()))
        track = post.track_under(policy)
        if verdict is END or track is None:
            return None
        if track.approval:
            approval = approved_on(self.record.approvals, post.job.location, self.counts_from)
            return track if approval is not None and approval <= known_by else None
        return track

    def _begin(self, day: date) -> None:
        """Begin the term that a standing job earns, if any: the one that runs longest."""
        since = self.counts_from
        if not self.learned or self.learned[0] > day or (since is not None and self.learned[-1] < since.day):
            return
        best: Term | None = None
        for post in self.standing:
            term = earned(self.record, post, self.policy, day, self.counts_from)
            if term is not None and (best is None or term.ends > best.ends):
                best = term
        if best is not None:
            self.track = best.track.code
            if best.opens <= day:
                best = renewed(self.record, best, self.learned, self.track, day)
            self.term = best
            self.carrying = self.carried = self._fitting(self.standing, {}, best.policy, day)
            self.has_ended = self.barred = False

    def _tell(self, day: date) -> None:
        """Close the segment before, where today differs from it, and open the next."""
        term = self.term
        access_ends: date | None
        self._stale_on = FOREVER
        if term is not None:
            self.version = term.policy.number
        has_access = term is not None and bool(self.carrying)
        if term is not None and has_access:
            state = ACTIVE if day < term.opens else RECERTIFY
            if not self._had_access:
                self.since = day
            self.track = self._shown(term)
            access_ends, self.ends_by = self._carried_until(day, term)
        elif self.version is not None:
            state = LAPSED if term is None and not self.has_ended and self._applies() else ENDED
            access_ends = self.lost_on
        else:
            state, self.track, self._stale_on = on_the_way(
                self.record, self.standing, self.policy, day, self.counts_from
            )
            access_ends = None
        self._had_access = has_access
        now = (state, self.track, self.since, access_ends, self.ends_by, self.version, term and term.ends)
        if now != self._open:
            if self._open is not None:
                self.segments.append(_segment((self._opened_on, day, *self._open)))
            self._open, self._opened_on = now, day

    def _shown(self, term: Term) -> str:
        """The track of the job that carries the term longest; of equals the one shown so far."""
        carrying = self.carrying
        if len(carrying) == 1:
            return next(iter(carrying.values())).code
        longest = max(carrying, key=lambda post: (min(post.ends, term.ends), carrying[post].code == self.track))
        return carrying[longest].code

    def _carried_until(self, day: date, term: Term) -> tuple[date, EndsBy]:
        """The first day without access as far as is known on `day`, and what ends it."""
        if len(self.posts) == 1 and term.turns_on is None:
            ends = self.posts[0].ends
            return (ends, JOB) if ends <= term.ends else (term.ends, TERM)
        turns = {turn for post in self.posts for turn in (post.starts, post.ends)}
        fitting, policy = self.carrying, term.policy
        if term.turns_on is not None:
            turns.add(term.turns_on)
        for turn in sorted(turns):
            if day < turn <= term.ends:
                if turn == term.turns_on and term.coming is not None:
                    fitting, policy = {}, term.coming
                standing = [each for each in self.posts if each.starts <= turn < each.ends]
                fitting = self._fitting(standing, fitting, policy, day)
                if not fitting:
                    return turn, JOB
        return term.ends, TERM

    def _applies(self) -> bool:
        """Whether a track applies to a job that stands."""
        return any(post.track_under(self.policy) is not None for post in self.standing)
