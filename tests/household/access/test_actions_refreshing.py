"""Facts are followed where they are stored: standing, ledger, trace and mail, and nothing of it on failure."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError

from foundation import clock, db, schema
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from household.access.models import AccessEvent, Evaluation, Standing, Tally
from household.access.queries.standings import SEGMENT, segment_of
from household.access.rules.watching import watched_in
from tests.household.access.staff import day, follow, hire, storing
from tests.statements import statements

TODAY = date(2026, 11, 18)
BEFORE_WATCHING = "0030"
"""The schema whose tally did not count who is looked after."""


def test_access_follows_the_last_fact_at_once(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes("IC-ENROLLMENT", "2025-10-02")
    before = clerk.ledger()

    clerk.finishes("IC-HOUSEHOLD", "2025-10-14")

    assert before == []
    assert clerk.ledger() == [("granted", TODAY)]
    assert clerk.stored() == clerk.decided()


def test_what_is_stored_holds_the_days_to_come(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")

    coming = [(each.state.value, each.starts) for each in clerk.stored() if each.starts > TODAY]

    assert coming == [("recertify", day("2027-04-01")), ("lapsed", day("2027-07-01"))]


def test_a_lapse_is_told_on_its_own_day_however_late(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")

    with clock.at("2027-08-15 08:00"):
        clerk.finishes("IC-ENROLLMENT", "2027-08-14")

    assert clerk.ledger() == [("granted", TODAY), ("lapsed", day("2027-07-01"))]


def test_a_renewal_that_arrives_after_the_lapse_gives_access_from_its_arrival(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")

    with clock.at("2027-07-05 08:00"):
        clerk.passes_the_quiz("2027-06-30")

    assert clerk.ledger() == [
        ("granted", TODAY),
        ("lapsed", day("2027-07-01")),
        ("granted", day("2027-07-05")),
    ]
    assert clerk.stored()[-1].starts == day("2029-07-01")


def test_a_renewal_in_its_window_moves_the_end(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")

    with clock.at("2027-04-02 08:00"):
        clerk.passes_the_quiz("2027-04-01")

    assert clerk.ledger()[1:] == [("renewed", day("2027-04-02"))]
    assert last_line(clerk.person_id).access_ends == day("2029-07-01")


def test_another_job_ends_access_and_an_approval_resumes_it(database: Engine) -> None:
    clerk = hire()
    job = clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")

    clerk.leaves(job, "2026-11-10")
    clerk.works("2026-11-10", job_role="Teacher")
    clerk.is_approved("2026-11-18")

    assert [kind for kind, _ in clerk.ledger()] == ["granted", "ended", "reinstated"]
    assert last_line(clerk.person_id).access_ends == day("2027-07-01")


def test_a_person_s_no_takes_access_at_once_and_another_gives_it_back(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")

    assert clerk.is_revoked("Looked where she had no business")
    assert not clerk.is_revoked()
    with clock.at("2026-11-20 08:00"):
        assert clerk.is_reinstated()
        assert not clerk.is_reinstated()

    assert clerk.ledger()[1:] == [("revoked", TODAY), ("reinstated", day("2026-11-20"))]
    told = db.session().scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert [each for each in told if each != "access-weighed"] == ["access-revoked", "access-reinstated"]


def test_nothing_is_written_where_facts_change_nothing(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    db.close()

    with statements(database) as said, storing() as touch:
        touch(clerk.person_id)

    assert [each for each in said if each.split()[0] in ("INSERT", "UPDATE", "DELETE")] == []


def test_nothing_is_left_of_a_transaction_that_fails(database: Engine) -> None:
    clerk = hire(email="tamika@example.org")
    clerk.works()
    clerk.finishes("IC-ENROLLMENT", "2026-11-02")
    db.close()
    before = everything()

    with pytest.raises(RuntimeError, match="power"), db.transaction():
        clerk.add_completion("IC-HOUSEHOLD", "2026-11-14")
        db.session().flush()
        follow(clerk.person_id)
        db.add_the_last()
        within = everything()
        raise RuntimeError("power is out")

    assert everything() == before
    assert [now > was for now, was in zip(within, before, strict=True)] == [True, True, False, True, True, True]


@pytest.fixture
def office(database: Engine) -> None:
    """Three with courses of different years, and one on the way."""
    for name, last in (("Tamika", "2025-10-14"), ("Alvin", "2024-08-20"), ("Kurt", "2026-07-01")):
        clerk = hire(name)
        clerk.works()
        clerk.finishes_both("2024-08-01", "2024-08-02")
        clerk.finishes_both(last, last)
    clerk = hire("Sheldon")
    clerk.works("2026-08-01", "2027-02-01", job_role="Teacher")
    clerk.finishes_both("2026-09-08", "2026-11-01")


DAYS = ("2024-08-01", "2025-11-01", "2026-04-15", "2026-07-05", "2026-11-18", "2027-05-01", "2030-01-01")


def test_the_tally_counts_what_the_standings_say(office: None) -> None:
    for on in map(day, DAYS):
        assert tallied("standing", on) == standing(on), on
        assert tallied("watched", on) == watched(on), on


def test_the_tally_of_a_database_that_was_here_before_counts_who_is_looked_after(
    office: None, database: Engine
) -> None:
    before = [tallied("watched", day(on)) for on in DAYS]
    db.close()
    schema.downgrade(database, to=BEFORE_WATCHING)
    schema.upgrade(database)

    assert [tallied("watched", day(on)) for on in DAYS] == before
    assert {name for each in before for name in each} == {"stuck", "at-risk"}


def test_a_line_of_the_ledger_stays_as_it_was_told(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    db.close()

    for deed in ("UPDATE access_event SET kind = 'lapsed'", "DELETE FROM access_event"):
        with pytest.raises(IntegrityError, match="append-only"), database.begin() as connection:
            connection.execute(text(deed))


def test_a_line_tells_why_and_by_whom(database: Engine) -> None:
    clerk = hire()
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")

    line = last_line(clerk.person_id)

    assert (line.actor_kind, line.actor_label, line.track) == ("command", "test", "office-professional")
    assert line.policy_version == 1
    assert (line.facts["was"], line.facts["state"], line.facts["foreseen"]) == ("in-progress", "active", False)
    assert (line.facts["reasons"][0]["code"], line.facts["reasons"][0]["day"]) == ("requirements-met", "2025-10-14")


def test_hundreds_are_followed_in_a_handful_of_statements(database: Engine) -> None:
    few, many = [hire() for _ in range(2)], [hire() for _ in range(40)]

    assert said_following(database, few) == said_following(database, many)


def said_following(database: Engine, clerks: list) -> int:  # type: ignore[type-arg]
    db.close()
    with statements(database) as said, storing() as touch:
        for clerk in clerks:
            touch(clerk.person_id)
            for course in ("IC-ENROLLMENT", "IC-HOUSEHOLD"):
                clerk.add_completion(course, "2025-10-14")
        db.session().flush()
        said.clear()
    return len(said)


def last_line(person_id: int) -> AccessEvent:
    lines = select(AccessEvent).where(AccessEvent.person_id == person_id).order_by(AccessEvent.id.desc())
    return db.session().scalars(lines).first()  # type: ignore[return-value]


def everything() -> list[int | None]:
    counted = [Standing, AccessEvent, Evaluation, Tally, Mail, AuditEntry]
    return [db.session().scalar(select(func.count()).select_from(each)) for each in counted]


def standing(on: date) -> dict[str, int]:
    held = select(Standing.state, func.count()).where(
        Standing.starts <= on, (Standing.ends.is_(None)) | (Standing.ends > on)
    )
    return {row[0]: row[1] for row in db.session().execute(held.group_by(Standing.state))}


def watched(on: date) -> dict[str, int]:
    found = (watched_in(segment_of(row)) for row in db.session().execute(select(*SEGMENT)))
    return dict(Counter(w.code for w in found if w and w.starts <= on and (w.ends is None or on < w.ends)))


def tallied(kind: str, on: date) -> dict[str, int]:
    summed = select(Tally.state, func.sum(Tally.change)).where(Tally.kind == kind, Tally.day <= on)
    return {state: int(n) for state, n in db.session().execute(summed.group_by(Tally.state)) if n}
