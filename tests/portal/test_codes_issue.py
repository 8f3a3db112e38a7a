"""`flask codes issue`: who gets a code, in which file, and what happens when something goes wrong."""

from __future__ import annotations

import dataclasses
import re
import stat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from demo import people
from district.rules.guardianship import SightPolicy
from foundation import audit, clock, db, postman, sealing
from foundation.audit import AuditEntry
from foundation.outbox import Mail
from portal import queries
from portal.actions import campaigns, issuing
from portal.letters.files import COLUMNS
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.codes import Delivery, Kind
from tests.portal.commands import Ran, rows_of
from tests.portal.neighbourhood import Neighbourhood


def refuse_codes() -> None:
    """Make the database refuse every new code, as a full disk would."""
    with db.transaction() as session:
        if db.is_sqlite():
            body = "BEGIN SELECT RAISE(FAIL, 'no codes today'); END"
        else:
            session.connection().exec_driver_sql(
                "CREATE FUNCTION refuse() RETURNS trigger AS $$BEGIN RAISE 'no codes today'; END$$ LANGUAGE plpgsql"
            )
            body = "FOR EACH ROW EXECUTE FUNCTION refuse()"
        session.connection().exec_driver_sql(f"CREATE TRIGGER refuse BEFORE INSERT ON activation_code {body}")


def kept() -> list[ActivationCode]:
    db.close()
    return list(db.session().scalars(select(ActivationCode).order_by(ActivationCode.id)))


def test_every_guardian_gets_a_code_of_their_own(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = tmp_path / "letters.csv"
    ran = Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(out))

    assert ran.exit_code == 0, ran.output
    rows = rows_of(out)
    assert out.read_text(encoding="utf-8").splitlines()[0] == ",".join(COLUMNS)
    assert {row["person_id"] for row in rows} == {near.adaeze.public_id, near.chidi.public_id, near.rosa.public_id}
    assert {row["kind"] for row in rows} == {"parent"}
    assert {row["expires_on"] for row in rows} == {"2026-12-09"}
    assert all(row["url"] == f"http://localhost/portal/activate?code={row['code']}" for row in rows)
    adaeze = next(row for row in rows if row["person_id"] == near.adaeze.public_id)
    assert (adaeze["first_name"], adaeze["last_name"], adaeze["language"]) == ("Adaeze", "Okonkwo", "en")
    assert (adaeze["address_1"], adaeze["city"], adaeze["state"]) == ("12 Elm Street", "Juniper Valley", "CO")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_only_the_hash_of_a_code_is_stored(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = tmp_path / "letters.csv"
    Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(out))

    plain = {codes.canonical(row["code"]) for row in rows_of(out)}
    assert {each.code_hash for each in kept()} == {codes.hash_of(code) for code in plain if code}
    told = "".join(str(each.data) for each in db.session().scalars(select(AuditEntry)))
    assert told.count("letter") == 3
    assert not any(code in told or codes.grouped(code) in told for code in plain if code)


def test_a_code_is_never_a_person_s_id(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = tmp_path / "letters.csv"
    Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(out))

    assert all(row["person_id"] not in row["code"].replace("-", "") for row in rows_of(out))


def test_students_of_grades_6_to_12_get_codes(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = tmp_path / "letters.csv"
    Ran(app, "--audience", "students", "--deliver", "letter", "--out", str(out))

    assert {(row["person_id"], row["kind"]) for row in rows_of(out)} == {
        (near.leo.public_id, "student"),
        (near.ines.public_id, "student"),
    }


def test_a_second_run_leaves_the_letters_in_the_post_alone(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(first))
    before = [each.code_hash for each in kept()]

    ran = Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(second))

    assert ran.exit_code == 0
    assert rows_of(second) == []
    assert [each.code_hash for each in kept()] == before
    assert re.search(r"3 have a code that still works", ran.output)


def test_reissue_ends_the_code_before(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = tmp_path / "letters.csv"
    Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(out))
    before = {row["code"] for row in rows_of(out)}

    ran = Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(out), "--reissue")

    assert ran.exit_code == 0, ran.output
    assert "3 have a code that still works; a new one ends it" in ran.output
    assert before.isdisjoint(row["code"] for row in rows_of(out))
    assert [each.superseded_at is None for each in kept()] == [False] * 3 + [True] * 3


