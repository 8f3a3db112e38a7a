"""Mails about one's own access: few, each once, in one's language, and never about old times."""

from __future__ import annotations

from sqlalchemy import Engine, select, update

from accounts.models import Account
from district.models import ContactPoint
from foundation import clock, db
from foundation.outbox import Mail
from household.access import jobs
from tests.household.access.staff import Clerk, day, follow, hire


def told() -> list[tuple[str, str, str]]:
    db.close()
    mails = db.session().scalars(select(Mail).order_by(Mail.id))
    return [(each.template, str(each.context.get("kind", "")), each.to_address) for each in mails]


def a_new_clerk(**named: str) -> Clerk:
    clerk = hire("Tamika", email="tamika@example.org", **named)
    clerk.works()
    clerk.finishes_both("2026-11-16", "2026-11-17")
    return clerk


def test_whoever_earns_access_is_told_once(database: Engine) -> None:
    clerk = a_new_clerk()
    with db.transaction():
        follow(clerk.person_id)
    jobs.night()

    assert told() == [("access-granted", "granted", "tamika@example.org")]


def test_a_first_load_tells_nobody_of_old_times(database: Engine) -> None:
    clerk = hire(email="tamika@example.org")
    clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")

    assert told() == []


def test_a_no_a_yes_and_a_departure_are_told(database: Engine) -> None:
    clerk = a_new_clerk()
    clerk.is_revoked()
    with clock.at("2026-11-20 08:00"):
        clerk.is_reinstated()
    with clock.at("2026-12-01 08:00"):
        clerk.leaves(1, "2026-12-01", for_good=True)

    assert [each[:2] for each in told()[1:]] == [
        ("access-ended", "revoked"),
        ("access-granted", "reinstated"),
        ("access-ended", "ended"),
    ]


def test_a_renewal_is_told_and_so_is_another_end_of_the_job(database: Engine) -> None:
    clerk = hire(email="tamika@example.org")
    job = clerk.works()
    clerk.finishes_both("2025-10-02", "2025-10-14")
    with clock.at("2027-04-02 08:00"):
        clerk.passes_the_quiz("2027-04-01")
        clerk.leaves(job, "2028-01-01")

    assert [each[:2] for each in told()] == [("access-granted", "renewed"), ("access-job-changed", "")]


def test_a_lapse_found_months_late_is_on_the_page_and_no_news(database: Engine) -> None:
    hire_and_train = a_new_clerk()
    with clock.at("2028-09-01 08:00"):
        jobs.night()

    assert hire_and_train.ledger()[-1][0] == "lapsed"
    assert [each[0] for each in told()] == ["access-granted"]


def test_two_changes_at_once_are_one_mail(database: Engine) -> None:
    """The term ended unrenewed, and the courses were finished again before anything was told."""
    clerk = a_new_clerk()
    with clock.at("2028-07-05 08:00"), db.transaction():
        clerk.add_completion("IC-ENROLLMENT", "2028-07-02")
        clerk.add_completion("IC-HOUSEHOLD", "2028-07-03")
        db.session().flush()
        follow(clerk.person_id)

    assert [kind for kind, _ in clerk.ledger()] == ["granted", "lapsed", "granted"]
    assert [each[0] for each in told()] == ["access-granted", "access-granted"]


def test_mail_goes_to_the_work_address_in_the_language_chosen_for_the_account(database: Engine) -> None:
    clerk = hire("Tamika", email="tamika@example.org", language="en")
    an_account(clerk, language="es", recovery_email="own@example.org")
    clerk.works()
    clerk.finishes_both("2026-11-16", "2026-11-17")

    mail = db.session().scalars(select(Mail)).one()
    assert (mail.to_address, mail.language, mail.context["last_day"]) == ("tamika@example.org", "es", "2028-06-30")


def test_without_a_work_address_the_confirmed_one_of_the_account_is_used(database: Engine) -> None:
    clerk = hire("Tamika")
    an_account(clerk, language=None, recovery_email="own@example.org")
    clerk.works()
    clerk.finishes_both("2026-11-16", "2026-11-17")

    assert [each[2] for each in told()] == ["own@example.org"]


def test_an_address_that_is_over_or_invalid_gets_nothing(database: Engine) -> None:
    clerk = hire("Tamika", email="tamika@example.org")
    with db.transaction() as session:
        session.execute(update(ContactPoint).values(ends=day("2026-11-18")))
    clerk.works()
    clerk.finishes_both("2026-11-16", "2026-11-17")

    assert told() == []


def an_account(clerk: Clerk, *, language: str | None, recovery_email: str) -> None:
    with db.transaction() as session:
        session.add(
            Account(
                person_id=clerk.person_id,
                kind="staff",
                username="tamika",
                username_key="tamika",
                password_hash="",
                password_changed_at=clock.now(),
                created_at=clock.now(),
                language=language,
                recovery_email=recovery_email,
                recovery_email_validated_at=clock.now(),
            )
        )
