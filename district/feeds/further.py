"""Telephones, e-mail and postal addresses beyond the ones used first, where a format tells of several and their kinds.

They follow the person: only of someone whose record says something new are they compared. What the feed no longer
says ends; nothing is deleted.
"""

from __future__ import annotations

from district.feeds.staging import Stage

FIRST = "('email', 'phone', 'sms')"
"""Types of the contact points used first; `people.py` has them."""
_CHANGED = "FROM todo_person t JOIN in_user u ON u.n = t.n JOIN in_user_more m ON m.key = u.key"
_LINES = ("line_1", "line_2", "city", "state", "postal_code")
_SAME_LINES = " AND ".join(f"x.{line} = i.{line}" for line in _LINES)
_MINE = "source = :source AND ends IS NULL"


def end(stage: Stage) -> None:
    """End what the people of the difference no longer say, before anything new takes its place."""
    if not stage.number(f"SELECT count(*) {_CHANGED} WHERE t.source_id IS NOT NULL"):
        return
    theirs = f"person_id IN (SELECT t.person_id {_CHANGED} WHERE t.source_id IS NOT NULL)"
    stage.run(
        f"UPDATE contact_point SET ends = :today WHERE {_MINE} AND type NOT IN {FIRST} AND {theirs} AND id NOT IN ("
        "SELECT x.id FROM contact_point x JOIN todo_person t ON t.person_id = x.person_id JOIN in_user u ON u.n = t.n "
        "JOIN in_contact i ON i.user_key = u.key AND i.kind = x.kind AND i.type = x.type AND i.value = x.value)"
    )
    stage.run(
        f"UPDATE person_address SET ends = :today WHERE {_MINE} AND NOT is_main AND {theirs} AND id NOT IN ("
        "SELECT x.id FROM person_address x JOIN todo_person t ON t.person_id = x.person_id "
        f"JOIN in_user u ON u.n = t.n JOIN in_address i ON i.user_key = u.key AND i.kind = x.kind AND {_SAME_LINES})"
    )


def write(stage: Stage) -> None:
    """Write what is new, and the kinds of what is used first."""
    for field in ("email", "phone"):
        stage.run(
            f"UPDATE contact_point SET label = v.label FROM (SELECT t.person_id, m.{field}_label AS label {_CHANGED} "
            f"WHERE t.source_id IS NOT NULL) v WHERE contact_point.person_id = v.person_id "
            f"AND contact_point.type = '{field}' AND contact_point.source = :source AND contact_point.ends IS NULL"
        )
    stage.run(
        f"UPDATE person_address SET kind = v.kind FROM (SELECT t.person_id, m.address_kind AS kind {_CHANGED} "
        "WHERE t.source_id IS NOT NULL) v WHERE person_address.person_id = v.person_id AND person_address.is_main "
        "AND person_address.source = :source AND person_address.ends IS NULL"
    )
    stage.run(
        "INSERT INTO contact_point (person_id, kind, type, value, is_valid, label, source, starts) "
        f"SELECT t.person_id, i.kind, i.type, i.value, i.is_valid, '', :source, :today {_CHANGED} "
        "JOIN in_contact i ON i.user_key = u.key WHERE NOT EXISTS (SELECT 1 FROM contact_point x "
        "WHERE x.person_id = t.person_id AND x.source = :source AND x.kind = i.kind AND x.type = i.type "
        "AND x.ends IS NULL)"
    )
    lines = ", ".join(_LINES)
    stage.run(
        f"INSERT INTO person_address (person_id, {lines}, kind, is_main, source, starts) "
        f"SELECT t.person_id, {', '.join(f'i.{line}' for line in _LINES)}, i.kind, false, :source, :today {_CHANGED} "
        "JOIN in_address i ON i.user_key = u.key WHERE NOT EXISTS (SELECT 1 FROM person_address x "
        "WHERE x.person_id = t.person_id AND x.source = :source AND x.kind = i.kind AND x.ends IS NULL)"
    )