def test_an_expired_code_is_replaced_without_asking(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(tmp_path / "first.csv"))
    with clock.at("2026-12-09 23:59"):
        Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(tmp_path / "second.csv"))
    with clock.at("2026-12-10 00:00"):
        Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(tmp_path / "third.csv"))

    assert len(rows_of(tmp_path / "second.csv")) == 0
    assert len(rows_of(tmp_path / "third.csv")) == 3


def test_a_rehearsal_prints_the_counts_and_changes_nothing(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = tmp_path / "letters.pdf"
    ran = Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(out), "--dry-run")

    assert ran.exit_code == 0
    assert re.search(r"3 guardians entitled to an account\n(?:.* not entitled: .*\n)*\s+0 have an account", ran.output)
    assert re.search(r"3 to get a code", ran.output)
    assert not list(tmp_path.glob("letters*"))
    assert kept() == []


@pytest.mark.parametrize(("address", "warned"), [("http://localhost", True), ("https://portal.example", False)])
def test_letters_that_lead_to_this_machine_alone_are_warned_of(
    app: Flask, near: Neighbourhood, tmp_path: Path, address: str, warned: bool
) -> None:
    app.config["HEARTH"] = dataclasses.replace(app.config["HEARTH"], public_url=address)
    ran = Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(tmp_path / "x.csv"), "--dry-run")

    assert ran.exit_code == 0, ran.output
    assert ("Set HEARTH_PUBLIC_URL to the address families use" in ran.output) is warned


