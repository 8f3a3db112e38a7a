"""One human with several records of Ed-Fi: a teacher who is a parent, a student of age who is a contact.

Since version 3 each record may name the person it is about (`PersonReference`). Records that name the same person and
have the same name become one; where the names or the birth dates disagree they stay apart, and that is said: real
exports number people wrongly. A student's own record is the first, then that of the staff: these numbers are the
district's own, by which other sources know the person.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from district.feeds.staging import Stage

_NAMED = (
    ("in_tie", "adult"),
    ("in_tie", "student"),
    ("in_role", "user_key"),
    ("in_seat", "user_key"),
    ("in_shot", "user_key"),
    ("raw_more", "key"),
    ("raw_grade", "key"),
)
"""Where a record is named by its key."""
_RANK = "CASE kind WHEN 'student' THEN 1 WHEN 'staff' THEN 2 ELSE 3 END"

Tell = Callable[[str, int, str], None]
"""Says a warning: its code, the place of the record, and the sentence."""


def join(stage: Stage, tell: Tell) -> None:
    """Let every human have one record. `in_person` of the staged records is what they call the person."""
    if not stage.number("SELECT count(*) FROM raw_person WHERE person <> ''"):
        return
    stage.index("raw_person", "person")
    _tell_of_doubts(stage, tell)
    stage.make("same_human", "key TEXT, first_key TEXT, n {row}")
    stage.run(
        "INSERT INTO same_human SELECT o.key, f.key, o.n FROM raw_person o JOIN raw_person f "
        f"ON f.person = o.person AND f.n = ({_first_of('o')}) WHERE o.person <> '' AND o.n <> f.n AND {_AGREE}"
    )
    stage.index("same_human", "key")
    for table, column in _NAMED:
        stage.run(f"UPDATE {table} SET {column} = s.first_key FROM same_human s WHERE s.key = {table}.{column}")
    _hand_over(stage)
    _drop_own(stage, tell)


def _first_of(other: str) -> str:
    """The record of a person that the others join."""
    return (
        f"SELECT x.n FROM raw_person x WHERE x.person = {other}.person ORDER BY {_RANK.replace('kind', 'x.kind')}, x.n "
        "LIMIT 1"
    )


_BORN = "(SELECT min(b.birth_date) FROM in_birth b WHERE b.key = {0}.key)"
_AGREE = (
    "o.name_key = f.name_key AND (o.kind <> f.kind OR o.kind = 'contact') "
    f"AND coalesce({_BORN.format('o')} = {_BORN.format('f')}, true)"
)
"""The same name, no birth date that says otherwise, and not two students or two of the staff."""


def _tell_of_doubts(stage: Stage, tell: Tell) -> None:
    doubted: list[Any] = list(
        stage.rows(
            "SELECT o.key, o.line, o.person, f.key AS first_key FROM raw_person o JOIN raw_person f "
            f"ON f.person = o.person AND f.n = ({_first_of('o')}) "
            f"WHERE o.person <> '' AND o.n <> f.n AND NOT ({_AGREE}) ORDER BY o.n LIMIT 50"
        )
    )
    for row in doubted:
        tell(
            "person-doubted",
            row.line,
            f"{row.key} and {row.first_key} name the same person, {row.person.split('@')[0]}, but have other names, "
            "other birth dates or two numbers of one kind. They stay two people; if they are one, correct the source.",
        )


def _hand_over(stage: Stage) -> None:
    """What the further records say goes beside what the first one says; their own numbers become identifiers."""
    last = stage.number("SELECT coalesce(max(n), 0) FROM raw_more")
    stage.run(
        "INSERT INTO raw_more (n, line, key, said) SELECT :last + s.n, p.line, s.first_key, p.said "
        "FROM same_human s JOIN raw_person p ON p.n = s.n",
        last=last,
    )
    stage.run(
        "INSERT INTO raw_also (n, line, key, kind, identifier) SELECT s.n, p.line, s.first_key, p.kind, p.identifier "
        "FROM same_human s JOIN raw_person p ON p.n = s.n"
    )
    stage.run(
        "DELETE FROM in_birth WHERE key IN (SELECT key FROM same_human) AND EXISTS (SELECT 1 FROM in_birth f "
        "JOIN same_human s ON s.first_key = f.key WHERE s.key = in_birth.key)"
    )
    stage.run("UPDATE in_birth SET key = s.first_key FROM same_human s WHERE s.key = in_birth.key")
    stage.run("DELETE FROM raw_person WHERE n IN (SELECT n FROM same_human)")
    stage.run("UPDATE in_tie SET key = adult || ' → ' || student")


def _drop_own(stage: Stage, tell: Tell) -> None:
    """Nobody is their own relative: a student of age who is her own contact has no relationship to herself."""
    for row in list(stage.rows("SELECT line, adult FROM in_tie WHERE adult = student ORDER BY n")):
        tell("own-contact", row.line, f"{row.adult} is named as their own contact. No relationship is made of it.")
    stage.run("DELETE FROM in_tie WHERE adult = student")
