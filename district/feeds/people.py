"""People of a feed: who is new, what words about them changed, and writing that down.

Only a source that changes its own word changes a person. A word the office has set stands; the two meet in the queue.
A feed's people are never deleted: who is no longer listed is inactive there, and stays on record.
"""

from __future__ import annotations

from district.feeds import further, references
from district.feeds.filling import filling
from district.feeds.intake import Scope
from district.feeds.staging import Stage

NAMES = ("first_name", "middle_name", "last_name", "preferred_first_name", "preferred_last_name")
WORDS = (*NAMES, "language", "email", "phone", "sms", "address")
"""What a source may say of a person, beside the birth date; the same columns in `in_user` and `person_source`.
Null in `in_user` where the format has no such column: silence takes nothing back."""
TABLES = ("person", "person_source", "contact_point", "person_address", "person_identifier")
FIELDS = (*NAMES, "language")
"""Those that are columns of the person."""


def compare(stage: Stage, scope: Scope) -> tuple[dict[str, int], int]:
    """Fill `todo_person` (new or changed), `leaving`, `new_word` and `new_birth`; count them."""
    stage.make("todo_person", "n {row}, source_id {number}, person_id {number}, is_met {flag}")
    stage.run(
        "INSERT INTO todo_person SELECT u.n, ps.id, ps.person_id, false FROM in_user u LEFT JOIN person_source ps "
        "ON ps.source = :source AND ps.source_key = u.key "
        "WHERE NOT u.gone AND (ps.id IS NULL OR ps.digest <> u.digest)"
    )
    stage.look_at("todo_person")
    held = stage.number("SELECT count(*) FROM person_source WHERE source = :source AND is_active")
    _find_leaving(stage, scope)
    _find_new_words(stage)
    listed = stage.number("SELECT count(*) FROM in_user WHERE NOT gone")
    created = stage.number("SELECT count(*) FROM todo_person WHERE source_id IS NULL")
    switched_off = stage.number(
        "SELECT count(*) FROM leaving l JOIN todo_person t ON t.source_id = l.source_id WHERE l.is_listed"
    )
    updated = stage.number(
        "SELECT count(*) FROM (SELECT source_id FROM todo_person WHERE source_id IS NOT NULL "
        "UNION SELECT source_id FROM new_birth WHERE source_id IS NOT NULL) x"
    )
    leaving = stage.number("SELECT count(*) FROM leaving")
    return {
        "created": created,
        "updated": updated - switched_off,
        "unchanged": max(0, listed - created - updated),
        "deactivated": leaving,
    }, held


def _find_leaving(stage: Stage, scope: Scope) -> None:
    """Those the feed no longer lists, takes back, or has switched off (`enabledUser` false)."""
    stage.make("leaving", "source_id {row}, person_id {number}, is_listed {flag}")
    held = "FROM person_source ps LEFT JOIN in_user u ON u.key = ps.source_key AND NOT u.gone"
    mine = "WHERE ps.source = :source AND ps.is_active"
    stage.run(
        f"INSERT INTO leaving SELECT ps.id, ps.person_id, true {held} {mine} AND u.n IS NOT NULL AND NOT u.enabled"
    )
    if scope.modes["in_user"] == "bulk":
        stage.run(
            f"INSERT INTO leaving SELECT ps.id, ps.person_id, false {held} {mine} AND u.n IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM spared p WHERE p.person_id = ps.person_id)"
        )
    elif scope.modes["in_user"] == "delta":
        stage.run(
            "INSERT INTO leaving SELECT DISTINCT ps.id, ps.person_id, false FROM person_source ps "
            f"JOIN in_user u ON u.key = ps.source_key AND u.gone {mine}"
        )
        references.note_unheld(stage, "in_user", "person_source", scope.files["in_user"])


def _find_new_words(stage: Stage) -> None:
    stage.make("new_word", "person_id {number}, source_id {number}, field TEXT, was TEXT, says TEXT")
    stage.make("new_birth", "person_id {number}, source_id {number}, was {day}, says {day}")
    if stage.number("SELECT count(*) FROM todo_person WHERE source_id IS NOT NULL"):
        for field in WORDS:
            stage.run(
                f"INSERT INTO new_word SELECT t.person_id, ps.id, '{field}', ps.{field}, u.{field} "
                "FROM todo_person t JOIN in_user u ON u.n = t.n JOIN person_source ps ON ps.id = t.source_id "
                f"WHERE ps.{field} <> u.{field}"
            )
        stage.look_at("new_word")
    stage.run(
        "INSERT INTO new_birth SELECT ps.person_id, ps.id, ps.birth_date, b.birth_date FROM in_birth b "
        "JOIN person_source ps ON ps.source = :source AND ps.source_key = b.key "
        "WHERE NOT b.gone AND b.birth_date IS NOT NULL AND (ps.birth_date IS NULL OR ps.birth_date <> b.birth_date)"
    )


