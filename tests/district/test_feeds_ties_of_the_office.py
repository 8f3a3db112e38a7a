"""Feed or office over one relationship: an edit stands until the feed's own value of that field changes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from district.models import QueuedRow, TieEdit
from foundation import clock, db
from tests.district.feeding import Feeding, number_of, office_says, person_of, queued, tie
from tests.district.packages import Roster

DAY = timedelta(days=1)


@pytest.fixture
def bring(database: Engine, tmp_path: Path) -> Feeding:
    feeding = Feeding(tmp_path)
    feeding(Roster())
    return feeding


def with_role(role: str, **dates: str) -> Roster:
    roster = Roster()
    roster.change("roles", "role-gina", role=role, **dates)
    return roster


def question() -> dict[str, Any]:
    db.close()
    return dict(db.session().scalars(select(QueuedRow)).one().data)


EDITS = ({"type": "grandparent"}, {"guardian": False}, {"portal": False}, {"lives_with": True}, {"may_pick_up": True})


@pytest.mark.parametrize("said", EDITS)
def test_a_replay_and_other_changes_of_the_feed_undo_no_edit(bring: Feeding, said: dict[str, Any]) -> None:
    office_says(tie("gina", "amy"), **said)
    bring(Roster())
    other = Roster()
    other.change("users", "amy", grades="11")
    bring(other)

    assert {name: getattr(tie("gina", "amy"), name) for name in said} == said
    assert queued() == []


def test_a_tie_the_office_ended_stays_ended_when_the_feed_changes_something_else(bring: Feeding) -> None:
    office_says(tie("gina", "amy"), ends=clock.today())
    bring(with_role("guardian"))

    assert tie("gina", "amy").ends == clock.today()
    assert tie("gina", "amy").type == "guardian"
    assert queued() == []


def test_a_new_value_of_the_feed_meets_the_edit_in_the_queue(bring: Feeding) -> None:
    office_says(tie("gina", "amy"), type="grandparent")
    bring(with_role("guardian"))

    assert tie("gina", "amy").type == "grandparent"
    assert tie("gina", "ben").type == "guardian"
    assert queued() == [("office-edit", "gina → amy type")]
    data = question()
    assert data["field"] == "type"
    assert (data["office"], data["feed_before"], data["feed_now"]) == ("grandparent", "parent", "guardian")
    assert bring(with_role("guardian")).run_id is None


def test_a_last_day_the_feed_begins_to_tell_meets_the_office_s(bring: Feeding) -> None:
    office_says(tie("gina", "amy"), ends=date(2027, 1, 1))
    bring(with_role("relative", endDate="2027-05-31"))

    assert tie("gina", "amy").ends == date(2027, 1, 1)
    assert queued() == [("office-edit", "gina → amy ends")]


def test_a_feed_that_comes_to_agree_settles_the_edit(bring: Feeding) -> None:
    office_says(tie("gina", "amy"), type="guardian")
    bring(with_role("guardian"))
    assert (number_of(TieEdit), queued()) == (0, [])

    bring(with_role("relative"))
    assert tie("gina", "amy").type == "relative"


@pytest.mark.parametrize("agrees", [True, False])
def test_a_question_that_was_asked_is_answered_when_the_feed_comes_to_agree(bring: Feeding, agrees: bool) -> None:
    office_says(tie("gina", "amy"), type="relative")
    bring(with_role("guardian"))
    bring(with_role("relative" if agrees else "parent"))
    db.close()
    said = db.session().scalars(select(QueuedRow.settled_as)).one()

    assert (said, tie("gina", "amy").type) == ("answered" if agrees else "", "relative")


def test_a_tie_the_feed_drops_asks_where_the_office_has_said_through_when(bring: Feeding) -> None:
    office_says(tie("gina", "amy"), ends=clock.today() + 90 * DAY)
    roster = Roster()
    for key in ("amy", "ben", "gina"):
        roster.change("users", key, agentSourcedIds="")
    bring(roster)

    assert tie("gina", "amy").ends == clock.today() + 90 * DAY
    assert tie("gina", "ben").ends == clock.today()
    assert queued() == [("office-edit", "gina → amy ends")]
    assert question()["feed_now"] == "no longer listed"
    bring(Roster())
    assert (tie("gina", "amy").ends, tie("gina", "ben").ends) == (clock.today() + 90 * DAY, None)


def test_every_change_of_a_feed_takes_the_relationship_on(bring: Feeding) -> None:
    before = tie("gina", "amy").version
    bring(with_role("guardian"))

    assert tie("gina", "amy").version == before + 1
    assert person_of("gina").version == 1
