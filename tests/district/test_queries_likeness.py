"""Who on record may be somebody described: by name where the birth date may be theirs, and by what else agrees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from sqlalchemy import Engine

from demo import people
from district.actions.search_terms import refresh_terms
from district.queries.likeness import MOST_OF_A_KIND, candidates_for
from district.rules.likeness import Traits, likeness
from foundation import clock, db

BORN = date(2015, 3, 4)
WANTED = Traits(first_name="Maria", last_name="Garcia", birth_date=BORN, phones=frozenset({"3035550101"}))


def on_record(births: Iterable[date | None], *, last: str = "Garcia", phone: str = "") -> list[int]:
    with db.transaction():
        made = [people.a_person("Maria", last, born=each, phone=phone).id for each in births]
        refresh_terms(made, on=clock.today())
    return made


def found(wanted: Traits) -> set[int]:
    db.close()
    return {each.person_id for each in candidates_for(wanted)}


@pytest.mark.parametrize(
    ("born", "is_found"),
    [
        (BORN, True),
        (None, True),
        (date(2015, 4, 3), True),
        (date(2015, 3, 5), True),
        (date(2016, 3, 4), True),
        (date(2016, 3, 5), False),
        (date(1979, 11, 30), False),
    ],
    ids=["the same", "unknown", "day and month", "a day off", "a year off", "two digits off", "another"],
)
def test_a_namesake_is_found_whose_birth_date_may_be_this_one(
    database: Engine, born: date | None, is_found: bool
) -> None:
    made = on_record([born])

    assert found(WANTED) == (set(made) if is_found else set())


def test_every_namesake_is_found_of_whom_the_birth_date_is_not_told(database: Engine) -> None:
    made = on_record([BORN, None, date(1979, 11, 30)])

    assert found(Traits(first_name="Maria", last_name="Garcia")) == set(made)


def test_a_namesake_of_another_birth_date_is_found_by_what_else_agrees(database: Engine) -> None:
    (made,) = on_record([date(1979, 11, 30)], phone="+13035550101")

    assert found(WANTED) == {made}


def test_hundreds_of_other_namesakes_do_not_hide_the_right_one(database: Engine) -> None:
    on_record(date(1940 + n // 12, n % 12 + 1, 28) for n in range(MOST_OF_A_KIND + 40))
    (mother,) = on_record([None])

    assert found(WANTED) == {mother}


@pytest.mark.parametrize("last", ["Garcia", "García-López", "Lopez Garcia"])
def test_who_is_left_out_for_the_birth_date_would_not_have_been_worth_a_look(database: Engine, last: str) -> None:
    """The rule takes off more for another birth date than any name adds above what is worth a look."""
    on_record([date(1979, 11, 30)], last=last)
    other = Traits(first_name="Maria", last_name=last, birth_date=date(1979, 11, 30))

    assert found(WANTED) == set()
    assert likeness(WANTED, other) is None