def write(stage: Stage, *, is_founding: bool) -> None:
    """Write the people of the difference, and tell `known_user` who they are."""
    with filling(stage, *TABLES, is_founding=is_founding):
        _write_new(stage)
        _fill_blanks(stage)
        further.end(stage)
        _write_contacts(stage, "t.source_id IS NULL")
        _write_identifiers(stage)
    if stage.number("SELECT (SELECT count(*) FROM new_word) + (SELECT count(*) FROM new_birth)"):
        _write_words(stage)
    _write_said(stage)
    further.write(stage)
    stage.run(
        "UPDATE person_source SET is_active = false, digest = '', roles = '', agents = '' "
        "WHERE id IN (SELECT source_id FROM leaving WHERE NOT is_listed)"
    )


def _write_new(stage: Stage) -> None:
    stage.make("newcomer", "n {row}, person_id {number}")
    stage.run("INSERT INTO newcomer SELECT n, {next_person} FROM todo_person WHERE person_id IS NULL ORDER BY n")
    stage.look_at("newcomer")
    stage.run(
        "INSERT INTO person (id, public_id, first_name, middle_name, last_name, preferred_first_name, "
        "preferred_last_name, birth_date, language, created_at) SELECT c.person_id, {public_id}, u.first_name, "
        "u.middle_name, u.last_name, coalesce(u.preferred_first_name, ''), coalesce(u.preferred_last_name, ''), "
        "b.birth_date, nullif(u.language, ''), :at FROM newcomer c JOIN in_user u ON u.n = c.n "
        "LEFT JOIN in_birth b ON b.key = u.key AND NOT b.gone ORDER BY c.n"
    )
    stage.run(
        "UPDATE todo_person SET person_id = c.person_id FROM newcomer c WHERE c.n = todo_person.n "
        "AND todo_person.person_id IS NULL"
    )
    stage.run(
        "UPDATE known_user SET person_id = t.person_id FROM in_user u JOIN todo_person t ON t.n = u.n "
        "WHERE u.key = known_user.key AND known_user.person_id IS NULL"
    )
    stage.look_at("known_user")
    said = ", ".join(WORDS)
    theirs = ", ".join(f"coalesce(u.{field}, '')" for field in WORDS)
    stage.run(
        "INSERT INTO person_source (person_id, source, source_key, digest, is_active, roles, agents, birth_date, "
        f"{said}) SELECT t.person_id, :source, u.key, u.digest, u.enabled, coalesce(side.roles, ''), u.agents, "
        f"b.birth_date, {theirs} FROM todo_person t JOIN in_user u ON u.n = t.n "
        "LEFT JOIN in_birth b ON b.key = u.key AND NOT b.gone LEFT JOIN side ON side.user_key = u.key "
        "WHERE t.source_id IS NULL ORDER BY t.n"
    )


def _fill_blanks(stage: Stage) -> None:
    """To someone met from another source this one adds what nobody had said; it takes nothing back."""
    if not stage.number("SELECT count(*) FROM todo_person WHERE is_met"):
        return
    theirs = "FROM todo_person t JOIN in_user u ON u.n = t.n WHERE t.is_met AND t.person_id = person.id"
    for field in ("middle_name", "preferred_first_name", "preferred_last_name"):
        stage.run(f"UPDATE person SET {field} = u.{field} {theirs} AND person.{field} = '' AND u.{field} <> ''")
    stage.run(f"UPDATE person SET language = u.language {theirs} AND person.language IS NULL AND u.language <> ''")
    stage.run(
        "UPDATE person SET birth_date = b.birth_date FROM todo_person t JOIN in_user u ON u.n = t.n JOIN in_birth b "
        "ON b.key = u.key AND NOT b.gone WHERE t.is_met AND t.person_id = person.id AND person.birth_date IS NULL"
    )


_PHONE = "CASE WHEN u.{0}_dialled <> '' THEN u.{0}_dialled ELSE u.{0} END, u.{0}_dialled <> '', "
_CONTACTS = (
    ("email", "email", "u.email, true, coalesce(m.email_label, '')"),
    ("phone", "phone", _PHONE.format("phone") + "coalesce(m.phone_label, '')"),
    ("phone", "sms", _PHONE.format("sms") + "''"),
)


def _write_contacts(stage: Stage, which: str) -> None:
    """Contact points and addresses of the people of the difference for whom `which` holds."""
    chosen = f"FROM todo_person t JOIN in_user u ON u.n = t.n LEFT JOIN in_user_more m ON m.key = u.key WHERE {which}"
    for kind, field, value in _CONTACTS:
        stage.run(
            "INSERT INTO contact_point (person_id, kind, type, value, is_valid, label, source, starts) "
            f"SELECT t.person_id, '{kind}', '{field}', {value}, :source, :today {chosen.format(field)} "
            f"AND u.{field} <> ''"
        )
    stage.run(
        "INSERT INTO person_address (person_id, line_1, line_2, city, state, postal_code, kind, is_main, source, "
        "starts) "
        "SELECT t.person_id, u.line_1, u.line_2, u.city, u.state, u.postal_code, coalesce(m.address_kind, ''), true, "
        ":source, :today "
        f"{chosen.format('address')} AND u.address <> ''"
    )


