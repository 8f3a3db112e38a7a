"""Report cards of the demo's students: two that may be opened, and one that may not be opened yet."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

from demo.cast import SOURCE, Someone, keep
from demo.world import World
from district.models import ReportCard
from district.report_card_store import path_in
from district.rules.calendar import year_of
from foundation import db
from portal.papers import Document, Table, paper

_MARKS = (("English Language Arts", "A-"), ("Mathematics", "B+"), ("Science", "B"), ("Physical Education", "P"))


def some_report_cards(world: World, *, store: Path) -> None:
    """Write them into the open transaction, and their files into the store."""
    ends, today = year_of(world.today).ends.year, world.today
    for child, school in (
        (world.lucia, world.town.high),
        (world.mateo, world.town.aspen),
        (world.nora, world.town.cedar),
    ):
        a_report_card(child, ends, "Quarter 1", store=store, school=school.name, available=today - timedelta(days=8))
        a_report_card(child, ends, "Quarter 2", store=store, school=school.name, available=today + timedelta(days=40))
    a_report_card(world.minh, ends - 1, "Final", store=store, school=world.town.high.name)


def a_report_card(
    child: Someone,
    ends: int,
    term: str,
    *,
    store: Path,
    school: str = "",
    title: str = "",
    available: date | None = None,
    content: bytes = b"",
) -> ReportCard:
    """One report card of the school year that ends in `ends`; `available` is the first day it may be opened."""
    made = content or _sheet(child, term, school)
    stored_as = db.new_public_id() * 2
    store.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = path_in(store, stored_as)
    path.touch(mode=0o600)
    path.write_bytes(made)
    card = ReportCard(
        public_id=db.new_public_id(),
        person_id=child.id,
        school_year=ends,
        term=term,
        title=title,
        available_on=available,
        stored_as=stored_as,
        size=len(made),
        sha256=hashlib.sha256(made).hexdigest(),
        is_current=True,
        source=SOURCE,
        source_key=db.new_public_id(),
    )
    keep(card)
    return card


def _sheet(child: Someone, term: str, school: str) -> bytes:
    document = Document(
        title=f"Report card: {term}",
        district="Juniper Valley Public Schools",
        child=child.full_name,
        details=(school,),
        made=term,
        page_of="Page {page} of {pages}",
        lost="A question mark stands where a letter cannot be printed.",
        parts=(Table("Marks", ("Course", "Mark"), _MARKS),),
    )
    return paper(document, "en")
