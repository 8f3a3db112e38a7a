"""The face of household access: who holds the right today, over which schools, and what a refusal says.

Every answer is decided from the facts at that moment by the one pure function, so that nothing that was due in the
night can leave anyone in who should be out, nor out who should be in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import Flask, Response, current_app, make_response, render_template
from flask_login import current_user

from accounts.queries import SignedIn
from district.feeds.followers import Effect
from district.queries import current_schools_of
from foundation import clock
from foundation.audit import Actor
from foundation.settings import Settings
from foundation.web import gates
from household.access import actions, queries, words
from household.access.queries import Rulebook, approvals, approvers
from household.access.rules.answers import Answer
from household.access.rules.approvals import ApprovalRules
from household.access.rules.facts import Facts
from household.access.rules.policy import Policy, policy_in_force
from household.access.rules.policy_reading import HOUSEHOLD
from household.access.rules.quiz import QuizWindow, quiz_window
from household.access.words import headlines

Happening = tuple[str, str, date, str]
Teller = Callable[[int], Sequence[Happening]]
_tellers: list[Teller] = []

RECORDS = "household.records"
ROLE = "household-access"

PRINCIPAL, DELEGATE = approvers.PRINCIPAL, approvers.DELEGATE
"""The derived roles of those who answer requests for approval."""


class NoAccess(Exception):
    """Someone is about to use a right that they do not hold on this day."""

    def __init__(self, person_id: int, answer: Answer) -> None:
        super().__init__(f"Person {person_id} has no household access: {answer.state.value}.")
        self.person_id = person_id
        self.answer = answer


@dataclass(frozen=True)
class Scope:
    """Whose families the right reaches: everybody's, or those of students at these schools."""

    everywhere: bool = False
    school_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class QuizDoor:
    """How the recertification quiz stands for one person on a day: open, or shut for the reason the window names."""

    window: QuizWindow
    course: str
    """The code of the course that passing it completes, by the policy in force."""
    answer: Answer
    """How the person stands on that day."""

    @property
    def refusal(self) -> str:
        """Why it is shut, as a code; empty while it is open."""
        return "" if self.window.refusal is None else self.window.refusal.value


def rulebook(area: str = HOUSEHOLD) -> Rulebook:
    """The rules of an access area, by this installation's school year. Raises NoSuchArea."""
    settings: Settings = current_app.config["HEARTH"]
    return queries.rulebook(year_starts=settings.school_year_starts, area=area)


def rules_of(area: str) -> Rulebook:
    """The same for an area that may be a draft yet: no versions, where none names it."""
    return book_of(area, queries.policies(area))


def book_of(area: str, versions: tuple[Policy, ...]) -> Rulebook:
    """These versions as the rules of an area, by this installation's school year."""
    settings: Settings = current_app.config["HEARTH"]
    return Rulebook(versions, settings.school_year_starts, area)


def rulebooks(*, on: date) -> tuple[Rulebook, ...]:
    """The rules of every access area that has begun by the day, household first."""
    settings: Settings = current_app.config["HEARTH"]
    return queries.rulebooks(year_starts=settings.school_year_starts, on=on)


def answer_for(person_id: int, *, on: date, area: str = HOUSEHOLD) -> Answer:
    """How a person stands on a day and why, from all facts known now. Two statements."""
    book = rulebook(area)
    return book.standing(queries.facts_of(person_id, book), on=on)


def holds(account: SignedIn) -> bool:
    """Whether whoever is signed in holds the right today."""
    return account.account_kind == "staff" and own_answer(account, rulebook(), on=clock.today()).has_access


def own_answer(account: SignedIn, book: Rulebook, *, on: date) -> Answer:
    """How whoever is signed in stands, in one statement; the request knows then which derived roles they hold."""
    facts, answering = approvers.own_facts(account.person_id, book, ours=approval_rules(), on=on)
    return _know(account, facts[account.person_id], answering, book, on=on)


def facts_beside_own(account: SignedIn, person_id: int, book: Rulebook, *, on: date) -> Facts:
    """The facts of somebody else, with one's own in the same statement: `own_answer` is known then, too."""
    ours = approval_rules()
    facts, answering = approvers.own_facts(account.person_id, book, ours=ours, on=on, beside=(person_id,))
    _know(account, facts[account.person_id], answering, book, on=on)
    return facts[person_id]


def _know(account: SignedIn, facts: Facts, answering: Collection[str], book: Rulebook, *, on: date) -> Answer:
    """What follows from one's own facts, kept for this request."""
    answer = book.standing(facts, on=on)
    account.derived[ROLE] = answer.has_access
    account.known.update({each: each in answering for each in (PRINCIPAL, DELEGATE)})
    account.known[ROLE] = (answer, book)
    return answer


def own_scope(account: SignedIn, *, on: date) -> Scope:
    """What the right reaches for whoever is signed in, by the answer the gate of this request was given."""
    if ROLE not in account.known:
        own_answer(account, rulebook(), on=on)
    answer, book = cast("tuple[Answer, Rulebook]", account.known[ROLE])
    return _scope(account.person_id, answer, book, on=on)


def require(person_id: int, *, on: date) -> Answer:
    """Look again where the writing happens, inside its transaction. Raises NoAccess."""
    answer = answer_for(person_id, on=on)
    if not answer.has_access:
        raise NoAccess(person_id, answer)
    return answer


def scope_of(person_id: int, *, on: date) -> Scope:
    """What the right reaches on a day; nothing without it. Central staff everywhere, school staff where they work."""
    book = rulebook()
    return _scope(person_id, book.standing(queries.facts_of(person_id, book), on=on), book, on=on)