def _write_identifiers(stage: Stage) -> None:
    """A student's or staff member's `identifier` is a number to be met by; another's is kept when it is not the key."""
    stage.run(
        "DELETE FROM person_identifier WHERE source = :source "
        "AND person_id IN (SELECT person_id FROM todo_person WHERE source_id IS NOT NULL)"
    )
    insert = "INSERT INTO person_identifier (person_id, source, type, value)"
    for kind, which in (
        ("student-number", "side.is_student"),
        ("staff-id", "side.is_staff"),
        (
            "identifier",
            "NOT coalesce(side.is_student, false) AND NOT coalesce(side.is_staff, false) AND u.identifier <> u.key",
        ),
    ):
        stage.run(
            f"{insert} SELECT t.person_id, :source, '{kind}', u.identifier FROM todo_person t "
            f"JOIN in_user u ON u.n = t.n LEFT JOIN side ON side.user_key = u.key "
            f"WHERE u.identifier <> '' AND {which} AND NOT EXISTS "
            f"(SELECT 1 FROM in_number o WHERE o.user_key = u.key AND o.type = '{kind}') ORDER BY t.n"
        )
    stage.run(
        f"{insert} SELECT t.person_id, :source, o.type, o.value FROM in_number o "
        "JOIN in_user u ON u.key = o.user_key JOIN todo_person t ON t.n = u.n ORDER BY o.user_key, o.type, o.value"
    )
    stage.run(
        f"{insert} SELECT DISTINCT t.person_id, :source, i.type, i.value FROM in_identifier i "
        "JOIN in_user u ON u.key = i.user_key JOIN todo_person t ON t.n = u.n "
        "WHERE i.type NOT IN ('student-number', 'staff-id', 'identifier')"
    )


EDITED = "EXISTS (SELECT 1 FROM office_edit e WHERE e.person_id = w.person_id AND e.field = {field})"


def _write_words(stage: Stage) -> None:
    """Changed words, save where the office has set its own: those are left for the queue."""
    free = "NOT " + EDITED.format(field="w.field")
    stage.run(
        "INSERT INTO former_name (person_id, first_name, middle_name, last_name, ends, source) "
        "SELECT p.id, p.first_name, p.middle_name, p.last_name, :today, :source FROM person p WHERE p.id IN "
        f"(SELECT w.person_id FROM new_word w WHERE w.field IN ('first_name', 'middle_name', 'last_name') AND {free})"
    )
    for field in FIELDS:
        says = "nullif(w.says, '')" if field == "language" else "w.says"
        stage.run(
            f"UPDATE person SET {field} = {says} FROM new_word w WHERE w.person_id = person.id "
            f"AND w.field = '{field}' AND {free}"
        )
    stage.run(
        "UPDATE person SET birth_date = w.says FROM new_birth w WHERE w.person_id = person.id AND NOT "
        + EDITED.format(field="'birth_date'")
    )
    stage.run(
        "UPDATE contact_point SET ends = :today FROM new_word w WHERE w.person_id = contact_point.person_id "
        f"AND w.field = contact_point.type AND contact_point.source = :source AND contact_point.ends IS NULL AND {free}"
    )
    stage.run(
        "UPDATE person_address SET ends = :today FROM new_word w WHERE w.person_id = person_address.person_id "
        f"AND w.field = 'address' AND person_address.source = :source AND person_address.ends IS NULL "
        f"AND person_address.is_main AND {free}"
    )
    _write_contacts(
        stage,
        "t.source_id IS NOT NULL AND EXISTS (SELECT 1 FROM new_word w WHERE w.source_id = t.source_id "
        f"AND w.field = '{{0}}' AND {free})",
    )


def _write_said(stage: Stage) -> None:
    """Remember the source's own last words of those it already knew."""
    said = ", ".join(f"{field} = coalesce(v.{field}, person_source.{field})" for field in WORDS)
    theirs = ", ".join(f"u.{field} AS {field}" for field in WORDS)
    stage.run(
        f"UPDATE person_source SET digest = v.digest, is_active = v.enabled, agents = v.agents, {said} FROM "
        f"(SELECT t.source_id, u.digest, u.enabled, u.agents, {theirs} FROM todo_person t JOIN in_user u ON u.n = t.n "
        "WHERE t.source_id IS NOT NULL) v WHERE person_source.id = v.source_id"
    )
    stage.run("UPDATE person_source SET birth_date = w.says FROM new_birth w WHERE w.source_id = person_source.id")
    stage.run(
        "UPDATE person_source SET roles = side.roles FROM side WHERE side.is_whole AND person_source.source = :source "
        "AND person_source.source_key = side.user_key AND person_source.roles <> side.roles"
    )
