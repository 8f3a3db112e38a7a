"""Filling an empty database with the demo district, and handing out codes to try."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum

from sqlalchemy import exists, select

from accounts.actions import prepare_students
from accounts.models import Account
from accounts.queries import students_unprepared
from demo import colleagues, families, supported
from demo.answered import some_closed_cases
from demo.asking import some_families_ask
from demo.attendance import some_were_absent
from demo.broken import some_records_are_broken
from demo.cast import SOURCE
from demo.conditions import some_conditions
from demo.disclosures import some_disclosures
from demo.events import DemoLoaded
from demo.excuses import some_excuses
from demo.fees import some_fees
from demo.grades import some_work_is_graded
from demo.health import some_immunizations
from demo.hiding import some_pages_are_hidden
from demo.lately import some_things_happen
from demo.limits import some_limits
from demo.messages import some_messages
from demo.open_cases import some_open_cases
from demo.quizzes import some_took_the_quiz
from demo.reached import some_are_reached
from demo.report_cards import some_report_cards
from demo.staff import a_staff
from demo.standing import some_notices
from demo.supported import some_organizations
from demo.training import some_courses_wait
from demo.transcripts import some_transcripts
from demo.ways_in import some_come_in
from demo.worked import some_desk_work
from demo.world import SignIn, a_world
from district.actions.proposals import keep_proposals
from district.models import Person, School
from district.report_card_store import store_in
from district.rules.calendar import year_of
from foundation import audit, db
from foundation.audit import Actor
from foundation.settings import Settings
from household.access import queries as access
from household.quiz.actions import load as load_questions
from household.quiz.queries import bank
from household.quiz.rules.attempts import Limits
from portal.actions.issuing import issue_code
from portal.rules import codes
from portal.rules.codes import Delivery, Kind


class Found(Enum):
    """What a database holds before the demo is loaded."""

    NOTHING = "nothing"
    THE_DEMO = "the-demo"
    SOMETHING_ELSE = "something-else"


@dataclass(frozen=True)
class ToTry:
    """One thing to try at the door: a user name, or a code in its place."""

    person: str
    kind: str
    shows: str
    username: str = ""
    code: str = ""

    def plain(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


def found() -> Found:
    """Whether the database is empty, holds the demo, or holds someone's records."""
    if db.session().scalar(select(exists().where(School.source == SOURCE))):
        return Found.THE_DEMO
    holds = any(db.session().scalar(select(exists().select_from(each))) for each in (Person, School, Account))
    return Found.SOMETHING_ELSE if holds else Found.NOTHING


def load(*, password_hash: str, settings: Settings, today: date, by: Actor, at: datetime) -> list[ToTry]:
    """Write families and staff as of `today`, and give each of those without an account a fresh code."""
    world = a_world(today=today, at=at, password_hash=password_hash)
    book = access.rulebook(year_starts=settings.school_year_starts)
    staff = a_staff(world, book=book, password_hash=password_hash, by=by, at=at)
    load_questions(bank.starter(), source="starter", only_missing=True, by=by, at=at)
    limits = Limits(settings.quiz_questions, settings.quiz_pass_percent, settings.quiz_attempts_a_day)
    some_took_the_quiz(staff, year=year_of(today, starts=settings.school_year_starts), limits=limits)
    some_come_in(world, settings=settings, by=by, at=at)
    some_things_happen(staff, world.town, book=book, settings=settings, today=today, by=by, at=at)
    some_courses_wait(today=today, at=at)
    some_records_are_broken(world.town, today=today, at=at)
    some_pages_are_hidden(staff, settings=settings, today=today, at=at)
    some_work_is_graded(world, at=at)
    some_were_absent(world)
    some_excuses(world, staff, today=today, at=at)
    some_are_reached(world, today=today, at=at)
    some_families_ask(world, staff, settings=settings, today=today, at=at)
    keep_proposals(by=by, at=at)
    some_disclosures(world, staff, today=today, at=at)
    some_immunizations(world)
    some_conditions(world, at=at)
    some_fees(world)
    some_transcripts(world)
    some_report_cards(world, store=store_in(settings.instance))
    some_limits(world, settings=settings, today=today, at=at)
    some_messages(world, staff, settings=settings, today=today, at=at)
    desk = some_organizations(world, staff, book=book, password_hash=password_hash, by=by, at=at)
    some_closed_cases(desk, at=at)
    some_notices(desk, at=at)
    some_desk_work(desk, at=at)
    some_open_cases(desk, world, at=at)
    everyone = (*world.everyone, *world.town.staff.values(), *staff.everyone, *desk.everyone)
    people = {each.id for each in everyone}
    sign_ins = (*world.sign_ins, *staff.sign_ins, *desk.sign_ins)
    _prepare_students(settings=settings, today=today, by=by, at=at)
    audit.record(DemoLoaded(people=len(people), accounts=len(sign_ins)), by=by, at=at)
    return [*map(_to_try, sign_ins), *fresh_codes(settings=settings, by=by, at=at)]


def _prepare_students(*, settings: Settings, today: date, by: Actor, at: datetime) -> None:
    """Keep the user names of the students who may have an account, as an import of the roster does."""
    for portion in students_unprepared(grades=settings.student_account_grades, on=today):
        prepare_students(portion, settings=settings, on=today, by=by, at=at)


def fresh_codes(*, settings: Settings, by: Actor, at: datetime) -> list[ToTry]:
    """A new code for each of the demo's people who still may activate an account; their older codes end."""
    given = []
    for person, kind, shows in _still_without_account():
        issued = issue_code(person.id, kind=Kind(kind), delivery=Delivery.LETTER, settings=settings, by=by, at=at)
        given.append(ToTry(person.full_name, kind, shows, code=codes.grouped(issued.code)))
    return given


def known_sign_ins() -> list[ToTry]:
    """The demo's accounts, in a database that holds it."""
    named = db.session().execute(select(Account.username, Person).join(Person, Person.id == Account.person_id))
    people = {username: person.full_name for username, person in named}
    staff = ((name, username, "staff", shows) for name, username, shows in colleagues.SIGN_INS)
    desk = (("", *each) for each in supported.SIGN_INS)
    return [
        ToTry(people[username], kind, shows, username=username)
        for _, username, kind, shows in (*families.SIGN_INS, *staff, *desk)
        if username in people
    ]


def _to_try(sign_in: SignIn) -> ToTry:
    return ToTry(sign_in.person.full_name, sign_in.kind, sign_in.shows, username=sign_in.username)


def _still_without_account() -> list[tuple[Person, str, str]]:
    """Of the demo's people to activate, those without an account of the kind: person, kind, what it shows."""
    waiting: list[tuple[Person, str, str]] = []
    for _, first_name, marker, kind, shows in families.WITHOUT_ACCOUNT:
        has_account = exists().where(Account.person_id == Person.id, Account.kind == kind)
        named = select(Person).where(Person.first_name == first_name, Person.middle_name == marker, ~has_account)
        waiting.extend((person, kind, shows) for person in db.session().scalars(named))
    return waiting
