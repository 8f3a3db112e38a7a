"""Who is whose, from a feed that only lists agents.

An agent edge counts when one end is a student and the other holds a guardian-type role (parent, guardian, relative);
edges listed on either end are united. The feed says no more than that, so every flag stays unknown but two: a parent
or guardian is a guardian of record, and the portal flag follows the district's setting. What the office set since
(`TieEdit`) is left alone; where the feed's own value of it changes, the two meet in the queue (`tie_questions`). Where
a file is a delta or absent, what it leaves out is taken from what we hold.
"""

from __future__ import annotations

from typing import Any

from district.feeds.filling import filling
from district.feeds.intake import GUARDIAN_ROLES, Scope, side_of
from district.feeds.queue import ANSWERED
from district.feeds.staging import Stage
from district.rules.tie_questions import OFFICE_EDIT

BATCH = 10_000
SIDE = "user_key, guardian, is_student, is_staff, starts, ends, roles, is_whole"

_LATEST = (
    "CASE WHEN sum(CASE WHEN side = 'guardian' AND ends IS NULL THEN 1 ELSE 0 END) > 0 THEN NULL ELSE max(ends) END"
)
_STRONGEST = "coalesce(min(CASE {} END), '')".format(
    " ".join(f"WHEN role = '{role}' THEN '{place}{role}'" for place, role in enumerate(GUARDIAN_ROLES))
)


def know_sides(stage: Stage, scope: Scope) -> None:
    """Fill `side`: for each user whether a student, staff, or an adult with a guardian-type role, and which."""
    stage.make(
        "side",
        "user_key {name}, guardian TEXT, is_student {flag}, is_staff {flag}, starts {day}, ends {day}, "
        "roles TEXT, is_whole {flag}",
    )
    if scope.modes["in_role"] == "bulk":
        stage.run(
            f"INSERT INTO side ({SIDE}) SELECT user_key, substr({_STRONGEST}, 2), "
            "max(CASE WHEN side = 'student' THEN 1 ELSE 0 END) = 1, "
            "max(CASE WHEN side = 'staff' THEN 1 ELSE 0 END) = 1, "
            f"min(CASE WHEN side = 'guardian' THEN starts END), {_LATEST}, {stage.listed('said')}, true FROM "
            "(SELECT DISTINCT user_key, role, side, starts, ends, role || '@' || org AS said FROM in_role "
            "WHERE NOT gone ORDER BY user_key, said) x GROUP BY user_key"
        )
    else:
        _sides_from_held(stage)
    stage.run(
        f"INSERT INTO side ({SIDE}) SELECT m.key, '', m.kind = 'student', m.kind = 'staff', NULL, NULL, '', true "
        "FROM in_user_more m WHERE NOT EXISTS (SELECT 1 FROM side s WHERE s.user_key = m.key)"
    )
    if scope.modes["in_user"] != "bulk":
        _agents_from_held(stage)
    stage.look_at("side")


def _sides_from_held(stage: Stage) -> None:
    """Roles as held, with those a delta gives or takes."""
    given: dict[str, list[Any]] = {}
    for row in stage.rows("SELECT user_key, role, org, gone, starts, ends FROM in_role ORDER BY n"):
        given.setdefault(row.user_key, []).append(row)
    held = stage.rows(
        "SELECT source_key, roles FROM person_source h LEFT JOIN in_user u ON u.key = h.source_key "
        "WHERE h.source = :source AND coalesce(u.enabled, h.is_active) AND NOT coalesce(u.gone, false)"
    )
    sides = []
    for key, roles in [*((row.source_key, row.roles) for row in held)]:
        sides.append(_side(key, roles, given.pop(key, [])))
    sides += [_side(key, "", rows) for key, rows in given.items()]
    for start in range(0, len(sides), BATCH):
        stage.fill("side", SIDE.split(", "), sides[start : start + BATCH])


def _side(key: str, held: str, given: list[Any]) -> tuple[Any, ...]:
    roles = set(held.split(",")) - {""}
    for row in given:
        said = f"{row.role}@{row.org}"
        roles = roles - {said} if row.gone else roles | {said}
    words = {said.split("@", 1)[0] for said in roles}
    guardian = next((role for role in GUARDIAN_ROLES if role in words), "")
    sides = {side_of(word) for word in words}
    dated = [row for row in given if row.role == guardian and not row.gone]
    starts, ends = (dated[0].starts, dated[0].ends) if dated else (None, None)
    return (key, guardian, "student" in sides, "staff" in sides, starts, ends, ",".join(sorted(roles)), True)


