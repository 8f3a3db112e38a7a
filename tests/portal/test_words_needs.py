"""Every topic of the home has its sentence, and no sentence is without its topic."""

from __future__ import annotations

from portal.queries.home_lines import HomeLine
from portal.queries.needs import NEEDS, TODAY, WORKED_OUT
from portal.words import needs


def test_each_topic_of_the_home_is_said_by_its_name() -> None:
    assert set(NEEDS) | set(WORKED_OUT) == set(needs.NEEDS)
    assert set(TODAY) == set(needs.TODAY)


def test_every_topic_gives_the_columns_of_a_line_in_their_order() -> None:
    columns = [name for name in HomeLine.__dataclass_fields__ if name != "kind"]

    assert {name: list(each.lines.subquery().c.keys()) for name, each in {**NEEDS, **TODAY}.items()} == dict.fromkeys(
        {**NEEDS, **TODAY}, columns
    )