def test_one_school_gets_the_guardians_of_its_students(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = tmp_path / "letters.csv"
    args = ("--audience", "guardians", "--deliver", "letter", "--out", str(out))
    Ran(app, *args, "--school", near.middle.public_id)

    assert [row["person_id"] for row in rows_of(out)] == [near.rosa.public_id]


def test_an_unknown_school_is_wrong_usage(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = str(tmp_path / "x.csv")
    ran = Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", out, "--school", "nowhere")

    assert (ran.exit_code, kept()) == (2, [])
    assert "No school has the id 'nowhere'. Give the school's id in Hearth:\n  " in ran.output
    assert [name for _, name in queries.schools() if name not in ran.output] == []


@pytest.mark.parametrize(
    "words",
    [
        ("--audience", "guardians", "--deliver", "letter"),
        ("--audience", "guardians", "--deliver", "letter", "--out", "x.doc"),
        ("--audience", "guardians", "--deliver", "email", "--out", "x.pdf"),
        ("--audience", "staff", "--deliver", "letter", "--out", "x.pdf"),
        ("--audience", "guardians", "--deliver", "pigeon", "--out", "x.pdf"),
        ("--deliver", "letter", "--out", "x.pdf"),
    ],
)
def test_wrong_usage_exits_with_2(app: Flask, words: tuple[str, ...]) -> None:
    assert Ran(app, *words).exit_code == 2


def test_a_file_with_codes_is_not_written_over(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = tmp_path / "letters.csv"
    out.write_text("precious", encoding="utf-8")

    ran = Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(out))

    assert (ran.exit_code, out.read_text(encoding="utf-8"), kept()) == (2, "precious", [])


def test_when_the_file_cannot_be_written_nothing_is_stored(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = tmp_path / "missing" / "letters.csv"
    ran = Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(out))

    assert (ran.exit_code, kept()) == (1, [])
    assert f"The folder of {out} does not exist. Nothing was stored." in ran.output


def test_when_the_codes_cannot_be_kept_no_file_is_left(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    refuse_codes()
    with pytest.raises(DatabaseError, match="no codes today"):
        Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(tmp_path / "letters.csv"))

    assert not list(tmp_path.glob("letters*"))


def test_a_run_that_was_cut_off_is_noticed(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    (tmp_path / "letters.csv.unfinished").write_text("codes", encoding="utf-8")
    ran = Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(tmp_path / "letters.csv"))

    assert (ran.exit_code, kept()) == (1, [])
    assert "was cut off" in ran.output
    assert (tmp_path / "letters.csv.unfinished").read_text(encoding="utf-8") == "codes"


def test_people_with_an_account_get_no_code(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    with db.transaction():
        people.an_account(near.adaeze, "parent", username="adaeze", password_hash="-")
    out = tmp_path / "letters.csv"
    Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(out))

    assert {row["person_id"] for row in rows_of(out)} == {near.chidi.public_id, near.rosa.public_id}


def test_a_campaign_to_households_skips_families_that_are_in(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    with db.transaction():
        people.an_account(near.leo, "student", username="leo.okonkwo", password_hash="-")
    args = ("--audience", "guardians", "--deliver", "letter", "--not-activated", "households")
    ran = Ran(app, *args, "--out", str(tmp_path / "letters.csv"))

    assert [row["person_id"] for row in rows_of(tmp_path / "letters.csv")] == [near.rosa.public_id]
    assert re.search(r"2 without one, in a household where somebody has one", ran.output)


def test_mails_are_queued_with_the_code_kept_secret(app: Flask, near: Neighbourhood) -> None:
    ran = Ran(app, "--audience", "guardians", "--deliver", "email")

    assert ran.exit_code == 0, ran.output
    mails = list(db.session().scalars(select(Mail).order_by(Mail.to_address)))
    assert [(each.template, each.to_address, each.language) for each in mails] == [
        ("activation-code", "adaeze@okonkwo.example", "en"),
        ("activation-code", "rosa@vega.example", "es"),
    ]
    hashes = {each.code_hash for each in kept()}
    for mail in mails:
        assert mail.secret is not None
        secret = sealing.unseal(mail.secret).decode()
        code = codes.canonical(re.findall(r"[0-9a-f-]{36}", secret)[0])
        assert code is not None
        assert codes.hash_of(code) in hashes
        assert codes.grouped(code) not in str(mail.context)
        assert mail.expires_at == mail.written_at + codes.SENT_LIVES
    assert f"No e-mail on file: {near.chidi.public_id} Chidi Okonkwo" in ran.output
    assert re.search(r"1 without an e-mail on file", ran.output)


@pytest.mark.parametrize(
    ("language", "spoken"), [("es-MX", "es"), ("es_US", "es"), ("vi", "en"), ("Klingon", "en"), (None, "en")]
)
def test_a_mail_goes_out_whatever_language_the_feed_names(
    app: Flask, near: Neighbourhood, language: str | None, spoken: str
) -> None:
    with db.transaction():
        people.a_guardian("Kim", "Odd", of=(near.amaya,), language=language, email="kim@odd.example")
    Ran(app, "--audience", "guardians", "--deliver", "email")

    db.close()
    assert postman.deliver(app).parked == 0
    (mail,) = [
        text
        for path in (app.config["HEARTH"].instance / "mail").glob("*.eml")
        if "kim@odd.example" in (text := path.read_text(encoding="utf-8"))
    ]
    assert f'lang="{spoken}"' in mail.replace("=3D", "=")


def test_an_emailed_run_writes_whom_it_cannot_reach(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    out = tmp_path / "unreached.csv"
    Ran(app, "--audience", "guardians", "--deliver", "email", "--out", str(out))

    assert [(row["person_id"], row["code"], row["url"]) for row in rows_of(out)] == [(near.chidi.public_id, "", "")]


def test_names_that_look_like_formulas_are_made_text(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    with db.transaction():
        people.a_guardian("=HYPERLINK(1)", "@Ortega", of=(near.leo,), street="+1 Elm")
    out = tmp_path / "letters.csv"
    Ran(app, "--audience", "guardians", "--deliver", "letter", "--out", str(out))

    row = next(row for row in rows_of(out) if "HYPERLINK" in row["first_name"])
    assert (row["first_name"], row["last_name"], row["address_1"]) == ("'=HYPERLINK(1)", "'@Ortega", "'+1 Elm")
    assert codes.canonical(row["code"])


def test_a_run_stops_when_another_issued_meanwhile(app: Flask, near: Neighbourhood, tmp_path: Path) -> None:
    settings, by, at = app.config["HEARTH"], audit.command("test"), clock.now()
    run = campaigns.Run(Kind.PARENT, Delivery.LETTER, at=at, by=by, settings=settings, known=frozenset())
    invited = queries.people_to_invite(
        Kind.PARENT,
        school_id=None,
        whole_households=False,
        reissue=False,
        on=clock.today(),
        at=at,
        policy=SightPolicy(),
    )
    tickets = [run.ticket(each) for each in invited.people]
    with db.transaction():
        issuing.issue_code(near.rosa.id, kind=Kind.PARENT, delivery=Delivery.OFFICE, settings=settings, by=by, at=at)

    with pytest.raises(campaigns.CodesMeanwhile), db.transaction():
        run.keep(tickets)

    assert [each.delivery for each in kept()] == ["office"]
