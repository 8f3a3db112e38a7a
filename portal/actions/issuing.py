"""Issuing activation codes, to one person or to many at once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from district.models import Person
from foundation import audit, db
from foundation.audit import Actor
from foundation.settings import Settings
from portal.events import CodeIssued
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.codes import Delivery, Kind


@dataclass(frozen=True)
class IssuedCode:
    """A new code. It is readable here and nowhere else: what is kept is its hash."""

    code: str
    """Canonical."""
    expires_at: datetime


def fresh_code() -> str:
    """A canonical code of 128 random bits; it says nothing of the person it will belong to (D4)."""
    return codes.code_from(secrets.token_bytes(codes.RANDOM_BYTES))


def expiry(delivery: Delivery, *, at: datetime, settings: Settings) -> datetime:
    """When a code issued `at` this moment stops working."""
    return codes.expires_at(delivery, issued_at=at, days=settings.activation_days, zone=settings.zone)


def issue_code(
    person_id: int, *, kind: Kind, delivery: Delivery, settings: Settings, by: Actor, at: datetime
) -> IssuedCode:
    """Give one person a new code and end the older ones of that kind. Two at once come one after the other."""
    db.session().execute(select(Person.id).where(Person.id == person_id).with_for_update())
    issued = IssuedCode(fresh_code(), expiry(delivery, at=at, settings=settings))

    hashes = {person_id: codes.hash_of(issued.code)}
    keep_codes(hashes, kind=kind, delivery=delivery, expires_at=issued.expires_at, by=by, at=at)
    return issued


def keep_codes(
    hashes: Mapping[int, str], *, kind: Kind, delivery: Delivery, expires_at: datetime, by: Actor, at: datetime
) -> None:
    """Keep the hash of one new code a person (by person id) and end their older ones. At most a few hundred a call."""
    live = (ActivationCode.used_at.is_(None), ActivationCode.superseded_at.is_(None))
    same = (ActivationCode.person_id.in_(hashes), ActivationCode.kind == kind)
    given = {"kind": kind.value, "delivery": delivery.value, "issued_at": at, "expires_at": expires_at}

    db.session().execute(
        update(ActivationCode).where(*same, *live).values(superseded_at=at),
        execution_options={"synchronize_session": False},
    )
    db.session().execute(
        insert(ActivationCode),
        [given | {"person_id": person_id, "code_hash": code_hash} for person_id, code_hash in hashes.items()],
    )

    for person_id in hashes:
        audit.record(CodeIssued(person_id, kind.value, delivery.value, expires_at), by=by, at=at)
    db.session().flush()
    db.session().expunge_all()
