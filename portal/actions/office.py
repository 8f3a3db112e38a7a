"""What only the office can do: give somebody a code over the counter, once they have shown a photo ID (S4)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CursorResult, select, update

from accounts.models import Account
from district.queries import is_entitled, sight_policy
from district.queries.own_family import is_of_own_family
from foundation import audit, db
from foundation.audit import Actor
from foundation.settings import Settings
from portal.actions.issuing import IssuedCode, issue_code
from portal.events import CodeIssuedAtOffice, OfficeRequestSettled
from portal.models import OfficeRequest
from portal.rules.codes import Delivery, Kind
from portal.rules.office import IdKind, OfficeRefusal, Settlement


def issue_at_office(
    person_id: int,
    *,
    kind: Kind,
    id_kind: IdKind,
    reason: str,
    settings: Settings,
    on: date,
    by: Actor,
    at: datetime,
) -> IssuedCode | OfficeRefusal:
    """Give a person who stands at the counter a new code, shown once, and end the older ones.

    `id_kind` is the photo ID that `by` has looked at; its number is asked and kept nowhere. Nobody serves their own
    family: a colleague does.
    """
    refusal = why_not(person_id, kind=kind, settings=settings, on=on, by=by)
    if refusal is not None:
        return refusal

    issued = issue_code(person_id, kind=kind, delivery=Delivery.OFFICE, settings=settings, by=by, at=at)

    audit.record(CodeIssuedAtOffice(person_id, kind.value, id_kind.value, reason), by=by, at=at)
    return issued


def issue_for_request(
    request_id: int,
    person_id: int,
    *,
    kind: Kind,
    id_kind: IdKind,
    note: str,
    settings: Settings,
    on: date,
    by: Actor,
    at: datetime,
) -> IssuedCode | OfficeRefusal:
    """The same for somebody whose request waits: it is settled with it, by whoever is first."""
    refusal = why_not(person_id, kind=kind, settings=settings, on=on, by=by)
    if refusal is not None:
        return refusal
    settled = {"person_id": person_id, "id_kind": id_kind.value}
    if not _settle(request_id, Settlement.ISSUED, note=note, by=by, at=at, **settled):
        return OfficeRefusal.SETTLED
    return issue_at_office(person_id, kind=kind, id_kind=id_kind, reason=note, settings=settings, on=on, by=by, at=at)


def close_request(request_id: int, settlement: Settlement, *, note: str, by: Actor, at: datetime) -> bool:
    """End a request without a code; False where a colleague was faster."""
    return _settle(request_id, settlement, note=note, by=by, at=at)


def why_not(person_id: int, *, kind: Kind, settings: Settings, on: date, by: Actor) -> OfficeRefusal | None:
    """Why this person gets no code of `kind` from `by` today, or None where they do."""
    if by.person_id is not None and is_of_own_family(person_id, reader_id=by.person_id, on=on):
        return OfficeRefusal.OWN_FAMILY
    has_account = select(Account.id).where(
        Account.person_id == person_id, Account.kind == kind.value, Account.disowned_at.is_(None)
    )
    if db.session().scalar(has_account) is not None:
        return OfficeRefusal.HAS_ACCOUNT
    if not is_entitled(person_id, kind, on=on, policy=sight_policy(settings)):
        return OfficeRefusal.NOT_ENTITLED
    return None


def _settle(
    request_id: int, settlement: Settlement, *, note: str, by: Actor, at: datetime, **values: int | str
) -> bool:
    settled: CursorResult[tuple[()]] = db.session().execute(  # type: ignore[assignment]
        update(OfficeRequest)
        .where(OfficeRequest.id == request_id, OfficeRequest.settled_at.is_(None))
        .values(settled_at=at, settled_by_id=by.person_id, settlement=settlement.value, note=note, **values)
    )
    if settled.rowcount != 1:
        return False
    about = values.get("person_id")
    told = OfficeRequestSettled(about if isinstance(about, int) else None, request_id, settlement.value)
    audit.record(told, by=by, at=at)
    return True
