"""Whether one person is of a colleague's own family; the ways into it are told in the editor's tests of reach."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from demo import people, places
from district.queries.own_family import is_of_own_family
from foundation import db

TODAY = date(2026, 11, 18)


def test_oneself_and_one_s_child_are_own_family_and_a_neighbour_is_not(database: Engine) -> None:
    with db.transaction():
        me = people.a_person("Tess", "Moran")
        child = people.a_student("Kit", "Moran", school=places.a_school("Elm School"))
        people.a_relationship(me, child)
        neighbour = people.a_person("Nan", "Cole")
    db.close()

    own = {each.id for each in (me, child, neighbour) if is_of_own_family(each.id, reader_id=me.id, on=TODAY)}

    assert own == {me.id, child.id}
