"""What the roster feed hands to the rooms above about students: whoever enrolls is prepared in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask

from accounts.models import Account, PreparedAccount
from accounts.queries import prepared_username
from district.feeds import followers
from district.models import Enrollment, FeedRun
from tests.district.feeding import Feeding, number_of, person_of
from tests.district.packages import Roster


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Iterator[Feeding]:
    with app.app_context():
        yield Feeding(tmp_path)


def test_students_are_prepared_when_they_enroll(bring: Feeding) -> None:
    bring(Roster())

    assert prepared_username(person_of("amy").id) == "amy.reyes29"
    assert prepared_username(person_of("ben").id) == "ben.reyes31"
    assert [number_of(PreparedAccount), number_of(Account)] == [2, 0]


def test_a_rehearsed_import_prepares_nobody(bring: Feeding) -> None:
    bring(Roster(), is_rehearsal=True)

    assert number_of(PreparedAccount) == 0


def test_who_comes_into_the_sixth_grade_is_prepared_and_keeps_the_name(bring: Feeding) -> None:
    roster = Roster()
    roster.change("users", "amy", grades="05")
    bring(roster)
    assert prepared_username(person_of("amy").id) is None

    roster.change("users", "amy", grades="06")
    bring(roster)
    assert prepared_username(person_of("amy").id) == "amy.reyes33"

    roster.change("users", "amy", grades="07", familyName="Reyes-Lopez")
    bring(roster)
    assert prepared_username(person_of("amy").id) == "amy.reyes33"


def test_who_leaves_and_comes_back_finds_the_same_name(bring: Feeding) -> None:
    whole, without = Roster(), Roster()
    without.drop("roles", "role-amy")
    bring(whole)
    bring(without)
    bring(whole)

    assert prepared_username(person_of("amy").id) == "amy.reyes29"
    assert number_of(PreparedAccount) == 2


def test_what_cannot_be_prepared_leaves_nothing_of_the_import(bring: Feeding, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(person_ids: Sequence[int], **told: object) -> None:
        raise RuntimeError("no room for another name")

    monkeypatch.setattr(followers, "_enrolled", [breaks])
    with pytest.raises(RuntimeError, match="no room"):
        bring(Roster())

    assert [number_of(FeedRun), number_of(Enrollment), number_of(PreparedAccount)] == [0, 0, 0]


def test_who_enrolls_is_told_once_and_whose_class_changes_is_not(
    bring: Feeding, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[int]] = []
    monkeypatch.setattr(followers, "_enrolled", [lambda people, **more: told.append(list(people))])
    roster = Roster()
    bring(roster)
    roster.change("courses", "alg", title="Algebra II")
    bring(roster)

    assert told == [sorted((person_of("amy").id, person_of("ben").id))]
