"""Coming in and going out: sessions, their hashes, their end, and what a failed try leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update

from accounts import actions, queries
from accounts.actions import Admission, NewSession
from accounts.models import Account, SessionRecord
from foundation import audit, clock, db
from foundation.audit import STRANGER
from foundation.throttle import Throttle
from tests.accounts.residents import Resident, account_of, told

SOURCE = "192.0.2.7"


def tries(username: str, *, source: str = SOURCE) -> Admission:
    with db.transaction():
        return actions.count_try(username, source=source, at=clock.now()).admission


def fails(username: str, *, source: str = SOURCE) -> None:
    admission = tries(username, source=source)
    with db.transaction():
        actions.refuse_sign_in(username, admission=admission, source=source, by=STRANGER, at=clock.now())


def signs_in(resident: Resident, *, newer_hash: str | None = None) -> NewSession | None:
    verified = account_of(resident).password_hash
    with db.transaction():
        return actions.sign_in(
            resident.username, verified_hash=verified, newer_hash=newer_hash, by=STRANGER, at=clock.now()
        )


def who(session: NewSession | None) -> queries.SignedIn | None:
    assert session is not None
    db.close()
    return queries.signed_in_by(session.entered.token, at=clock.now())


def test_signing_in_begins_a_session_known_only_by_its_hash(ana: Resident) -> None:
    audit.origin.set(audit.Origin(SOURCE, "Browser " * 100))

    session = signs_in(ana)

    assert session is not None
    assert len(session.entered.token) == 43
    record = db.session().scalars(select(SessionRecord)).one()
    assert session.entered.token not in (record.token_hash, record.browser)
    assert (record.address, len(record.browser)) == (SOURCE, 300)
    assert account_of(ana).last_signed_in_at == clock.now()
    assert told("session-started") == [
        {"person_id": ana.person_id, "account_id": ana.account_id, "session_id": record.id}
    ]
    audit.origin.set(audit.Origin())


def test_each_sign_in_is_a_session_of_its_own(ana: Resident) -> None:
    one, other = signs_in(ana), signs_in(ana)

    assert who(one) is not None
    assert who(other) is not None
    assert one != other


def test_a_token_nobody_issued_opens_nothing(ana: Resident) -> None:
    assert queries.signed_in_by("chosen-by-somebody-else", at=clock.now()) is None
    assert queries.signed_in_by("", at=clock.now()) is None


def test_the_account_behind_a_session_is_plain_values_and_hides_its_token(ana: Resident) -> None:
    session = signs_in(ana)
    found = who(session)

    assert found is not None
    assert (found.username, found.called, found.full_name) == ("ana.lopez", "Ana", "Ana Lopez")
    assert found.may("family.home")
    assert session is not None
    assert session.entered.token not in repr(found)


def test_a_disabled_account_begins_no_session_and_ends_those_it_has(ana: Resident) -> None:
    before = signs_in(ana)
    with db.transaction() as session:
        session.execute(update(Account).values(disabled_at=clock.now()))

    assert signs_in(ana) is None
    assert who(before) is None


def test_a_password_changed_while_it_was_verified_begins_no_session(ana: Resident) -> None:
    with db.transaction():
        started = actions.sign_in(
            ana.username, verified_hash="the hash before", newer_hash=None, by=STRANGER, at=clock.now()
        )

    assert started is None


def test_a_newer_hash_is_kept_on_the_way_in(ana: Resident) -> None:
    signs_in(ana, newer_hash="$argon2id$newer")

    assert account_of(ana).password_hash == "$argon2id$newer"


def test_signing_out_ends_this_session_and_no_other(ana: Resident) -> None:
    phone, laptop = signs_in(ana), signs_in(ana)
    here = who(phone)
    assert here is not None
    with db.transaction():
        actions.sign_out(here.session_id, by=here, at=clock.now())
        actions.sign_out(here.session_id, by=here, at=clock.now())

    assert who(phone) is None
    assert who(laptop) is not None
    assert [each["because"] for each in told("sessions-ended")] == ["signed-out"]


def test_ending_sessions_ends_all_of_the_account_and_nobody_else_s(ana: Resident, rosa: Resident) -> None:
    hers, other = [signs_in(ana), signs_in(ana)], signs_in(rosa)
    with db.transaction():
        ended = actions.end_sessions(
            queries.account_by_id(ana.account_id), because="help-desk", by=audit.command("test"), at=clock.now()
        )

    assert ended == 2
    assert [who(each) for each in hers] == [None, None]
    assert who(other) is not None


def test_use_is_noted_while_the_session_counts_and_never_backwards(ana: Resident) -> None:
    session = signs_in(ana)
    found = who(session)
    assert found is not None
    later = clock.now() + timedelta(minutes=5)
    for moment in (later, clock.now()):
        with db.transaction():
            actions.note_use(found.session_id, at=moment)

    assert db.session().scalar(select(SessionRecord.last_seen_at)) == later


@pytest.mark.parametrize("username", ["ana.lopez", "nobody-at-all"])
def test_the_sixth_try_at_a_name_waits_whether_somebody_has_it_or_not(ana: Resident, username: str) -> None:
    for _ in range(5):
        fails(username)

    assert tries(username) is Admission.WAITS


def test_a_wait_is_shared_by_every_spelling_of_a_name(ana: Resident) -> None:
    for spelling in ("ana.lopez", "ANA.LOPEZ", " Ana.Lopez ", "Ａna.lopez", "ana.lopez"):
        fails(spelling)

    assert tries("ana.lopez") is Admission.WAITS


def test_success_wipes_the_account_s_count_and_not_the_source_s(ana: Resident) -> None:
    for _ in range(4):
        fails("ana.lopez")
    tries("ana.lopez")
    signs_in(ana)

    scopes = list(db.session().execute(select(Throttle.scope, Throttle.failures)))
    assert [tuple(each) for each in scopes] == [("sign-in-source", 4)]


def test_a_hundred_and_one_failures_make_a_source_wait_and_no_other(database: Engine) -> None:
    for number in range(101):
        fails(f"guess-{number}")

    assert tries("somebody.else") is Admission.SOURCE_WAITS
    assert tries("somebody.else", source="192.0.2.8") is Admission.ADMITTED


def test_three_hundred_families_behind_one_address_all_come_in(ana: Resident) -> None:
    for _ in range(300):
        assert tries("ana.lopez") is Admission.ADMITTED
        assert signs_in(ana) is not None

    assert db.session().scalar(select(func.count(Throttle.key))) == 0


def test_the_audit_has_the_true_reason_and_never_what_was_typed(ana: Resident, rosa: Resident) -> None:
    with db.transaction() as session:
        session.execute(update(Account).where(Account.id == rosa.account_id).values(disabled_at=clock.now()))
    fails("my secret password")
    fails("rosa.vega")
    for _ in range(6):
        fails("ana.lopez")

    reasons = told("sign-in-refused")
    assert [each["reason"] for each in reasons] == ["no-account", "disabled", *["password"] * 5, "waiting"]
    assert reasons[0] == {"person_id": None, "account_id": None, "reason": "no-account"}
    assert "secret" not in str(reasons)
