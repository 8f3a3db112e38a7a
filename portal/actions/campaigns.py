"""Codes for many people in one run. Their files are written first; the codes are kept in one short transaction.

Records no event: `keep_codes` records one for each person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from district.queries import Entitled
from foundation import clock
from foundation.audit import Actor
from foundation.settings import Settings
from portal import queries
from portal.actions.issuing import expiry, fresh_code, keep_codes
from portal.actions.sending import post_code
from portal.rules import codes
from portal.rules.codes import Delivery, Kind
from portal.rules.ways import Way

PORTION = 500
ONE_LIVE_CODE = "uq_activation_code_live"


class CodesMeanwhile(Exception):
    """Somebody else issued a code to one of these people between the reading and the keeping."""


@dataclass(frozen=True)
class Ticket:
    """One person's new code before it is kept."""

    person: Entitled
    code: str
    """Canonical."""
    shown: str
    """As people read it."""
    url: str


@dataclass(frozen=True)
class Run:
    """One run of `flask codes issue`. `known` are the ids of the codes alive when it began."""

    kind: Kind
    delivery: Delivery
    at: datetime
    by: Actor
    settings: Settings
    known: frozenset[int]

    @property
    def expires_at(self) -> datetime:
        return expiry(self.delivery, at=self.at, settings=self.settings)

    @property
    def last_day(self) -> date:
        """The last district day on which the codes work."""
        return clock.day_of(self.expires_at - timedelta(microseconds=1))

    def ticket(self, person: Entitled) -> Ticket:
        """A new code for `person`; nothing is kept yet."""
        code = fresh_code()
        url = codes.address_of(code, public_url=self.settings.public_url)
        return Ticket(person, code, codes.grouped(code), url)

    def keep(self, tickets: Sequence[Ticket], *, advance: Callable[[int], None] = lambda count: None) -> None:
        """Keep the codes, end the older ones, and post the mails of an e-mailed run.

        Raises CodesMeanwhile where another run was faster: its codes are in the post, and must not end unseen.
        """
        for start in range(0, len(tickets), PORTION):
            portion = tickets[start : start + PORTION]
            hashes = {each.person.person_id: codes.hash_of(each.code) for each in portion}
            alive = queries.live_codes(self.kind, at=self.at, of=hashes.keys())
            if not self.known.issuperset(alive.values()):
                raise CodesMeanwhile

            self._keep(hashes)

            if self.delivery is Delivery.EMAIL:
                self._post(portion)
            advance(len(portion))

    def _keep(self, hashes: dict[int, str]) -> None:
        try:
            keep_codes(
                hashes, kind=self.kind, delivery=self.delivery, expires_at=self.expires_at, by=self.by, at=self.at
            )
        except IntegrityError as refused:
            if ONE_LIVE_CODE in str(refused.orig):
                raise CodesMeanwhile from refused
            raise

    def _post(self, portion: Sequence[Ticket]) -> None:
        for each in portion:
            if each.person.email is None:
                raise ValueError("An e-mailed code needs an e-mail on file.")
            post_code(
                each.code,
                person_id=each.person.person_id,
                way=Way(self.delivery, each.person.email),
                kind=self.kind,
                called=each.person.called,
                language=each.person.language,
                public_url=self.settings.public_url,
                expires_at=self.expires_at,
                at=self.at,
            )
