"""The fees feed: what families owe, from a CSV file to the record. Amounts are dollars in the file and cents inside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from district.feeds.amounts import MoneyReading
from district.feeds.columns import Column
from district.feeds.kinds import Kind
from district.feeds.of_students import About
from district.feeds.rows import Bad

FEES_CSV = "fees-csv"

FEES = (
    Column("fee_id", "id", required=True),
    Column("student_number", "id", required=True),
    Column("school", "name"),
    Column("title", "name", required=True),
    Column("note"),
    Column("amount", required=True),
    Column("assessed_date", "date"),
    Column("due_date", "date"),
    Column("paid_amount"),
    Column("paid_date", "date"),
    Column("waived", "bool"),
)
"""One fee of one student a row; the due date is the last day that is in time."""


class FeeReading(MoneyReading):
    """A reading of fees: nothing is paid beyond what is owed."""

    money = ("amount", "paid_amount")
    texts = ("title", "note")

    def _judge(self, columns: Sequence[Sequence[str]], bad: Bad) -> None:
        super()._judge(columns, bad)
        amounts, paid = (columns[self.names.index(name)] for name in self.money)
        for place, (owed, given) in enumerate(zip(amounts, paid, strict=True)):
            if place not in bad and given and int(given) > int(owed):
                bad[place] = ("paid-too-much", "paid_amount is more than amount. Correct the one that is wrong.")


def _staged(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    school, title, note, amount, assessed, due, paid, paid_on, waived = cells
    days = [date.fromisoformat(each) if each else None for each in (assessed, due, paid_on)]
    return (school, title, note, int(amount), *days[:2], int(paid or 0), days[2], waived == "true")


ABOUT_FEES = About(
    format=FEES_CSV,
    file="fees.csv",
    columns=FEES,
    kind=Kind(
        name="fees",
        record="fee",
        staged="in_fee",
        values={
            "person_id": "s.person_id",
            "school_id": "place.school_id",
            **{
                name: f"s.{name}"
                for name in ("title", "note", "amount", "assessed_on", "due_on", "paid", "paid_on", "is_waived")
            },
            "is_current": "true",
        },
        only="s.person_id IS NOT NULL",
        at_birth={"public_id": "{public_id}", "currency": "'USD'"},
        joins="LEFT JOIN place ON place.code = s.school",
    ),
    staged="school TEXT, title TEXT, note TEXT, amount {number}, assessed_on {day}, due_on {day}, paid {number}, "
    "paid_on {day}, is_waived {flag}",
    take=_staged,
    reading=FeeReading,
    school="school",
)