def _scope(person_id: int, answer: Answer, book: Rulebook, *, on: date) -> Scope:
    if not answer.has_access:
        return Scope()
    if _is_central(person_id, answer, book, on=on):
        return Scope(everywhere=True)
    return Scope(school_ids=current_schools_of(person_id, on=on))


def quiz_door(person_id: int, *, on: date) -> QuizDoor:
    """Whether the person may take the quiz on a day, from all facts known now. Two statements."""
    book = rulebook()
    facts = queries.facts_of(person_id, book)
    return QuizDoor(
        window=quiz_window(facts, book.policies, on, year_starts=book.year_starts),
        course=policy_in_force(book.policies, on).quiz_course,
        answer=book.standing(facts, on=on),
    )


def why_shut(door: QuizDoor) -> tuple[str, list[str]]:
    """Why the quiz is shut, in a sentence of the reader's language, and what to do next."""
    voice = voice_for(door.answer)
    return voice.refusal(door.window), [voice.step(each) for each in door.answer.next_steps]


def _is_central(person_id: int, answer: Answer, book: Rulebook, *, on: date) -> bool:
    """By the track; where access was given by hand to a job without one, by the jobs that stand."""
    if answer.track:
        return book.category_of(answer.track) == "central"
    jobs = queries.facts_of(person_id, book).jobs
    return any(each.category == "central" and each.stands_on(on) for each in jobs)


def approval_rules() -> ApprovalRules:
    """What this installation says of approvals."""
    return approval_rules_of(current_app.config["HEARTH"])


def approval_rules_of(settings: Settings) -> ApprovalRules:
    """The same, from settings at hand."""
    return ApprovalRules(
        leading=settings.approver_job_roles,
        reminder_days=tuple(sorted({int(each) for each in settings.approval_reminder_days})),
        dots_after=settings.approval_dots_days,
        closures=settings.closures,
        public_url=settings.public_url,
    )


def answers_as(role: str, account: SignedIn) -> bool:
    """Whether whoever is signed in has one of the roles that answer requests for approval; both are asked at once."""
    if role not in account.known:
        found = frozenset[str]()
        if account.account_kind == "staff":
            found = approvers.roles_for(account.person_id, ours=approval_rules(), on=clock.today())
        account.known.update({each: each in found for each in (PRINCIPAL, DELEGATE)})
    return bool(account.known[role])


def tell_also(teller: Teller) -> None:
    """Have `teller` asked for what another room knows of one person's way to access; twice changes nothing.

    It answers lines of the timeline: a sign (`good`, `bad`, `wait` or none), what happened, its district day, and more.
    """
    if teller not in _tellers:
        _tellers.append(teller)


def also_happened(person_id: int) -> tuple[Happening, ...]:
    """What the rooms above know of one person, for the timeline of their access."""
    return tuple(each for teller in _tellers for each in teller(person_id))


def follow(person_ids: Sequence[int], *, at: datetime, today: date, by: Actor) -> None:
    """What the feeds call where they stored facts: access in every area follows them in the same transaction."""
    for book in rulebooks(on=today):
        actions.refresh(person_ids, book=book, at=at, today=today, by=by)


def would_lose(assignment_ids: Sequence[int], *, today: date) -> Collection[int]:
    """Who has access today and would be without it if these jobs ended today."""
    return queries.losing(assignment_ids, rulebook(), on=today)


def foretell(person_ids: Sequence[int], *, today: date) -> Sequence[Effect]:
    """Whose access changes by the facts that the open transaction has just stored, and why: losses first.

    What a rehearsed feed asks before it takes all of it back.
    """
    book = rulebook()
    found = actions.foretold(person_ids, book=book, today=today)
    names = approvals.names_of([each.person_id for each in found])
    voice = words.Voice(book.policies, queries.place_names({p for each in found for p in _places_of(each.answer)}))
    return [
        Effect(
            each.person_id,
            names[each.person_id],
            each.prospect.kind.value,
            " ".join([words.prospect(each.prospect), *map(voice.reason, each.why)]),
        )
        for each in found
    ]


def explain_refusals(app: Flask) -> None:
    """Answer whoever is refused for want of this right with how they stand and what to do next."""
    gates.explain(RECORDS, _explain)
    app.register_error_handler(NoAccess, _explain_late)


def _explain() -> Response | None:
    """The page for staff; others have nothing to do with this right."""
    if getattr(current_user, "account_kind", "") != "staff":
        return None
    return _page(answer_for(current_user.person_id, on=clock.today()))


def _explain_late(refused: NoAccess) -> Response:
    """The right ended while a form stood open."""
    return _page(refused.answer)


def _page(answer: Answer) -> Response:
    voice = voice_for(answer)
    response: Response = make_response(
        render_template(
            "access/no_access.html",
            headline=headlines.own(answer),
            sign=headlines.STAMPS[answer.state],
            follows=headlines.what_follows(answer),
            reasons=[voice.reason(each) for each in answer.reasons],
            next_steps=[voice.step(each) for each in answer.next_steps],
        ),
        403,
    )
    return response


def voice_for(answer: Answer, *, area: str = HOUSEHOLD) -> words.Voice:
    """Who says an answer: with the names of the places it speaks of."""
    return words.Voice(rulebook(area).policies, queries.place_names(_places_of(answer)), area=area)


def _places_of(answer: Answer) -> set[str]:
    """The codes of the places an answer speaks of."""
    reasons = [*answer.reasons, *(each.missing for each in answer.requirements if each.missing is not None)]
    told = {each.location for each in reasons} | {each.other_location for each in reasons}
    told |= {each.location for each in answer.next_steps} | {each.location for each in answer.requirements}
    return told - {""}