def _agents_from_held(stage: Stage) -> None:
    held = stage.rows(
        "SELECT h.source_key, h.agents FROM person_source h WHERE h.source = :source AND h.is_active "
        "AND h.agents <> '' AND NOT EXISTS (SELECT 1 FROM in_user u WHERE u.key = h.source_key)"
    )
    edges = [(0, row.source_key, agent) for row in held for agent in row.agents.split(",")]
    for start in range(0, len(edges), BATCH):
        stage.fill("in_agent", ("line", "owner", "other"), edges[start : start + BATCH])


def compare(stage: Stage) -> tuple[dict[str, int], int]:
    """Fill `in_pair`, `todo_pair` and `gone_relationship`; count them."""
    _find_pairs(stage)
    stage.make("todo_pair", "adult_key TEXT, student_key TEXT, held_id {number}, was TEXT")
    stage.make("gone_relationship", "held_id {row}")
    mine = "r.source = :source AND r.adult_id = p.adult_id AND r.student_id = p.student_id"
    stage.run(
        "INSERT INTO todo_pair SELECT p.adult_key, p.student_key, r.id, r.said FROM in_pair p "
        f"LEFT JOIN relationship r ON {mine} WHERE r.id IS NULL OR r.said <> p.said"
    )
    held = stage.number("SELECT count(*) FROM relationship r WHERE r.source = :source AND r.said <> ''")
    if held:
        stage.index("in_pair", "adult_id, student_id")
        stage.run(
            "INSERT INTO gone_relationship SELECT r.id FROM relationship r WHERE r.source = :source AND r.said <> '' "
            f"AND NOT EXISTS (SELECT 1 FROM in_pair p WHERE {mine}) "
            "AND NOT EXISTS (SELECT 1 FROM spared x WHERE x.person_id IN (r.adult_id, r.student_id))"
        )
    listed = stage.number("SELECT count(*) FROM in_pair")
    created = stage.number("SELECT count(*) FROM todo_pair WHERE held_id IS NULL")
    updated = stage.number("SELECT count(*) FROM todo_pair WHERE held_id IS NOT NULL")
    return {
        "created": created,
        "updated": updated,
        "unchanged": listed - created - updated,
        "deactivated": stage.number("SELECT count(*) FROM gone_relationship"),
    }, held


def _find_pairs(stage: Stage) -> None:
    """Unite the edges listed on either end, and keep those between a student and a guardian-type adult.

    Ties that say themselves what they are come beside them.
    """
    unknown, no_day = "CAST(NULL AS {flag})", "CAST(NULL AS {day})"
    stage.make(
        "in_pair",
        "adult_key TEXT, student_key TEXT, adult_id {number}, student_id {number}, type TEXT, said TEXT, "
        "starts {day}, ends {day}, guardian {flag}, portal {flag}, lives_with {flag}, emergency {flag}, "
        "primary_contact {flag}, emergency_priority {number}, restriction TEXT, line {number}",
    )
    stage.run(
        "INSERT INTO in_pair SELECT x.*, CASE WHEN x.type IN ('parent', 'guardian') THEN true END, "
        "CASE WHEN x.type IN ('parent', 'guardian') AND :portal_by_default THEN true END, "
        f"{unknown}, {unknown}, {unknown}, CAST(NULL AS {{number}}), '', 0 FROM ("
        "SELECT a.user_key AS one, s.user_key AS two, ka.person_id AS adult, ks.person_id AS student, "
        "a.guardian AS type, "
        "a.guardian || coalesce(' until ' || CAST(a.ends AS TEXT), '') AS said, a.starts, a.ends FROM "
        "(SELECT owner AS one, other AS two FROM in_agent UNION SELECT other, owner FROM in_agent) e "
        "JOIN side a ON a.user_key = e.one AND a.guardian <> '' "
        "JOIN side s ON s.user_key = e.two AND s.is_student AND s.user_key <> a.user_key "
        "JOIN known_user ka ON ka.key = a.user_key JOIN known_user ks ON ks.key = s.user_key) x"
    )
    stage.run(
        "INSERT INTO in_pair SELECT i.adult, i.student, ka.person_id, ks.person_id, i.type, i.said, "
        f"{no_day}, {no_day}, i.guardian, "
        "CASE WHEN i.guardian AND i.restriction = '' AND :portal_by_default THEN true END, "
        "i.lives_with, i.emergency, i.primary_contact, i.emergency_priority, i.restriction, i.line FROM in_tie i "
        "JOIN known_user ka ON ka.key = i.adult JOIN known_user ks ON ks.key = i.student"
    )
    stage.look_at("in_pair")


FLAGS = ("guardian", "portal", "lives_with", "emergency", "primary_contact")
FIELDS = ("type", *FLAGS, "emergency_priority", "ends")
"""What a feed may change of a tie it has said before."""


def edited(field: str) -> str:
    """SQL: whether the office has set this field of the relationship `r`."""
    return f"EXISTS (SELECT 1 FROM tie_edit e WHERE e.relationship_id = r.id AND e.field = '{field}')"


def _kept(field: str) -> str:
    """SQL: the field as the feed has it now, save where the office has set its own."""
    return f"CASE WHEN {edited(field)} THEN r.{field} ELSE p.{field} END AS {field}"


def write(stage: Stage, *, is_founding: bool) -> None:
    """Write the relationships of the difference. `known_user` must know everyone's id by now."""
    columns = (*FLAGS, "emergency_priority")
    with filling(stage, "relationship", is_founding=is_founding):
        stage.run(
            f"INSERT INTO relationship (adult_id, student_id, type, {', '.join(columns)}, starts, ends, source, said) "
            f"SELECT a.person_id, s.person_id, p.type, {', '.join(f'p.{each}' for each in columns)}, "
            "coalesce(p.starts, :today), p.ends, :source, p.said FROM todo_pair t "
            "JOIN in_pair p ON p.adult_key = t.adult_key AND p.student_key = t.student_key "
            "JOIN known_user a ON a.key = t.adult_key "
            "JOIN known_user s ON s.key = t.student_key WHERE t.held_id IS NULL"
        )
    _close_agreed(stage)
    stage.run(
        f"UPDATE relationship SET {', '.join(f'{each} = v.{each}' for each in (*FIELDS, 'said'))}, "
        f"version = relationship.version + 1 FROM (SELECT r.id, p.said, {', '.join(map(_kept, FIELDS))} "
        "FROM todo_pair t JOIN in_pair p ON p.adult_key = t.adult_key AND p.student_key = t.student_key "
        "JOIN relationship r ON r.id = t.held_id) v WHERE relationship.id = v.id"
    )
    stage.run(
        f"UPDATE relationship SET said = '', version = version + 1, ends = CASE WHEN {STANDS} THEN ends "
        "WHEN ends <= :today THEN ends WHEN starts > :today THEN starts ELSE :today END "
        "WHERE id IN (SELECT held_id FROM gone_relationship)"
    )
    _write_restrictions(stage)


STANDS = "EXISTS (SELECT 1 FROM tie_edit e WHERE e.relationship_id = relationship.id AND e.field = 'ends')"
"""SQL: the office itself has said through when: a feed that lists the pair no more asks, and ends nothing."""


def _close_agreed(stage: Stage) -> None:
    """An office edit that the feed has come to agree with is settled: the feed's word is enough from now on, and what
    was asked about it is answered."""
    for field in FIELDS:
        agreed = (
            "FROM todo_pair t JOIN in_pair p ON p.adult_key = t.adult_key AND p.student_key = t.student_key "
            f"JOIN relationship r ON r.id = t.held_id WHERE {edited(field)} "
            f"AND (r.{field} = p.{field} OR r.{field} IS NULL AND p.{field} IS NULL)"
        )
        stage.run(
            f"UPDATE queued_row SET settled_at = :at, settled_as = '{ANSWERED}' WHERE source = :source "
            f"AND code = '{OFFICE_EDIT}' AND settled_at IS NULL AND source_key IN "
            f"(SELECT t.adult_key || ' → ' || t.student_key || ' {field}' {agreed})"
        )
        stage.run(f"DELETE FROM tie_edit WHERE field = '{field}' AND relationship_id IN (SELECT r.id {agreed})")


def _write_restrictions(stage: Stage) -> None:
    """A restriction in the feed stands on everything until a person has read it: it may be the order of a court.

    None ends because a feed changes its words or tells it no more: that asks, and two people lift it.
    """
    stage.run(
        "INSERT INTO restriction (public_id, adult_id, student_id, instrument, number, court, records, contact, "
        "pick_up, starts, source, said, recorded_at) "
        "SELECT {public_id}, a.person_id, s.person_id, 'feed', '', '', true, true, true, :today, "
        ":source, p.restriction, :at FROM todo_pair t "
        "JOIN in_pair p ON p.adult_key = t.adult_key AND p.student_key = t.student_key "
        "JOIN known_user a ON a.key = t.adult_key JOIN known_user s ON s.key = t.student_key "
        "WHERE p.restriction <> '' AND NOT EXISTS (SELECT 1 FROM restriction o "
        "WHERE o.adult_id = a.person_id AND o.student_id = s.person_id AND o.source = :source "
        "AND o.said = p.restriction AND (o.ends IS NULL OR o.ends > :today))"
    )
